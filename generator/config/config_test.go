package config

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"likewise/generator/diag"
)

func load(t *testing.T, src string, env ...string) (Config, diag.List) {
	t.Helper()
	return Load(fstest.MapFS{"site.toml": {Data: []byte(src)}}, "site.toml", env)
}

const good = `title = "T"
timezone = "Europe/London"
[conversions]
exposure = "reach"
micro = ["likes"]
macro = ["signups", "purchases"]
[[funnel]]
name = "A"
steps = ["reach", "purchases"]
[[funnel]]
name = "B"
unit = "actor"
steps = ["view", "purchase"]
window = "7d"
[[data]]
files = "data/*.csv"
columns = { post_id = "utm_content", at = ["Date", "Time"] }
match = { "Note Attributes" = "utm_content: ([0-9]+)" }
[quality]
maxRejected = "2%"
`

func TestLoad(t *testing.T) {
	c, problems := load(t, good, "LIKEWISE_TITLE=From outside", "LIKEWISE_PRIVACY_MINGROUP=20")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if c.Title != "From outside" || c.Privacy.MinGroup != 20 {
		t.Errorf("environment not laid over: %q %d", c.Title, c.Privacy.MinGroup)
	}
	if c.Conversions.Primary != "purchases" || c.Quality.MaxRejected != .02 || c.Zone.String() != "Europe/London" {
		t.Errorf("%+v", c)
	}
	if f := c.Funnels[1]; time.Duration(f.Window) != 168*time.Hour || f.Order != "ordered" || f.Reentry != "latest" {
		t.Errorf("%+v", f)
	}
	if at := c.Data[0].Columns["at"]; len(at) != 2 || at[1] != "Time" {
		t.Errorf("columns: %v", c.Data[0].Columns)
	}
}

