package generator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"likewise/generator/page"
)

// quote writes any text as a string of TOML: JSON's escapes are a part of its.
func quote(s string) string {
	b, _ := json.Marshal(strings.ToValidUTF8(s, "\ufffd"))
	return strings.NewReplacer("\x7f", `\u007F`).Replace(string(b))
}

// config has a hostile text wherever it takes one.
func (s *hostileSite) config() []byte {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("title = %s\nnotice = %s\nbaseURL = \"https://report.example/x/\"\nasOf = \"2026-06-30\"\ncurrency = \"EUR\"", quote(s.title()), quote(s.all[3]))
	say("[conversions]\nexposure = \"reach\"\nmicro = [\"likes\", \"saves\", %s]\nmacro = [\"link_clicks\", \"purchases\"]", quote(s.metric()))
	say("[[funnel]]\nname = %s\nsteps = [\"reach\", \"link_clicks\", \"purchases\"]", quote(s.funnel()))
	say("[[funnel]]\nname = %s\nunit = \"actor\"\nsteps = [\"view\", { action = %s, where = \"format <> '<script>'\", name = %s }, [%s, \"purchase\"]]\ngroupBy = \"channel\"\nwindow = \"30d\"", quote(s.people()), quote(s.action(30)), quote(s.all[4]), quote(s.action(31)))
	say("[[attribution]]\nname = %s\ntouch = \"channel\"\nactions = [\"view\", %s]\nconversion = \"purchase\"\nwindow = \"30d\"", quote(s.all[5]), quote(s.action(30)))
	say("[[data]]\nfiles = \"data/posts/*\"\nkind = \"posts\"\ncolumns = { %s = \"Hostile metric\" }", quote(s.metric()))
	for _, dir := range []string{"meta", "ga4", "metrics", "days", "json", "book"} {
		say("[[data]]\nfiles = \"data/%s/*\"", dir)
	}
	say("[[data]]\nfiles = \"data/orders/*\"\nmatch = { \"Note Attributes\" = \"(?s)utm_content: (.*)\" }")
	say("[[data]]\nfiles = \"data/events/*\"\nkind = \"events\"")
	say("[[contract]]\ntable = \"posts\"\nallowed = { format = [%s] }\nseverity = \"warn\"", quote(s.all[7]))
	say("[quality]\nmaxRejected = \"90%%\"\n[privacy]\nminGroup = 10")
	return []byte(b.String())
}

func (s *hostileSite) title() string  { return s.all[1] }
func (s *hostileSite) funnel() string { return s.all[2] + " funnel" }
func (s *hostileSite) people() string { return s.all[9] + " people" }
func (s *hostileSite) metric() string { return "hostile" }

// overview uses every figure. What stands between quotes in a shortcode cannot hold a quote or a line end.
func (s *hostileSite) overview() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = %s\nlayout = \"overview\"\ndescription = %s\ntags = [%s, %s]\n[params]\nx = %s\n+++\n\n", quote(s.all[8]), quote(s.all[9]), quote(s.all[10]), quote(s.all[11]), quote(s.all[12]))
	for _, code := range []string{
		`kpi "reach" compare="previous"`, `kpi "purchases" compare="previous"`, `kpi "hostile"`, "funnel " + argument(s.funnel()), "funnel " + argument(s.people()), "breakdown " + argument(s.people()), "sensitivity " + argument(s.people()),
		"timetoconvert " + argument(s.people()), "attribution " + argument(s.all[5]), "signals", "posts top=100", `posts by="likes"`, "groups", `drivers outcome="purchases"`, "mix", "spread", "why", "change", "timing", "oddities",
		`trend "purchases"`, `trend "revenue"`, "totals", "sources", "note " + argument("purchases"),
	} {
		fmt.Fprintf(&b, "{{< %s >}}\n\n", code)
	}
	return []byte(b.String())
}

// argument writes a text as a shortcode's argument.
func argument(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// pages has a page of prose a payload, a commentary, and files with hostile names.
func (s *hostileSite) pages(t testing.TB) {
	t.Helper()
	for i, p := range payloads() {
		if strings.HasPrefix(p, "```") {
			p = "\\" + p // a fence that never closes would hide the rest
		}
		body := fmt.Sprintf("+++\ntitle = %s\ndescription = %s\ndate = 2026-02-03\n+++\n\n# %s\n\n%s\n\n> [!NOTE]\n> %s\n\n* %s\n\n| %s | b |\n|---|---|\n| c | %s |\n\n```%s\n%s\n```\n\nTerm\n: %s\n\nfoot[^1]\n\n[^1]: %s\n",
			quote(p), quote(p[:min(len(p), 1000)]), prose(p), prose(p), prose(p), prose(p), prose(p), prose(p), strings.Fields(prose(p) + " x")[0], strings.ReplaceAll(p, "```", ""), prose(p), prose(p))
		writeSiteFile(t, s.dir, fmt.Sprintf("content/prose/%02d.md", i), []byte(body))
	}
	for i := range 5 {
		writeSiteFile(t, s.dir, "content/posts/"+page.Slug(s.id(i))+".md", []byte(prose(s.one())+"\n"))
	}
}

// prose is a payload as text of a page: on one line, and without what a page is refused for (page/testdata/hostile.txt has that). A
// page's text is its author's, who may build towers of marks; those of the data are cut.
func prose(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "\x00", "")), " ")
	s = strings.NewReplacer("{{<", "{{", "{{%", "{{", "](", "] (", "<javascript:", "< javascript:", strings.Repeat(tower, 60), tower).Replace(s)
	return s
}
