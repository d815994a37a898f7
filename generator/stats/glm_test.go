package stats

import (
	"math"
	"strings"
	"testing"
)

// ships is R's MASS::ships (McCullagh & Nelder 1989, table 6.2): types A to E, years 60 65 70 75, periods 60 75;
// service months and incidents. A row without service never sailed.
func ships() Design {
	service := []float64{
		127, 63, 1095, 1095, 1512, 3353, 0, 2244,
		44882, 17176, 28609, 20370, 7064, 13099, 0, 7117,
		1179, 552, 781, 676, 783, 1948, 0, 274,
		251, 105, 288, 192, 349, 1208, 0, 2051,
		45, 0, 789, 437, 1157, 2161, 0, 542,
	}
	incidents := []float64{
		0, 0, 3, 4, 6, 18, 0, 11,
		39, 29, 58, 53, 12, 44, 0, 18,
		1, 1, 0, 1, 6, 2, 0, 1,
		0, 0, 0, 0, 2, 11, 0, 4,
		0, 0, 7, 7, 5, 12, 0, 1,
	}
	var d Design
	var kinds, years, periods []string
	for i, s := range service {
		if s == 0 {
			continue
		}
		d.Y, d.Offset = append(d.Y, incidents[i]), append(d.Offset, math.Log(s))
		kinds = append(kinds, string("ABCDE"[i/8]))
		years = append(years, []string{"60", "65", "70", "75"}[i/2%4])
		periods = append(periods, []string{"60", "75"}[i%2])
	}
	d.Columns = []Column{Intercept(len(d.Y))}
	d.Columns = append(d.Columns, Indicators("type", kinds, "A")...)
	d.Columns = append(d.Columns, Indicators("year", years, "60")...)
	d.Columns = append(d.Columns, Indicators("period", periods, "60")...)
	return d
}

func TestPoissonShips(t *testing.T) {
	fit, err := Poisson(ships())
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{-6.4059015610, -.5433443012, -.6874016472, -.0759614219, .3255794562, .6971404267, .8184265772, .4534266388, .3844669582} {
		near(t, fit.Names[j], fit.Coefficients[j], want, 2e-9)
	}
	near(t, "deviance", fit.Deviance, 38.6950515, 2e-9)
	near(t, "dispersion", fit.Dispersion, 1.69101012, 5e-9)
	if fit.DF != 25 {
		t.Errorf("df %v, want 25", fit.DF)
	}
	terms, err := fit.Terms(fit.ModelBased(), .95)
	if err != nil {
		t.Fatal(err)
	}
	// R stops one step earlier, which shows in the seventh digit of its errors.
	near(t, "se of "+terms[8].Name, terms[8].SE, .118272117, six)
	quasi, err := fit.Terms(fit.Quasi(), .95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "quasi se", quasi[8].SE, .118272117*math.Sqrt(1.69101012), six)
	ratio, err := quasi[8].Ratio()
	if err != nil || quasi[8].P < terms[8].P {
		t.Errorf("quasi %+v, poisson %+v, ratio %v", quasi[8], terms[8], err)
	}
	near(t, "ratio", ratio.Value, math.Exp(.3844669582), 1e-9)
	near(t, "high", math.Log(ratio.High), quasi[8].Coefficient.High, 1e-12)
}

func TestPoissonInsurance(t *testing.T) {
	fit, err := Poisson(insurance())
	if err != nil {
		t.Fatal(err)
	}
	near(t, "deviance", fit.Deviance, 51.4200327, 2e-9)
	near(t, "AIC", fit.AIC(), 388.741554, 2e-9)
	if fit.DF != 54 {
		t.Errorf("df %v, want 54", fit.DF)
	}
}

