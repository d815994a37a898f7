package generator

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"likewise/generator/model"
)

// privateSite writes a site of orders with names, e-mail and postal addresses and phones, and of events whose actors are
// e-mail addresses, and returns its folder and every value that may not leave it. Three people came by the channel
// "three", twelve by "dozen"; one order and one event cannot be read, so that messages have something to quote.
func privateSite(t *testing.T) (dir string, secrets []string) {
	t.Helper()
	dir = t.TempDir()
	var posts, orders, events strings.Builder
	posts.WriteString("post_id,published_at,format,title,reach,likes,purchases,Posted by\n")
	orders.WriteString("Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Billing Name,Billing Street,Billing City,Billing Phone,Shipping Name,Phone,Notes,Note Attributes\n")
	events.WriteString("user_id,timestamp,event,post_id,channel,email,session_id\n")
	for i := range 60 {
		p := person(i)
		author := fmt.Sprintf("Wendelin Orrick%d", i)
		fmt.Fprintf(&posts, "post%02d,2026-03-%02d,%s,Title %d,%d,%d,%d,%s\n", i, i%28+1, []string{"reel", "image"}[i%2], i, 1000+i*37, 20+i, i%5, author)
		fmt.Fprintf(&orders, "#%d,%s,paid,EUR,%s,2026-03-10 10:00:00 +0000,Beans,%s,%s,%s,%s,%s,%s,call %s,utm_content: post%02d\n", i, p.email, []string{"10", "many"}[max(0, i-58)], p.name, p.street, p.city, p.phone, p.name, p.phone, p.name, i)
		channel := "many"
		switch {
		case i < 3:
			channel = "three"
		case i < 15:
			channel = "dozen"
		}
		session := fmt.Sprintf("sess-%x", 1e9+i*7919)
		for k, action := range []string{"view", "like", "purchase"}[:i%3+1] {
			fmt.Fprintf(&events, "%s,2026-03-11 10:%02d:%02d,%s,post%02d,%s,%s,%s\n", p.actor, i, k, action, i, channel, p.email, session)
		}
		secrets = append(secrets, p.email, p.name, p.street, p.phone, p.actor, author, session)
	}
	fmt.Fprintf(&events, "%s,never,view,post01,many,%s,x\n", person(1).actor, person(1).email)
	figures := "{{< funnel \"F\" >}}\n\n{{< breakdown \"F\" >}}\n\n{{< sensitivity \"F\" >}}\n\n{{< attribution \"A\" >}}\n\n{{< posts >}}\n\n{{< signals >}}\n\n{{< totals >}}\n\n{{< sources >}}\n"
	for name, body := range map[string]string{
		"data/posts.csv": posts.String(), "data/orders.csv": orders.String(), "data/events.csv": events.String(),
		"content/index.md": "+++\ntitle = \"Overview\"\nlayout = \"overview\"\n+++\n\n" + figures,
		"site.toml": "title = \"x\"\nbaseURL = \"https://r.example/\"\n[conversions]\nexposure = \"reach\"\nmicro = [\"likes\"]\nmacro = [\"purchases\"]\n[[funnel]]\nname = \"F\"\nunit = \"actor\"\nsteps = [\"view\", \"like\", \"purchase\"]\ngroupBy = \"channel\"\n" +
			"[[attribution]]\nname = \"A\"\ntouch = \"channel\"\nactions = [\"view\", \"like\"]\nconversion = \"purchase\"\nwindow = \"7d\"\n" +
			"[[data]]\nfiles = \"data/posts.csv\"\n[[data]]\nfiles = \"data/orders.csv\"\nmatch = { \"Note Attributes\" = \"utm_content: (post[0-9]+)\" }\n[[data]]\nfiles = \"data/events.csv\"\nkind = \"events\"\n[quality]\nmaxRejected = \"10%\"\n",
	} {
		writeSiteFile(t, dir, name, []byte(body))
	}
	return dir, secrets
}

