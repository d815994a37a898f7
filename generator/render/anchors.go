package render

import (
	"likewise/generator/model"
	"likewise/generator/page"
)

// totalID is the anchor of a metric in the table of totals.
func totalID(metric string) string { return "total-" + page.Slug(metric) }

// metricSource is where the total of a metric is shown, from the top of the site: its row in the table of totals,
// else the table of posts that it sums.
func (s *site) metricSource(metric string) string {
	for _, p := range s.Pages {
		for _, r := range p.Refs {
			if r.Name == "totals" && !isCommentary(p) {
				return href("", p.Path) + "#" + totalID(metric)
			}
		}
	}
	return postsCSV
}

// funnelSource is where a funnel is drawn: on this page, on another, else its CSV.
func (b *binding) funnelSource(f *model.FunnelResult) string {
	for _, p := range append([]*page.Page{b.page}, b.Pages...) {
		for _, r := range p.Refs {
			if r.Name == "funnel" && (r.Arg(0) == f.Name || r.Arg(0) == page.Slug(f.Name)) && !isCommentary(p) {
				return href("", p.Path) + "#" + figureID(f.Name)
			}
		}
	}
	return funnelCSV(f)
}

// figureID is the anchor of the first figure of that name on a page.
func figureID(name string) string { return "fig-" + page.Slug(name) }