// insurance is R's MASS::Insurance (Baxter, Coutts & Ross 1980): districts 1 to 4, within them engine groups, within
// them ages of the holders; holders and claims.
func insurance() Design {
	holders := []float64{
		197, 264, 246, 1680, 284, 536, 696, 3582, 133, 286, 355, 1640, 24, 71, 99, 452,
		85, 139, 151, 931, 149, 313, 419, 2443, 66, 175, 221, 1110, 9, 48, 72, 322,
		35, 73, 89, 648, 53, 155, 240, 1635, 24, 78, 121, 692, 7, 29, 43, 245,
		20, 33, 40, 316, 31, 81, 122, 724, 18, 39, 68, 344, 3, 16, 25, 114,
	}
	claims := []float64{
		38, 35, 20, 156, 63, 84, 89, 400, 19, 52, 74, 233, 4, 18, 19, 77,
		22, 19, 22, 87, 25, 51, 49, 290, 14, 46, 39, 143, 4, 15, 12, 53,
		5, 11, 10, 67, 10, 24, 37, 187, 8, 19, 24, 101, 3, 2, 8, 37,
		2, 5, 4, 36, 7, 10, 22, 102, 5, 7, 16, 63, 0, 6, 8, 33,
	}
	d := Design{Y: claims, Columns: []Column{Intercept(len(claims))}}
	labels := [3][]string{}
	for i, h := range holders {
		d.Offset = append(d.Offset, math.Log(h))
		for l, at := range [3]int{i / 16, i / 4 % 4, i % 4} {
			labels[l] = append(labels[l], string("1234"[at]))
		}
	}
	for l, name := range [3]string{"district", "group", "age"} {
		d.Columns = append(d.Columns, Indicators(name, labels[l], "1")...)
	}
	return d
}

// With a mean for each of two groups, HC3 and the clustered error have closed forms.
func TestSandwichTwoGroups(t *testing.T) {
	y := []float64{2, 4, 6, 1, 9, 8}
	d := Design{Y: y, Columns: []Column{{"a", []float64{1, 1, 1, 0, 0, 0}}, {"b", []float64{0, 0, 0, 1, 1, 1}}}}
	fit, err := Poisson(d)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "a", fit.Coefficients[0], math.Log(4), 1e-10)
	hc3, err := fit.HC3()
	if err != nil {
		t.Fatal(err)
	}
	// Bread 1/12; leverage 1/3; squared residuals 4+0+4.
	near(t, "HC3 of a", hc3.Matrix.At(0, 0), 8/(4.0/9)/144, 1e-10)
	near(t, "HC3 of b", hc3.Matrix.At(1, 1), (25+9+4)/(4.0/9)/324, 1e-10)
	if math.Abs(hc3.Matrix.At(0, 1)) > 1e-12 {
		t.Errorf("groups go together: %v", hc3.Matrix.At(0, 1))
	}
}

func TestPoissonRefuses(t *testing.T) {
	ones := Intercept(6)
	y := []float64{3, 4, 2, 5, 0, 0}
	with := func(cs ...Column) Design { return Design{Y: y, Columns: append([]Column{ones}, cs...)} }
	for _, c := range []struct {
		name string
		d    Design
		want string
	}{
		{"repeats", with(Column{"twice", []float64{2, 2, 2, 2, 2, 2}}), `column "twice" only repeats`},
		{"dummy trap", with(Column{"a", []float64{1, 0, 1, 0, 1, 0}}, Column{"b", []float64{0, 1, 0, 1, 0, 1}}), `column "b" only repeats`},
		{"zero", with(Column{"none", make([]float64, 6)}), `column "none" is 0 in every row`},
		{"separated", with(Column{"late", []float64{0, 0, 0, 0, 1, 1}}), `"late" has no finite coefficient`},
		{"separated by a slope", with(Column{"x", []float64{1, 1, 1, 1, 0, -3}}), `"x" has no finite coefficient`},
		{"missing", with(Column{"x", []float64{1, 2, 3, 4, 5, math.NaN()}}), `column "x": a value is missing`},
		{"short", with(Column{"x", []float64{1}}), `column "x": 1 values against 6`},
		{"no event", Design{Y: make([]float64, 6), Columns: []Column{ones}}, "no event in 6 rows"},
		{"negative", Design{Y: []float64{1, -1, 2, 3, 4, 5}, Columns: []Column{ones}}, "count -1"},
		{"no columns", Design{Y: y}, "no columns"},
		{"rows", Design{Y: []float64{1}, Columns: []Column{Intercept(1)}}, "1 rows for 1 coefficients: too few"},
		{"offset", Design{Y: y, Columns: []Column{ones}, Offset: []float64{0, 0, 0, 0, 0, math.Inf(-1)}}, "the offset does not give"},
	} {
		_, err := Poisson(c.d)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestHC3RefusesARowOfItsOwn(t *testing.T) {
	d := Design{Y: []float64{3, 4, 2, 5}, Columns: []Column{Intercept(4), {"last", []float64{0, 0, 0, 1}}}}
	fit, err := Poisson(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fit.HC3(); err == nil || !strings.Contains(err.Error(), "row 4") {
		t.Errorf("got %v, want a word about row 4", err)
	}
}
