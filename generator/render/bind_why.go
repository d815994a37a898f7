package render

import (
	"fmt"
	"math"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

const whyCSV = "data/why.csv"

// bindWhy is {{< why post="..." >}}: one post's outcome as a product of ratios. Without a post it is the one with the
// largest ratio.
func bindWhy(b *binding, r *page.Ref) (fragment, error) {
	i, err := b.whyPost(r)
	if err != nil {
		return fragment{}, err
	}
	if i < 0 {
		return b.nothing(r, "why.nothing", b.term(b.Site.Primary))
	}
	p := b.posts[i]
	w := b.whyWords(p.Post)
	panel := b.whyPanel(p, w)
	panel.ID, panel.Title = b.id("why-"+p.Slug), b.heading(r, b.words.say("why.title", struct {
		Title string
		whyWords
	}{cut(p.Title, 60), w}))
	panel.Links = append([]Link{{Text: b.words.say("why.page", nil), URL: href(b.root, p.Path)}}, b.rowsLinks(whyCSV)...)
	return fragment{layout: "panel", data: panel}, nil
}

// whyPanel is the waterfall with its sentences; ID, title and links are the caller's.
func (s *site) whyPanel(p postRef, w whyWords) *Panel {
	panel := &Panel{Lead: s.whySentences(w), Sheet: s.whySheet(p.Post, w)}
	if len(panel.Sheet.Rows) > 0 {
		panel.Subtitle = s.words.say("why.subtitle", w)
		panel.Notes = append(panel.Notes, s.words.say("why.note", w))
		if w.Steps != "" && s.words.say("why.rate", w) != "" {
			panel.Notes = append(panel.Notes, s.words.say("why.two", w))
		}
	}
	return panel
}

// whyPost finds the post by id or slug; -1 where none is named and none has a ratio.
func (b *binding) whyPost(r *page.Ref) (int, error) {
	name, ok := r.Get("post")
	if !ok {
		return b.mostUnusual(), nil
	}
	var known []string
	for i, p := range b.posts {
		if p.ID == name || p.Slug == name {
			return i, nil
		}
		known = append(known, p.ID)
	}
	return -1, r.Problem("unknown-post", fmt.Sprintf("no post has the id %q", name), diag.DidYouMean(name, known))
}

// mostUnusual is the post that is most surely above what is usual, of those that have a verdict on their rate where
// there are any.
func (s *site) mostUnusual() int {
	best, low, judged := -1, math.Inf(-1), false
	for i, p := range s.posts {
		e := p.Why.Ratio
		r, ok := p.Rate(s.Site.Primary)
		has := ok && r.Verdict != model.TooLittleData && r.Verdict != model.TooYoung
		if e.OK() && (has && !judged || has == judged && e.Low > low) {
			best, low, judged = i, e.Low, has
		}
	}
	return best
}

// whyRows is every link of every post's chain.
func (s *site) whyRows() []byte {
	out := newSheet("post_id", "outcome", "factor", "of", "value", "baseline", "ratio", "ratio_low", "ratio_high", "why_none")
	for _, p := range s.posts {
		whole := []string{formulaSafe(p.ID), formulaSafe(p.Why.Outcome), "", "", num(float64(p.Why.Expected)), num(float64(p.Why.Baseline))}
		out.row(append(append(whole, estimate(p.Why.Ratio)...), formulaSafe(p.Why.Ratio.Why))...)
		for _, f := range p.Why.Factors {
			cells := []string{formulaSafe(p.ID), formulaSafe(p.Why.Outcome), formulaSafe(f.Name), formulaSafe(f.Of), num(float64(f.Value)), num(float64(f.Baseline))}
			out.row(append(append(cells, estimate(f.Ratio)...), "")...)
		}
	}
	return out.bytes()
}

// signalRows is every signal with its estimates.
func (s *site) signalRows() []byte {
	out := newSheet("action", "outcome", "exposure", "verdict", "per_exposure", "per_exposure_low", "per_exposure_high", "p", "q", "total", "total_low", "total_high",
		"rank_raw", "rank_given_exposure", "rank_of_rates", "shuffled_p", "top_k", "top_shared", "top_by_chance", "gain", "gain_low", "gain_high",
		"odds_ratio", "odds_ratio_low", "odds_ratio_high", "posts", "posts_needed", "sentence")
	for i := range s.Report.Signals {
		g := &s.Report.Signals[i]
		cells := []string{formulaSafe(g.Action), formulaSafe(g.Outcome), formulaSafe(g.Exposure), string(g.Verdict)}
		cells = append(cells, estimate(g.PerExposure.RateRatio)...)
		cells = append(cells, num(float64(g.PerExposure.P)), num(float64(g.PerExposure.Q)))
		cells = append(cells, estimate(g.Total.RateRatio)...)
		cells = append(cells, estimate(g.Rank.Raw)[0], estimate(g.Rank.GivenExposure)[0], estimate(g.Rank.OfRates)[0], num(float64(g.Rank.PermutationP)))
		cells = append(cells, num(float64(g.TopOverlap.K)), num(float64(g.TopOverlap.Shared)), num(float64(g.TopOverlap.ByChance)))
		cells = append(cells, estimate(g.Validated.Gain)...)
		odds := model.None("no events")
		if g.Actor != nil {
			odds = g.Actor.OddsRatio
		}
		cells = append(cells, estimate(odds)...)
		out.row(append(cells, num(float64(g.Posts.Used)), num(float64(g.PostsNeeded)), formulaSafe(s.signalSentence(g)))...)
	}
	return out.bytes()
}
