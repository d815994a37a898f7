package generator

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// act is one event of the little log that every shape of time tells.
type act struct {
	who, what string
	minute    int // since 2026-09-01 12:00 UTC
}

// Five people: ann converts, bob likes, cid looks, dan buys before he looks, and eve comes again and converts late.
var littleLog = []act{
	{"ann", "view", 0}, {"ann", "like", 5}, {"ann", "purchase", 10}, {"bob", "view", 1}, {"bob", "like", 7}, {"cid", "view", 2},
	{"dan", "purchase", 3}, {"dan", "view", 4}, {"eve", "view", 0}, {"eve", "view", 2000}, {"eve", "like", 2001}, {"eve", "purchase", 2002},
}

// shape is one way in which a log can be written, and what must come of it.
type shape struct {
	name   string
	write  func(t time.Time) string // of times; nil: as 2026-09-01 12:00:00
	zone   string
	rows   func(rows []string) []string // what is done to the rows; nil: nothing
	header string
	want   string // people at each step
	stored int    // 0: as many as are written
	note   string // of the funnel or of the source
	code   string // of a problem that ends it
}

func stamp(layout string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(layout) }
}

func epoch(unit time.Duration) func(time.Time) string {
	return func(t time.Time) string { return strconv.FormatInt(t.UnixNano()/int64(unit), 10) }
}

func add(more ...string) func([]string) []string {
	return func(rows []string) []string { return append(rows, more...) }
}

var shapes = []shape{
	{name: "seconds", write: epoch(time.Second), want: "5 3 2"},
	{name: "milliseconds", write: epoch(time.Millisecond), want: "5 3 2"},
	{name: "microseconds", write: epoch(time.Microsecond), want: "5 3 2"},
	{name: "nanoseconds", write: epoch(time.Nanosecond), want: "5 3 2"},
	{name: "no zone", want: "5 3 2"},
	{name: "no zone, in New York", zone: "America/New_York", write: func(t time.Time) string { return t.Add(-4 * time.Hour).Format(time.DateTime) }, want: "5 3 2"},
	{name: "UTC", write: stamp("2006-01-02T15:04:05Z"), want: "5 3 2"},
	{name: "an offset", write: func(t time.Time) string { return t.In(time.FixedZone("", 19800)).Format("2006-01-02T15:04:05-07:00") }, zone: "America/New_York", want: "5 3 2"},
	{name: "offsets that differ", write: func(t time.Time) string {
		if t.Minute()%2 == 0 {
			return t.Format("2006-01-02T15:04:05Z")
		}
		return t.In(time.FixedZone("", -7*3600)).Format("2006-01-02T15:04:05-07:00")
	}, want: "5 3 2"},
	{name: "minutes", write: stamp("2006-01-02 15:04"), want: "5 3 2"},
	{name: "fractions", write: stamp("2006-01-02 15:04:05.000"), want: "5 3 2"},
	{name: "American", write: stamp("01/02/2006 15:04:05"), rows: add("fay,09/30/2026 12:00:00,view"), want: "6 3 2"},
	{name: "unsorted", rows: func(rows []string) []string { slices.Reverse(rows); return rows }, want: "5 3 2"},
	{name: "every row twice", rows: func(rows []string) []string { return append(rows, rows...) }, want: "5 3 2"},
	{name: "every row twice, with ids", header: "actor,at,action,event_id", rows: func(rows []string) []string {
		for i := range rows {
			rows[i] += fmt.Sprintf(",e%d", i)
		}
		return append(rows, rows...)
	}, want: "5 3 2", stored: len(littleLog)},
	// Within a day nothing says what came first: steps of one time count in the order of the funnel, so dan converts.
	{name: "days", write: stamp("2006-01-02"), rows: add("dan,2026-09-01,like"), want: "5 4 3"},
	{name: "an actor with 10,000 events", rows: func(rows []string) []string {
		for i := range 10_000 {
			rows = append(rows, fmt.Sprintf("gus,%s,%s", time.Date(2026, 9, 5, 0, 0, i, 0, time.UTC).Format(time.DateTime), []string{"view", "like", "purchase"}[i%3]))
		}
		return rows
	}, want: "6 4 3"},
	{name: "no actor", rows: add(",2026-09-01 12:00:00,view", "  ,2026-09-01 12:00:00,purchase"), want: "5 3 2", note: "2 events without an actor or a time are left out"},
	{name: "the future", rows: add("hal,2026-12-24 12:00:00,view", "bob,2026-12-24 12:00:00,purchase"), want: "5 3 2", note: "2 events later than 2026-10-31"},
	{name: "no time", rows: add("hal,,view"), code: "too-many-rejected"},
	{name: "a time that is none", rows: add("hal,soon,view"), code: "too-many-rejected"},
	{name: "a time before all", rows: add("hal,0001-01-01 00:00:00,view"), code: "too-many-rejected"},
	{name: "day or month first", write: stamp("02/01/2006 15:04:05"), code: "ambiguous-dates"},
}

