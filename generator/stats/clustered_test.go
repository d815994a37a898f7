package stats

import (
	"math"
	"testing"
)

// With every row a cluster of its own it is HC3, but for (G-1)/G: two ways to the same number.
func TestClusteredSingletonsAreHC3(t *testing.T) {
	d := ships()
	fit, err := Poisson(d)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Clustered(fit, identity(len(d.Y)))
	if err != nil {
		t.Fatal(err)
	}
	hc3, err := fit.HC3()
	if err != nil {
		t.Fatal(err)
	}
	n := float64(len(d.Y))
	for j := range d.Columns {
		for k := range d.Columns {
			if want := hc3.Matrix.At(j, k) * (n - 1) / n; math.Abs(c.Matrix.At(j, k)-want) > 1e-9*math.Abs(want)+1e-14 {
				t.Errorf("%d %d: %v, want %v", j, k, c.Matrix.At(j, k), want)
			}
		}
	}
	if c.DF != n-1 {
		t.Errorf("df %v", c.DF)
	}
}

func TestClusteredRefuses(t *testing.T) {
	d := ships()
	fit, err := Poisson(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Clustered(fit, make([]int, len(d.Y))); err == nil {
		t.Error("one cluster: want an error")
	}
	if _, err := Clustered(fit, []int{1}); err == nil {
		t.Error("one label: want an error")
	}
	if _, err := Clustered(Fit{}, []int{1}); err == nil {
		t.Error("no fit: want an error")
	}
}

// To first order it is the jackknife that refits without each cluster.
func TestClusteredIsNearTheJackknife(t *testing.T) {
	const weeks = 20
	d := simulated(200, 5, 3)
	fit, err := NegativeBinomialAt(d, 5, nil)
	if err != nil {
		t.Fatal(err)
	}
	labels := identity(len(d.Y))
	for i := range labels {
		labels[i] %= weeks
	}
	c, err := Clustered(fit, labels)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for w := range weeks {
		var rest []int
		for i, l := range labels {
			if l != w {
				rest = append(rest, i)
			}
		}
		without, err := NegativeBinomialAt(d.take(rest), 5, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum += math.Pow(without.Coefficients[1]-fit.Coefficients[1], 2)
	}
	if want := sum * (weeks - 1) / weeks; math.Abs(c.Matrix.At(1, 1)/want-1) > .1 {
		t.Errorf("variance %v, by refitting %v", c.Matrix.At(1, 1), want)
	}
}

// A level that only one cluster has leaves the others their errors.
func TestClusteredWithALevelInOneCluster(t *testing.T) {
	d := simulated(120, math.Inf(1), 8)
	only := Column{Name: "only", Values: make([]float64, 120)}
	labels := identity(120)
	for i := range labels {
		if labels[i] /= 10; labels[i] == 4 {
			only.Values[i] = 1
		}
	}
	plain, err := Poisson(d)
	if err != nil {
		t.Fatal(err)
	}
	d.Columns = append(d.Columns, only)
	fit, err := Poisson(d)
	if err != nil {
		t.Fatal(err)
	}
	with, err := Clustered(fit, labels)
	if err != nil {
		t.Fatal(err)
	}
	without, err := Clustered(plain, labels)
	if err != nil {
		t.Fatal(err)
	}
	hc3, err := fit.HC3()
	if err != nil {
		t.Fatal(err)
	}
	last := len(d.Columns) - 1
	if a, b := with.Matrix.At(last, last), hc3.Matrix.At(last, last); a < b {
		t.Errorf("the level's own variance is %v, below HC3's %v", a, b)
	}
	if a, b := with.Matrix.At(1, 1), without.Matrix.At(1, 1); !(a > .5*b && a < 2*b) {
		t.Errorf("variance %v with the level, %v without", a, b)
	}
}
