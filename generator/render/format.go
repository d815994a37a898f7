package render

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"likewise/generator/model"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// locale writes numbers, money and dates as readers of the site's language expect them.
// Its methods are safe for use by several goroutines.
type locale struct {
	printer     *message.Printer
	english     bool
	symbol      string
	symbolFirst bool
	minor       int // digits after the decimal separator in the currency
	percentGap  string
	group, dot  string // separators, where the language groups plain digits by three; dot is empty where it does not
}

// symbolFirst holds the languages that write the currency before the amount.
var symbolFirst = map[string]bool{"en": true, "ja": true, "zh": true, "ko": true, "tr": true}

// tightPercent holds the languages that write "5%" without a space.
var tightPercent = map[string]bool{"en": true, "it": true, "pt": true, "nl": true, "pl": true, "ja": true, "zh": true, "ko": true}

// newLocale falls back to English for a language, and to the bare code for a currency, that it does not know.
func newLocale(lang, code string) *locale {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	base, _ := tag.Base()
	l := &locale{printer: message.NewPrinter(tag), english: base.String() == "en", symbolFirst: symbolFirst[base.String()], minor: 2}
	if !tightPercent[base.String()] {
		l.percentGap = nbsp
	}
	l.group, l.dot = l.separators()
	l.symbol = code
	if unit, err := currency.ParseISO(code); err == nil {
		l.symbol = l.printer.Sprint(currency.NarrowSymbol(unit))
		l.minor, _ = currency.Standard.Rounding(unit)
	}
	return l
}

// missing stands where there is no number.
const missing = "–"

// num writes v with exactly the given decimals.
func (l *locale) num(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return missing
	}
	if v < 0 {
		return "−" + l.num(-v, decimals)
	}
	if l.dot != "" && v < 1e15 {
		return l.grouped(strconv.FormatFloat(v, 'f', decimals, 64))
	}
	return l.slow(v, decimals)
}

func (l *locale) slow(v float64, decimals int) string {
	return l.printer.Sprint(number.Decimal(v, number.MinFractionDigits(decimals), number.MaxFractionDigits(decimals)))
}

// separators learns from one number how the language writes numbers, because the general way is too slow for the
// hundred numbers on each of ten thousand pages.
func (l *locale) separators() (group, dot string) {
	s := l.slow(1234567.5, 1)
	a, b, c := strings.Index(s, "234"), strings.Index(s, "567"), strings.LastIndex(s, "5")
	if !strings.HasPrefix(s, "1") || !strings.HasSuffix(s, "5") || a < 1 || b < a+3 || c < b+4 {
		return "", ""
	}
	group, dot = s[1:a], s[b+3:c]
	if s[a+3:b] != group || l.slow(1234, 0) != "1"+group+"234" {
		return "", ""
	}
	return group, dot
}

// grouped puts the separators into "1234567.50".
func (l *locale) grouped(digits string) string {
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	if len(whole) <= 3 && (!hasFraction || l.dot == ".") {
		return digits
	}
	b := make([]byte, 0, len(digits)+len(whole)/3*len(l.group)+len(l.dot))
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b = append(b, l.group...)
		}
		b = append(b, whole[i])
	}
	if hasFraction {
		b = append(append(b, l.dot...), fraction...)
	}
	return string(b)
}

// count writes a count: no decimals unless it has some.
func (l *locale) count(v float64) string {
	if v != math.Trunc(v) {
		return l.num(v, 2)
	}
	return l.num(v, 0)
}

// money writes an amount: whole from a thousand up, and where it is whole anyway.
func (l *locale) money(v float64) string {
	decimals := l.minor
	if math.Abs(v) >= 1000 || v == math.Trunc(v) {
		decimals = 0
	}
	return l.moneyDigits(v, decimals)
}

func (l *locale) moneyDigits(v float64, decimals int) string {
	switch {
	case math.IsNaN(v):
		return missing
	case v < 0:
		return "−" + l.moneyDigits(-v, decimals)
	case l.symbol == "":
		return l.num(v, decimals)
	case !l.symbolFirst:
		return l.num(v, decimals) + nbsp + l.symbol
	case len(l.symbol) == 3 && l.symbol[0] < 0x80:
		return l.symbol + nbsp + l.num(v, decimals)
	}
	return l.symbol + l.num(v, decimals)
}

