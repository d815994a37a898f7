package stats

import (
	"errors"
	"fmt"
	"math"
)

// Table is a two by two table of counts:
//
//	         event  no event
//	group 1    A       B
//	group 2    C       D
type Table struct{ A, B, C, D float64 }

func (t Table) total() float64 { return t.A + t.B + t.C + t.D }

// Informative reports whether the table can say anything of the odds ratio: no row and no column of it is empty.
func (t Table) Informative() bool {
	return (t.A+t.B) > 0 && (t.C+t.D) > 0 && (t.A+t.C) > 0 && (t.B+t.D) > 0
}

func (t Table) check() error {
	for _, v := range [...]float64{t.A, t.B, t.C, t.D} {
		if !finite(v) || v < 0 {
			return fmt.Errorf("count %v: must be 0 or more", v)
		}
	}
	return nil
}

// Crude is the table without its strata: all of them added cell by cell.
func Crude(strata []Table) Table {
	var s Table
	for _, t := range strata {
		s.A, s.B, s.C, s.D = s.A+t.A, s.B+t.B, s.C+t.C, s.D+t.D
	}
	return s
}

// informative checks every table and keeps those that are informative; it is an error when none is.
func informative(strata []Table) ([]Table, error) {
	var kept []Table
	for i, t := range strata {
		if err := t.check(); err != nil {
			return nil, fmt.Errorf("stratum %d: %w", i+1, err)
		}
		if t.Informative() {
			kept = append(kept, t)
		}
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("in none of %d strata do both groups and both outcomes occur", len(strata))
	}
	return kept, nil
}

// OddsRatio is AD/BC of one table with the interval of its logarithm, standard error sqrt(1/A + 1/B + 1/C + 1/D).
// Source: Woolf 1955, Ann. Hum. Genet. 19:251. It is an error when a cell is 0: then the ratio or its interval is
// without bound.
func OddsRatio(t Table, z float64) (Estimate, error) {
	if err := errors.Join(t.check(), checkZ(z)); err != nil {
		return Estimate{}, err
	}
	if t.A == 0 || t.B == 0 || t.C == 0 || t.D == 0 {
		return Estimate{}, errors.New("a cell of the table is 0, so the odds ratio has no bounds")
	}
	se := math.Sqrt(1/t.A + 1/t.B + 1/t.C + 1/t.D)
	return ratioInterval(t.A*t.D/(t.B*t.C), z*se)
}

// ratioInterval is a ratio whose logarithm has the given half-width, unless that is too wide for a number to hold.
func ratioInterval(ratio, half float64) (Estimate, error) {
	e := Estimate{ratio, Interval{ratio * math.Exp(-half), ratio * math.Exp(half)}}
	if !(e.Low > 0) || !finite(e.High) {
		return Estimate{}, fmt.Errorf("ratio %.3g: so uncertain that its interval has no bounds", ratio)
	}
	return e, nil
}

// MantelHaenszel is the odds ratio common to the strata, sum(AD/N) / sum(BC/N), with the interval of its logarithm:
//
//	var = sum PR/(2R^2) + sum(PS+QR)/(2RS) + sum QS/(2S^2),  P = (A+D)/N, Q = (B+C)/N, R = AD/N, S = BC/N
//
// Source: Mantel & Haenszel 1959, J. Natl. Cancer Inst. 22:719; Robins, Breslow & Greenland 1986, Biometrics 42:311.
// Strata that lack a group or an outcome say nothing and are passed over. It is an error when none is left, or when
// the ratio or its inverse is 0.
func MantelHaenszel(strata []Table, z float64) (Estimate, error) {
	kept, err := informative(strata)
	if err := errors.Join(err, checkZ(z)); err != nil {
		return Estimate{}, err
	}
	var r, s, pr, cross, qs float64
	for _, t := range kept {
		n := t.total()
		p, q := (t.A+t.D)/n, (t.B+t.C)/n
		ri, si := t.A*t.D/n, t.B*t.C/n
		r, s = r+ri, s+si
		pr, cross, qs = pr+p*ri, cross+p*si+q*ri, qs+q*si
	}
	if r == 0 || s == 0 {
		return Estimate{}, errors.New("one group has all the events in every stratum, so the odds ratio has no bounds")
	}
	variance := pr/(2*r*r) + cross/(2*r*s) + qs/(2*s*s)
	return ratioInterval(r/s, z*math.Sqrt(variance))
}

