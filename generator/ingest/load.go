// Package ingest turns files as exported into tables in the warehouse: posts, metrics, daily, events and orders,
// with every row accounted for.
//
// A file is recognised by its header against declarative formats (formats/*.toml); each column's numbers and dates
// are settled from the whole column; each row is stored, updates another, repeats one, or is rejected with its line,
// its value and what to do. It aggregates nothing, and no person's name, address or id passes it in clear.
package ingest

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// Options say what to read and how a site reads what its files leave open.
type Options struct {
	Root        string         // the site's folder; files are read from it, links that leave it are refused
	Data        []model.Data   // the [[data]] entries
	Zone        *time.Location // of times without an offset; nil: UTC
	AsOf        time.Time      // the report's date; zero: the last post's time
	Language    string         // of the site: the last resort for separators
	MaxRejected float64        // share of a file's rows; above it the file is an error, "too-many-rejected"
	Currency    string         // ISO 4217
	Formats     []Format       // nil: the embedded ones
	ActorKey    []byte         // keys the digests of actor ids; nil: drawn at random, so that digests differ from build to build
}

// Result is what was loaded.
type Result struct {
	Sources          []model.Source // one a file or sheet, in the order of site.toml
	Metrics          []string       // that some post has: the catalogue's order, then by name
	PostColumns      []string       // text columns of posts beside the fixed ones
	Breaks           []model.Break  // that the formats of the files know of, by metric, day and platform
	Events           int
	Orders, Unjoined int
	From, To         time.Time // first and last post, or event where there are no posts
	Private          *model.Private
}

// loader is one run of Load.
type loader struct {
	ctx         context.Context
	w           *warehouse.Warehouse
	o           Options
	zone        *time.Location
	formats     []Format
	words       words
	actorKey    string
	book        *book
	measures    *measures
	days        *days
	orders      *orders
	links       ledger[shortLink]
	eventExtras []string
	log         []logColumn // of the event log
	linked      bool        // events name posts by links
	replaced    bool        // orders took the place of purchases that files of posts brought
	tables      []*table
	twins       []twin
	problems    diag.List
	result      *Result
}

// twin is a file whose bytes another file had before it.
type twin struct {
	acc   *account
	first string // hash
	place int    // in Sources
}

// Load reads every file that the options name into the warehouse. The tables exist afterwards even where nothing
// was read. The list holds errors (the build must stop), warnings and notes.
func Load(ctx context.Context, w *warehouse.Warehouse, o Options) (*Result, diag.List) {
	l, err := newLoader(ctx, w, o)
	if err != nil {
		return &Result{}, diag.List{asProblem(err, "")}
	}
	jobs, problems := jobs(o.Root, o.Data)
	l.problems.Add(problems...)
	for _, j := range jobs {
		if err := l.open(j); err != nil {
			l.problems.Add(asProblem(err, j.name))
		}
	}
	if err := l.fill(); err != nil {
		l.problems.Add(asProblem(err, ""))
	}
	l.settle()
	return l.result, l.problems
}

func newLoader(ctx context.Context, w *warehouse.Warehouse, o Options) (*loader, error) {
	l := &loader{ctx: ctx, w: w, o: o, zone: o.Zone, formats: o.Formats, book: newBook(), measures: newMeasures(), days: newDays(), orders: newOrders(), links: newLedger[shortLink](), result: &Result{}}
	if l.zone == nil {
		l.zone = time.UTC
	}
	var err error
	if l.formats == nil {
		if l.formats, err = Formats(); err != nil {
			return nil, err
		}
	}
	if l.words, err = loadWords(); err != nil {
		return nil, err
	}
	key := o.ActorKey
	if key == nil {
		key = make([]byte, 16)
		rand.Read(key)
	}
	l.actorKey = hex.EncodeToString(key)
	l.result.Private = model.NewPrivate(l.actorKey)
	return l, nil
}

// fill turns every table into what it holds and writes the warehouse. Events and the rest share nothing that is
// written meanwhile.
func (l *loader) fill() error {
	events := l.startEvents()
	err := l.fillRest()
	if err := cmp.Or(err, <-events); err != nil {
		return err
	}
	return l.openEvents()
}

// startEvents loads the events meanwhile: the engine reads them while the other tables are read here.
func (l *loader) startEvents() <-chan error {
	done := make(chan error, 1)
	go func() { done <- l.fillEvents() }()
	return done
}

func (l *loader) fillEvents() error {
	if err := l.createEvents(); err != nil {
		return err
	}
	for _, t := range l.tables {
		if !t.isLog() {
			continue
		}
		if err := l.loadEvents(t); err != nil {
			return asProblem(err, t.facts.name)
		}
	}
	return l.finishEvents()
}

