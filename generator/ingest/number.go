package ingest

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// numberStyle is how one column writes numbers. Decimal is '.' or ','; the other one groups thousands.
type numberStyle struct {
	decimal byte
	nulls   map[string]bool
}

// maxNumber bounds what a count or an amount can be; beyond it float64 is no longer exact to the unit.
const maxNumber = 1 << 53

// scales are the words and letters that multiply, longest first, folded.
var scales = [...]struct {
	word string
	by   float64
}{
	{"millions", 1e6}, {"million", 1e6}, {"millones", 1e6}, {"milhões", 1e6}, {"thousand", 1e3}, {"mila", 1e3}, {"mil.", 1e3}, {"mill.", 1e6}, {"tsd.", 1e3}, {"tsd", 1e3}, {"mio.", 1e6}, {"mio", 1e6}, {"mrd.", 1e9}, {"mrd", 1e9},
	{"mil", 1e3}, {"mln", 1e6}, {"mi", 1e6}, {"bn", 1e9}, {"k", 1e3}, {"m", 1e6}, {"b", 1e9},
}

// currencies are cut from amounts.
var currencies = [...]string{"us$", "r$", "$", "€", "£", "¥", "₹", "usd", "eur", "gbp", "brl", "chf", "cad", "aud", "jpy"}

// number is one cell taken apart before separators are decided.
type number struct {
	digits   string // digits and separators only: "1.234,5"
	exp      string // an exponent, as in 1.2E+05
	negative bool
	percent  bool
	scale    float64
}

// split takes a cell apart; ok is false when it is no number. A null has no digits and is ok.
func (st numberStyle) split(cell string) (n number, ok bool) {
	n.scale = 1
	if digitsOnly(cell) {
		n.digits = cell
		return n, true
	}
	s := fold(cell)
	if s == "" || st.nulls[s] || censored(s) {
		return n, true
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '_' {
			return -1
		}
		if r == '−' || r == '–' {
			return '-'
		}
		return r
	}, s)
	if inner, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(inner, ")") {
		s, n.negative = strings.TrimSuffix(inner, ")"), true
	}
	s = n.sign(s)
	if t := cutCurrency(s); t != s { // "-£3" and "£-3"
		s = n.sign(t)
	}
	if t, ok := strings.CutSuffix(s, "%"); ok {
		s, n.percent = t, true
	}
	for _, sc := range scales {
		if t, ok := strings.CutSuffix(s, strings.TrimSuffix(sc.word, " ")); ok && t != "" {
			s, n.scale = t, sc.by
			break
		}
	}
	if i := strings.IndexByte(s, 'e'); i > 0 {
		s, n.exp = s[:i], s[i+1:]
	}
	n.digits = s
	return n, s != "" && strings.Trim(s, "0123456789.,") == "" && strings.ContainsAny(s, "0123456789") && exponent(n.exp)
}

func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func exponent(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-")
	return len(s) <= 3 && strings.Trim(s, "0123456789") == ""
}

func (n *number) sign(s string) string {
	if t, ok := strings.CutPrefix(s, "-"); ok {
		n.negative = true
		return t
	}
	return strings.TrimPrefix(s, "+")
}

func cutCurrency(s string) string {
	for _, c := range currencies {
		if t, ok := strings.CutPrefix(s, c); ok {
			return t
		}
		if t, ok := strings.CutSuffix(s, c); ok {
			return t
		}
	}
	return s
}

// censored is a value the platform only bounds: "<1%", "menos de 1%". It is no number, and not zero.
func censored(s string) bool {
	for _, p := range [...]string{"<", "≤", "less than ", "menos de ", "moins de ", "weniger als ", "unter "} {
		if strings.HasPrefix(s, p) {
			return strings.ContainsAny(s, "0123456789")
		}
	}
	return false
}

// reading is what the separators of one number prove.
type reading int

const (
	readsEither reading = iota // no separator
	readsPoint                 // the decimal sign must be '.'
	readsComma                 // the decimal sign must be ','
	readsUnsure                // one separator and three digits: 1.234
	readsNever                 // 1,2,3
)

