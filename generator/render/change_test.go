package render

import (
	"math"
	"strings"
	"testing"

	"likewise/generator/model"
)

// TestChangeSaysWhatWasHeldAgainstWhat reads the sentences of a change.
func TestChangeSaysWhatWasHeldAgainstWhat(t *testing.T) {
	s := leagueSite(t, model.Supports)
	for name, c := range map[string]struct {
		change func(*model.Change)
		want   []string
		not    string
	}{
		"as it is":   {func(*model.Change) {}, []string{"days 1 to 28 of each month", "each weekday is there four times in both", "28 and 29 posts", "4, 4, 5, 4, 4, 3, 5", "64 and 33 days old", "100.0% and 99.7% of their purchases", "is −8.2."}, "may still gain"},
		"equal days": {func(c *model.Change) { c.To.Weekdays = c.From.Weekdays }, []string{"as many on each weekday"}, "Monday to Sunday"},
		"unknown pace": {func(c *model.Change) {
			c.From.Come, c.To.Come = model.Number(math.NaN()), model.Number(math.NaN())
			c.Factors = append(c.Factors[:2:2], c.Factors[3:]...)
		}, []string{"may still gain a little", "without the days of the week is"}, "usual pace"},
		"full age": {func(c *model.Change) { c.From.Come, c.To.Come = 1, .9998 }, []string{"all of their purchases had come by then"}, "100.0%"},
		"no ages": {func(c *model.Change) {
			c.From.Youngest, c.To.Youngest = model.Number(math.NaN()), model.Number(math.NaN())
		}, []string{"28 and 29 posts"}, "days old"},
		"28 days":  {func(c *model.Change) { c.Grain = "28 days" }, []string{"28 days and of the 28 before"}, "of each month"},
		"no parts": {func(c *model.Change) { c.Factors[1].Effect, c.Factors[2].Effect = 0, 0 }, []string{"fell from 44 to 35"}, "What is left"},
	} {
		x := fakeChange()
		c.change(&x)
		w := s.changeWords(&x)
		var said []string
		for _, key := range []string{"title", "subtitle", "lead", "days", "ages", "note"} {
			said = append(said, s.words.say("change."+key, w))
		}
		got := strings.Join(said, " ")
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q lacks %q", name, got, want)
			}
		}
		if strings.Contains(got, c.not) {
			t.Errorf("%s: %q holds %q", name, got, c.not)
		}
	}
}

func TestSpanInWords(t *testing.T) {
	s := leagueSite(t, model.Supports)
	for _, c := range [][3]string{
		{"2026-09-01", "2026-09-28", "1–28 Sep 2026"}, {"2026-09-01", "2026-09-30", "September 2026"}, {"2026-02-01", "2026-02-28", "February 2026"},
		{"2026-08-27", "2026-09-23", "27 Aug – 23 Sep 2026"},
	} {
		if got := s.span(model.Side{From: c[0], To: c[1]}); got != c[2] {
			t.Errorf("%s to %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestPlus(t *testing.T) {
	s := leagueSite(t, model.Supports)
	for v, want := range map[float64]string{0: "±0", 1e-13: "±0", -.04: "±0", .05: "+0.1", -8.24: "−8.2", 150.4: "+150"} {
		if got := s.plus(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}
