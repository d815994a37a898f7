package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// PathsView is the picture of how people divide, and the ways that the most of them went.
type PathsView struct {
	Figure  *Figure
	Summary string
	Ways    Table
}

// pathWords is what the wording of a flow picks from.
type pathWords struct {
	Name, Touch, Goal           string
	People, Untouched, Withheld int
	Converted                   int
	Rate, Range                 string
	Way                         string // the way that the most of those who converted went; empty: none is known
	OnWay                       int    // how many of them
	Steps, Shown, Ways          int
}

// bindPaths is how people divide on their way to the conversion of an [[attribution]]: {{< paths "Purchases by action" >}},
// or the first without a name; steps=4 says how many steps are drawn.
func bindPaths(b *binding, r *page.Ref) (fragment, error) {
	a, err := b.attributionNamed(r)
	if err != nil {
		return fragment{}, err
	}
	shown, err := wholeNumber(r, "steps", 4, 2, max(a.Flow.Steps, 2))
	if err != nil {
		return fragment{}, err
	}
	if len(a.Flow.Bands) == 0 {
		return fragment{}, r.Problem("no-paths", fmt.Sprintf("%q has no paths: %s", a.Name, cmp.Or(a.Flow.Why, "nobody did anything")), "leave the figure out, or name other actions in its [[attribution]]")
	}
	f := pathFlow{b, a, shown}
	said := f.words()
	w := b.words
	fig := &Figure{
		ID: b.id("paths-" + a.Name), Title: b.heading(r, upperFirst(w.say("paths.title", said))), Subtitle: w.say("paths.subtitle", said),
		Table: f.table(said), Notes: []string{w.say("paths.note", said)}, Links: b.rowsLinks(pathsCSV(a)),
	}
	view := &PathsView{Figure: fig, Summary: w.say("paths.ways", said), Ways: f.ways(said)}
	return fragment{layout: "paths", data: view, figure: fig, chart: f.chart(fig, said)}, nil
}

// attributionNamed is the declaration that a shortcode names, or the first without a name.
func (b *binding) attributionNamed(r *page.Ref) (*model.Attributed, error) {
	var names []string
	for i := range b.Report.Attribution {
		a := &b.Report.Attribution[i]
		if r.Arg(0) == "" || a.Name == r.Arg(0) {
			return a, nil
		}
		names = append(names, a.Name)
	}
	hint := diag.DidYouMean(r.Arg(0), names)
	if len(names) == 0 {
		hint = "declare it in site.toml as [[attribution]]"
	}
	return nil, r.Problem("unknown-attribution", fmt.Sprintf("no attribution is named %q", r.Arg(0)), hint)
}

// pathFlow is the flow of one declaration on its way to words, table and picture.
type pathFlow struct {
	*binding
	*model.Attributed
	shown int // columns
}

// touch is what a thing that people did is called.
func (f pathFlow) touch(name string) string {
	return f.binding.touchName(f.Touch, name)
}

// end is what an end of a way is called.
func (f pathFlow) end(end string) string {
	if end == model.PathConverted {
		return f.binding.words.label(f.binding.action(f.Conversion))
	}
	return f.binding.words.say("paths."+end, nil)
}

func (f pathFlow) words() pathWords {
	flow, b := f.Flow, f.binding
	out := pathWords{Name: brief(f.Name), Touch: brief(f.Touch), Goal: b.words.verb(b.action(f.Conversion)), People: flow.People, Untouched: flow.Untouched, Steps: flow.Steps, Shown: f.shown, Ways: len(flow.Ways)}
	if e := flow.Converted; e.OK() {
		i := b.loc.rate(e)
		out.Rate, out.Range, out.Converted = i.Value, i.Range(), int(e.K)
	}
	for _, band := range flow.Bands {
		if band.End == model.PathWithheld {
			out.Withheld += band.People
		}
	}
	for _, way := range flow.Ways {
		if way.Converted > out.OnWay {
			out.OnWay, out.Way = way.Converted, f.way(way)
		}
	}
	return out
}

func (f pathFlow) way(way model.PathWay) string {
	names := make([]string, len(way.Touches))
	for i, t := range way.Touches {
		names[i] = f.touch(t)
	}
	if way.More {
		names = append(names, "…")
	}
	return strings.Join(names, " → ")
}