// TestShapesOfTime writes the same log in every shape that logs come in: the funnel of it is the same, or a rule that the
// report states decides, or the build ends with a message; and no rate is above 100%.
func TestShapesOfTime(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			dir, rows := t.TempDir(), s.log()
			text := s.header
			if text == "" {
				text = "actor,at,action"
			}
			text += "\n" + strings.Join(rows, "\n") + "\n"
			toml := "title = \"T\"\nasOf = \"2026-10-31\"\n[conversions]\nexposure = \"reach\"\n[[funnel]]\nname = \"F\"\nunit = \"actor\"\nsteps = [\"view\", \"like\", \"purchase\"]\nwindow = \"1d\"\n[[data]]\nfiles = \"log.csv\"\nzone = \"" + s.zone + "\"\n"
			for name, body := range map[string]string{"log.csv": text, "site.toml": toml} {
				writeSiteFile(t, dir, name, []byte(body))
			}
			report, problems := Analyse(context.Background(), Options{Source: dir})
			s.judge(t, report, problems, len(rows))
		})
	}
}

// log is the little log as the shape writes it.
func (s shape) log() []string {
	write := s.write
	if write == nil {
		write = stamp(time.DateTime)
	}
	var rows []string
	for _, a := range littleLog {
		rows = append(rows, a.who+","+write(time.Date(2026, 9, 1, 12, a.minute, 0, 0, time.UTC))+","+a.what)
	}
	if s.rows != nil {
		rows = s.rows(rows)
	}
	return rows
}

func (s shape) judge(t *testing.T, report *model.Report, problems diag.List, written int) {
	if s.code != "" {
		if problems.Err() == nil || !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == s.code && p.Hint != "" }) {
			t.Errorf("no problem %q with a hint in %v", s.code, problems)
		}
		return
	}
	if err := problems.Err(); err != nil {
		t.Fatal(problems)
	}
	f, source := report.Funnels[0], report.Sources[0]
	want := s.stored
	if want == 0 {
		want = written
	}
	if source.Stored != want || source.Read != source.Stored+source.Duplicate+source.Rejected {
		t.Errorf("stored %d of %d, want %d", source.Stored, source.Read, want)
	}
	var got []string
	for i, step := range f.Steps {
		got = append(got, fmt.Sprint(step.Count))
		if i > 0 && (step.OfPrevious.Value > 1 || step.OfFirst.Value > 1 || step.Count > f.Steps[i-1].Count) {
			t.Errorf("step %q is above 100%%: %+v", step.Name, step)
		}
	}
	if strings.Join(got, " ") != s.want {
		t.Errorf("%v, want %s", got, s.want)
	}
	if all := strings.Join(append(f.Notes, source.Notes...), "\n"); !strings.Contains(all, s.note) {
		t.Errorf("no note %q in %q", s.note, all)
	}
}
