package ingest

// How the columns of one table are read: decided once for a column from all its cells, never cell by cell.

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// plan decides what every column is and how its numbers and dates are written.
func (l *loader) plan(t *table) error {
	l.keepExtras(t)
	t.place()
	l.planNumbers(t)
	return l.planDates(t)
}

// keepExtras names the unmapped columns of plain tables, and drops those that hold persons.
func (l *loader) keepExtras(t *table) {
	taken := map[string]bool{"as_of": true}
	for _, k := range attributes[t.format.Kind] {
		taken[k] = true
	}
	for _, c := range t.columns {
		taken[c.ours] = true
	}
	for i := range t.columns {
		c := &t.columns[i]
		if c.mapped || c.group == groupPersonal || c.ours != "" && c.group != groupExtra && !(t.format.Plain && c.group == groupKnown) {
			continue
		}
		if why := l.personal(t, i); why != "" {
			c.group, c.ours = groupPersonal, "personal"
			continue
		}
		if !t.format.Plain || c.ours != "" || c.theirs == "" {
			continue
		}
		name := identifier(c.theirs)
		for n := 2; taken[name] || reserved(name); n++ {
			name = fmt.Sprintf("%s_%d", identifier(c.theirs), n)
		}
		taken[name] = true
		c.ours, c.group = name, groupExtra
	}
}

var emailLike = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
var ipLike = regexp.MustCompile(`^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$`)

// personal says why a column of a plain table must not be kept: its name, or what it holds.
func (l *loader) personal(t *table, i int) string {
	name := strings.ReplaceAll(fold(t.columns[i].theirs), "_", " ")
	for _, p := range l.words.personal {
		if name == p || strings.HasSuffix(name, " "+p) {
			return "its name"
		}
	}
	seen := 0
	for _, r := range t.rows {
		c := trim(r.cells[i])
		if c == "" {
			continue
		}
		if emailLike.MatchString(c) || ipLike.MatchString(c) {
			return "its values"
		}
		if seen++; seen > 1000 {
			break
		}
	}
	return ""
}

// isNumber reports whether a column is read as numbers.
func (t *table) isNumber(i int) bool {
	c := t.columns[i]
	return c.group == groupMetric || t.isAction(i) || c.group == groupColumn && (c.ours == "value" || c.ours == "refunded")
}

// planNumbers settles decimal signs, and which mapped columns are metrics: those that hold numbers but for one in twenty.
func (l *loader) planNumbers(t *table) {
	loose := numberStyle{decimal: '.', nulls: l.words.nulls}
	found := make([]evidence, len(t.columns))
	var whole evidence
	for i := range t.columns {
		c := &t.columns[i]
		candidate := c.group == groupExtra && c.mapped && t.format.Kind == "posts"
		if !t.isNumber(i) && !candidate {
			continue
		}
		for _, r := range t.rows {
			found[i].add(loose, r.cells[i], r.line)
		}
		if candidate && found[i].filled > 0 && found[i].bad*20 <= found[i].filled {
			c.group = groupMetric // a few cells that are no number are rejected rows, not a reason to read words
		}
		if t.isNumber(i) {
			whole.point += found[i].point
			whole.comma += found[i].comma
		}
	}
	t.numbers = make([]numberStyle, len(t.columns))
	for i := range t.columns {
		if t.isNumber(i) {
			t.numbers[i] = numberStyle{decimal: l.decimal(t, i, found[i], whole), nulls: l.words.nulls}
		}
	}
}

// decimal settles the decimal sign of a column: what its cells prove, then the file's other cells, then what is declared, then what a count can be.
func (l *loader) decimal(t *table, i int, own, whole evidence) byte {
	c := t.columns[i]
	declared := ""
	if t.data.Locale != "" {
		declared = decimalOf(t.data.Locale)
	}
	lang := ""
	if t.lang != "" {
		lang = t.format.Language[t.lang].Decimal
	}
	unsure := own.unsure > 0
	switch {
	case own.proven() != 0:
		if own.point > 0 && own.comma > 0 {
			t.acc.note("%q mixes decimal points and decimal commas; the minority is rejected", excerpt(c.theirs))
		}
		return own.proven()
	case whole.proven() != 0:
		return whole.proven()
	case declared != "":
		return declared[0]
	case lang != "" && unsure && own.oneSign() && isCount(c) && own.groups() == lang[0]:
		t.acc.note("%q groups thousands with the sign that writes decimals in the language of its heads (line %d); counts are whole, so it is read as thousands", excerpt(c.theirs), own.firstUnsure)
		return other(lang[0])
	case lang != "":
		return lang[0]
	case unsure && (c.group == groupMetric || c.ours == "value" && t.format.Kind != "orders" && t.format.Kind != "events") && !model.MetricNamed(c.ours).Money && own.oneSign():
		return other(own.groups()) // counts are whole: 1.234 is a thousand and more
	case t.header.delim == ';' || t.lang != "" && t.lang != "en":
		return ','
	case t.isAction(i):
		return '.' // above zero either way
	case unsure:
		sign := decimalOf(l.o.Language)
		t.acc.note("%q could group thousands or not (line %d); read with %q as the decimal sign", excerpt(c.theirs), own.firstUnsure, sign)
		return sign[0]
	}
	return '.'
}

// isCount reports whether the column is a metric that can only be whole: one of the catalogue, and no amount of money.
func isCount(c column) bool {
	return c.group == groupMetric && model.IsKnownMetric(c.ours) && !model.MetricNamed(c.ours).Money
}

