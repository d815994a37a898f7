package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// accountLike is counts of posts as a year of a busy account has them: log reach, three labels and twelve months.
func accountLike(n int) (d Design, weeks []int) {
	rng := rand.New(rand.NewPCG(3, 4))
	reach, label := Column{"log reach", make([]float64, n)}, func(kinds int) (of []string) {
		for range n {
			of = append(of, fmt.Sprint(rng.IntN(kinds)))
		}
		return of
	}
	d = Design{Columns: []Column{Intercept(n), reach}, Offset: reach.Values}
	for k, name := range []string{"format", "topic", "platform", "month"} {
		d.Columns = append(d.Columns, Indicators(name, label([]int{5, 6, 3, 12}[k]), "0")...)
	}
	for i := range n {
		reach.Values[i] = 8 + rng.NormFloat64()
		d.Y = append(d.Y, math.Round(math.Exp(reach.Values[i]-5+.7*rng.NormFloat64())))
		weeks = append(weeks, i*52/n)
	}
	return d, weeks
}

func BenchmarkFitCounts(b *testing.B) {
	d, _ := accountLike(400)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FitCounts(d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNegativeBinomialAt(b *testing.B) {
	d, _ := accountLike(400)
	fit, err := FitCounts(d)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NegativeBinomialAt(d, fit.Theta, fit.Mu); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkClustered(b *testing.B) {
	d, weeks := accountLike(400)
	fit, err := FitCounts(d)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Clustered(fit.Fit, weeks); err != nil {
			b.Fatal(err)
		}
	}
}
