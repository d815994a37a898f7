package stats

import (
	"math"
	"testing"
)

var toy = []Walk{{[]int{0, 1, 2}, 1, 0}, {[]int{0}, 0, 1}, {[]int{1, 2}, 0, 1}}

func TestRemovalEffects(t *testing.T) {
	got, err := RemovalEffects(3, toy)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "success", got.Success, 1.0/3, 1e-12)
	for k, want := range []struct{ effect, share float64 }{{.5, .2}, {1, .4}, {1, .4}} {
		near(t, "effect", got.Effect[k], want.effect, 1e-12)
		near(t, "share", got.Share[k], want.share, 1e-12)
	}
}

func TestRemovalEffectsRepeats(t *testing.T) {
	plain, err := RemovalEffects(3, toy)
	if err != nil {
		t.Fatal(err)
	}
	repeated, err := RemovalEffects(4, []Walk{{[]int{0, 0, 1, 2, 2, 2}, 1, 0}, {[]int{0, 0}, 0, 1}, {[]int{1, 1, 1, 2}, 0, 1}, {nil, 5, 5}})
	if err != nil {
		t.Fatal(err)
	}
	for k := range plain.Share {
		near(t, "share", repeated.Share[k], plain.Share[k], 1e-12)
	}
	if repeated.Effect[3] != 0 || repeated.Share[3] != 0 {
		t.Errorf("a state never visited has %v", repeated)
	}
}

func TestRemovalEffectsOnlySuccesses(t *testing.T) {
	got, err := RemovalEffects(2, []Walk{{[]int{0}, 3, 0}, {[]int{0, 1}, 1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "success", got.Success, 1, 1e-12)
	near(t, "effect of the first", got.Effect[0], 1, 1e-12)
	near(t, "effect of the second", got.Effect[1], .25, 1e-12)
}

func TestRemovalEffectsSuccessIsObserved(t *testing.T) {
	loops := []Walk{{[]int{0, 1, 0, 1, 2}, 4, 6}, {[]int{2, 0}, 1, 9}, {[]int{1}, 0, 20}}
	got, err := RemovalEffects(3, loops)
	if err != nil {
		t.Fatal(err)
	}
	// Walks mix in a chain of first order, but the flow in equals the flow out.
	near(t, "success", got.Success, 5.0/40, 1e-12)
	near(t, "shares", sum(got.Share), 1, 1e-12)
}

func TestRemovalEffectsUndefined(t *testing.T) {
	for _, c := range []struct {
		n     int
		walks []Walk
	}{
		{0, nil}, {2, nil}, {2, []Walk{{[]int{0}, 0, 5}}}, {2, []Walk{{[]int{2}, 1, 0}}}, {2, []Walk{{[]int{-1}, 1, 0}}},
		{2, []Walk{{[]int{0}, -1, 2}}}, {2, []Walk{{[]int{0}, math.NaN(), 2}}}, {2, []Walk{{nil, 3, 0}}},
	} {
		if got, err := RemovalEffects(c.n, c.walks); err == nil {
			t.Errorf("RemovalEffects(%v) = %v, want an error", c, got)
		}
	}
}
