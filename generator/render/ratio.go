package render

import (
	"html/template"
	"math"
	"strings"

	"likewise/generator/chart"
	"likewise/generator/model"
)

// ratio is a rate ratio in print: "×1.40" and "1.22–1.61", or why there is none.
type ratio struct {
	Value, Range, Why string
	Times             string // the value without its sign: "1.40", for "1.40 times"
	OK                bool
	Up, Down          bool // the whole interval lies above 1, or below it
	number            float64
}

// ratio words an estimate that 1 means "no difference" for.
func (s *site) ratio(e model.Estimate) ratio {
	if !e.OK() {
		return ratio{Why: line(e.Why), Value: missing, number: math.NaN()}
	}
	out := ratio{OK: true, Value: s.times(e.Value), Times: s.factor(e.Value), number: e.Value, Up: e.Low > 1, Down: e.High < 1}
	if !math.IsNaN(e.Low) && !math.IsNaN(e.High) {
		out.Range = s.factor(e.Low) + "–\u2060" + s.factor(e.High)
	}
	return out
}

// times is "×1.40".
func (s *site) times(v float64) string {
	if v > 0 && v < leastFactor {
		return s.words.say("list.under", nil) + "×" + s.loc.num(2*leastFactor, 2)
	}
	return "×" + s.factor(v)
}

// leastFactor is the smallest ratio that two decimals do not round to nothing.
const leastFactor = .005

// factor writes a ratio with the digits that are worth reading.
func (s *site) factor(v float64) string {
	switch {
	case v >= 99.5:
		return s.loc.num(v, 0)
	case v >= 9.95:
		return s.loc.num(v, 1)
	case v > 0 && v < leastFactor:
		return s.words.say("list.under", nil) + s.loc.num(2*leastFactor, 2)
	}
	return s.loc.num(v, 2)
}

// tone is the colour of a ratio: key above 1, warn below it, plain where the interval holds 1.
func (r ratio) tone() chart.Tone {
	switch {
	case r.Up:
		return chart.Key
	case r.Down:
		return chart.Warn
	}
	return chart.Plain
}

// signed is an estimate between -1 and 1 in print: ".84" and ".76 to .89".
type signed struct {
	Value, Range, Why string
	OK                bool
}

func (s *site) signed(e model.Estimate, scale float64, decimals int) signed {
	if !e.OK() {
		return signed{Why: line(e.Why), Value: missing}
	}
	write := func(v float64) string { return s.loc.num(positiveZero(v*scale, decimals), decimals) }
	out := signed{OK: true, Value: write(e.Value)}
	if !math.IsNaN(e.Low) && !math.IsNaN(e.High) {
		out.Range = write(e.Low) + s.words.say("list.to", nil) + write(e.High)
	}
	return out
}

// positiveZero keeps a number that rounds to nothing from being printed as "−0.0".
func positiveZero(v float64, decimals int) float64 {
	if math.Abs(v) < .5*math.Pow(10, -float64(decimals)) {
		return 0
	}
	return v
}

// chance writes a p: "p = 0.04", "p < 0.001"; empty where there is none.
func (s *site) chance(p model.Number) string {
	switch v := float64(p); {
	case math.IsNaN(v):
		return ""
	case v < .001:
		return "p" + nbsp + "<" + nbsp + s.loc.num(.001, 3)
	case v < .095:
		return "p" + nbsp + "=" + nbsp + s.loc.num(v, 3)
	default:
		return "p" + nbsp + "=" + nbsp + s.loc.num(v, 2)
	}
}

// join lists names: "a", "a and b", "a, b and c"; from the fourth on "and 2 more".
func (s *site) join(names []string, most int) string { return s.joinBy("list.and", names, most) }

// joinBy is join with the word of another key before the last name.
func (s *site) joinBy(key string, names []string, most int) string {
	more := len(names) - most
	if more == 1 {
		more = 0 // its name is as short as "1 more"
	}
	if more > 0 {
		names = append(names[:most:most], s.words.say("list.more", more))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + s.words.say(key, nil) + names[len(names)-1]
}

// about rounds a number of posts to two digits: nobody plans for 3,568.
func (s *site) about(n model.Number) string {
	v := float64(n)
	if math.IsNaN(v) || math.IsInf(v, 0) || v <= 0 {
		return ""
	}
	unit := math.Max(1, math.Pow(10, math.Floor(math.Log10(v))-1))
	return s.loc.num(math.Ceil(v/unit)*unit, 0)
}

// ratioScale is the common scale of the interval bars of ratios in one table, in logarithms.
type ratioScale struct{ from, to float64 }

// scaleOf reaches over the ratios and over 1; intervals may stretch it by less than half.
func scaleOf(all []model.Estimate) ratioScale {
	low, high := -math.Log(1.25), math.Log(1.25)
	least, most := low, high
	for _, e := range all {
		if !e.OK() || e.Value <= 0 {
			continue
		}
		low, high = min(low, math.Log(e.Value)), max(high, math.Log(e.Value))
		if e.Low > 0 && !math.IsInf(e.High, 0) {
			least, most = min(least, math.Log(e.Low)), max(most, math.Log(e.High))
		}
	}
	return ratioScale{max(min(low, least), low*1.4) * 1.04, min(max(high, most), high*1.4+.2) * 1.04}
}

// bar draws a ratio and its interval; 1 is a thin mark.
func (r ratioScale) bar(e model.Estimate, tone chart.Tone) template.HTML {
	if !e.OK() || e.Value <= 0 {
		return ""
	}
	log := func(v float64) model.Number { return model.Number(math.Log(v)) }
	i := chart.Interval{Value: log(e.Value), Low: log(e.Low), High: log(e.High), From: r.from, To: r.to, Tone: tone}
	if e.Low <= 0 {
		i.Low = model.Number(r.from)
	}
	return chart.IntervalBar(i)
}

// term is a metric as sentences need it.
type term struct{ Name, Label, Noun, Per, Short string }

// term words a metric. Per is what stands after "per": "click", "person reached"; Short is an exposure in a word: "reach".
func (s *site) term(name string) term {
	m := model.MetricNamed(name)
	return term{Name: name, Label: s.words.label(m), Noun: s.words.noun(m), Per: s.words.one(m), Short: s.words.named("short.", name, m.Noun)}
}

// singular is one of what an English noun counts; the wording file has those that follow no rule.
func singular(noun string) string {
	switch {
	case strings.HasSuffix(noun, "ies") && len(noun) > 4:
		return strings.TrimSuffix(noun, "ies") + "y"
	case strings.HasSuffix(noun, "s") && !strings.HasSuffix(noun, "ss") && len(noun) > 3:
		return strings.TrimSuffix(noun, "s")
	}
	return noun
}

// toneClass is the class of a tone in the theme; plain has none.
func toneClass(t chart.Tone) string {
	switch t {
	case chart.Key:
		return "key"
	case chart.Warn:
		return "warn"
	}
	return ""
}
