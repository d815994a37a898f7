package stats

import "testing"

func TestKitagawa(t *testing.T) {
	var k1, n1, k2, n2 []float64
	for _, d := range berkeley {
		k1, n1 = append(k1, d.A), append(n1, d.A+d.B)
		k2, n2 = append(k2, d.C), append(n2, d.C+d.D)
	}
	near(t, "men", sum(k1)/sum(n1), .445187663, 2e-9)
	near(t, "women", sum(k2)/sum(n2), .303542234, 2e-9)
	got, err := Kitagawa(k1, n1, k2, n2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "difference", got.Difference, .141645428, 5e-9)
	near(t, "rate", got.Rate, -.036028483, 2e-8)
	near(t, "mix", got.Mix, .177673911, 5e-9)
	near(t, "sum", got.Rate+got.Mix, got.Difference, 1e-12)
}

func TestKitagawaGroupOnOneSide(t *testing.T) {
	got, err := Kitagawa([]float64{10, 5}, []float64{100, 10}, []float64{10, 0}, []float64{100, 0})
	if err != nil {
		t.Fatal(err)
	}
	if got.Rate != 0 {
		t.Errorf("rate %v, want 0: the common group did not change", got.Rate)
	}
	near(t, "mix", got.Mix, 15.0/110-.1, 1e-12)
}

func TestKitagawaUndefined(t *testing.T) {
	one, none := []float64{1}, []float64{0}
	for _, c := range [][4][]float64{
		{one, one, one, none}, {none, none, one, one}, {one, one, one, nil}, {nil, nil, nil, nil}, {{-1}, one, one, one},
		{{1, 1}, {1, 0}, {1, 1}, {1, 1}},
	} {
		if got, err := Kitagawa(c[0], c[1], c[2], c[3]); err == nil {
			t.Errorf("Kitagawa(%v) = %v, want an error", c, got)
		}
	}
}
