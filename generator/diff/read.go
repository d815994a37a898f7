package diff

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"likewise/generator/diag"
	"likewise/generator/publish"
)

const (
	// KeptName is the file of a site that holds what it was compared with.
	KeptName = "previous.json"
	// KeptSchema names the version of its form.
	KeptSchema = "likewise.previous/1"
	// ChangedPage is the page that says what changed.
	ChangedPage = "changed/index.html"
)

// Read reads a folder that likewise built.
func Read(dir string) (*Site, error) {
	manifest, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	return readSite(dir, manifest)
}

func readManifest(dir string) (publish.Manifest, error) {
	manifest, err := publish.ReadManifest(filepath.Join(dir, "manifest.json"))
	if err != nil {
		err = diag.Problem{Code: "no-site", File: dir, Text: fmt.Sprintf("%q is no site that likewise built", dir), Hint: "name the folder that build wrote, such as public"}
	}
	return manifest, err
}

func readSite(dir string, manifest publish.Manifest) (*Site, error) {
	s, err := decode(filepath.Join(dir, "analysis.json"))
	if err != nil {
		return nil, err
	}
	s.Schema, s.Version, s.Pages, s.Inputs = KeptSchema, manifest.Version, map[string]string{}, inputsOf(manifest)
	for _, f := range manifest.Outputs {
		if isPage(f.Path) {
			s.Pages[f.Path] = f.SHA256
		}
	}
	return s, nil
}

// ReadBefore reads what a site made from other data files than the given ones is: the site in the folder, or, where
// that was made from the same, the one that it was itself held against. So a report that is built again is held
// against the same one again. fresh reports the first case. The Site is nil where there is none.
func ReadBefore(dir string, inputs map[string]string) (s *Site, fresh bool, err error) {
	manifest, err := readManifest(dir)
	if err != nil {
		return nil, false, err
	}
	if fresh = !maps.Equal(inputsOf(manifest), inputs); fresh {
		s, err = readSite(dir, manifest)
		return s, true, err
	}
	kept := filepath.Join(dir, KeptName)
	if _, err := os.Stat(kept); err != nil {
		return nil, false, nil
	}
	s, err = decode(kept)
	if err == nil && s.Schema != KeptSchema {
		return nil, false, nil // of another version: as good as none
	}
	return s, false, err
}

func inputsOf(m publish.Manifest) map[string]string {
	out := map[string]string{}
	for _, f := range m.Inputs {
		out[f.Path] = f.SHA256
	}
	return out
}

func decode(file string) (*Site, error) {
	s := &Site{}
	body, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(body, s)
	}
	if err != nil {
		return nil, diag.Problem{Code: "no-site", File: file, Text: "the analysis cannot be read: " + err.Error(), Hint: "build the site again"}
	}
	s.number()
	return s, nil
}
