package ingest

import (
	"slices"
	"strconv"
	"strings"
)

// parts is a date taken apart before its order is decided.
type parts struct {
	y, m, d        int // m or d 0 where a, b are undecided
	a, b           int // the first two of 03/04/2026
	open           bool
	hour, min, sec int
	nano           int
	clock, pm, am  bool
	offset         int // seconds east of UTC
	zoned          bool
	epoch          float64
	isEpoch        bool
}

// token is a run of digits, of letters, or one other character.
type token struct {
	text string
	num  bool
	n    int
}

// tokens cuts a folded cell; ok is false for more than a date can hold.
func tokens(s string) ([]token, bool) {
	out := make([]token, 0, 16)
	for i := 0; i < len(s); {
		j := i
		r := rune(s[i])
		switch {
		case r >= '0' && r <= '9':
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			if j-i > 9 {
				return nil, false
			}
			n, _ := strconv.Atoi(s[i:j])
			out = append(out, token{s[i:j], true, n})
		case r >= 0x80 || r >= 'a' && r <= 'z':
			for j < len(s) && (s[j] >= 0x80 || s[j] >= 'a' && s[j] <= 'z') {
				j++
			}
			out = append(out, token{text: s[i:j]})
		case r == ' ' || r == ',':
			j++
			out = append(out, token{text: " "})
		default:
			j++
			out = append(out, token{text: s[i:j]})
		}
		i = j
		if len(out) > 40 {
			return nil, false
		}
	}
	return out, true
}

// halves writes the halves of the day in one way.
var halves = strings.NewReplacer("a.m.", "am", "p.m.", "pm", "a. m.", "am", "p. m.", "pm")

// takeApart reads the parts of a date, whatever its order.
func takeApart(cell string) (p parts, ok bool) {
	s := fold(cell)
	if strings.Contains(s, "m.") {
		s = halves.Replace(s)
	}
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") && strings.Contains(s[:i], "gmt") {
		s = s[:i] // a zone's name, as browsers write it after its offset
	}
	if epoch, ok := epochOf(s); ok {
		return parts{epoch: epoch, isEpoch: true}, true
	}
	toks, ok := tokens(s)
	if !ok || len(toks) == 0 {
		return p, false
	}
	toks, ok = p.takeClock(toks)
	if !ok {
		return p, false
	}
	return p, p.takeDay(toks)
}

// epochOf reads seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size.
func epochOf(s string) (float64, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if len(whole) < 10 || len(whole) > 19 || len(whole) == 14 || !digitsOnly(whole) || !digitsOnly(frac) {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, false
	}
	switch n := len(whole); {
	case n <= 11:
		return v, true
	case n <= 13:
		return v / 1e3, true
	case n <= 16:
		return v / 1e6, true
	default:
		return v / 1e9, true
	}
}

// takeClock finds hh:mm[:ss[.frac]] with am or pm and an offset, and returns what is left.
func (p *parts) takeClock(toks []token) ([]token, bool) {
	for i, t := range toks {
		if t.text != ":" && t.text != "h" || i == 0 || i+1 >= len(toks) || !toks[i-1].num || !toks[i+1].num { // 18:30, 18h30
			continue
		}
		p.clock, p.hour, p.min = true, toks[i-1].n, toks[i+1].n
		rest := toks[i+2:]
		if len(rest) >= 2 && rest[0].text == ":" && rest[1].num {
			p.sec, rest = rest[1].n, rest[2:]
			if len(rest) >= 2 && (rest[0].text == "." || rest[0].text == " " && toks[i+2].text == ",") && rest[1].num {
				p.nano, rest = fraction(rest[1].text), rest[2:]
			}
		}
		rest, ok := p.takeSuffix(rest)
		left := append(append([]token{}, toks[:i-1]...), rest...)
		return left, ok && p.hour < 25 && p.min < 60 && p.sec < 61
	}
	return p.takeDots(toks), true
}

