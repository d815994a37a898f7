package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"likewise/generator/model"
	"likewise/generator/page"
)

// Paths of the tables, from the top of the site.
const (
	postsCSV   = "data/posts.csv"
	sourcesCSV = "data/sources.csv"
	totalsCSV  = "data/totals.csv"
)

func funnelCSV(f *model.FunnelResult) string { return "data/funnel-" + page.Slug(f.Name) + ".csv" }

func trendCSV(metric string) string { return "data/trend-" + page.Slug(metric) + ".csv" }

// planData is a CSV a table and the analysis.
func (s *site) planData(p *plan) {
	p.add(AnalysisFile, AnalysisFile, inJSON(func() any { return s.withSentences(s.Report) }))
	p.add(postsCSV, "posts", made(s.postRows))
	p.add(sourcesCSV, "sources", made(s.sourceRows))
	p.add(totalsCSV, "totals", made(s.totalRows))
	for i := range s.Report.Funnels {
		f := &s.Report.Funnels[i]
		p.add(funnelCSV(f), "funnel "+f.Name, made(func() []byte { return funnelRows(f) }))
	}
	s.planGroups(p)
	s.planPaths(p)
	s.planCredit(p)
	for i := range s.Report.Trend {
		t := &s.Report.Trend[i]
		p.add(trendCSV(t.Metric), "trend "+t.Metric, made(func() []byte { return trendRows(t) }))
	}
	s.planLeague(p)
	s.planPeople(p)
}

func (s *site) planSearch(p *plan) {
	p.add("search.json", "search.json", inJSON(func() any { return s.entries() }))
}

// AnalysisFile is where a site has its whole report.
const AnalysisFile = "analysis.json"

// inJSON writes compactly: the analysis of a large account is long, and who reads it by eye has "likewise analyze".
func inJSON(value func() any) maker {
	return tried("json", func() ([]byte, error) {
		body, err := json.Marshal(value())
		return append(body, '\n'), err
	})
}

// sheet writes CSV that a spreadsheet opens without running anything: see formulaSafe.
type sheet struct {
	buf bytes.Buffer
	csv *csv.Writer
}

func newSheet(head ...string) *sheet {
	s := &sheet{}
	s.csv = csv.NewWriter(&s.buf)
	s.row(head...)
	return s
}

// row writes cells; those that are numbers must come from num.
func (s *sheet) row(cells ...string) { _ = s.csv.Write(cells) } // a bytes.Buffer takes every write

func (s *sheet) bytes() []byte {
	s.csv.Flush()
	return s.buf.Bytes()
}

// formulaSafe puts an apostrophe before text that a spreadsheet would take for a formula.
func formulaSafe(s string) string {
	s = clean(s)
	if t := strings.TrimLeft(s, " \n\t"); t != "" && strings.ContainsRune("=+-@|%＝＋－＠", []rune(t)[0]) {
		return "'" + s
	}
	return s
}

// num writes a number; nothing where there is none.
func num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// estimate is value, low and high in three cells.
func estimate(e model.Estimate) []string {
	if !e.OK() {
		return []string{"", "", ""}
	}
	return []string{num(e.Value), num(e.Low), num(e.High)}
}

// postRows is every post with every metric, and each rate with its interval and rank.
func (s *site) postRows() []byte {
	head := []string{"post_id", "published_at", "platform", "account", "format", "topic", "campaign", "title", "permalink", "page"}
	for _, m := range s.metrics {
		head = append(head, formulaSafe(m.Name))
	}
	conversions := []string{}
	if len(s.posts) > 0 {
		for _, r := range s.posts[0].Rates {
			conversions = append(conversions, r.Metric)
			head = append(head, formulaSafe(r.Metric+"_rate"), formulaSafe(r.Metric+"_rate_low"), formulaSafe(r.Metric+"_rate_high"), formulaSafe(r.Metric+"_rank"))
		}
	}
	out := newSheet(head...)
	for _, p := range s.posts {
		cells := make([]string, 0, len(head))
		for _, t := range []string{p.ID, p.Published, p.Platform, p.Account, p.Format, p.Topic, p.Campaign, p.Title, safeURL(p.Permalink), p.Path + "index.html"} {
			cells = append(cells, formulaSafe(t))
		}
		for _, m := range s.metrics {
			v, _, ok := p.Exported(m.Name)
			if !ok {
				v = math.NaN()
			}
			cells = append(cells, num(v))
		}
		for _, c := range conversions {
			cells = append(cells, rateCells(p, c)...)
		}
		out.row(cells...)
	}
	return out.bytes()
}