// table has every band that is drawn.
func (f pathFlow) table(said pathWords) Table {
	w := f.binding.words
	t := newTable(said.Name, Column{Label: w.say("paths.from", nil)}, Column{Label: w.say("paths.to", nil)}, Column{w.say("paths.people", nil), true}, Column{w.say("paths.share", nil), true})
	total := map[string]int{}
	for _, band := range f.Flow.Bands {
		total[strconv.Itoa(band.Step)+band.From] += band.People
	}
	for _, band := range f.Flow.Bands {
		if band.Step >= f.shown {
			continue
		}
		from, to := w.say("paths.start", nil), f.end(band.End)
		if band.Step > 0 {
			from = w.say("paths.nth", struct {
				Step int
				Name string
			}{band.Step, f.touch(band.From)})
		}
		if band.To != "" {
			to = f.touch(band.To)
		}
		share := f.binding.loc.percent(float64(band.People)/float64(total[strconv.Itoa(band.Step)+band.From]), 0)
		t.add(from, to, f.binding.loc.count(float64(band.People)), share)
	}
	return t
}

// ways is the ways that the most people went, with the share of them that converted.
func (f pathFlow) ways(said pathWords) Table {
	w := f.binding.words
	t := newTable(w.say("paths.ways", said), Column{Label: w.say("paths.way", nil)}, Column{w.say("paths.people", nil), true}, Column{upperFirst(said.Goal), true})
	for _, way := range f.Flow.Ways {
		t.add(f.way(way), f.binding.loc.count(float64(way.People)), f.binding.loc.count(float64(way.Converted)))
	}
	return t
}

// flowNode names a node of one column: a touch or an end.
type flowNode struct{ touch, end string }

// chart lays the bands out in columns: who converted above, then what people did, the commonest first, then who left.
func (f pathFlow) chart(fig *Figure, said pathWords) chart.Chart {
	c := chart.Flow{Head: fig.head()}
	var columns [][]flowNode
	size, overall := []map[flowNode]int{}, map[string]int{}
	for _, band := range f.Flow.Bands {
		if band.Step >= f.shown {
			continue
		}
		for len(columns) <= band.Step {
			columns, size = append(columns, nil), append(size, map[flowNode]int{})
		}
		n := flowNode{band.To, band.End}
		if size[band.Step][n] == 0 {
			columns[band.Step] = append(columns[band.Step], n)
		}
		size[band.Step][n] += band.People
		overall[band.To] += band.People
	}
	for i, nodes := range columns {
		slices.SortFunc(nodes, func(a, b flowNode) int {
			return cmp.Or(cmp.Compare(endPlace(a.end), endPlace(b.end)), cmp.Compare(overall[b.touch], overall[a.touch]), cmp.Compare(a.touch, b.touch))
		})
		column := chart.FlowColumn{Name: f.binding.words.say("paths.column", i+1)}
		for _, n := range nodes {
			column.Nodes = append(column.Nodes, chart.FlowNode{Name: f.node(n), Size: float64(size[i][n]), Label: f.binding.loc.count(float64(size[i][n])), Tone: endTone(n.end)})
		}
		c.Columns = append(c.Columns, column)
	}
	for _, band := range f.Flow.Bands {
		if band.Step == 0 || band.Step >= f.shown {
			continue
		}
		from, to := flowNode{touch: band.From}, flowNode{band.To, band.End}
		c.Bands = append(c.Bands, chart.FlowBand{Column: band.Step - 1, From: slices.Index(columns[band.Step-1], from), To: slices.Index(columns[band.Step], to), Size: float64(band.People),
			Tip: f.node(from) + " → " + f.node(to) + ": " + f.binding.loc.count(float64(band.People)), Tone: endTone(band.End)})
	}
	return c
}

func (f pathFlow) node(n flowNode) string {
	if n.end != "" {
		return f.end(n.end)
	}
	return f.touch(n.touch)
}

func endPlace(end string) int {
	return slices.Index([]string{model.PathConverted, "", model.PathMore, model.PathStopped, model.PathWithheld}, end)
}

func endTone(end string) chart.Tone {
	switch end {
	case model.PathConverted:
		return chart.Key
	case "", model.PathMore:
		return chart.Plain
	}
	return chart.Quiet
}

func pathsCSV(a *model.Attributed) string { return "data/paths-" + page.Slug(a.Name) + ".csv" }

// planPaths is the CSV of every flow: the bands of all steps.
func (s *site) planPaths(p *plan) {
	for i := range s.Report.Attribution {
		if a := &s.Report.Attribution[i]; len(a.Flow.Bands) > 0 {
			p.add(pathsCSV(a), "paths of "+a.Name, made(func() []byte { return pathRows(a) }))
		}
	}
}

func pathRows(a *model.Attributed) []byte {
	sheet := newSheet("step", "from", "to", "end", "people")
	for _, band := range a.Flow.Bands {
		sheet.row(strconv.Itoa(band.Step), formulaSafe(band.From), formulaSafe(band.To), band.End, strconv.Itoa(band.People))
	}
	return sheet.bytes()
}
