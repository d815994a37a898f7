package stats

import "testing"

func TestSampleSize(t *testing.T) {
	for _, c := range []struct{ p1, p2, power, want float64 }{
		{.02, .025, .8, 13809},
		{.025, .02, .8, 13809},
		{.5, .75, .9, 77}, // R: power.prop.test(p1 = .5, p2 = .75, power = .9) gives n = 76.7
	} {
		got, err := SampleSize(c.p1, c.p2, c.power, .05)
		if err != nil || got != c.want {
			t.Errorf("SampleSize(%v, %v, %v) = %v, %v; want %v", c.p1, c.p2, c.power, got, err, c.want)
		}
	}
}

func TestPower(t *testing.T) {
	got, err := Power(.5, .75, 50, .05)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "power", got, .7401659, 1e-6) // R: power.prop.test(n = 50, p1 = .5, p2 = .75)
}

func TestSampleSizeUndefined(t *testing.T) {
	for _, c := range [][4]float64{{.1, .1, .8, .05}, {-.1, .1, .8, .05}, {.1, 1.2, .8, .05}, {.1, .2, 1, .05}, {.1, .2, .8, 0}, {0, 1, .8, .05}} {
		if got, err := SampleSize(c[0], c[1], c[2], c[3]); err == nil {
			t.Errorf("SampleSize(%v) = %v, want an error", c, got)
		}
	}
	if got, err := Power(.1, .2, 0, .05); err == nil {
		t.Errorf("power of nothing = %v, want an error", got)
	}
}
