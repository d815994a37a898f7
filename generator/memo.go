package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/ingest"
	"likewise/generator/model"
)

// memo keeps the report of a build in the cache folder, under a name that is the hash of all that it was made from: the
// binary, the configuration, the environment's overrides and every byte of the data. It only ever saves time: whatever
// goes wrong with it, the report is made anew. The report is kept as analysis.json has it; that nothing is lost on the
// way is tested by comparing a cold build with a warm one.
type memo struct {
	path string // empty: nothing is kept
	site string // pattern of the files of this site, of which one is kept
}

// memoFile is what the file holds.
type memoFile struct {
	Report   *model.Report `json:"report"`
	Problems diag.List     `json:"problems"`
}

func (b *builder) memo() memo {
	if b.CacheDir == "" {
		return memo{}
	}
	files, ok := ingest.Files(b.Source, b.config.Data)
	if !ok {
		return memo{}
	}
	h := sha256.New()
	fmt.Fprintf(h, "likewise-memo-1\n%s\n", binary())
	config, err := fs.ReadFile(b.site, b.config.File)
	if err != nil {
		return memo{}
	}
	fmt.Fprintf(h, "%d\n%s\n", len(config), config)
	env := slices.DeleteFunc(slices.Clone(b.Environ), func(kv string) bool { return !strings.HasPrefix(kv, "LIKEWISE_") })
	slices.Sort(env)
	fmt.Fprintf(h, "%q\n%s\n", env, b.config.Warehouse.DSN)
	for _, f := range files {
		fmt.Fprintf(h, "%q\n", f.Name)
		if err := hashFile(h, f.Path); err != nil {
			return memo{}
		}
	}
	folder := sha256.Sum256([]byte(b.Source))
	site := filepath.Join(b.CacheDir, hex.EncodeToString(folder[:8])+"-")
	return memo{site + hex.EncodeToString(h.Sum(nil)) + ".report.json", site + "*.report.json"}
}

// binary identifies the program, so that a new build of it never reads what an old one kept.
func binary() string {
	exe, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(exe)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %d %d", exe, info.Size(), info.ModTime().UnixNano())
}

func hashFile(w io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%x\n", sum.Sum(nil))
	return err
}

func (m memo) get() (*model.Report, diag.List, bool) {
	if m.path == "" {
		return nil, nil, false
	}
	body, err := os.ReadFile(m.path)
	if err != nil {
		return nil, nil, false
	}
	var f memoFile
	if json.Unmarshal(body, &f) != nil || f.Report == nil || f.Report.Schema != model.Schema {
		return nil, nil, false
	}
	return f.Report, f.Problems, true
}

// put writes the file whole or not at all, and removes what was kept of the site before. The report comes as the
// analysis.json of the site.
func (m memo) put(report []byte, problems diag.List) {
	if m.path == "" || report == nil || os.MkdirAll(filepath.Dir(m.path), 0o700) != nil {
		return
	}
	found, err := json.Marshal(problems)
	if err != nil {
		return
	}
	body := slices.Concat([]byte(`{"report":`), report, []byte(`,"problems":`), found, []byte("}\n"))
	f, err := os.CreateTemp(filepath.Dir(m.path), "new-*")
	if err != nil {
		return
	}
	_, err = f.Write(body)
	if closed := f.Close(); err == nil {
		err = closed
	}
	old, _ := filepath.Glob(m.site)
	if err == nil {
		err = os.Rename(f.Name(), m.path)
	}
	if err != nil {
		os.Remove(f.Name())
		return
	}
	for _, name := range old {
		if name != m.path {
			os.Remove(name)
		}
	}
}
