package ingest

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// dateStyle is how one column writes times.
type dateStyle struct {
	order  string         // "dmy" or "mdy" for 03/04/2026; "" while undecided
	zone   *time.Location // of times without an offset
	days   *time.Location // of days without a time: a day is a day of the site
	serial bool           // bare numbers are Excel's day counts
	asOf   time.Time      // for dates without a year
}

// moment is one date read.
type moment struct {
	t       time.Time // UTC
	dayOnly bool
	noYear  bool // the year was inferred: the latest one not after asOf
	zoned   bool // the value said its offset
}

// months are the names and short names of months in en, de, fr, es, pt, folded and without their dots.
var months = map[string]time.Month{
	"jan": 1, "january": 1, "januar": 1, "jän": 1, "jänner": 1, "janv": 1, "janvier": 1, "ene": 1, "enero": 1, "janeiro": 1,
	"feb": 2, "february": 2, "februar": 2, "févr": 2, "fév": 2, "février": 2, "febrero": 2, "fev": 2, "fevereiro": 2,
	"mar": 3, "march": 3, "märz": 3, "mär": 3, "mrz": 3, "mars": 3, "marzo": 3, "março": 3,
	"apr": 4, "april": 4, "avr": 4, "avril": 4, "abr": 4, "abril": 4,
	"may": 5, "mai": 5, "mayo": 5, "maio": 5,
	"jun": 6, "june": 6, "juni": 6, "juin": 6, "junio": 6, "junho": 6,
	"jul": 7, "july": 7, "juli": 7, "juil": 7, "juillet": 7, "julio": 7, "julho": 7,
	"aug": 8, "august": 8, "août": 8, "aout": 8, "ago": 8, "agosto": 8,
	"sep": 9, "sept": 9, "september": 9, "septembre": 9, "septiembre": 9, "set": 9, "setembro": 9,
	"oct": 10, "october": 10, "okt": 10, "oktober": 10, "octobre": 10, "octubre": 10, "out": 10, "outubro": 10,
	"nov": 11, "november": 11, "novembre": 11, "noviembre": 11, "novembro": 11,
	"dec": 12, "december": 12, "dez": 12, "dezember": 12, "déc": 12, "décembre": 12, "dic": 12, "diciembre": 12, "dezembro": 12,
}

