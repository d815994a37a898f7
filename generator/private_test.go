package generator

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNothingPrivateIsPublished builds a site of orders with names, addresses and phones, and of events whose actors are
// e-mail addresses, and searches every file of it: plain, percent-encoded, and hashed without a key.
func TestNothingPrivateIsPublished(t *testing.T) {
	dir := t.TempDir()
	var posts, orders, events strings.Builder
	posts.WriteString("post_id,published_at,format,title,reach,likes,purchases\n")
	orders.WriteString("Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Billing Name,Billing Street,Billing Phone,Notes\n")
	events.WriteString("user_id,timestamp,event,post_id,channel\n")
	var secrets []string
	for i := range 40 {
		fmt.Fprintf(&posts, "post%02d,2026-03-%02d,%s,Title %d,%d,%d,%d\n", i, i%28+1, []string{"reel", "image"}[i%2], i, 1000+i*37, 20+i, i%5)
		email, name, street, phone := fmt.Sprintf("buyer%02d@mail%d.test", i, i), fmt.Sprintf("Zora Quint%cy%d", 'a'+i%26, i), fmt.Sprintf("%d Vexley Lane", 700+i), fmt.Sprintf("+44 7700 9%05d", 11111+i*37)
		actor := fmt.Sprintf("actor-%04d@app.test", i)
		fmt.Fprintf(&orders, "#%d,%s,paid,EUR,10,2026-03-10,Beans,%s,%s,%s,call %s\n", i, email, name, street, phone, name)
		for _, action := range []string{"view", "like", "purchase"}[:i%3+1] {
			fmt.Fprintf(&events, "%s,2026-03-11 10:%02d:00,%s,post%02d,%s\n", actor, i, action, i, map[bool]string{true: "three", false: "many"}[i < 3])
		}
		secrets = append(secrets, email, name, street, phone, actor)
	}
	for name, body := range map[string]string{
		"data/posts.csv": posts.String(), "data/orders.csv": orders.String(), "data/events.csv": events.String(),
		"content/index.md": "+++\ntitle = \"Overview\"\nlayout = \"overview\"\n+++\n\n{{< funnel \"F\" >}}\n\n{{< posts >}}\n\n{{< sources >}}\n",
		"site.toml":        "title = \"x\"\n[conversions]\nexposure = \"reach\"\nmicro = [\"likes\"]\nmacro = [\"purchases\"]\n[[funnel]]\nname = \"F\"\nunit = \"actor\"\nsteps = [\"view\", \"like\", \"purchase\"]\ngroupBy = \"channel\"\n[[data]]\nfiles = \"data/*.csv\"\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	result, problems := Build(context.Background(), Options{Source: dir})
	if result == nil {
		t.Fatal(problems)
	}
	for _, s := range result.Report.Sources {
		if s.Stored == 0 {
			t.Fatalf("%s stored nothing: nothing was tested", s.File)
		}
	}
	for _, f := range result.Report.Funnels {
		for _, g := range f.Groups {
			if g.Name == "three" {
				t.Error("a group of three people is shown")
			}
		}
	}
	var forms []string
	for _, s := range secrets {
		m, h := md5.Sum([]byte(s)), sha256.Sum256([]byte(s))
		forms = append(forms, s, strings.ToUpper(s), url.QueryEscape(s), url.PathEscape(s), hex.EncodeToString(m[:]), hex.EncodeToString(m[:])[:16], hex.EncodeToString(h[:]), hex.EncodeToString(h[:])[:16])
	}
	files := 0
	err := filepath.WalkDir(result.Destination, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		body, err := os.ReadFile(name)
		for _, f := range forms {
			if strings.Contains(string(body), f) {
				t.Errorf("%s holds %q", name, f)
			}
		}
		return err
	})
	if err != nil || files < 40 {
		t.Fatalf("%d files, %v", files, err)
	}
}