// takeDots finds a clock with a dot after a date with its year: 01.03.2026 18.30.
func (p *parts) takeDots(toks []token) []token {
	n := len(toks) - 4
	if n < 0 || toks[n].text != " " || toks[n+2].text != "." || !toks[n+1].num || !toks[n+3].num || len(toks[n+3].text) != 2 || toks[n+1].n > 23 || toks[n+3].n > 59 {
		return toks
	}
	if !slices.ContainsFunc(toks[:n], func(t token) bool { return t.num && len(t.text) == 4 }) {
		return toks
	}
	p.clock, p.hour, p.min = true, toks[n+1].n, toks[n+3].n
	return toks[:n]
}

func fraction(s string) int {
	n, _ := strconv.Atoi((s + "000000000")[:9])
	return n
}

// takeSuffix reads am, pm, z, utc, gmt and offsets after a clock.
func (p *parts) takeSuffix(toks []token) ([]token, bool) {
	var left []token
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		switch {
		case t.text == "am":
			p.am = true
		case t.text == "pm":
			p.pm = true
		case t.text == "z" || t.text == "utc" || t.text == "gmt":
			p.zoned = true
		case (t.text == "+" || t.text == "-") && i+1 < len(toks) && toks[i+1].num && !p.day(left):
			h, m, used := toks[i+1].n, 0, 1
			if len(toks[i+1].text) == 4 {
				h, m = h/100, h%100
			} else if i+3 < len(toks) && toks[i+2].text == ":" && toks[i+3].num {
				m, used = toks[i+3].n, 3
			}
			if h > 15 || m > 59 {
				return nil, false
			}
			p.zoned, p.offset = true, (h*60+m)*60
			if t.text == "-" {
				p.offset = -p.offset
			}
			i += used
		default:
			left = append(left, t)
		}
	}
	if p.pm && p.hour < 12 {
		p.hour += 12
	}
	if p.am && p.hour == 12 {
		p.hour = 0
	}
	return left, true
}

// day reports whether the tokens already hold a number: then "-" is a part of a date, not an offset.
func (p *parts) day(toks []token) bool {
	for _, t := range toks {
		if t.num {
			return true
		}
	}
	return false
}

// takeDay reads year, month and day from what the clock left.
func (p *parts) takeDay(toks []token) bool {
	var nums []token
	sep := ""
	for i, t := range toks {
		switch {
		case t.num:
			nums = append(nums, t)
		case fillers[t.text] && months[t.text] != 0 && monthIn(toks[i+1:]): // "mar." is a Tuesday before "3 mars"
		case months[t.text] != 0 && p.m == 0:
			p.m = int(months[t.text])
		case fillers[t.text] || t.text == " ":
		case t.text == "/" || t.text == "-" || t.text == ".":
			if sep == "" || sep == "." {
				sep = t.text
			}
		default:
			return false
		}
	}
	if p.m != 0 {
		return p.named(nums)
	}
	return p.numeric(nums, sep)
}

// monthIn reports the name of a month.
func monthIn(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool { return months[t.text] != 0 })
}

// named reads the day and year beside a month's name.
func (p *parts) named(nums []token) bool {
	switch {
	case len(nums) == 1 && nums[0].n >= 1 && nums[0].n <= 31:
		p.d = nums[0].n
		return true
	case len(nums) == 2 && len(nums[0].text) == 4:
		p.y, p.d = nums[0].n, nums[1].n
		return true
	case len(nums) == 2:
		p.d, p.y = nums[0].n, fullYear(nums[1])
		return true
	}
	return false
}

// numeric reads 2026-03-04, 20260304, 03/04/2026 and 04.03.2026. A dot is always day before month.
func (p *parts) numeric(nums []token, sep string) bool {
	switch {
	case len(nums) == 1 && len(nums[0].text) == 8:
		p.y, p.m, p.d = nums[0].n/10000, nums[0].n/100%100, nums[0].n%100
		return true
	case len(nums) != 3:
		return false
	case len(nums[0].text) == 4:
		p.y, p.m, p.d = nums[0].n, nums[1].n, nums[2].n
		return true
	}
	p.y, p.a, p.b = fullYear(nums[2]), nums[0].n, nums[1].n
	if sep == "." {
		p.d, p.m = p.a, p.b
		return true
	}
	p.open = true
	return sep != ""
}

func fullYear(t token) int {
	switch {
	case len(t.text) != 2:
		return t.n
	case t.n < 70:
		return 2000 + t.n
	}
	return 1900 + t.n
}
