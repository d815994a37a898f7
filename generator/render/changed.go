package render

import (
	"slices"
	"sync"

	"likewise/generator/diff"
	"likewise/generator/page"
)

// Where the account of changes stands, and its rows.
const (
	changedPath = "changed/"
	changedCSV  = "data/changed.csv"
	// mostChanged bounds the rows of each of its tables; the CSV has all.
	mostChanged = 12
)

// Changed is the page that holds the report against the one before.
type Changed struct {
	Title, Kicker, Stand string
	Panels               []*Panel
	Note                 string
	Links                []Link
}

// hasChanged reports whether the page is made: there is a report before, and the author has no page in its place.
func (s *site) hasChanged() bool {
	return s.Before != nil && !slices.ContainsFunc(s.sections, func(x section) bool { return x.path == changedPath }) &&
		!slices.ContainsFunc(s.Pages, func(p *page.Page) bool { return p.Path == changedPath })
}

// planChanged is the page, its CSV, and the file that keeps what this report was held against, so that a build of the
// same data holds it against the same again. It comes last, for it lists the pages that are new or gone.
func (s *site) planChanged(p *plan) {
	if s.Before == nil {
		return
	}
	p.add(diff.KeptName, diff.KeptName, inJSON(func() any { return s.Before }))
	if !s.hasChanged() {
		return
	}
	names := p.names()
	compared := sync.OnceValue(func() *changes {
		slices.Sort(names)
		return &changes{s, diff.Compare(s.Before, diff.Of(s.Report, s.Version, names)), rootOf(changedPath)}
	})
	p.add(changedCSV, "changes", made(func() []byte { return changedRows(compared().d) }))
	p.add(changedPath+"index.html", "changes", tried("layout", func() ([]byte, error) { return s.changedPage(compared()) }))
}

func (s *site) changedPage(c *changes) ([]byte, error) {
	body := c.page()
	v, err := s.view("changed", c.root, changedPath, body.Title, body)
	if err != nil {
		return nil, err
	}
	v.Canonical = s.canonical(changedPath)
	return s.layouts.page("changed", v)
}

// changes is the difference on its way to the page.
type changes struct {
	*site
	d    *diff.Diff
	root string
}

// sinceWords is the two reports, and how many posts came, went or have other counts.
type sinceWords struct {
	Before, After      sinceSide
	SameDay            bool
	New, Revised, Gone int
	Nothing            bool
}

type sinceSide struct {
	Day, From, To string
	Posts         int
}

func (c *changes) sides() sinceWords {
	side := func(x diff.Side) sinceSide {
		return sinceSide{c.loc.day(x.AsOf), c.loc.day(x.From), c.loc.day(x.To), x.Posts}
	}
	w := sinceWords{Before: side(c.d.Before), After: side(c.d.After), New: len(c.d.Added), Revised: len(c.d.Revised), Gone: len(c.d.Removed)}
	w.SameDay = w.Before.Day == w.After.Day
	w.Nothing = len(c.d.Totals)+len(c.d.Funnels)+len(c.d.Signals)+len(c.d.Verdicts)+w.New+w.Revised+w.Gone == 0
	return w
}

func (c *changes) page() *Changed {
	say, w := c.words.say, c.sides()
	p := &Changed{Title: say("since.title", nil), Kicker: say("since.kicker", w), Stand: say("since.stand", w), Note: say("since.note", nil), Links: []Link{
		{Text: say("since.all", nil), URL: c.root + changedCSV}, {Text: say("since.kept", nil), URL: c.root + diff.KeptName}}}
	for _, panelOf := range []func() *Panel{c.totals, c.funnelSteps, c.signalVerdicts, c.postVerdicts, c.newPosts, c.revisedPosts, c.gonePosts, c.pages, c.files} {
		if panel := panelOf(); panel != nil && len(panel.Sheet.Rows) > 0 {
			p.Panels = append(p.Panels, panel)
		}
	}
	return p
}

// panel is one table; n is how many rows there are, shown or not.
func (c *changes) panel(id string, n int, data any, columns ...Column) *Panel {
	title := c.words.say("since."+id+"-title", data)
	p := &Panel{ID: id, Title: Heading{2, upperFirst(title)}, Sheet: newSheetOf("since since-"+id, title, columns...)}
	if key := "since." + id + "-note"; c.words.set.Lookup(key) != nil {
		p.Notes = []string{c.words.say(key, data)}
	}
	if n > mostChanged {
		p.Notes = append(p.Notes, c.words.say("since.shown", struct{ Shown, Of int }{mostChanged, n}))
		p.Links = []Link{{Text: c.words.say("since.all", nil), URL: c.root + changedCSV}}
	}
	return p
}

func (c *changes) column(key string, numeric bool) Column {
	return Column{c.words.say("since."+key, nil), numeric}
}