// fillers are words that stand in dates and say nothing.
var fillers = map[string]bool{
	"de": true, "del": true, "of": true, "at": true, "um": true, "à": true, "às": true, "le": true, "uhr": true, "a": true, "las": true, "den": true, "the": true,
	"st": true, "nd": true, "rd": true, "th": true, "er": true, "h": true, "t": true, "on": true,
	"mon": true, "monday": true, "tue": true, "tues": true, "tuesday": true, "wed": true, "wednesday": true, "thu": true, "thur": true, "thurs": true, "thursday": true, "fri": true, "friday": true, "sat": true, "saturday": true, "sun": true, "sunday": true,
	"mo": true, "montag": true, "di": true, "dienstag": true, "mi": true, "mittwoch": true, "do": true, "donnerstag": true, "fr": true, "freitag": true, "sa": true, "samstag": true, "so": true, "sonntag": true,
	"lun": true, "lundi": true, "mardi": true, "mer": true, "mercredi": true, "jeu": true, "jeudi": true, "ven": true, "vendredi": true, "sam": true, "samedi": true, "dim": true, "dimanche": true,
	"mar": true, "lunes": true, "martes": true, "mié": true, "miércoles": true, "jue": true, "jueves": true, "vie": true, "viernes": true, "sáb": true, "sábado": true, "dom": true, "domingo": true,
	"seg": true, "segunda": true, "ter": true, "terça": true, "qua": true, "quarta": true, "qui": true, "quinta": true, "sex": true, "sexta": true, "feira": true,
}

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
		if t.text != ":" || i == 0 || i+1 >= len(toks) || !toks[i-1].num || !toks[i+1].num {
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
	return toks, true
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
	for _, t := range toks {
		switch {
		case t.num:
			nums = append(nums, t)
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

// parse reads one cell; ok is false when it is no date in this style.
func (st dateStyle) parse(cell string) (m moment, ok bool) {
	if m, ok := st.iso(cell); ok {
		return m, true
	}
	if st.serial {
		if m, ok := st.excel(cell); ok {
			return m, true
		}
	}
	p, ok := takeApart(cell)
	if !ok {
		return m, false
	}
	if p.isEpoch {
		sec := int64(p.epoch)
		return moment{t: time.Unix(sec, int64((p.epoch-float64(sec))*1e9)).UTC().Round(time.Microsecond), zoned: true}, sane(sec)
	}
	if p.open {
		switch st.order {
		case "dmy":
			p.d, p.m = p.a, p.b
		case "mdy":
			p.m, p.d = p.a, p.b
		default:
			return m, false
		}
	}
	if p.y == 0 {
		if st.asOf.IsZero() {
			return m, false
		}
		m.noYear, p.y = true, st.yearFor(p)
	}
	return st.moment(p, m)
}

func sane(sec int64) bool { y := time.Unix(sec, 0).UTC().Year(); return y >= 1970 && y < 2200 }

// yearFor is the latest year that does not put the day after asOf.
func (st dateStyle) yearFor(p parts) int {
	y := st.asOf.In(st.days).Year()
	if time.Date(y, time.Month(p.m), p.d, 0, 0, 0, 0, st.days).After(st.asOf) {
		y--
	}
	return y
}

func (st dateStyle) moment(p parts, m moment) (moment, bool) {
	zone := st.zone
	m.dayOnly, m.zoned = !p.clock, p.zoned
	if m.dayOnly {
		zone = st.days
	}
	if p.zoned {
		zone = time.FixedZone("", p.offset)
	}
	if p.y < 1970 || p.y > 2199 || p.m < 1 || p.m > 12 || p.d < 1 || p.d > daysIn(p.y, p.m) {
		return m, false
	}
	m.t = time.Date(p.y, time.Month(p.m), p.d, p.hour, p.min, p.sec, p.nano, zone).UTC()
	return m, true
}

func daysIn(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// iso is the fast way for 2026-03-04[ T]05:06[:07].
func (st dateStyle) iso(s string) (m moment, ok bool) {
	if len(s) != 10 && len(s) != 16 && len(s) != 19 || len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return m, false
	}
	layout, zone := "2006-01-02 15:04:05"[:len(s)], st.zone
	if len(s) > 10 && s[10] == 'T' {
		layout = "2006-01-02T15:04:05"[:len(s)]
	}
	if len(s) == 10 {
		zone = st.days
	}
	t, err := time.ParseInLocation(layout, s, zone)
	if err != nil || t.Year() < 1970 || t.Year() > 2199 {
		return m, false
	}
	return moment{t: t.UTC(), dayOnly: len(s) == 10}, true
}

// excel reads a day count since 1899-12-30, with the time as its fraction.
func (st dateStyle) excel(s string) (m moment, ok bool) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v < 25569 || v > 109574 {
		return m, false
	}
	day := int(v)
	sec := int((v-float64(day))*86400 + 0.5)
	zone := st.zone
	if v == float64(day) {
		zone = st.days
	}
	return moment{t: time.Date(1899, 12, 30+day, 0, 0, sec, 0, zone).UTC(), dayOnly: v == float64(day)}, true
}

// dateEvidence counts what the cells of a column prove about the order of day and month.
type dateEvidence struct {
	dmy, mdy, open int // open: both could be
	firstD, firstM int // line of the first proof
	firstOpen      int
	openValue      string
	bad, filled    int
}

func (e *dateEvidence) add(cell string, line int) {
	if strings.TrimFunc(cell, unicode.IsSpace) == "" {
		return
	}
	e.filled++
	p, ok := takeApart(cell)
	switch {
	case !ok:
		e.bad++
	case !p.open:
	case p.a > 12 && p.b <= 12:
		first(&e.firstD, line)
		e.dmy++
	case p.b > 12 && p.a <= 12:
		first(&e.firstM, line)
		e.mdy++
	case p.a != p.b:
		if e.open == 0 {
			e.firstOpen, e.openValue = line, cell
		}
		e.open++
	}
}
