package render

import (
	"math"
	"testing"

	"likewise/generator/model"
)

func TestNumbersByLanguage(t *testing.T) {
	for _, c := range []struct {
		lang, currency             string
		number, money, cents, rate string
	}{
		{"en-GB", "GBP", "1,234,567.5", "£6,420", "£12.50", "2.12%"},
		{"en-US", "USD", "1,234,567.5", "$6,420", "$12.50", "2.12%"},
		{"de", "EUR", "1.234.567,5", "6.420" + nbsp + "€", "12,50" + nbsp + "€", "2,12" + nbsp + "%"},
		{"fr", "EUR", "1\u00a0234\u00a0567,5", "6\u00a0420" + nbsp + "€", "12,50" + nbsp + "€", "2,12" + nbsp + "%"},
		{"es", "EUR", "1.234.567,5", "6.420" + nbsp + "€", "12,50" + nbsp + "€", "2,12" + nbsp + "%"},
		{"en-IN", "INR", "12,34,567.5", "₹6,420", "₹12.50", "2.12%"},
		{"ja", "JPY", "1,234,567.5", "￥6,420", "￥12", "2.12%"},
		{"not a language", "XYZ", "1,234,567.5", "XYZ" + nbsp + "6,420", "XYZ" + nbsp + "12.50", "2.12%"},
		{"en", "", "1,234,567.5", "6,420", "12.50", "2.12%"},
	} {
		l := newLocale(c.lang, c.currency)
		for _, x := range []struct{ what, got, want string }{
			{"number", l.num(1234567.5, 1), c.number}, {"money", l.money(6420), c.money}, {"cents", l.money(12.5), c.cents}, {"percent", l.percent(.0212, 2), c.rate},
		} {
			if x.got != x.want {
				t.Errorf("%s: %s %q, want %q", c.lang, x.what, x.got, x.want)
			}
		}
	}
}

// TestFastNumbersAreThoseOfTheLibrary holds the short way of writing numbers against golang.org/x/text.
func TestFastNumbersAreThoseOfTheLibrary(t *testing.T) {
	fast := 0
	for _, lang := range []string{"en", "en-IN", "de", "de-CH", "fr", "es", "it", "pt", "pl", "ru", "ar", "fa", "hi", "ja", "sv"} {
		l := newLocale(lang, "EUR")
		if l.dot != "" {
			fast++
		}
		for _, v := range []float64{0, 1, 12, 123, 999, 1000, 1234, 12345, 123456, 1234567, 0.5, 12.25, 1234.75, 999999.5} {
			for d := range 4 {
				if got, want := l.num(v, d), l.slow(v, d); got != want {
					t.Errorf("%s: %v with %d decimals is %q, want %q", lang, v, d, got, want)
				}
			}
		}
	}
	if fast < 5 {
		t.Errorf("only %d languages take the short way", fast)
	}
}

func TestWordsForNumbers(t *testing.T) {
	l := newLocale("en-GB", "GBP")
	for _, c := range []struct{ got, want string }{
		{l.num(math.NaN(), 0), missing}, {l.num(-1234, 0), "−1,234"}, {l.moneyDigits(-5, 2), "−£5.00"}, {l.money(math.NaN()), missing},
		{l.change(.084), "+8%"}, {l.change(-.03), "−3%"}, {l.change(0), "±0%"}, {l.change(.004), "±0%"}, {l.change(math.Inf(1)), missing},
		{l.ordinal(1), "1st"}, {l.ordinal(2), "2nd"}, {l.ordinal(3), "3rd"}, {l.ordinal(4), "4th"}, {l.ordinal(11), "11th"}, {l.ordinal(12), "12th"},
		{l.ordinal(113), "113th"}, {l.ordinal(121), "121st"}, {l.ordinal(1001), "1,001st"}, {newLocale("de", "").ordinal(3), "3."},
		{l.day("2026-05-03T08:00:00+01:00"), "3 May 2026"}, {l.day("2026-05-03"), "3 May 2026"}, {newLocale("de", "").day("2026-05-03"), "2026-05-03"},
		{l.day(""), ""}, {l.day("soon"), "soon"}, {l.month("2026-10"), "October 2026"}, {l.count(12.346), "12.35"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// TestDecimalsFollowTheWidth prints an estimate as exactly as its interval allows.
func TestDecimalsFollowTheWidth(t *testing.T) {
	l := newLocale("en", "")
	for _, c := range []struct {
		k, n  float64
		value string
		rng   string
	}{
		{8742, 412380, "2.12%", "2.08–2.16"}, {611, 8742, "7.0%", "6.5–7.5"}, {214, 611, "35%", "31–39"}, {214, 412380, "0.052%", "0.045–0.059"}, {0, 20, "0%", "0–16"},
	} {
		i := l.rate(fakeProportion(c.k, c.n))
		if got := clean(i.Range()); i.Value != c.value || got != c.rng {
			t.Errorf("%v of %v: %s (%s), want %s (%s)", c.k, c.n, i.Value, got, c.value, c.rng)
		}
	}
	bare := model.Estimate{Value: .25, Low: math.NaN(), High: math.NaN(), Method: "ratio"}
	if i := l.rate(bare); i.Value != "25%" || i.Range() != "" {
		t.Errorf("without an interval: %+v", i)
	}
	if i := l.rate(model.None("none")); i.Value != missing {
		t.Errorf("no estimate: %+v", i)
	}
}
