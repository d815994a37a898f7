package render

import (
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/page"
)

// findingsCSV is the path of the list of findings.
const findingsCSV = "data/findings.csv"

// FindingsView is a list of findings, the most useful first.
type FindingsView struct {
	ID       string
	Title    Heading
	Subtitle string
	Items    []FindingView
	Links    []Link
}

// FindingView is one finding. Chip is its verdict where that is not "supports"; Stake how many conversions it speaks of.
type FindingView struct {
	Sentence, Chip, Tone string
	Stake                string
	Links                []Link
}

// bindFindings is {{< findings top=3 >}}: the most useful findings, one of a kind, without those that the page shows
// in full by a shortcode of its own. Without top it is the list of all.
func bindFindings(b *binding, r *page.Ref) (fragment, error) {
	top, err := wholeNumber(r, "top", 0, 1, 20)
	if err != nil {
		return fragment{}, err
	}
	all := b.toldFindings()
	chosen := all
	if top > 0 {
		chosen = b.mostUseful(all, top)
	}
	said := findingsWords{len(chosen), len(all), b.term(b.Site.Primary)}
	if len(chosen) == 0 {
		return b.nothing(r, "findings.none", said)
	}
	v := &FindingsView{ID: b.id("findings"), Links: b.rowsLinks(findingsCSV)}
	key := "all"
	if top > 0 {
		key = "top"
	}
	v.Title, v.Subtitle = b.heading(r, b.words.say("findings."+key, said)), b.words.say("findings."+key+"-subtitle", said)
	for i := range chosen {
		v.Items = append(v.Items, b.findingView(&chosen[i], top == 0))
	}
	return fragment{layout: "findings", data: v}, nil
}

// findingsWords is the list in its title.
type findingsWords struct {
	Shown, Of int
	Outcome   term
}

// mostUseful picks the first findings of different kinds that can be told and weigh something.
func (b *binding) mostUseful(all []model.Finding, top int) []model.Finding {
	var out []model.Finding
	seen := map[string]bool{}
	for _, f := range all {
		here := slices.ContainsFunc(b.page.Refs, func(r *page.Ref) bool { return r.Name == f.Shown && f.Shown != "" })
		if here || seen[f.Kind] || f.Verdict == model.CannotTell || f.Strength.Stake == 0 || len(out) == top {
			continue
		}
		seen[f.Kind] = true
		out = append(out, f)
	}
	return out
}

// findingView puts a finding on a page; full adds what it was ranked by.
func (b *binding) findingView(f *model.Finding, full bool) FindingView {
	v := FindingView{Sentence: b.findingSentence(f)} // with its marks that hold a range together
	if to := b.findingPage(f); to != "" && to != href("", b.page.Path) {
		v.Links = append(v.Links, Link{Text: b.words.say("findings.more", nil), URL: b.root + to})
	}
	if f.Table != "" {
		v.Links = append(v.Links, Link{Text: b.words.say("findings.rows", nil), URL: b.root + f.Table})
	}
	if !full {
		return v
	}
	if f.Verdict != model.Supports {
		v.Chip = b.words.say("verdict."+string(f.Verdict), nil)
		if g := b.signalOf(f); g != nil {
			v.Chip, v.Tone = b.signalChip(g)
		}
	}
	if x := float64(f.Strength.Stake); x >= .5 {
		v.Stake = b.words.say("findings.stake", struct {
			Count   string
			Int     int
			Outcome term // the zero one where no goal is named
		}{b.loc.num(x, 0), int(math.Round(x)), b.goal()})
	}
	return v
}

// goal is the primary conversion in words, the zero term where none is named.
func (s *site) goal() term {
	if s.Site.Primary == "" {
		return term{}
	}
	return s.term(s.Site.Primary)
}