// oneSign reports whether all values that could group thousands or not are written with the same sign.
func (e evidence) oneSign() bool { return e.unsureDot == 0 || e.unsureDot == e.unsure }

// groups is the sign that such values hold: a point or a comma.
func (e evidence) groups() byte {
	if e.unsureDot > 0 {
		return '.'
	}
	return ','
}

// other is the decimal sign beside one that groups thousands.
func other(groups byte) byte {
	if groups == '.' {
		return ','
	}
	return '.'
}

// decimalOf is the decimal sign that a language writes.
func decimalOf(locale string) string {
	lang, region, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	switch {
	case locale == "," || locale == ".":
		return locale
	case slices.Contains([]string{"en", "zh", "ja", "ko", "th", "he", "hi", "ms", ""}, lang):
		return "."
	case region == "ch" || region == "mx" || region == "us":
		return "."
	}
	return ","
}

// timeColumns are our names that hold times, by kind.
var timeColumns = map[string][]string{
	"posts": {"published_at", "as_of"}, "metrics": {"as_of"}, "daily": {"date"}, "events": {"at"}, "sessions": {"at"}, "orders": {"at", "cancelled_at"},
}

// planDates settles the order of day and month of each time.
func (l *loader) planDates(t *table) error {
	zone, err := l.zoneOf(t)
	if err != nil {
		return err
	}
	t.dates = map[int]dateStyle{}
	order := ""
	for _, ours := range timeColumns[t.format.Kind] {
		at := t.find(ours)
		if at < 0 {
			continue
		}
		var e dateEvidence
		for _, r := range t.rows {
			e.add(t.cell(r, ours), r.line)
		}
		own, err := l.order(t, ours, e, order)
		if err != nil {
			return err
		}
		order = cmp.Or(order, own)
		counts := t.shape != "xlsx" && e.serial > 0 && e.serial == e.filled
		if counts {
			t.acc.note("%q holds day counts of a spreadsheet, such as 46082: read as the days that Excel shows", excerpt(t.columns[at].theirs))
		}
		t.dates[at] = dateStyle{order: own, zone: zone, days: l.zone, serial: counts || t.shape == "xlsx", from: t.dayZero, asOf: l.o.AsOf}
	}
	return nil
}

// order settles 03/04/2026: what is declared, what a value above 12 proves, what the format says, else a question.
func (l *loader) order(t *table, ours string, e dateEvidence, other string) (string, error) {
	if t.data.Dates == "dmy" || t.data.Dates == "mdy" {
		return t.data.Dates, nil
	}
	declared := cmp.Or(t.format.Dates, t.format.Language[t.lang].Dates)
	switch {
	case e.dmy > e.mdy:
		return "dmy", nil
	case e.mdy > e.dmy:
		return "mdy", nil
	case declared == "dmy" || declared == "mdy":
		return declared, nil
	case other != "":
		return other, nil
	case e.open > 0:
		return "", diag.Problem{Code: "ambiguous-dates", File: t.facts.name, Line: e.firstOpen, Value: excerpt(e.openValue),
			Text: fmt.Sprintf("is %q the day first or the month first? no date in column %q settles it", excerpt(e.openValue), excerpt(t.columns[t.find(ours)].theirs)),
			Hint: `say dates = "dmy" or dates = "mdy" in its [[data]] entry`}
	}
	return "", nil
}

// zoneOf is the zone of times without an offset: the entry's, else the format's, else the site's.
func (l *loader) zoneOf(t *table) (*time.Location, error) {
	name := cmp.Or(t.data.Zone, t.format.Zone)
	if name == "" {
		return l.zone, nil
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, diag.Problem{Code: "unknown-zone", File: t.facts.name, Text: fmt.Sprintf("no time zone %q", name), Hint: `use an IANA name, such as "Europe/London"`}
	}
	return z, nil
}

// describe writes down how each column was read.
func (t *table) describe() {
	t.acc.Columns = make([]model.Column, len(t.columns))
	for i, c := range t.columns {
		d := model.Column{Name: excerpt(c.theirs), As: c.ours, Type: "text"}
		for _, r := range t.rows {
			if trim(r.cells[i]) == "" {
				d.Nulls++
			}
		}
		t.describeType(i, c, &d)
		t.acc.Columns[i] = d
	}
}

func (t *table) describeType(i int, c column, d *model.Column) {
	switch {
	case c.group == groupPersonal:
		d.As, d.Type, d.Detail = "", "personal", "personal: dropped at reading"
	case c.group >= groupKnown || c.ours == "":
		d.As, d.Detail = "", "kept out"
	case t.isAction(i):
		d.Type, d.Detail = "action", "done where it is yes, or above zero"
	case t.isNumber(i):
		d.Type, d.Detail = "number", "decimal point"
		if t.numbers[i].decimal == ',' {
			d.Detail = "decimal comma"
		}
		if c.group == groupMetric && model.MetricNamed(c.ours).Money || c.ours == "value" && t.format.Kind == "orders" {
			d.Type = "money"
		}
	case slices.Contains(timeColumns[t.format.Kind], c.ours):
		d.Type = "time"
		if st, ok := t.dates[t.find(c.ours)]; ok {
			d.Detail = map[string]string{"dmy": "day first", "mdy": "month first"}[st.order]
			d.Detail = strings.TrimPrefix(d.Detail+", in "+st.zone.String(), ", ")
		}
	case strings.HasSuffix(c.ours, "_id") || c.ours == "actor" || c.ours == "session":
		d.Type = "id"
	}
}
