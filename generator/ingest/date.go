package ingest

import (
	"math"
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
	from   int            // days that those begin after Excel's: 1462 in workbooks of old Macs
	asOf   time.Time      // for dates without a year
}

// moment is one date read.
type moment struct {
	t       time.Time // UTC
	dayOnly bool
	noYear  bool // the year was inferred: the latest one not after asOf
	zoned   bool // the value said its offset
}

// months are the names and short names of months in en, de, fr, es, pt, it, nl and pl, folded and without their dots.
var months = map[string]time.Month{
	"jan": 1, "january": 1, "januar": 1, "jän": 1, "jänner": 1, "janv": 1, "janvier": 1, "ene": 1, "enero": 1, "janeiro": 1, "gen": 1, "gennaio": 1, "januari": 1, "sty": 1, "stycznia": 1,
	"feb": 2, "february": 2, "februar": 2, "févr": 2, "fév": 2, "février": 2, "febrero": 2, "fev": 2, "fevereiro": 2, "febbraio": 2, "februari": 2, "lut": 2, "lutego": 2,
	"mar": 3, "march": 3, "märz": 3, "mär": 3, "mrz": 3, "mars": 3, "marzo": 3, "março": 3, "mrt": 3, "maart": 3, "marca": 3,
	"apr": 4, "april": 4, "avr": 4, "avril": 4, "abr": 4, "abril": 4, "aprile": 4, "kwi": 4, "kwietnia": 4,
	"may": 5, "mai": 5, "mayo": 5, "maio": 5, "mag": 5, "maggio": 5, "mei": 5, "maj": 5, "maja": 5,
	"jun": 6, "june": 6, "juni": 6, "juin": 6, "junio": 6, "junho": 6, "giu": 6, "giugno": 6, "cze": 6, "czerwca": 6,
	"jul": 7, "july": 7, "juli": 7, "juil": 7, "juillet": 7, "julio": 7, "julho": 7, "lug": 7, "luglio": 7, "lip": 7, "lipca": 7,
	"aug": 8, "august": 8, "août": 8, "aout": 8, "ago": 8, "agosto": 8, "augustus": 8, "sie": 8, "sierpnia": 8,
	"sep": 9, "sept": 9, "september": 9, "septembre": 9, "septiembre": 9, "set": 9, "setembro": 9, "settembre": 9, "wrz": 9, "września": 9,
	"oct": 10, "october": 10, "okt": 10, "oktober": 10, "octobre": 10, "octubre": 10, "out": 10, "outubro": 10, "ott": 10, "ottobre": 10, "paź": 10, "października": 10,
	"nov": 11, "november": 11, "novembre": 11, "noviembre": 11, "novembro": 11, "lis": 11, "listopada": 11,
	"dec": 12, "december": 12, "dez": 12, "dezember": 12, "déc": 12, "décembre": 12, "dic": 12, "diciembre": 12, "dezembro": 12, "dicembre": 12, "gru": 12, "grudnia": 12,
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
	"sab": true, "lunedì": true, "martedì": true, "mercoledì": true, "gio": true, "giovedì": true, "venerdì": true, "sabato": true, "domenica": true, "alle": true, "ore": true,
	"ma": true, "maandag": true, "dinsdag": true, "wo": true, "woensdag": true, "donderdag": true, "vr": true, "vrijdag": true, "za": true, "zaterdag": true, "zo": true, "zondag": true, "om": true,
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
	day := int(v) + st.from
	sec := int((v-math.Trunc(v))*86400 + 0.5)
	zone := st.zone
	dayOnly := v == math.Trunc(v)
	if dayOnly {
		zone = st.days
	}
	return moment{t: time.Date(1899, 12, 30+day, 0, 0, sec, 0, zone).UTC(), dayOnly: dayOnly}, true
}

// dateEvidence counts what the cells of a column prove about the order of day and month.
type dateEvidence struct {
	dmy, mdy, open int // open: both could be
	firstD, firstM int // line of the first proof
	firstOpen      int
	openValue      string
	bad, filled    int
	serial         int // of bad, those that can be day counts of a spreadsheet
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
		if _, ok := (dateStyle{zone: time.UTC, days: time.UTC}).excel(trim(cell)); ok {
			e.serial++
		}
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
