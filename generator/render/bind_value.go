package render

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// value is a number within a sentence, linked to where it comes from.
type value struct{ Text, URL string }

// quantity is what a path names: a number with its natural format, or a text.
type quantity struct {
	number float64
	text   string // used where number is NaN
	format string // num0, money, pct
	from   string // path of the page or file it comes from, from the top of the site
}

// bindValue is a number in prose: {{< value "purchases" format="num0" >}}. The path is a metric (its total), "posts",
// "files", "rows", "rejected", "from", "to", "asof", what leagueQuantity reads, or "funnel.NAME.STEP" with ".ofPrevious" or ".ofFirst" behind it.
func bindValue(b *binding, r *page.Ref) (fragment, error) {
	if _, ok := r.Get("row"); ok {
		return fragment{}, r.Problem("shortcode-args", "value has no rows here", "row belongs to a query's column")
	}
	q, err := b.quantity(r, r.Arg(0))
	if err != nil {
		return fragment{}, err
	}
	text := q.text
	if !math.IsNaN(q.number) {
		format, ok := r.Get("format")
		if !ok {
			format = q.format
		}
		if text, ok = b.loc.as(format, q.number); !ok {
			hint := diag.DidYouMean(format, []string{"num0", "num1", "num2", "pct0", "pct1", "pct2", "money", "money0", "raw"})
			return fragment{}, r.Problem("unknown-format", fmt.Sprintf("no format %q", format), hint)
		}
	}
	return fragment{layout: "value", data: value{Text: text, URL: b.root + q.from}}, nil
}

func (b *binding) quantity(r *page.Ref, path string) (quantity, error) {
	p := b.Report.Period
	source := b.methodsOr(postsCSV)
	switch path {
	case "posts":
		return quantity{number: float64(len(b.Report.Posts)), format: "num0", from: postsCSV}, nil
	case "files":
		return quantity{number: float64(len(b.Report.Sources)), format: "num0", from: source}, nil
	case "rows", "rejected":
		read, rejected := b.rows()
		return quantity{number: map[string]float64{"rows": read, "rejected": rejected}[path], format: "num0", from: source}, nil
	case "from", "to", "asof":
		day := map[string]string{"from": p.From, "to": p.To, "asof": b.Report.AsOf}[path]
		return quantity{number: math.NaN(), text: b.loc.day(day), from: source}, nil
	}
	if rest, ok := strings.CutPrefix(path, "funnel."); ok {
		return b.funnelQuantity(r, rest)
	}
	if q, found, err := b.leagueQuantity(r, path); found {
		return q, err
	}
	m, err := b.metric(r, path)
	if err != nil {
		return quantity{}, err
	}
	format := "num"
	if m.Money {
		format = "money"
	}
	return quantity{number: b.Report.Totals[m.Name], format: format, from: b.metricSource(m.Name)}, nil
}

// funnelQuantity reads "NAME.STEP" or "NAME.STEP.ofPrevious".
func (b *binding) funnelQuantity(r *page.Ref, path string) (quantity, error) {
	name, rest, _ := strings.Cut(path, ".")
	stepName, what, _ := strings.Cut(rest, ".")
	f, err := b.funnelNamed(r, name)
	if err != nil {
		return quantity{}, err
	}
	var names []string
	for _, st := range f.Steps {
		if names = append(names, st.Name); st.Name != stepName {
			continue
		}
		q := quantity{number: float64(st.Count), text: missing, format: "num", from: b.funnelSource(f)}
		switch what {
		case "", "count":
			return q, nil
		case "ofPrevious":
			return q.estimate(b.site, st.OfPrevious), nil
		case "ofFirst":
			return q.estimate(b.site, st.OfFirst), nil
		}
		hint := diag.DidYouMean(what, []string{"count", "ofPrevious", "ofFirst"})
		return q, r.Problem("unknown-value", fmt.Sprintf("a step has no %q", what), hint)
	}
	return quantity{}, r.Problem("unknown-step", fmt.Sprintf("the funnel has no step %q", stepName), diag.DidYouMean(stepName, names))
}

func (q quantity) estimate(s *site, e model.Estimate) quantity {
	q.number, q.format, q.text = math.NaN(), "pct", e.Why
	if e.OK() {
		q.number = e.Value
		if !math.IsNaN(e.Low) {
			q.format = "pct" + strconv.Itoa(decimalsFor((e.High-e.Low)*100))
		}
	}
	return q
}

// as writes a number in the named format.
func (l *locale) as(format string, v float64) (string, bool) {
	kind := strings.TrimRight(format, "0123456789")
	decimals, err := strconv.Atoi(format[len(kind):])
	bare := err != nil
	if decimals > 9 {
		return "", false
	}
	switch {
	case kind == "raw" && bare:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case kind == "num" && bare:
		return l.count(v), true
	case kind == "num":
		return l.num(v, decimals), true
	case kind == "pct" && bare:
		return l.percent(v, decimalsFor(v*100)), true
	case kind == "pct":
		return l.percent(v, decimals), true
	case kind == "money" && bare:
		return l.money(v), true
	case kind == "money":
		return l.moneyDigits(v, decimals), true
	}
	return "", false
}
