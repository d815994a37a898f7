package ingest

import (
	"math"
	"testing"
)

func testWords(t testing.TB) words {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestNumbers(t *testing.T) {
	null := math.NaN()
	bad := math.Inf(1)
	for _, c := range []struct {
		cell    string
		decimal byte
		want    float64
	}{
		{"0", '.', 0}, {"12", '.', 12}, {"12,400", '.', 12400}, {"12.400", ',', 12400}, {"1,234,567", '.', 1234567}, {"1.234.567", ',', 1234567},
		{"1 234,5", ',', 1234.5}, {"1\u00a0234,5", ',', 1234.5}, {"1\u202f234", ',', 1234}, {"1.234,56", ',', 1234.56}, {"1,234.56", '.', 1234.56}, {"1'234.50", '.', 1234.5}, {"12,34,567", '.', 1234567},
		{"2,3 mil", ',', 2300}, {"1.2K", '.', 1200}, {"3M", '.', 3e6}, {"1,5 Mio.", ',', 1.5e6}, {"2.1B", '.', 2.1e9}, {"1,2 mi", ',', 1.2e6}, {"0.35k", '.', 350},
		{"45%", '.', 0.45}, {"2,5 %", ',', 0.025}, {"-5", '.', -5}, {"−5", '.', -5}, {"(5)", '.', -5}, {"+5", '.', 5}, {"-1,234", '.', -1234},
		{"$1,234.50", '.', 1234.5}, {"1.234,50 €", ',', 1234.5}, {"R$ 12,50", ',', 12.5}, {"-£3", '.', -3}, {"12.50 GBP", '.', 12.5},
		{"1.2E+05", '.', 120000}, {"1e3", '.', 1000}, {"0.3600207658", '.', 0.3600207658}, {"007", '.', 7}, {" 42 ", '.', 42}, {"\ufeff42", '.', 42},
		{"", '.', null}, {"  ", '.', null}, {"--", '.', null}, {"-", '.', null}, {"–", '.', null}, {"N/A", '.', null}, {"n/a", '.', null}, {"<1%", '.', null}, {"< 1%", '.', null}, {"menos de 1%", ',', null}, {"#N/A", '.', null}, {"NaN", '.', null}, {"null", '.', null},
		{"abc", '.', bad}, {"1,2,3", '.', bad}, {"12.5", ',', bad}, {"12,5", '.', bad}, {"1..2", '.', bad}, {"--5", '.', bad}, {"1e400", '.', bad}, {"99999999999999999999", '.', bad}, {"inf", '.', bad}, {"0x10", '.', bad}, {"5 6", '.', 56}, {"1/2", '.', bad}, {".", '.', bad}, {"K", '.', bad}, {"%", '.', bad},
	} {
		st := numberStyle{decimal: c.decimal, nulls: testWords(t).nulls}
		v, isNull, ok := st.parse(c.cell)
		switch {
		case math.IsInf(c.want, 1):
			if ok {
				t.Errorf("%q with %q: %v, want it refused", c.cell, c.decimal, v)
			}
		case math.IsNaN(c.want):
			if !ok || !isNull {
				t.Errorf("%q with %q: %v, %v; want no value", c.cell, c.decimal, v, ok)
			}
		case !ok || isNull || math.Abs(v-c.want) > 1e-12*math.Abs(c.want):
			t.Errorf("%q with %q: %v, %v, %v; want %v", c.cell, c.decimal, v, isNull, ok, c.want)
		}
	}
}

func TestWhatANumberProves(t *testing.T) {
	for cell, want := range map[string]reading{
		"12": readsEither, "1.5": readsPoint, "1,5": readsComma, "1.234": readsUnsure, "1,234": readsUnsure, "0.123": readsPoint, "1.234,5": readsComma, "1,234.5": readsPoint,
		"1.234.567": readsComma, "1,234,567": readsPoint, "1234.567": readsPoint, "1,2,3": readsNever, "1.23.4": readsNever, "12.3456": readsPoint,
	} {
		n, ok := numberStyle{}.split(cell)
		if !ok || n.read() != want {
			t.Errorf("%q: %v, %v; want %v", cell, n.read(), ok, want)
		}
	}
}

// FuzzNumber checks that no cell panics, and that what is read is finite and bounded.
func FuzzNumber(f *testing.F) {
	seeds(f)
	w := testWords(f)
	f.Fuzz(func(t *testing.T, cell string) {
		for _, d := range []byte{'.', ','} {
			v, _, ok := numberStyle{decimal: d, nulls: w.nulls}.parse(cell)
			if ok && (math.IsNaN(v) || math.Abs(v) > maxNumber) {
				t.Errorf("%q: %v", cell, v)
			}
		}
	})
}
