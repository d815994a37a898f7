package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// wrongType says what a field wants and what it got.
func (f field) wrongType(wants, hint string) []frontError {
	return fault("wrong-type", fmt.Sprintf("%s wants %s, got %s", f.key, wants, describe(f.value)), hint)
}

func describe(v any) string {
	switch v := v.(type) {
	case string:
		return fmt.Sprintf("the text %q", v)
	case int64, float64:
		return fmt.Sprintf("the number %v", v)
	case bool:
		return fmt.Sprintf("%v", v)
	case moment:
		return "the date " + v.String()
	case []any:
		return "a list"
	case []field:
		return "a table"
	}
	return "nothing"
}

func (m moment) String() string {
	if m.text != "" {
		return m.text
	}
	return m.time.Format("2006-01-02T15:04:05")
}

func (f field) text(to *string) []frontError {
	s, ok := f.value.(string)
	if !ok {
		return f.wrongType("text", "put it in quotes")
	}
	*to = s
	return nil
}

func (f field) flag(to *bool) []frontError {
	b, ok := f.value.(bool)
	if !ok {
		return f.wrongType("true or false", "write it without quotes")
	}
	*to = b
	return nil
}

func (f field) whole(to *int) []frontError {
	n, ok := f.value.(int64)
	if !ok || int64(int(n)) != n {
		return f.wrongType("a whole number", "")
	}
	*to = int(n)
	return nil
}

func (f field) checked(to *string, noun string, valid func(string) bool, hint string) []frontError {
	var s string
	if e := f.text(&s); e != nil {
		return e
	}
	if !valid(s) {
		return fault("bad-"+f.key, fmt.Sprintf("%q is no %s", s, noun), hint)
	}
	*to = s
	return nil
}

// period takes a bare year or day as well: both formats read period: 2026 as a number.
func (f field) period(to *string) []frontError {
	switch v := f.value.(type) {
	case int64:
		f.value = strconv.FormatInt(v, 10)
	case moment:
		f.value = v.text
		if v.text == "" {
			f.value = v.time.Format(time.DateOnly)
		}
	}
	return f.checked(to, "period", validPeriod, periodHint)
}

func (f field) words(to *[]string) []frontError {
	list, ok := f.value.([]any)
	if !ok {
		return f.wrongType("a list of texts", `write ["one", "two"]`)
	}
	var bad []frontError
	for _, v := range list {
		s, ok := v.(string)
		if !ok || strings.TrimSpace(s) == "" {
			bad = append(bad, frontError{"wrong-type", fmt.Sprintf("%s wants texts, got %s in the list", f.key, describe(v)), `write ["one", "two"]`})
			continue
		}
		*to = append(*to, strings.TrimSpace(s))
	}
	return bad
}

func (f field) paths(to *[]string) []frontError {
	var written []string
	bad := f.words(&written)
	for _, s := range written {
		p, ok := sitePath(s)
		if !ok {
			bad = append(bad, frontError{"bad-alias", fmt.Sprintf("alias %q is no path in the site", s), `write a path such as "/old/report/"`})
			continue
		}
		*to = append(*to, p)
	}
	return bad
}

// params flattens a free table to text.
func (f field) params(to map[string]string) []frontError {
	table, ok := f.value.([]field)
	if !ok {
		return f.wrongType("a table", "")
	}
	for _, inner := range table {
		inner.flatten(inner.key, to)
	}
	return nil
}

func (f field) flatten(name string, to map[string]string) {
	if table, ok := f.value.([]field); ok {
		for _, inner := range table {
			inner.flatten(name+"."+inner.key, to)
		}
		return
	}
	to[name] = plainValue(f.value)
}

func plainValue(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case moment:
		return v.String()
	case []any:
		texts := make([]string, len(v))
		for i, x := range v {
			texts[i] = plainValue(x)
		}
		return strings.Join(texts, ", ")
	case []field:
		texts := make([]string, len(v))
		for i, x := range v {
			texts[i] = x.key + "=" + plainValue(x.value)
		}
		return strings.Join(texts, ", ")
	}
	return fmt.Sprint(v)
}

var dateLayouts = [...]string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly}

func (f field) date(to *time.Time, zone *time.Location) []frontError {
	m, ok := f.value.(moment)
	if s, isText := f.value.(string); isText {
		m, ok = moment{text: s}, true
	}
	switch {
	case !ok:
		return f.wrongType("a date", "write 2026-10-01")
	case m.text == "" && m.zone:
		*to = m.time
		return nil
	case m.text == "":
		t := m.time
		*to = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
		return nil
	}
	for _, layout := range dateLayouts {
		if t, err := time.ParseInLocation(layout, m.text, zone); err == nil {
			*to = t
			return nil
		}
	}
	return fault("bad-date", fmt.Sprintf("%q is no date", m.text), "write 2026-10-01 or 2026-10-01T09:30:00+01:00")
}
