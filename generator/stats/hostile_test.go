package stats

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// odd numbers are what exports hold when they are wrong, and what is left of them when they are right.
var odd = []float64{0, 1, 2, 3, 5, .5, 1e-9, 1e9, 1e50, 1e300, -1, math.NaN(), math.Inf(1), math.Inf(-1)}

type hostile struct{ rng *rand.Rand }

func (h hostile) number() float64 {
	n := len(odd)
	if h.rng.IntN(2) == 0 { // half of the time nothing really bad, so that calls get past the first check
		n = 6
	}
	return odd[h.rng.IntN(n)]
}

func (h hostile) numbers(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = h.number()
	}
	return x
}

func (h hostile) tables(n int) []Table {
	s := make([]Table, n)
	for i := range s {
		s[i] = Table{h.number(), h.number(), h.number(), h.number()}
	}
	return s
}

// refused reports whether a call said that there is no answer: a last result that is an error or false.
func refused(results []reflect.Value) bool {
	last := results[len(results)-1]
	if last.Kind() == reflect.Bool {
		return !last.Bool()
	}
	err, ok := last.Interface().(error)
	return ok && err != nil
}

// TestHostileNumbers throws them at everything: nothing panics, and what is answered without a refusal is a number.
func TestHostileNumbers(t *testing.T) {
	h := hostile{newRand(20)}
	first := func(order []int) (float64, bool) { return float64(order[0]), true }
	calls := []struct {
		name string
		f    any
		args func(n int) []any
	}{
		{"Wilson", Wilson, func(int) []any { return []any{h.number(), h.number(), h.number()} }},
		{"Newcombe", Newcombe, func(int) []any { return []any{h.number(), h.number(), h.number(), h.number(), Z95} }},
		{"Garwood", Garwood, func(int) []any { return []any{h.number(), h.number(), .95} }},
		{"SampleSize", SampleSize, func(int) []any { return []any{h.number(), h.number(), .8, .05} }},
		{"Power", Power, func(int) []any { return []any{h.number(), h.number(), h.number(), .05} }},
		{"Quantile", Quantile, func(n int) []any { return []any{h.numbers(n), h.number()} }},
		{"Median", Median, func(n int) []any { return []any{h.numbers(n)} }},
		{"Mean", Mean, func(n int) []any { return []any{h.numbers(n)} }},
		{"Pearson", Pearson, func(n int) []any { return []any{h.numbers(n), h.numbers(n)} }},
		{"Spearman", Spearman, func(n int) []any { return []any{h.numbers(n), h.numbers(n)} }},
		{"SpearmanPartial", SpearmanPartial, func(n int) []any { return []any{h.numbers(n), h.numbers(n), h.numbers(n)} }},
		{"BonettWright", BonettWright, func(n int) []any { return []any{h.number(), n, h.rng.IntN(5) - 1, h.number()} }},
		{"BenjaminiHochberg", BenjaminiHochberg, func(n int) []any { return []any{h.numbers(n)} }},
		{"BestOfEquals", BestOfEquals, func(n int) []any { return []any{h.numbers(n), h.number(), .95} }},
		{"Permute", Permute[int], func(n int) []any { return []any{make([]int, n), 20, uint64(1), first} }},
		{"Bootstrap", Bootstrap, func(n int) []any { return []any{n, 100, .95, uint64(1), first} }},
		{"FitBeta", FitBeta, func(n int) []any { return []any{h.numbers(n), h.numbers(n)} }},
		{"FitGamma", FitGamma, func(n int) []any { return []any{h.numbers(n), h.numbers(n)} }},
		{"MantelHaenszel", MantelHaenszel, func(n int) []any { return []any{h.tables(n), Z95} }},
		{"MantelHaenszelRisk", MantelHaenszelRisk, func(n int) []any { return []any{h.tables(n), Z95} }},
		{"CochranMantelHaenszel", CochranMantelHaenszel, func(n int) []any { return []any{h.tables(n), n%2 == 0} }},
		{"BreslowDay", BreslowDay, func(n int) []any { return []any{h.tables(n)} }},
		{"OddsRatio", OddsRatio, func(int) []any { return []any{h.tables(1)[0], Z95} }},
		{"Kitagawa", Kitagawa, func(n int) []any { return []any{h.numbers(n), h.numbers(n), h.numbers(n), h.numbers(n)} }},
		{"NewEValue", NewEValue, func(int) []any { return []any{Estimate{h.number(), Interval{h.number(), h.number()}}} }},
		{"KaplanMeier", KaplanMeier, func(n int) []any {
			exits := make([]Exit, n)
			for i := range exits {
				exits[i] = Exit{h.number(), h.number(), h.number()}
			}
			return []any{exits, Z95}
		}},
		{"LMDI", LMDI, func(n int) []any { return []any{h.numbers(n), h.numbers(n)} }},
		{"LogVarianceShares", LogVarianceShares, func(n int) []any { return []any{[][]float64{h.numbers(n), h.numbers(n)}} }},
		{"Isotonic", Isotonic, func(n int) []any { return []any{h.numbers(n), h.numbers(n)} }},
		{"RobustZ", RobustZ, func(n int) []any { return []any{h.numbers(n)} }},
		{"PartialPool", PartialPool, func(n int) []any { return []any{h.numbers(n), h.numbers(n), Z95} }},
		{"TopOverlap", TopOverlap, func(n int) []any { return []any{h.numbers(n), h.numbers(n), h.rng.IntN(n + 2)} }},
		{"DecayWeights", DecayWeights, func(n int) []any { return []any{h.numbers(n), h.number()} }},
		{"Shapley", Shapley, func(n int) []any { return []any{h.numbers(1 << (n % 5))} }},
		{"RemovalEffects", RemovalEffects, func(n int) []any {
			walks := make([]Walk, n)
			for i := range walks {
				walks[i] = Walk{[]int{h.rng.IntN(4) - 1 + i%2, i % 3}, h.number(), h.number()}
			}
			return []any{3, walks}
		}},
		{"counts", hostileCounts, func(n int) []any {
			n = 4 + 3*n
			return []any{Design{h.numbers(n), []Column{Intercept(n), {"x", h.numbers(n)}}, h.numbers(n)}}
		}},
	}
	for _, c := range calls {
		f, answered := reflect.ValueOf(c.f), 0
		for round := range 2000 {
			var in []reflect.Value
			for _, a := range c.args(round % 9) {
				in = append(in, reflect.ValueOf(a))
			}
			out := f.Call(in)
			if refused(out) {
				continue
			}
			answered++
			if unbounded(reflect.ValueOf(out[0].Interface())) {
				t.Errorf("%s%v = %v", c.name, plain(in), plain(out))
			}
		}
		if answered == 0 {
			t.Errorf("%s: nothing was answered, so nothing was tried", c.name)
		}
	}
}

func plain(values []reflect.Value) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v.Interface()
	}
	return out
}

// hostileCounts is what of a regression must be finite: coefficients and their model-based errors.
func hostileCounts(d Design) ([]Term, error) {
	fit, err := Poisson(d)
	if err != nil {
		return nil, err
	}
	if _, err := NegativeBinomial(d); err != nil {
		return fit.Terms(fit.Quasi(), .95)
	}
	return fit.Terms(fit.ModelBased(), .95)
}

func unbounded(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Float64:
		return math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0)
	case reflect.Slice:
		for i := range v.Len() {
			if unbounded(v.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if unbounded(v.Field(i)) {
				return true
			}
		}
	}
	return false
}