// Every case names the problem that must be reported: "line:code:part of the text or hint".
func TestProblems(t *testing.T) {
	for name, tc := range map[string]struct{ src, want string }{
		"misspelt top key":     {"titel = \"x\"\n", `1:unknown-key:did you mean "title"`},
		"misspelt section key": {"[conversions]\nexposrue = \"reach\"\n", `2:unknown-key:did you mean "exposure"`},
		"misspelt in second":   {"[[data]]\nfiles=\"a\"\n[[data]]\nfiles=\"b\"\nplatfrom=\"x\"\n", `5:unknown-key:did you mean "platform"`},
		"unknown table":        {"[convesions]\nx = 1\n", `1:unknown-key:did you mean "conversions"`},
		"syntax":               {"title = \"x\n", `1:toml-syntax:`},
		"wrong type":           {"title = 3\n", `1:wrong-type:title`},
		"zone":                 {"timezone = \"Europe/Londn\"\n", `1:bad-timezone:Europe/Londn`},
		"currency":             {"\ncurrency = \"POUND\"\n", `2:bad-currency:POUND`},
		"base":                 {"baseURL = \"example.org\"\n", `1:bad-url:example.org`},
		"few steps":            {"[[funnel]]\nname=\"a\"\nsteps=[\"reach\"]\n", `3:bad-value:two to ten`},
		"rules on sums":        {"[[funnel]]\nname=\"a\"\nsteps=[\"a\",\"b\"]\n[[funnel]]\nname=\"b\"\nsteps=[\"a\",\"b\"]\nwindow=\"7d\"\n", `7:bad-value:no meaning`},
		"window of zero":       {"[[funnel]]\nname=\"b\"\nunit=\"actor\"\nsteps=[\"a\",\"b\"]\nwindow=\"0s\"\n", `5:toml-syntax:leave it out for none`},
		"many steps":           {"[[funnel]]\nname=\"a\"\nunit=\"actor\"\nsteps=[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\"]\n", `4:bad-value:two to ten`},
		"order":                {"[[funnel]]\nname=\"a\"\nunit=\"actor\"\nsteps=[\"a\",\"b\"]\norder=\"orderd\"\n", `5:bad-value:did you mean "ordered"`},
		"reentry":              {"[[funnel]]\nname=\"a\"\nunit=\"actor\"\nsteps=[\"a\",\"b\"]\nreentry=\"newer\"\n", `5:bad-value:did you mean "never"`},
		"windowFrom":           {"[[funnel]]\nname=\"a\"\nunit=\"actor\"\nsteps=[\"a\",\"b\"]\nwindowFrom=\"start\"\n", `5:bad-value:entry, previous`},
		"unit":                 {"[[funnel]]\nname=\"a\"\nunit=\"actors\"\nsteps=[\"a\",\"b\"]\n", `3:bad-value:did you mean "actor"`},
		"primary":              {"[conversions]\nmacro=[\"purchases\"]\nprimary=\"purchase\"\n", `3:bad-value:did you mean "purchases"`},
		"pattern":              {"[[data]]\nfiles=\"a\"\nmatch={ x = \"abc\" }\n", `3:bad-pattern:no group`},
		"share":                {"[quality]\nmaxRejected = 3\n", `2:bad-value:out of range`},
		"secret":               {"[warehouse]\ndsn = \"env:NOPE\"\n", `2:no-secret:NOPE`},
	} {
		_, problems := load(t, tc.src)
		found := false
		for _, p := range problems {
			got := strings.Join([]string{strings.TrimPrefix(p.Where(), "site.toml:"), p.Code, p.Text + p.Hint}, "|")
			w := strings.SplitN(tc.want, ":", 3)
			if strings.HasPrefix(got, w[0]+":") && p.Code == w[1] && strings.Contains(p.Text+p.Hint, w[2]) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: want %s, got %v", name, tc.want, problems)
		}
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, problems := load(t, "titel = 1\ntimezone = \"x\"\n[privacy]\nminGroup = 0\n")
	if len(problems) != 3 {
		t.Errorf("want three problems in one run, got %v", problems)
	}
}

func TestNoSite(t *testing.T) {
	_, problems := Load(fstest.MapFS{}, "site.toml", nil)
	if problems.Err() == nil {
		t.Error("no error without a site.toml")
	}
}

// A step of people may be an action, several, or one under a condition; a step of sums is one metric.
func TestSteps(t *testing.T) {
	c, problems := load(t, "[[funnel]]\nname = \"a\"\nunit = \"actor\"\nsteps = [\"view\", [\"like\", \"save\"], { action = \"purchase\", where = \"value > 0\", name = \"paid\" }]\n[[funnel]]\nname = \"b\"\nsteps = [\"reach\", \"likes\"]\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := strings.Join(c.Funnels[0].StepNames(), "|"); got != "view|like or save|paid" {
		t.Errorf("steps of people: %s", got)
	}
	if got := strings.Join(c.Funnels[1].Steps, "|"); got != "reach|likes" {
		t.Errorf("steps of sums: %s", got)
	}
	for src, want := range map[string]string{
		"[[funnel]]\nname = \"a\"\nsteps = [\"reach\", [\"likes\", \"saves\"]]\n":                               "no metric",
		"[[funnel]]\nname = \"a\"\nunit = \"actor\"\nsteps = [\"view\", { acton = \"purchase\" }]\n":            "acton",
		"[[funnel]]\nname = \"a\"\nunit = \"actor\"\nsteps = [\"view\", { where = \"value > 0\" }]\n":           "needs an action",
		"[[attribution]]\ntouch = \"channel\"\n":                                                                "no conversion",
		"[[funnel]]\nname = \"a\"\nunit = \"actor\"\nsteps = [\"view\", \"purchase\"]\nties = \"grace:soon\"\n": "no grace",
	} {
		if _, problems := load(t, src); problems.Err() == nil || !strings.Contains(problems.Error(), want) {
			t.Errorf("%q: want %q, got %v", src, want, problems)
		}
	}
}
