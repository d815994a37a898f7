package model

import "testing"

func TestNamesThatNoCatalogueHas(t *testing.T) {
	for name, want := range map[string]string{"poll_votes": "Poll votes", "état_final": "État final", "x": "X", "": "", "点赞": "点赞"} {
		if got := MetricNamed(name).Label; got != want {
			t.Errorf("MetricNamed(%q).Label = %q, want %q", name, got, want)
		}
		if got := ActionNamed(name).Label; got != want {
			t.Errorf("ActionNamed(%q).Label = %q, want %q", name, got, want)
		}
	}
}
