package render

import (
	"fmt"
	"math"
	"strconv"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// mostGroupRows is how many groups a drawing shows; the table has them all.
const mostGroupRows = 12

// The names that the analysis gives to what is no value of a column.
const (
	groupNone     = "(none)"
	groupWithheld = "(withheld)"
	groupOther    = "(other)"
)

// groupName is a group's name in words.
func (s *site) groupName(name, by string, together int) string {
	about := namedGroup{By: by, Together: together}
	switch name {
	case groupNone:
		return s.words.say("people.group-none", about)
	case groupWithheld:
		return s.words.say("people.group-withheld", about)
	case groupOther:
		return s.words.say("people.group-other", about)
	}
	return upperFirst(brief(name))
}

// namedGroup is what the wording of such a group picks from.
type namedGroup struct {
	By       string
	Together int
}

// bindBreakdown is the groups of a funnel side by side, step by step: {{< breakdown "People who saw a post" >}}.
func bindBreakdown(b *binding, r *page.Ref) (fragment, error) {
	f, err := b.groupedFunnel(r)
	if err != nil {
		return fragment{}, err
	}
	said := b.breakdownWords(f)
	key := map[bool]string{true: "people.breakdown", false: "people.postgroups"}[f.Unit == "actor"]
	fig := &Figure{
		ID: b.id(f.Name + "-by-" + f.GroupBy), Title: b.heading(r, upperFirst(b.words.say(key+"-title", said))), Subtitle: b.words.say(key+"-subtitle", said),
		Table: b.breakdownTable(f, said), Notes: []string{b.words.say(key+"-note", said)}, Links: b.rowsLinks(funnelGroupsCSV(f)),
	}
	return fragment{layout: "figure", data: fig, figure: fig, chart: b.breakdownChart(fig, f, said)}, nil
}

func (b *binding) groupedFunnel(r *page.Ref) (*model.FunnelResult, error) {
	f, err := b.funnelNamed(r, r.Arg(0))
	if err == nil && len(f.Groups) == 0 {
		err = r.Problem("no-groups", fmt.Sprintf("the funnel %q has no groups", f.Name), `declare groupBy = "format", or another column, in its [[funnel]]`)
	}
	return f, err
}

// breakdownWords is what the wording of a breakdown picks from.
type breakdownWords struct {
	finding
	By    string
	All   string // the share of the last step in the first, over all
	Above string // groups whose share is above that of the rest at q below .05: "Carousel (9%)"
	Below string
	More  bool // Above names several
	// Lead is the group of posts whose interval lies above all others'; empty: none does.
	Lead, LeadShare, Next string
	// Under are the groups whose interval lies below that of Top, the highest, and Over those that overlap with it.
	Top, Under, Over    string
	UnderMore, OverMore bool // they are several
	Groups, Drawn       int  // with a value of the column; in the picture
	drawn               []model.FunnelGroup
	Withheld            int
	NoGroup             int    // people without a value of the column
	Credit              string // whose value of the column stands for a person
}

func (s *site) breakdownWords(f *model.FunnelResult) breakdownWords {
	out := breakdownWords{finding: s.funnelFinding(f), By: brief(f.GroupBy), Withheld: f.Withheld, Credit: line(f.Rules.Credit)}
	for _, g := range f.Groups {
		if f.Unit == "actor" && g.Name == groupNone { // a value that is missing is no group to hold against others
			out.NoGroup = int(g.Steps[0].Count)
			continue
		}
		out.drawn = append(out.drawn, g)
	}
	out.Groups, out.Drawn = len(out.drawn), min(len(out.drawn), mostGroupRows)
	out.drawn = out.drawn[:out.Drawn]
	last := len(f.Steps) - 1
	if e := f.Steps[last].OfFirst; e.OK() {
		out.All = s.loc.rate(e).Value
	}
	var above, below []string
	for _, g := range f.Groups {
		if !surelyDiffers(g) {
			continue
		}
		text := s.groupName(g.Name, out.By, g.Together) + " (" + s.loc.rate(g.Steps[last].OfFirst).Value + ")"
		if g.Difference.Value > 0 {
			above = append(above, text)
		} else {
			below = append(below, text)
		}
	}
	out.Above, out.Below, out.More = s.join(above, len(above)), s.join(below, len(below)), len(above) > 1
	if f.Unit == "post" {
		s.lead(f, &out)
	}
	return out
}

func surelyDiffers(g model.FunnelGroup) bool {
	return g.Difference != nil && g.Difference.OK() && g.Q != nil && float64(*g.Q) <= 0.05
}

// lead finds the group of posts whose interval lies above that of every other.
func (s *site) lead(f *model.FunnelResult, out *breakdownWords) {
	last := len(f.Steps) - 1
	best, next := -1, math.Inf(-1)
	for i, g := range f.Groups {
		if e := g.Steps[last].OfFirst; e.OK() && g.Name != groupOther && (best < 0 || e.Value > f.Groups[best].Steps[last].OfFirst.Value) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	lead := f.Groups[best].Steps[last].OfFirst
	s.under(f, best, out)
	for i, g := range f.Groups {
		e := g.Steps[last].OfFirst
		if i == best || !e.OK() {
			continue
		}
		high := e.High
		if math.IsNaN(high) {
			high = e.Value
		}
		if !(lead.Low > high) {
			return
		}
		if e.Value > next {
			next, out.Next = e.Value, s.groupName(g.Name, out.By, g.Together)+" ("+s.loc.rate(e).Value+")"
		}
	}
	if out.Next != "" {
		out.Lead, out.LeadShare = s.groupName(f.Groups[best].Name, out.By, 0), s.loc.rate(lead).Value
	}
}

// under tells the groups of posts below the highest from those that overlap with it.
func (s *site) under(f *model.FunnelResult, best int, out *breakdownWords) {
	last := len(f.Steps) - 1
	lead := f.Groups[best].Steps[last].OfFirst
	var under, over []string
	for i, g := range f.Groups {
		switch e := g.Steps[last].OfFirst; {
		case i == best || !e.OK() || g.Name == groupOther:
		case e.High < lead.Low:
			under = append(under, "“"+s.groupName(g.Name, out.By, g.Together)+"”")
		default:
			over = append(over, "“"+s.groupName(g.Name, out.By, g.Together)+"”")
		}
	}
	out.Top, out.Under, out.Over = "“"+s.groupName(f.Groups[best].Name, out.By, 0)+"”", s.join(under, 3), s.join(over, 3)
	out.UnderMore, out.OverMore = len(under) > 1, len(over) > 1
}

// breakdownTable has every group with its count at each step and the share of the step before.
func (b *binding) breakdownTable(f *model.FunnelResult, said breakdownWords) Table {
	w, people := b.words, f.Unit == "actor"
	columns := []Column{{Label: upperFirst(said.By)}}
	if !people {
		columns = append(columns, Column{w.say("groups.posts", nil), true})
	}
	for _, st := range said.Chain {
		columns = append(columns, Column{st.Label, true})
	}
	if columns = append(columns, Column{w.say("people.share", nil), true}); people {
		columns = append(columns, Column{w.say("people.difference", nil), true}, Column{"q", true})
	}
	t := newTable(brief(f.Name), columns...)
	finest := b.columnDecimals(f)
	for _, g := range f.Groups {
		cells := []string{b.groupName(g.Name, said.By, g.Together)}
		if !people {
			cells = append(cells, b.loc.count(float64(g.Posts)))
		}
		for i, st := range g.Steps {
			text := b.loc.count(float64(st.Count))
			if i > 0 && st.OfPrevious.OK() {
				text += ", " + b.rangeTo(st.OfPrevious, finest[i-1])
			}
			cells = append(cells, text)
		}
		cells = append(cells, b.rangeTo(g.Steps[len(g.Steps)-1].OfFirst, finest[len(finest)-1]))
		if people {
			cells = append(cells, b.difference(g)...)
		}
		t.add(cells...)
	}
	return t
}

// withRange is "4.4% (3.5–5.5)", or why there is none.
func (s *site) withRange(e model.Estimate) string {
	cells := s.cells(e)
	if cells[1] == missing {
		return cells[0]
	}
	return cells[0] + " (" + cells[1] + ")"
}

// columnDecimals is one precision a column of shares, that of its surest: each step of the one before, then the whole.
func (s *site) columnDecimals(f *model.FunnelResult) []int {
	out := make([]int, len(f.Steps))
	see := func(at int, e model.Estimate) {
		if e.OK() && !math.IsNaN(e.Low) && !math.IsNaN(e.High) {
			out[at] = max(out[at], decimalsFor((e.High-e.Low)*100))
		}
	}
	for _, g := range f.Groups {
		for i, st := range g.Steps[1:] {
			see(i, st.OfPrevious)
		}
		see(len(out)-1, g.Steps[len(g.Steps)-1].OfFirst)
	}
	return out
}

// rangeTo is "4.4% (3.5–5.5)" with so many decimals, or why there is none.
func (s *site) rangeTo(e model.Estimate, decimals int) string {
	if !e.OK() {
		return s.cells(e)[0]
	}
	i := s.loc.scaledTo(e, 100, decimals)
	if i.Low == "" {
		return i.Value + s.loc.percentGap + "%"
	}
	return i.Value + s.loc.percentGap + "% (" + i.Range() + ")"
}

// difference is how a group differs from everybody else, in percentage points, and its q.
func (s *site) difference(g model.FunnelGroup) []string {
	out := []string{missing, missing}
	if g.Difference != nil && g.Difference.OK() {
		out[0] = s.loc.num(100*g.Difference.Value, 1) + " (" + s.loc.num(100*g.Difference.Low, 1) + " to " + s.loc.num(100*g.Difference.High, 1) + ")"
	}
	if g.Q != nil && !math.IsNaN(float64(*g.Q)) {
		if out[1] = s.loc.num(float64(*g.Q), 3); *g.Q < 0.0005 {
			out[1] = "<" + s.loc.num(0.001, 3)
		}
	}
	return out
}

func (b *binding) breakdownChart(fig *Figure, f *model.FunnelResult, said breakdownWords) chart.Chart {
	c := chart.Panels{Head: fig.head()}
	for _, g := range said.drawn {
		c.Rows = append(c.Rows, b.groupName(g.Name, said.By, g.Together))
	}
	for i := 1; i < len(f.Steps); i++ {
		c.Panels = append(c.Panels, b.breakdownPanel(f, said, i, i-1, func(s model.StepResult) model.Estimate { return s.OfPrevious }))
	}
	if last := len(f.Steps) - 1; last > 1 {
		c.Panels = append(c.Panels, b.breakdownPanel(f, said, last, 0, func(s model.StepResult) model.Estimate { return s.OfFirst }))
	}
	return c
}

// breakdownPanel is one step as a share of another, for every group.
func (b *binding) breakdownPanel(f *model.FunnelResult, said breakdownWords, step, of int, share func(model.StepResult) model.Estimate) chart.Panel {
	p := chart.Panel{Name: said.stepLabel(said.Chain[step]), Of: b.words.say("people.of", said.Chain[of]), Compare: math.NaN()}
	if e := share(f.Steps[step]); e.OK() {
		p.Compare, p.CompName = e.Value, b.words.say("people.all", b.loc.rate(e).Value)
	}
	for _, g := range said.drawn {
		e := share(g.Steps[step])
		cell := chart.PanelCell{Value: model.Number(math.NaN()), Low: model.Number(math.NaN()), High: model.Number(math.NaN()), Label: missing}
		if e.OK() {
			cell = chart.PanelCell{Value: model.Number(e.Value), Low: model.Number(e.Low), High: model.Number(e.High), Label: b.loc.rate(e).Value}
		}
		whole := step == len(f.Steps)-1 && of == 0
		if whole && (surelyDiffers(g) && g.Difference.Value > 0 || said.Lead != "" && said.Lead == b.groupName(g.Name, said.By, 0)) {
			cell.Tone = chart.Key
		}
		p.Cells = append(p.Cells, cell)
	}
	return p
}

func funnelGroupsCSV(f *model.FunnelResult) string {
	return "data/funnel-" + page.Slug(f.Name) + "-by-" + page.Slug(f.GroupBy) + ".csv"
}

// funnelGroupRows is every group with each of its steps.
func funnelGroupRows(f *model.FunnelResult) []byte {
	out := newSheet("group", "posts", "step", "count", "of_previous", "of_previous_low", "of_previous_high", "of_first", "of_first_low", "of_first_high", "median_seconds", "median_low", "median_high")
	for _, g := range f.Groups {
		posts := ""
		if g.Posts > 0 {
			posts = strconv.Itoa(g.Posts)
		}
		for _, st := range g.Steps {
			cells := append([]string{formulaSafe(g.Name), posts, formulaSafe(st.Name), num(float64(st.Count))}, estimate(st.OfPrevious)...)
			out.row(append(append(cells, estimate(st.OfFirst)...), estimate(st.MedianSeconds)...)...)
		}
	}
	return out.bytes()
}

// planGroups is the CSV of every funnel that has groups.
func (s *site) planGroups(p *plan) {
	for i := range s.Report.Funnels {
		if f := &s.Report.Funnels[i]; len(f.Groups) > 0 {
			p.add(funnelGroupsCSV(f), "groups of the funnel "+f.Name, made(func() []byte { return funnelGroupRows(f) }))
		}
	}
}