// read says what the digits prove about the decimal sign.
func (n number) read() reading {
	s := n.digits
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case dots+commas == 0:
		return readsEither
	case dots > 0 && commas > 0:
		if strings.LastIndexByte(s, '.') > strings.LastIndexByte(s, ',') {
			return provided(dots == 1 && grouped(s[:strings.LastIndexByte(s, '.')], ','), readsPoint)
		}
		return provided(commas == 1 && grouped(s[:strings.LastIndexByte(s, ',')], '.'), readsComma)
	case dots > 1:
		return provided(grouped(s, '.'), readsComma)
	case commas > 1:
		return provided(grouped(s, ','), readsPoint)
	}
	i := strings.IndexAny(s, ".,")
	if before, after := s[:i], s[i+1:]; len(after) == 3 && len(before) >= 1 && len(before) <= 3 && before[0] != '0' && n.exp == "" {
		return readsUnsure
	}
	if s[i] == '.' {
		return readsPoint
	}
	return readsComma
}

func provided(ok bool, r reading) reading {
	if ok {
		return r
	}
	return readsNever
}

// grouped reports groups of three digits after the first; Indian groups of two are taken too.
func grouped(s string, sep byte) bool {
	parts := strings.Split(s, string(sep))
	for i, p := range parts {
		last := i == len(parts)-1
		if i == 0 && (p == "" || len(p) > 3) || i > 0 && last && len(p) != 3 || i > 0 && !last && len(p) != 3 && len(p) != 2 {
			return false
		}
	}
	return true
}

// parse reads one cell. ok is false when it is no number in this style; null when it is empty or says so.
func (st numberStyle) parse(cell string) (v float64, null, ok bool) {
	if cell != "" && len(cell) <= 15 && digitsOnly(cell) {
		for i := 0; i < len(cell); i++ {
			v = v*10 + float64(cell[i]-'0')
		}
		return v, false, true
	}
	n, ok := st.split(cell)
	if !ok || n.digits == "" {
		return 0, ok, ok
	}
	s, ok := st.plain(n)
	if !ok {
		return 0, false, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if n.negative {
		v = -v
	}
	v *= n.scale
	if n.percent {
		v /= 100
	}
	if n.scale > 1 {
		v = math.Round(v*1e6) / 1e6
	}
	return v, false, err == nil && math.Abs(v) <= maxNumber
}

// plain writes the digits as Go reads them.
func (st numberStyle) plain(n number) (string, bool) {
	r := n.read()
	if r == readsNever || r == readsPoint && st.decimal == ',' || r == readsComma && st.decimal == '.' {
		return "", false
	}
	s := n.digits
	if st.decimal == ',' {
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	} else {
		s = strings.ReplaceAll(s, ",", "")
	}
	if n.exp != "" {
		s += "e" + n.exp
	}
	return s, true
}

// evidence counts what the cells of a column prove about its decimal sign.
type evidence struct {
	point, comma int
	unsure       int
	unsureDot    int // of unsure, those with '.'
	bad          int
	filled       int
	firstPoint   int // line of the first proof
	firstComma   int
	firstUnsure  int
	percent      int
}

func (e *evidence) add(st numberStyle, cell string, line int) {
	n, ok := st.split(cell)
	switch {
	case !ok:
		e.bad++
		e.filled++
		return
	case n.digits == "":
		return
	}
	e.filled++
	if n.percent {
		e.percent++
	}
	switch n.read() {
	case readsPoint:
		first(&e.firstPoint, line)
		e.point++
	case readsComma:
		first(&e.firstComma, line)
		e.comma++
	case readsUnsure:
		first(&e.firstUnsure, line)
		e.unsure++
		if strings.Contains(n.digits, ".") {
			e.unsureDot++
		}
	case readsNever:
		e.bad++
	}
}

func first(p *int, line int) {
	if *p == 0 {
		*p = line
	}
}

// proven is the decimal sign that most proofs name, or 0.
func (e evidence) proven() byte {
	switch {
	case e.point > e.comma:
		return '.'
	case e.comma > e.point:
		return ','
	}
	return 0
}
