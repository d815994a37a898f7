package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"likewise/generator/model"
)

// FuzzConfig checks that no site.toml panics, that every problem stands within it, and that what passes is usable.
func FuzzConfig(f *testing.F) {
	n := 0
	for _, pattern := range []string{"../../site.toml", "../../templates/site/*/site.toml", "../../cmd/likewise/testdata/script/*.txtar"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			body, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(body), "LIKEWISE_TITLE=x")
			n++
		}
	}
	if n < 5 {
		f.Fatalf("only %d seeds", n)
	}
	f.Add("[[funnel]]\nname=\"x\"\nunit=\"actor\"\nsteps=[\"a\",{action=[\"b\"],where=\"c=1\"}]\nexclude=[{action=\"d\",after=\"a\"}]\nwindow=\"7d\"\n[[contract]]\ntable=\"posts\"\nrange={likes=[0,1]}\n", "LIKEWISE_QUALITY_MAXREJECTED=2%")
	f.Fuzz(func(t *testing.T, text, env string) {
		c, problems := Load(fstest.MapFS{"site.toml": {Data: []byte(text)}}, "site.toml", []string{env})
		for _, p := range problems {
			if p.File == "site.toml" && p.Line > strings.Count(text, "\n")+1 || p.Code == "" || p.Text == "" {
				t.Errorf("%+v", p)
			}
		}
		if problems.Err() == nil && (c.Zone == nil || c.Privacy.MinGroup < 1) {
			t.Errorf("passed with zone %v and minGroup %d", c.Zone, c.Privacy.MinGroup)
		}
	})
}

// FuzzDuration checks that a duration that is read is read again from what it is written as.
func FuzzDuration(f *testing.F) {
	for _, s := range []string{"7d", "2w", "90m", "1h30m", "0", "-1d", "999999999999w", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := model.ParseDuration(s)
		if err != nil {
			return
		}
		if strings.Trim(s, "0123456789dw") == "" && d < 0 {
			t.Errorf("ParseDuration(%q) = %v: it ran over", s, d)
		}
		if again, err := model.ParseDuration(model.Duration(d).String()); err != nil || again != d {
			t.Errorf("ParseDuration(%q) = %v, and of that %v, %v", s, d, again, err)
		}
	})
}