// MantelHaenszelRisk is the risk ratio common to the strata, sum(A n2/N) / sum(C n1/N) with n1 = A+B and n2 = C+D,
// and the interval of its logarithm. Source: Greenland & Robins 1985, Biometrics 41:55. Undefined as MantelHaenszel.
func MantelHaenszelRisk(strata []Table, z float64) (Estimate, error) {
	kept, err := informative(strata)
	if err := errors.Join(err, checkZ(z)); err != nil {
		return Estimate{}, err
	}
	var r, s, p float64
	for _, t := range kept {
		n, n1, n2, m := t.total(), t.A+t.B, t.C+t.D, t.A+t.C
		r += t.A * n2 / n
		s += t.C * n1 / n
		p += (m*n1*n2 - t.A*t.C*n) / (n * n)
	}
	if r == 0 || s == 0 {
		return Estimate{}, errors.New("one group has no event in any stratum, so the risk ratio has no bounds")
	}
	return ratioInterval(r/s, z*math.Sqrt(p/(r*s)))
}

// Test is a test statistic, its degrees of freedom and its p value.
type Test struct{ Statistic, DF, P float64 }

func chiSquared(statistic, df float64) Test {
	return Test{statistic, df, chiSquaredTail(statistic, df)}
}

// CochranMantelHaenszel tests whether group and event go together at all, given the strata, on one degree of freedom:
//
//	(|sum(A - E)| - c)^2 / sum V,  E = (A+B)(A+C)/N,  V = (A+B)(C+D)(A+C)(B+D) / (N^2 (N-1))
//
// with c = 1/2 under continuity (or the whole difference where that is smaller, as R has it), else 0. Source: Cochran
// 1954, Biometrics 10:417; Mantel & Haenszel 1959. It is an error when no stratum is informative.
func CochranMantelHaenszel(strata []Table, continuity bool) (Test, error) {
	kept, err := informative(strata)
	if err != nil {
		return Test{}, err
	}
	var difference, variance float64
	for _, t := range kept {
		n, n1, n2, m1, m2 := t.total(), t.A+t.B, t.C+t.D, t.A+t.C, t.B+t.D
		difference += t.A - n1*m1/n
		variance += n1 * n2 / n * m1 * m2 / (n * (n - 1))
	}
	difference = math.Abs(difference)
	if continuity {
		difference -= min(.5, difference)
	}
	return chiSquared(difference*difference/variance, 1), nil
}

// Homogeneity tests whether the strata share one odds ratio.
type Homogeneity struct {
	BreslowDay Test
	Tarone     Test // Breslow-Day with Tarone's correction
}

// BreslowDay compares each stratum's A with what the Mantel-Haenszel odds ratio expects of it within the stratum's
// margins; degrees of freedom: informative strata - 1. Source: Breslow & Day 1980, IARC 32, eq. 4.30; Tarone 1985,
// Biometrika 72:91. It is an error when fewer than two strata are informative, or when MantelHaenszel is undefined.
func BreslowDay(strata []Table) (Homogeneity, error) {
	kept, err := informative(strata)
	if err != nil {
		return Homogeneity{}, err
	}
	if len(kept) < 2 {
		return Homogeneity{}, errors.New("one informative stratum: nothing to compare")
	}
	common, err := MantelHaenszel(kept, Z95)
	if err != nil {
		return Homogeneity{}, err
	}
	var statistic, difference, variance float64
	for _, t := range kept {
		a := expectedCell(t, common.Value)
		v := 1 / (1/a + 1/(t.A+t.B-a) + 1/(t.A+t.C-a) + 1/(t.D-t.A+a))
		if !(v > 0) {
			return Homogeneity{}, errors.New("counts too far apart to compare strata")
		}
		d := t.A - a
		statistic += d * d / v
		difference, variance = difference+d, variance+v
	}
	df := float64(len(kept) - 1)
	return Homogeneity{chiSquared(statistic, df), chiSquared(statistic-difference*difference/variance, df)}, nil
}

// expectedCell is the A that gives a table of t's margins the odds ratio: the root of
// A (n2 - m + A) = ratio (n1 - A)(m - A) between max(0, m-n2) and min(n1, m).
func expectedCell(t Table, ratio float64) float64 {
	n1, n2, m := t.A+t.B, t.C+t.D, t.A+t.C
	if math.Abs(ratio-1) < 1e-9 {
		return n1 * m / (n1 + n2)
	}
	a, b, c := 1-ratio, n2-m+ratio*(n1+m), -ratio*n1*m
	root := math.Sqrt(b*b - 4*a*c)
	if b < 0 { // only where ratio < 1, so that a is well above 0 or b not far below it
		return (root - b) / (2 * a)
	}
	return -2 * c / (b + root) // the same root, without its cancellation where a is near 0
}
