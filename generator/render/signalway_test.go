package render

import (
	"strings"
	"testing"

	"likewise/generator/model"
)

// A step of the way is said to be one wherever its signal is, and has no odds.
func TestStepOfTheWayIsSaid(t *testing.T) {
	r := fakeLeague(fakeReport(40))
	for i := range r.Signals {
		r.Signals[i].Actor = (&model.ActorSignal{Step: "<Way>"}).Without("it is a step")
	}
	pages := renderFake(t, fakeInput(t, r, leagueContent()))
	said := 0
	for _, name := range []string{"signals/index.html", "index.html", "findings/index.html"} {
		if n := strings.Count(pages[name], "themselves a step of “&lt;Way&gt;”"); n > 0 {
			said++
		} else {
			t.Errorf("%s does not say it", name)
		}
	}
	if said == 0 || !strings.Contains(pages["signals/index.html"], "Not compared: ") {
		t.Error("no word on why people are not compared")
	}
}