func rateCells(p postRef, metric string) []string {
	r, ok := p.Rate(metric)
	if !ok {
		return []string{"", "", "", ""}
	}
	rank := ""
	if r.Rank.OK() {
		rank = num(r.Rank.Value)
	}
	return append(estimate(r.Rate), rank)
}

func funnelRows(f *model.FunnelResult) []byte {
	out := newSheet("step", "count", "of_previous", "of_previous_low", "of_previous_high", "of_first", "of_first_low", "of_first_high", "drop_off", "why_no_rate")
	for _, st := range f.Steps {
		cells := append([]string{formulaSafe(st.Name), num(float64(st.Count))}, estimate(st.OfPrevious)...)
		cells = append(cells, estimate(st.OfFirst)...)
		out.row(append(cells, num(float64(st.DropOff)), formulaSafe(st.OfPrevious.Why))...)
	}
	return out.bytes()
}

func trendRows(t *model.Series) []byte {
	out := newSheet("week_from", formulaSafe(t.Metric), "posts", "unfinished", "young", "new_meaning", "odd_z")
	for _, p := range t.Points {
		out.row(p.From, num(float64(p.Value)), strconv.Itoa(p.Posts), strconv.FormatBool(p.Partial), strconv.FormatBool(p.Young), strconv.FormatBool(p.Break), oddCell(p.Odd))
	}
	return out.bytes()
}

// oddCell is empty for a week that is in line.
func oddCell(z float64) string {
	if z == 0 {
		return ""
	}
	return num(z)
}

func (s *site) sourceRows() []byte {
	out := newSheet("file", "sheet", "recognised", "kind", "read", "stored", "updated", "duplicate", "rejected", "skipped", "bytes", "sha256")
	for _, f := range s.Report.Sources {
		cells := []string{formulaSafe(f.File), formulaSafe(f.Sheet), formulaSafe(f.Recognised), formulaSafe(f.Kind)}
		for _, n := range []int{f.Read, f.Stored, f.Updated, f.Duplicate, f.Rejected, f.Skipped, int(f.Bytes)} {
			cells = append(cells, strconv.Itoa(n))
		}
		out.row(append(cells, f.SHA256)...)
	}
	return out.bytes()
}

func (s *site) totalRows() []byte {
	out := newSheet("metric", "total")
	for _, m := range s.metrics {
		out.row(formulaSafe(m.Name), num(s.Report.Totals[m.Name]))
	}
	return out.bytes()
}

// entries lists the pages: Markdown pages, posts in the order of time, months.
func (s *site) entries() []Entry {
	out := []Entry{}
	for _, p := range s.Pages {
		if !isCommentary(p) {
			out = append(out, Entry{Path: p.Path, Title: s.labelOf(p), Description: line(p.Front.Description), Kind: "page", Date: p.Front.Date})
		}
	}
	for _, sec := range s.sections {
		out = append(out, Entry{Path: sec.path, Title: sec.title(), Kind: "list"})
	}
	for _, i := range s.order {
		out = append(out, Entry{Path: s.posts[i].Path, Title: s.posts[i].Title, Kind: "post", Date: published(s.posts[i])})
	}
	for _, m := range s.months {
		out = append(out, Entry{Path: m.path, Title: s.monthName(m), Kind: "month"})
	}
	if s.hasChanged() {
		out = append(out, Entry{Path: changedPath, Title: s.words.say("since.title", nil), Kind: "list"})
	}
	return out
}
