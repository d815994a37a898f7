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

// accountRates is conversions and reach of posts, few conversions a post.
func accountRates(n int) (k, reach []float64) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range n {
		of := math.Round(500 + 20000*rng.Float64())
		reach, k = append(reach, of), append(k, math.Round(of*.001*math.Exp(.8*rng.NormFloat64())))
	}
	return k, reach
}

func BenchmarkLearnBeta(b *testing.B) {
	k, n := accountRates(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LearnBeta(k, n); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBetaInterval(b *testing.B) {
	k, n := accountRates(1000)
	for b.Loop() {
		for i := range k {
			if _, err := (Beta{2 + k[i], 2000 + n[i] - k[i]}).Interval(.95); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// accountWalks is walks of up to nine of twelve states.
func accountWalks(n int) (walks []Walk) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range n {
		w := Walk{Succeeded: float64(rng.IntN(4)), Lost: float64(rng.IntN(14))}
		for range 1 + rng.IntN(9) {
			w.States = append(w.States, rng.IntN(12))
		}
		walks = append(walks, w)
	}
	return walks
}

func BenchmarkRemovalEffects(b *testing.B) {
	walks := accountWalks(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := RemovalEffects(12, walks); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResampledCounts(b *testing.B) {
	var counts []float64
	for _, w := range accountWalks(1000) {
		counts = append(counts, w.Succeeded, w.Lost)
	}
	b.ReportAllocs()
	for b.Loop() {
		for range ResampledCounts(counts, 200, 1) {
		}
	}
}

func BenchmarkShuffles(b *testing.B) {
	months := make([]int, 1000)
	for i := range months {
		months[i] = i / 90
	}
	for b.Loop() {
		for range Shuffles(months, 100, 1) {
		}
	}
}
