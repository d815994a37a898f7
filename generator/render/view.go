package render

import "html/template"

// View is what a layout gets: the page's frame, and in Main what the kind of page holds.
type View struct {
	Site        Site
	Kind        string // overview, page, post, list, notfound: a class on the body
	Title       string // of the window
	Description string
	Canonical   string // the public address, where the site has a base URL
	Root        string // leads from this page to the top of the site: "", "../" or, on 404.html, "/repo/"
	CSS         string // addresses of the assets, from this page
	Script      string // deferred
	Early       string // the small script that must run before the first paint
	Icon        string
	Echarts     string        // address of the chart bundle, fetched when a reader reaches for a chart; empty: page has none
	Header      template.HTML // rendered once for each depth and current page
	Footer      template.HTML
	Main        any // *Doc, *PostView, *List, *Changed or *NotFound
}

// Link is a word that leads somewhere.
type Link struct {
	Text, URL string
	Current   string // for aria-current: "page", "true" (a page below it), or empty
}

// Frame is what header and footer are made of.
type Frame struct {
	Site    Site
	Home    Link
	Nav     []Link
	Months  string // address of the list of months; empty where no post has a date
	Methods string // address of the page that accounts for the data; empty where there is none
	Changed string // address of what changed since the report before; empty where there is none
	Data    string // "Data to 31 October 2026 · 3 files, 61,204 rows, 12 set aside"
}

// Heading is a title at the level that the author's headings before it leave room for: 2 to 5.
type Heading struct {
	Level int
	Text  string
}

// Sub is a heading one level below.
func (h Heading) Sub(text string) Heading { return Heading{min(h.Level+1, 6), text} }

// Doc is a Markdown page.
type Doc struct {
	Title, Kicker, Stand string
	Body                 template.HTML
	TOC                  template.HTML
	Cards                *Cards // of the overview, where the page does not place them itself; else nil
}

// Figure is a drawing with its finding, its data and its method.
type Figure struct {
	ID           string
	Title        Heading
	Subtitle     string
	Wide, Narrow template.HTML // the same chart for wide and narrow pages; empty: the table alone
	Option       template.JS   // the chart's option as JSON, for whoever wants to reach into it
	Table        Table
	Notes        []string
	Links        []Link
}

// Table is the data under a figure.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
}

// TitledTable is a table with a visible title.
type TitledTable struct {
	Title Heading
	Table Table
}

// Column heads a column; a numeric one is set to the right.
type Column struct {
	Label   string
	Numeric bool
}

// Row is one row; its first cell heads it.
type Row struct {
	ID    string // anchor; may be empty
	Cells []Cell
}

// Cell is one cell with the label of its column, which narrow pages show beside it.
type Cell struct {
	Label   string
	Text    string
	URL     string
	Numeric bool
}

// KPI is one key number.
type KPI struct {
	Label, Value string
	URL          string // where the number comes from
	Last         string // of the newest weeks: what Change is a change of
	Change       string // "+8%"; empty: no comparison asked for
	Direction    string // up, down, flat
	Against      string // why there is no Change
	Compared     string // what Change compares
	AllOrders    bool   // orders that belong to no post are counted in Last
	Without      string // the change without the one post that most of it is from
	Chance       string // of a change as large
	Spark        template.HTML
}

// KPIStrip is key numbers side by side, with what their changes compare.
type KPIStrip struct {
	Items []KPI
	Notes []string
}

// PostTable is a ranking of posts.
type PostTable struct {
	ID                           string
	Title                        Heading
	Subtitle                     string
	Ranked                       bool   // by a rate; a ranking by a count has no ranks
	Exposure, Count, Per, Within string // column heads; Exposure is empty where it is the count or no file has it, Per and Within where there are no rates
	Verdict                      string // column head; empty where no post has a verdict
	WhySpan                      int    // columns that the reason for a missing rate takes
	Rows                         []PostRow
	Notes                        []string
	Links                        []Link
}

// PostRow is one post of a ranking. The Key fields are what the page's script sorts by.
type PostRow struct {
	Rank, Title, URL, Detail  string
	Exposure, Count           string
	Per, Range, Why           string // the likely rate and its interval, or why there is none
	RankRange                 string // "3–40"
	Bar                       template.HTML
	Verdict, VerdictClass     string
	KeyRank, KeyExposure, Key string
	KeyCount                  string
}

// HTML is a row of the table as it stands in the page.
func (t *PostTable) HTML(r PostRow) template.HTML {
	cells := make([]SheetCell, 0, 7)
	if t.Ranked {
		cells = append(cells, SheetCell{Text: r.Rank, Small: r.RankRange, Class: "rank", Numeric: true, Sorted: true, Key: r.KeyRank})
	}
	head := len(cells)
	cells = append(cells, SheetCell{Text: r.Title, URL: r.URL, Small: r.Detail, Class: "who"})
	if t.Exposure != "" {
		cells = append(cells, SheetCell{Text: r.Exposure, Label: t.Exposure, Numeric: true, Sorted: true, Key: r.KeyExposure})
	}
	cells = append(cells, SheetCell{Text: r.Count, Label: t.Count, Numeric: true, Sorted: true, Key: r.KeyCount})
	switch {
	case t.Per == "":
	case r.Why != "":
		cells = append(cells, SheetCell{Text: r.Why, Class: "why", Span: t.WhySpan, Sorted: true})
	default:
		cells = append(cells, SheetCell{Text: r.Per, Label: t.Per, Class: "strong", Numeric: true, Sorted: true, Key: r.Key},
			SheetCell{Text: r.Range, Label: t.Within, Bar: r.Bar, Class: "within"})
		if t.Verdict != "" {
			cells = append(cells, SheetCell{Chip: r.Verdict, Tone: r.VerdictClass, Class: "verdict"})
		}
	}
	return SheetRow{Cells: cells, Head: head}.HTML()
}

// PostView is the page of one post.
type PostView struct {
	Kicker, Title, Lead string
	Permalink           string
	Caption             string
	Facts               Facts
	Verdict, Tone       string // on the primary rate; empty where there is none
	Group               string
	Why                 *Panel // nil where nothing can be said
	Rates               Sheet
	RateNote            string
	Counts              Facts
	Commentary          template.HTML
	Previous, Next      *Link
	Methods             string
	Rows                string // the CSV of all posts
}

// Fact is a name and a value.
type Fact struct{ Name, Value string }

// SourceTable is the account of every file.
type SourceTable struct {
	Title  Heading
	Totals Table
	Files  []SourceView
}

// SourceView is the account of one file.
type SourceView struct {
	ID, Recognised, Sum string
	Title               Heading // the file
	ProblemsTitle       Heading
	Facts               []Fact
	Notes               []string
	Columns             Table
	Problems            Table
	More                string // "and 31 more", where not all are listed
}

// List is a list of links under a title: a month of posts, or the months.
type List struct {
	Title, Kicker, Lead string
	Posts               *PostTable
	Links               []ListItem
	Previous, Next      *Link
}

// ListItem is a link with a word about it.
type ListItem struct{ Text, URL, Detail string }

// NotFound is the page for an address that does not exist.
type NotFound struct{ Links []Link }