// metric writes a value of the metric.
func (l *locale) metric(m model.Metric, v float64) string {
	if m.Money {
		return l.money(v)
	}
	return l.count(v)
}

// percent writes a share (0.0212) as a percentage with the given decimals.
func (l *locale) percent(share float64, decimals int) string {
	if math.IsNaN(share) {
		return missing
	}
	return l.num(share*100, decimals) + l.percentGap + "%"
}

// interval is an estimate in print: all three with the decimals that its width deserves.
type interval struct{ Value, Low, High string }

// Range is "2.08–2.16", kept on one line, or empty where there is no interval.
func (i interval) Range() string {
	if i.Low == "" {
		return ""
	}
	return i.Low + "–\u2060" + i.High
}

// scaled writes the estimate times scale (100 for percent, 1000 for "per 1,000").
func (l *locale) scaled(e model.Estimate, scale float64) interval {
	if !e.OK() {
		return interval{Value: missing}
	}
	if math.IsNaN(e.Low) || math.IsNaN(e.High) {
		return interval{Value: l.num(e.Value*scale, decimalsFor(e.Value*scale))}
	}
	return l.scaledTo(e, scale, decimalsFor((e.High-e.Low)*scale))
}

// perThousand is the estimate per 1,000, with a decimal more than in running text: such rates are held side by side.
func (l *locale) perThousand(e model.Estimate) interval {
	if math.IsNaN(e.Low) || math.IsNaN(e.High) {
		return l.scaled(e, perThousand)
	}
	return l.scaledTo(e, perThousand, decimalsFor((e.High-e.Low)*perThousand/5))
}

// scaledTo is scaled with the decimals of a whole column, so that its numbers can be compared.
func (l *locale) scaledTo(e model.Estimate, scale float64, decimals int) interval {
	i := interval{Value: l.num(e.Value*scale, decimals)}
	if !math.IsNaN(e.Low) && !math.IsNaN(e.High) {
		i.Low, i.High = l.num(e.Low*scale, decimals), l.num(e.High*scale, decimals)
	}
	return i
}

// rate is scaled to percent, with the sign on the value only.
func (l *locale) rate(e model.Estimate) interval {
	i := l.scaled(e, 100)
	if e.OK() {
		i.Value += l.percentGap + "%"
	}
	return i
}

// decimalsFor gives a width (or a bare value) about one and a half significant digits: 0.08 has 2, 1 has 1, 8 has 0.
func decimalsFor(width float64) int {
	if width <= 0 || math.IsNaN(width) || math.IsInf(width, 0) {
		return 0
	}
	return max(0, min(6, int(math.Ceil(0.3-math.Log10(width)))))
}

// change writes a relative change with its sign: "+8%", "−3%", "±0%".
func (l *locale) change(ratio float64) string {
	p := math.Round(ratio * 100)
	if p == -100 && ratio > -1 {
		p = -99 // something is left
	}
	switch {
	case math.IsNaN(p) || math.IsInf(p, 0):
		return missing
	case p > 0:
		return "+" + l.num(p, 0) + l.percentGap + "%"
	case p < 0:
		return l.num(p, 0) + l.percentGap + "%"
	}
	return "±0" + l.percentGap + "%"
}

// day writes the day of an RFC 3339 time or a date: "2 January 2006" in English, else 2006-01-02.
func (l *locale) day(s string) string { return l.date(s, "2 January 2006", model.Day) }

// month writes "January 2006" in English, else 2006-01.
func (l *locale) month(s string) string { return l.date(s, "January 2006", "2006-01") }

func (l *locale) date(s, english, other string) string {
	day, _, _ := strings.Cut(s, "T")
	layout := model.Day
	if len(day) == len("2006-01") {
		layout = "2006-01"
	}
	t, err := time.Parse(layout, day)
	switch {
	case err != nil:
		return cut(line(day), 40) // no date: as it stands
	case l.english:
		return t.Format(english)
	}
	return t.Format(other)
}

// ordinal writes a rank: "1st", "12th" in English, else "12.".
func (l *locale) ordinal(n int) string {
	s := l.num(float64(n), 0)
	if !l.english {
		return s + "."
	}
	if n%100/10 != 1 {
		switch n % 10 {
		case 1:
			return s + "st"
		case 2:
			return s + "nd"
		case 3:
			return s + "rd"
		}
	}
	return s + "th"
}
