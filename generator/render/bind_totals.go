package render

import (
	"likewise/generator/model"
	"likewise/generator/page"
)

// bindTotals is the table of every metric: its sum over the posts that report it.
func bindTotals(b *binding, r *page.Ref) (fragment, error) {
	if len(b.Report.Totals) == 0 {
		return fragment{layout: "note", data: b.words.say("totals.none", nil)}, nil
	}
	t := b.totalsTable()
	return fragment{layout: "totals", data: TotalsView{TitledTable{b.heading(r, t.Caption), t}, b.breakNotes()}}, nil
}

// TotalsView is the totals, and which of them leave out posts because the metric changed its meaning.
type TotalsView struct {
	TitledTable
	Notes []string
}

func (s *site) totalsTable() Table {
	have := map[string]int{}
	for i := range s.Report.Posts {
		for m := range s.Report.Posts[i].Metrics {
			have[m]++
		}
	}
	t := newTable(s.words.say("totals.caption", nil), Column{Label: s.words.say("totals.metric", nil)},
		Column{s.words.say("totals.total", nil), true}, Column{s.words.say("totals.posts", nil), true})
	for _, n := range s.metricNames() {
		m := model.MetricNamed(n)
		t.add(s.words.label(m), s.loc.metric(m, s.Report.Totals[n]), s.loc.count(float64(have[n])))
		t.Rows[len(t.Rows)-1].ID = totalID(n)
	}
	return t
}

func newTable(caption string, columns ...Column) Table {
	return Table{Caption: caption, Columns: columns, Rows: []Row{}}
}

// add appends a row of texts, one a column.
func (t *Table) add(cells ...string) {
	row := Row{Cells: make([]Cell, len(cells))}
	for i, c := range cells {
		row.Cells[i] = Cell{Label: t.Columns[i].Label, Text: c, Numeric: t.Columns[i].Numeric}
	}
	t.Rows = append(t.Rows, row)
}