type someone struct{ email, name, street, city, phone, actor string }

func person(i int) someone {
	return someone{
		email: fmt.Sprintf("buyer%02d@mail%d.test", i, i), name: fmt.Sprintf("Zora Quint%cy%d", 'a'+i%26, i), street: fmt.Sprintf("%d Vexley Lane", 700+i),
		city: "Brambleton", phone: fmt.Sprintf("+44 7700 9%05d", 11111+i*37), actor: fmt.Sprintf("Actor-%04d@app.test", i),
	}
}

// disguises are the forms in which a value could stand somewhere: as it is, in another case, encoded, and hashed without
// a key, by which anyone who has the value would find it.
func disguises(s string) []string {
	var out []string
	for _, s := range []string{s, strings.ToUpper(s), strings.ToLower(s), strings.Join(strings.Fields(s), "")} {
		m, h1, h2 := md5.Sum([]byte(s)), sha1.Sum([]byte(s)), sha256.Sum256([]byte(s))
		out = append(out, s, url.QueryEscape(s), url.PathEscape(s), strings.ToLower(url.QueryEscape(s)), base64.RawStdEncoding.EncodeToString([]byte(s)), base64.RawURLEncoding.EncodeToString([]byte(s)), hex.EncodeToString([]byte(s)))
		for _, sum := range [][]byte{m[:], h1[:], h2[:]} {
			full := hex.EncodeToString(sum)
			out = append(out, full, strings.ToUpper(full), full[:16], full[len(full)-16:], base64.RawStdEncoding.EncodeToString(sum)[:20], base64.RawURLEncoding.EncodeToString(sum)[:20])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// needles are the forms looked for, by their first bytes: there are tens of thousands.
type needles map[[8]byte][]string

func needlesOf(secrets []string) needles {
	out := needles{}
	for _, s := range secrets {
		for _, form := range disguises(s) {
			key := [8]byte([]byte(form)) // none is shorter
			out[key] = append(out[key], form)
		}
	}
	return out
}

// in returns the forms that stand in a text: as it is, or with HTML's and JSON's escapes undone.
func (n needles) in(body []byte) []string {
	texts := []string{string(body), html.UnescapeString(string(body))}
	var v any
	if json.Unmarshal(body, &v) == nil {
		texts = append(texts, fmt.Sprint(v))
	}
	var out []string
	for _, text := range texts {
		for i := 0; i+8 <= len(text); i++ {
			for _, form := range n[[8]byte([]byte(text[i:i+8]))] {
				if strings.HasPrefix(text[i:], form) {
					out = append(out, form)
				}
			}
		}
	}
	return out
}

func (n needles) search(t *testing.T, where string, body []byte) {
	t.Helper()
	for _, form := range n.in(body) {
		t.Errorf("%s holds %q", where, form)
	}
}

func TestNeedlesAreFound(t *testing.T) {
	n := needlesOf([]string{"buyer01@mail1.test", "Zora Quintby1"})
	for _, text := range []string{"a buyer01@mail1.test b", "buyer01&#64;mail1.test", `{"a":"buyer01\u0040mail1.test"}`, "?q=buyer01%40mail1.test", "zora+quintby1", "x" + fmt.Sprintf("%x", sha256.Sum256([]byte("BUYER01@MAIL1.TEST"))), "YnV5ZXIwMUBtYWlsMS50ZXN0"} {
		if len(n.in([]byte(text))) == 0 {
			t.Errorf("nothing is found in %q", text)
		}
	}
	if found := n.in([]byte("buyer02@mail1.test, Zora Quintcy1")); len(found) > 0 {
		t.Errorf("found %q", found)
	}
}

// TestNothingPrivateIsPublished builds the private site and searches every file of it - pages, charts' data, CSV,
// analysis.json, manifest.json, search.json - with the messages, the kept report and the preview, which has no gate.
func TestNothingPrivateIsPublished(t *testing.T) {
	dir, secrets := privateSite(t)
	forms := needlesOf(secrets)
	cache := t.TempDir()
	options := Options{Source: dir, CacheDir: cache, Version: "test"}
	for range 2 { // the second from the kept report
		result, problems := Build(context.Background(), options)
		if result == nil {
			t.Fatal(problems)
		}
		checkRead(t, result.Report)
		var said bytes.Buffer
		if err := problems.WriteJSON(&said); err != nil || problems.WriteText(&said) != nil || !strings.Contains(said.String(), "rejected") {
			t.Fatalf("no message to search: %v %s", err, said.String())
		}
		forms.search(t, "the messages", said.Bytes())
		kinds := searchFolder(t, result.Destination, forms)
		for _, kind := range []string{"index.html", "analysis.json", "manifest.json", "search.json", "feed.xml", "posts.csv"} {
			if kinds[kind] == 0 {
				t.Errorf("no %s was searched: %v", kind, kinds)
			}
		}
		if searchFolder(t, cache, forms); t.Failed() {
			return
		}
	}
	preview := &Preview{Options: options}
	defer preview.Close()
	made := wholePreview(preview, nil)
	if len(made.files) < 60 {
		t.Fatal(len(made.files), made.problems)
	}
	for name, body := range made.files {
		forms.search(t, "preview: "+name, []byte(body))
	}
}

// checkRead makes sure that there was something to hide.
func checkRead(t *testing.T, r *model.Report) {
	t.Helper()
	for _, s := range r.Sources {
		if s.Stored < 40 || s.Rejected == 0 && s.Kind != "posts" {
			t.Fatalf("%s: %d stored, %d rejected: nothing was tested", s.File, s.Stored, s.Rejected)
		}
	}
}

// searchFolder counts the files that it searched by their names.
func searchFolder(t *testing.T, dir string, forms needles) map[string]int {
	t.Helper()
	kinds := map[string]int{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(filepath.Base(name), "echarts") {
			return err
		}
		kinds[filepath.Base(name)]++
		rel, _ := filepath.Rel(dir, name)
		forms.search(t, rel, []byte(rel))
		body, err := os.ReadFile(name)
		forms.search(t, rel, body)
		return err
	})
	if err != nil || len(kinds) == 0 {
		t.Fatal(kinds, err)
	}
	return kinds
}

// TestThreePeopleCannotBeSubtracted takes the report apart as a curious reader would: what the groups shown leave of the
// whole is nobody, or ten people and more.
func TestThreePeopleCannotBeSubtracted(t *testing.T) {
	dir, _ := privateSite(t)
	report, problems := Analyse(context.Background(), Options{Source: dir})
	if report == nil {
		t.Fatal(problems)
	}
	if len(report.Funnels) != 1 || len(report.Funnels[0].Groups) == 0 || len(report.Attribution) != 1 {
		t.Fatalf("nothing was tested: %+v", report.Funnels)
	}
	f := report.Funnels[0]
	left := float64(f.Steps[0].Count)
	for _, g := range f.Groups {
		n := float64(g.Steps[0].Count)
		if left -= n; g.Name == "three" || n < 10 {
			t.Errorf("a group of %g people, %q, is shown", n, g.Name)
		}
		if g.P != nil && (g.Q == nil || math.IsNaN(float64(*g.Q)) != math.IsNaN(float64(*g.P))) {
			t.Errorf("group %q is compared, and not counted among the looks", g.Name)
		}
	}
	if left != 0 && left < 10 {
		t.Errorf("%g people are left when the groups are taken away", left)
	}
	body, err := json.Marshal(report)
	if err != nil || bytes.Contains(body, []byte(`"three"`)) || !bytes.Contains(body, []byte(`"many"`)) {
		t.Errorf("the report names the group of three, or none: %v", err)
	}
}
