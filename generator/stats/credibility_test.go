package stats

import (
	"math"
	"testing"
)

// Bodily injury claims of five states over twelve quarters (Hachemeister 1975): average claim and number of claims.
var hachemeister = [2][][]float64{{
	{1738, 1642, 1794, 2051, 2079, 2234, 2032, 2035, 2115, 2262, 2267, 2517},
	{1364, 1408, 1597, 1444, 1342, 1675, 1470, 1448, 1464, 1831, 1612, 1471},
	{1759, 1685, 1479, 1763, 1674, 2103, 1502, 1622, 1828, 2155, 2233, 2059},
	{1223, 1146, 1010, 1257, 1426, 1532, 1953, 1123, 1343, 1243, 1762, 1306},
	{1456, 1499, 1609, 1741, 1482, 1572, 1606, 1735, 1607, 1573, 1613, 1690},
}, {
	{7861, 9251, 8706, 8575, 7917, 8263, 9456, 8003, 7365, 7832, 7849, 9077},
	{1622, 1742, 1523, 1515, 1622, 1602, 1964, 1515, 1527, 1748, 1654, 1861},
	{1147, 1357, 1329, 1204, 998, 1077, 1277, 1218, 896, 1003, 1108, 1121},
	{407, 396, 348, 341, 315, 328, 352, 331, 287, 384, 321, 342},
	{2902, 3172, 3046, 3068, 2693, 2910, 3275, 2697, 2663, 3017, 3242, 3425},
}}

// Numbers as R's actuar prints them: cm(~state, hachemeister, ratios, weights).
func TestBuhlmannStraub(t *testing.T) {
	c, err := BuhlmannStraub(hachemeister[0], hachemeister[1])
	if err != nil {
		t.Fatal(err)
	}
	near(t, "collective mean", c.Mean, 1683.713, 1e-3)
	near(t, "between", c.Between, 89638.73, 1e-2)
	near(t, "within", c.Within, 139120025.8, 1)
	for i, want := range []struct{ z, mean float64 }{{.9847404, 2055.165}, {.9276352, 1523.706}, {.8984754, 1793.444}, {.7279092, 1442.967}, {.9587911, 1603.285}} {
		near(t, "credibility", c.Weight[i], want.z, 1e-7)
		near(t, "mean", c.Means[i], want.mean, 1e-3)
	}
}

func TestBuhlmannStraubOfAlike(t *testing.T) {
	one := []float64{1, 1, 1}
	certain, err := BuhlmannStraub([][]float64{{2, 2, 2}, {5, 5, 5}}, [][]float64{one, one})
	if err != nil || certain.Weight[0] != 1 || certain.Means[0] != 2 || certain.Means[1] != 5 {
		t.Errorf("classes without spread within: %+v, %v", certain, err)
	}
	none, err := BuhlmannStraub([][]float64{{1, 3, 2}, {2, 1, 3}}, [][]float64{one, one})
	if err != nil || none.Between != 0 || none.Means[0] != 2 || none.Means[1] != 2 {
		t.Errorf("classes that are alike: %+v, %v", none, err)
	}
	third := 1. / 3
	same, err := BuhlmannStraub([][]float64{{third, third, third}, {third, third}}, [][]float64{{.1, .7, 3}, {.2, 9}})
	if err != nil || same.Between != 0 || math.IsNaN(same.Means[1]) {
		t.Errorf("nothing differs: %+v, %v", same, err)
	}
}

func TestBuhlmannStraubUndefined(t *testing.T) {
	one := []float64{1, 1}
	for what, c := range map[string][2][][]float64{
		"no class": {nil, nil}, "one class": {{one}, {one}}, "lengths": {{one, one}, {one}}, "lengths within": {{one, one}, {one, {1}}},
		"one each": {{{1}, {2}}, {{1}, {1}}}, "empty": {{one, {}}, {one, {}}}, "no weight": {{one, one}, {one, {1, 0}}}, "missing": {{one, {1, math.NaN()}}, {one, one}},
	} {
		if got, err := BuhlmannStraub(c[0], c[1]); err == nil {
			t.Errorf("%s: %+v, want an error", what, got)
		}
	}
}
