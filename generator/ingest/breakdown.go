package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"likewise/generator/diag"
)

// An export may have more rows than it seems: one a post and day, a day and campaign, a page and source. Rows of one key
// bring each other up to date, so the figures of all but the last would be lost without a word.

// dayRows refuses a table of days in which rows of one day are told apart by a further column.
type dayRows struct {
	t     *table
	first map[string]row
	told  bool
}

func newDayRows(t *table) *dayRows { return &dayRows{t: t, first: map[string]row{}} }

// add looks at a row and returns the problem, once.
func (d *dayRows) add(day time.Time, r row) (p diag.Problem, bad bool) {
	key := day.Format(time.DateOnly) + "\x00" + d.t.cell(r, "platform") + "\x00" + d.t.cell(r, "metric")
	first, met := d.first[key]
	if !met {
		d.first[key] = r
		return p, false
	}
	for i, c := range d.t.columns {
		if d.told || c.theirs == "" || c.group <= groupMetric && c.ours != "" || trim(first.cells[i]) == trim(r.cells[i]) || d.t.counts(i, first, r) {
			continue
		}
		d.told = true
		p = diag.Problem{Code: "several-rows-a-day", File: d.t.facts.name, Line: r.line,
			Text: fmt.Sprintf("%s stands on lines %d and %d, which differ in column %q", day.Format(time.DateOnly), first.line, r.line, excerpt(c.theirs)),
			Hint: fmt.Sprintf("a table of days has one row a day: export it by day without %q, or leave the file out", excerpt(c.theirs))}
		if d.t.sheet != "" {
			p.Text = fmt.Sprintf("sheet %q: %s", excerpt(d.t.sheet), p.Text)
			p.Hint = fmt.Sprintf(`a table of days has one row a day: name the sheet to read in its [[data]] entry, as sheet = "...", or take %q away`, excerpt(d.t.sheet))
		}
		return p, true
	}
	return p, false
}

// counts reports a column with figures in both rows that are no ids: counts that nothing is known of do not tell rows apart.
func (t *table) counts(i int, a, b row) bool {
	st := numberStyle{decimal: '.', nulls: t.words.nulls}
	_, okA := st.split(a.cells[i])
	_, okB := st.split(b.cells[i])
	return okA && okB && !strings.HasSuffix(nameKey(t.columns[i].theirs), " id")
}

// postRows refuses a table of posts in which one post stands on many rows with different figures: on different days, or,
// of pages, by anything at all.
type postRows struct {
	t         *table
	first     map[string]*post
	conflicts int
	problem   diag.Problem // of the first conflict
}

func newPostRows(t *table) *postRows { return &postRows{t: t, first: map[string]*post{}} }

// add looks at a post read from a row at a line.
func (s *postRows) add(p *post, line int) {
	key := p.platform + "\x00" + cmp.Or(p.id, linkKey(p.permalink))
	first, met := s.first[key]
	if !met || p.keyless {
		s.first[key] = p
		return
	}
	apart := p.published.t.Sub(first.published.t).Abs() >= 24*time.Hour && !p.published.t.IsZero() && !first.published.t.IsZero()
	if !apart && !s.t.format.Enrich || slices.EqualFunc(p.metrics, first.metrics, func(a, b float64) bool { return a == b || a != a && b != b }) {
		return
	}
	if s.conflicts++; s.conflicts > 1 {
		return
	}
	s.problem = diag.Problem{Code: "several-rows-a-post", File: s.t.facts.name, Line: line, Value: excerpt(cmp.Or(p.id, p.permalink)),
		Text: fmt.Sprintf("%q stands on several rows with different figures", excerpt(cmp.Or(p.id, p.permalink))), Hint: "export one row a page, without a second dimension"}
	if apart {
		s.problem.Text += fmt.Sprintf(", on %s and on %s in column %q", first.published.t.Format(time.DateOnly), p.published.t.Format(time.DateOnly), excerpt(s.t.columns[s.t.find("published_at")].theirs))
		s.problem.Hint = "one row a post is wanted, with all that it has had: export lifetime figures, or sum the days of a post"
	}
}

// refusal is the problem, where conflicts are more than a slip: more than one row in ten. Fewer are noted.
func (s *postRows) refusal() (diag.Problem, bool) {
	if s.conflicts*10 > s.t.acc.Read {
		return s.problem, true
	}
	if s.conflicts > 0 {
		s.t.acc.note("%s again with other figures (first %s, on line %d): the last counts", counted(s.conflicts, "row gives a post", "rows give a post"), s.problem.Value, s.problem.Line)
	}
	return s.problem, false
}
