package render

import (
	"fmt"
	"math"
	"strings"
	"time"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// curvePoints is how many times the curve of conversions is read for its picture and table.
const curvePoints = 28

// bindTimeToConvert is how long people took: {{< timetoconvert "People who saw a post" >}}, or with by="group" how long
// those of each group took.
func bindTimeToConvert(b *binding, r *page.Ref) (fragment, error) {
	f, err := b.funnelOfPeople(r)
	if err != nil {
		return fragment{}, err
	}
	if by, ok := r.Get("by"); ok {
		return b.groupTimes(r, f, by)
	}
	for i := range b.Report.TimeToConvert {
		if t := &b.Report.TimeToConvert[i]; t.Funnel == f.Name && len(t.Curve) > 0 {
			return b.timeToConvert(r, t, f), nil
		}
	}
	return fragment{}, r.Problem("no-times", fmt.Sprintf("nobody finished the funnel %q", f.Name), "leave the figure out, or widen the funnel's window")
}

// timeWords is what the wording of a curve picks from.
type timeWords struct {
	Goal, Median, Low, High string
	Converted, UnderWay     int
	// Again is how many more have entered anew; SoFar is who has converted of those who Entered, End where the curve ends.
	Again, Entered int
	SoFar, End     string
}

func (b *binding) timeToConvert(r *page.Ref, t *model.TimeToConvert, f *model.FunnelResult) fragment {
	w := b.words
	said := timeWords{Goal: b.funnelFinding(f).Last.Verb, Converted: t.Converted, UnderWay: t.UnderWay, Again: t.Again}
	if e := f.Steps[len(f.Steps)-1].OfFirst; e.OK() {
		said.Entered, said.SoFar, said.End = int(e.N), b.loc.rate(e).Value, b.loc.rate(t.Curve[len(t.Curve)-1].Converted).Value
	}
	if t.Median.OK() {
		said.Median, said.Low, said.High = b.spanInWords(t.Median.Value), b.spanInWords(t.Median.Low), b.spanInWords(t.Median.High)
	}
	fig := &Figure{
		ID: b.id(f.Name + "-time"), Title: b.heading(r, w.say("people.time-title", said)), Subtitle: w.say("people.time-subtitle", said),
		Table: newTable(brief(f.Name), Column{Label: w.say("people.within", nil)}, Column{w.say("people.converted", nil), true}, Column{w.say("figure.interval", nil), true}),
		Notes: []string{w.say("people.time-note", said)}, Links: b.rowsLinks(timesCSV(f.Name)),
	}
	c := chart.Line{Head: fig.head()}
	curve := chart.LineSeries{Name: upperFirst(said.Goal), Tone: chart.Key}
	last, top := t.Curve[len(t.Curve)-1].Seconds, 0.0
	for i := 1; i <= curvePoints; i++ {
		seconds := last * float64(i) / curvePoints
		e := convertedBy(t.Curve, seconds)
		value := model.Number(math.NaN())
		if e.OK() {
			value, top = model.Number(e.Value), math.Max(top, e.Value)
		}
		cells := b.cells(e)
		c.Buckets = append(c.Buckets, chart.Bucket{Label: span(seconds)})
		curve.Values, curve.Labels = append(curve.Values, value), append(curve.Labels, cells[0])
		fig.Table.add(span(seconds), cells[0], cells[1])
	}
	c.Series = []chart.LineSeries{curve}
	c.Ticks = b.shareTicks(top)
	return fragment{layout: "figure", data: fig, figure: fig, chart: c}
}

// convertedBy is the share that had converted by so many seconds; before the first step of the curve it is none of those
// watched.
func convertedBy(curve []model.ConvertedBy, seconds float64) model.Estimate {
	at := -1
	for at+1 < len(curve) && curve[at+1].Seconds <= seconds {
		at++
	}
	if at < 0 {
		e := curve[0].Converted
		return model.Estimate{Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: e.N, Method: e.Method}
	}
	return curve[at].Converted
}

// shareTicks are the ticks of an axis of shares from zero.
func (s *site) shareTicks(top float64) []chart.Tick {
	var out []chart.Tick
	for _, v := range chart.Ticks(0, top, 4) {
		out = append(out, chart.Tick{Value: v, Label: s.loc.percent(v, 1)})
	}
	return out
}

// span writes seconds as a reader would say them: "45 s", "12 min", "5 h", "2.5 d".
func span(seconds float64) string {
	if math.IsNaN(seconds) || math.IsInf(seconds, 0) {
		return missing
	}
	d := time.Duration(seconds * float64(time.Second))
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "min"}} {
		if d >= u.unit {
			n := d.Seconds() / u.unit.Seconds()
			if n < 10 && math.Abs(n-math.Round(n)) > 0.05 {
				return fmt.Sprintf("%.1f%s%s", n, nbsp, u.name)
			}
			return fmt.Sprintf("%.0f%s%s", n, nbsp, u.name)
		}
	}
	return fmt.Sprintf("%.0f%ss", seconds, nbsp)
}

// spanInWords is span as a sentence has it: "2.1 days".
func (s *site) spanInWords(seconds float64) string {
	n, unit, ok := strings.Cut(span(seconds), nbsp)
	if !ok {
		return n
	}
	return n + nbsp + s.words.say("unit."+unit, n)
}
