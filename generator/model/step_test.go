package model

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestStepsInTOML(t *testing.T) {
	for _, c := range []struct{ toml, labels, wrong string }{
		{`steps = ["view", "buy"]`, "view > buy", ""},
		{`steps = ["view", ["like", "save"], { action = "view", where = "format = 'reel'" }]`, "view > like or save > view where format = 'reel'", ""},
		{`steps = [{ action = ["a", "b"], name = "either" }, "c"]`, "either > c", ""},
		{`steps = [{ where = "x" }]`, "", "needs an action"},
		{`steps = [{ action = "a", wehre = "x" }]`, "", `unknown key "wehre"`},
		{`steps = [{ action = "a", where = 3 }]`, "", "wants a text"},
		{`steps = [3]`, "", "wants"},
	} {
		var v struct {
			Steps []Step `toml:"steps"`
		}
		_, err := toml.Decode(c.toml, &v)
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: %v", c.toml, err)
			}
			continue
		}
		if got := strings.Join(Funnel{Declared: v.Steps}.StepNames(), " > "); err != nil || got != c.labels {
			t.Errorf("%s: %q %v", c.toml, got, err)
		}
	}
	if got := strings.Join((Funnel{Steps: []string{"reach", "clicks"}}).StepNames(), " > "); got != "reach > clicks" {
		t.Errorf("plain steps: %q", got)
	}
}