func (l *loader) fillRest() error {
	l.fillPosts()
	for _, t := range l.tables {
		switch t.format.Kind {
		case "metrics":
			l.readMetrics(t)
		case "daily":
			l.readDaily(t)
		case "orders":
			l.readOrders(t)
		case "links":
			l.readLinks(t)
		}
	}
	l.join()
	l.tellOrders()
	l.book.settle()
	return l.create()
}

// create makes the tables and fills all but events.
func (l *loader) create() error {
	l.result.Metrics = l.book.metricOrder()
	l.book.rename(l.result.Metrics)
	l.result.PostColumns = append([]string{}, l.book.extras...)
	for _, ddl := range []string{
		`create table metrics (post_id varchar, metric varchar, value double, as_of timestamp, source varchar)`,
		`create table daily (date date, metric varchar, value double, platform varchar)`,
		`create table orders (order_id varchar, "at" timestamp, value double, currency varchar, status varchar, post_id varchar, channel varchar, code varchar, joined_by varchar)`,
	} {
		if err := l.w.Exec(l.ctx, ddl); err != nil {
			return err
		}
	}
	for _, write := range []func() error{
		func() error { return l.book.write(l.ctx, l.w, l.asOf(), l.result.Metrics) },
		func() error { return l.measures.write(l.ctx, l.w, l.book, l.result.Metrics) },
		func() error { return l.days.write(l.ctx, l.w) },
		func() error { return l.orders.write(l.ctx, l.w) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// asOf is the report's date, or the time of the last post.
func (l *loader) asOf() time.Time {
	last := l.o.AsOf
	if !last.IsZero() {
		return last
	}
	for _, p := range l.book.posts {
		if p.published.t.After(last) {
			last = p.published.t
		}
	}
	return last
}

// settle closes the books: every file's account, its share of rejects, and the span of it all.
func (l *loader) settle() {
	read := map[string]int{}
	accounts := []*account{}
	for _, t := range l.tables {
		read[t.sha] += t.acc.Read
		accounts = append(accounts, t.acc)
	}
	for k, w := range l.twins {
		w.acc.Read, w.acc.Duplicate = read[w.first], read[w.first]
		for _, t := range l.tables {
			if t.sha == w.first {
				w.acc.Recognised, w.acc.Format, w.acc.Kind, w.acc.Encoding = t.acc.Recognised, t.acc.Format, t.acc.Kind, t.acc.Encoding
			}
		}
		accounts = slices.Insert(accounts, w.place+k, w.acc)
	}
	l.result.Sources = make([]model.Source, 0, len(accounts))
	for _, a := range accounts {
		slices.SortStableFunc(a.Problems, func(x, y model.RowNote) int { return cmp.Compare(x.Line, y.Line) })
		l.result.Sources = append(l.result.Sources, a.Source)
		l.judge(a)
	}
	l.span()
	l.result.Breaks = l.breaks()
	l.problems.Sort()
}

// judge reports the rejected rows of a file, as an error where they are too many.
func (l *loader) judge(a *account) {
	if a.Rejected == 0 {
		if a.Read == 0 {
			l.problems.Add(diag.Problem{Severity: diag.Warning, Code: "no-rows", File: a.File, Text: fmt.Sprintf("%q has a header and no rows", a.File), Hint: "check the period of the export"})
		}
		return
	}
	p := diag.Problem{Severity: diag.Warning, Code: "rejected-rows", File: a.File}
	for _, n := range a.Problems {
		if n.Code != "negative-count" {
			p.Line, p.Value, p.Hint = n.Line, n.Value, n.Hint
			column := ""
			if n.Column != "" {
				column = fmt.Sprintf(", in column %q", n.Column)
			}
			p.Text = fmt.Sprintf("%s of %s rejected; the first%s: %s", thousands(a.Rejected), counted(a.Read, "row is", "rows are"), column, n.Text)
			break
		}
	}
	if float64(a.Rejected) > l.o.MaxRejected*float64(a.Read) {
		p.Severity, p.Code = diag.Error, "too-many-rejected"
	}
	l.problems.Add(p)
}

// span is the time from the first to the last post, or event.
func (l *loader) span() {
	for _, p := range l.book.posts {
		if t := p.published.t; !t.IsZero() {
			if l.result.From.IsZero() || t.Before(l.result.From) {
				l.result.From = t
			}
			if t.After(l.result.To) {
				l.result.To = t
			}
		}
	}
	if !l.result.From.IsZero() || l.result.Events == 0 {
		return
	}
	if err := l.w.One(l.ctx, `select min("at"), max("at") from `+eventLog, &l.result.From, &l.result.To); err != nil {
		l.problems.Add(asProblem(err, ""))
	}
}
