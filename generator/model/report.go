package model

import (
	"encoding/json"
	"math"
)

// Schema names the version of the analysis contract.
const Schema = "likewise.analysis/1"

// Estimate is a number with its interval, the number of observations behind it and how it was made.
// Where there is none, Why says so in words and the numbers are not printed. Low and High are NaN where a
// value has no interval; K is the numerator of a rate, NaN where the value is none.
type Estimate struct {
	Value, Low, High float64
	K, N             float64
	Method           string
	Why              string
}

// None is the absence of an estimate, with the reason.
func None(why string) Estimate {
	return Estimate{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), K: math.NaN(), Why: why}
}

// OK reports whether there is a value.
func (e Estimate) OK() bool { return e.Why == "" && e.Method != "" }

// MarshalJSON writes {"value","low","high","k","n","method"}, or {"value":null,"why"}.
func (e Estimate) MarshalJSON() ([]byte, error) {
	if !e.OK() {
		why := e.Why
		if why == "" {
			why = "not computed"
		}
		return json.Marshal(struct {
			Value *float64 `json:"value"`
			Why   string   `json:"why"`
		}{nil, why})
	}
	return json.Marshal(struct { // not of Numbers: a report has some hundred thousand, each a call of its own
		Value  *float64 `json:"value"`
		Low    *float64 `json:"low"`
		High   *float64 `json:"high"`
		K      *float64 `json:"k,omitempty"`
		N      *float64 `json:"n"`
		Method string   `json:"method"`
	}{finite(&e.Value), finite(&e.Low), finite(&e.High), finite(&e.K), finite(&e.N), e.Method})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Estimate) UnmarshalJSON(b []byte) error {
	v := struct {
		Value, Low, High, K, N *float64
		Method, Why            string
	}{}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	nan := func(p *float64) float64 {
		if p == nil {
			return math.NaN()
		}
		return *p
	}
	*e = Estimate{Value: nan(v.Value), Low: nan(v.Low), High: nan(v.High), K: nan(v.K), Method: v.Method, Why: v.Why}
	if v.N != nil {
		e.N = *v.N
	}
	return nil
}

// Number is a float64 that JSON writes as null where it is NaN or infinite.
type Number float64

// MarshalJSON writes the number, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	if f := float64(n); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads a number or null.
func (n *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// finite is the pointer, or nil where JSON has null.
func finite(f *float64) *float64 {
	if math.IsNaN(*f) || math.IsInf(*f, 0) {
		return nil
	}
	return f
}

// Report is the whole analysis: what `likewise analyze` prints, what analysis.json holds, what pages are bound to.
type Report struct {
	Schema  string             `json:"schema"`
	AsOf    string             `json:"asOf"` // RFC 3339 in the site's zone; empty where the data has no date
	Period  Period             `json:"period"`
	Totals  map[string]float64 `json:"totals"` // metric -> sum over the posts that have it; absent where no post has it
	Sources []Source           `json:"sources"`
	Tables  []TableRows        `json:"tables"` // by name; what the next build is held against
	Funnels []FunnelResult     `json:"funnels"`
	Posts   []Post             `json:"posts"` // most primary conversions first, then the smaller exposure, then the earlier row
	Trend   []Series           `json:"trend"`
	Orders  Orders             `json:"orders"`
	Breaks  []Break            `json:"breaks"` // of metrics that the data has, by metric and day
	League

	Attribution   []Attributed    `json:"attribution"`
	TimeToConvert []TimeToConvert `json:"timeToConvert"`
	Signals       []Signal        `json:"signals"`
	Roads         []Road          `json:"roads"` // none where no file says from where people were reached
	Drivers       []Drivers       `json:"drivers"`
	Timing        Timing          `json:"timing"`
	Looks         Looks           `json:"looks"`
	Findings      []Finding       `json:"findings"` // what all of these say, the most useful first
}

// Orders is the account of the order export: Counted = Joined + Unjoined; what is not paid is not counted.
type Orders struct {
	Read            int     `json:"read"`
	Counted         int     `json:"counted"` // paid
	Joined          int     `json:"joined"`  // to a post
	Unjoined        int     `json:"unjoined"`
	Revenue         float64 `json:"revenue"`
	UnjoinedRevenue float64 `json:"unjoinedRevenue"`
	Currency        string  `json:"currency,omitempty"`
	// JoinedBy is how many of the counted orders found their post by each key: "post id", "permalink", "short link" or
	// "discount code".
	JoinedBy map[string]int `json:"joinedBy,omitempty"`
	// Ambiguous are those of the unjoined whose keys name several posts.
	Ambiguous int `json:"ambiguous,omitempty"`
}

// Period is the span the report covers, both days inclusive, and the one it is compared with.
type Period struct {
	From         string `json:"from"`
	To           string `json:"to"`
	PreviousFrom string `json:"previousFrom"`
	PreviousTo   string `json:"previousTo"`
	Timezone     string `json:"timezone"`
}

// Source is the account of one file (or sheet): read = stored + updated + duplicate + rejected.
type Source struct {
	File       string    `json:"file"`
	Sheet      string    `json:"sheet,omitempty"`
	Recognised string    `json:"recognised"` // the format's title, such as "Meta Business Suite: Instagram content"
	Format     string    `json:"format"`
	Kind       string    `json:"kind"`
	Encoding   string    `json:"encoding,omitempty"`
	Bytes      int64     `json:"bytes"`
	SHA256     string    `json:"sha256"`
	Read       int       `json:"read"`
	Stored     int       `json:"stored"`
	Updated    int       `json:"updated"`
	Duplicate  int       `json:"duplicate"`
	Rejected   int       `json:"rejected"`
	Skipped    int       `json:"skipped"` // lines that are no rows: preamble, totals, blank
	Columns    []Column  `json:"columns"`
	Problems   []RowNote `json:"problems"` // at most 100 a file; Rejected counts all
	Notes      []string  `json:"notes"`    // what a reader should know: identical rows kept, zone assumed ...
}

// Column is how one column of a file was read.
type Column struct {
	Name   string `json:"name"`   // theirs
	As     string `json:"as"`     // ours; empty: kept out
	Type   string `json:"type"`   // text | number | money | percent | time | date | duration | id | personal
	Detail string `json:"detail"` // "decimal comma", "dd/mm decided by line 14", "personal: dropped at reading"
	Nulls  int    `json:"nulls"`
}

// RowNote is one rejected (or doubtful) row of a file. Line is that of the file, Column the column's name.
type RowNote struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Code   string `json:"code"`
	Text   string `json:"text"`
	Hint   string `json:"hint"`
}

// FunnelResult is a declared funnel with its counts.
type FunnelResult struct {
	Name   string        `json:"name"`
	Unit   string        `json:"unit"`
	Rules  FunnelRules   `json:"rules"`
	Steps  []StepResult  `json:"steps"`
	Groups []FunnelGroup `json:"groups"`
	Posts  int           `json:"posts"`            // unit "post": how many posts are summed
	Broken int           `json:"broken,omitempty"` // posts left out, because a step meant something else when they were published
	// GroupBy is the column whose values are the groups; empty: there are none.
	GroupBy string `json:"groupBy,omitempty"`
	// What follows is of unit "actor" only.
	Events      []StepEvents     `json:"events,omitempty"` // of each step; empty where the log tells of no posts
	Weeks       []FunnelWeek     `json:"weeks"`
	Sensitivity []FunnelReadings `json:"sensitivity"`
	Absent      []AbsentAction   `json:"absent,omitempty"`
	Withheld    int              `json:"withheld,omitempty"` // groups too small to show; they stand together in the group "withheld"
	Notes       []string         `json:"notes"`              // what a reader should know: an action that never happens, events left out ...
}

// AbsentAction is an action of a declaration that no event has, and those that there are.
type AbsentAction struct {
	Key    string   `json:"key"` // of the declaration: "steps", "exclude" or "actions"
	Action string   `json:"action"`
	Known  []string `json:"known"` // the most frequent first
}

// FunnelWeek is the people who entered in one week: their counts at each step. The weeks sum to the funnel.
type FunnelWeek struct {
	From      string   `json:"from"` // Monday
	Counts    []Number `json:"counts"`
	Converted Estimate `json:"converted"`
	Immature  bool     `json:"immature"`           // some of them are still under way
	Withheld  bool     `json:"withheld,omitempty"` // too few people to show
}

// FunnelReadings is the same steps counted under the rules of another tool.
type FunnelReadings struct {
	Tool   string      `json:"tool"`
	Rules  FunnelRules `json:"rules"`
	Counts []Number    `json:"counts"`
	Source string      `json:"source"` // where the tool documents its rules
	Note   string      `json:"note,omitempty"`
}

// TimeToConvert is how long people took from the entry of the path that converted to its last step.
type TimeToConvert struct {
	Funnel    string            `json:"funnel"`
	Step      string            `json:"step"`
	Converted int               `json:"converted"`
	UnderWay  int               `json:"underWay"`  // entered, not converted, and their window still open
	Again     int               `json:"again"`     // not converted, their window over, but entered again and may convert by that
	Quantiles map[string]Number `json:"quantiles"` // "p25" -> seconds, among those who converted
	Median    Estimate          `json:"median"`    // seconds
	Curve     []ConvertedBy     `json:"curve"`     // at most about a thousand points
	Why       string            `json:"why,omitempty"`
}

// ConvertedBy is the share of those who entered that had converted by so many seconds after entry.
type ConvertedBy struct {
	Seconds   float64  `json:"seconds"`
	Converted Estimate `json:"converted"`
}

// FunnelRules are the rules that were in force, as declared or by default; empty for unit "post".
type FunnelRules struct {
	Order      string `json:"order,omitempty"`
	Window     string `json:"window,omitempty"`
	WindowFrom string `json:"windowFrom,omitempty"`
	Reentry    string `json:"reentry,omitempty"`
	Ties       string `json:"ties,omitempty"`
	Open       bool   `json:"open,omitempty"`
	Credit     string `json:"credit,omitempty"` // whose value of groupBy stands for a person
	// TimeFrom says which entry times are counted from: "oldest entry that converts in time" or "newest".
	TimeFrom string `json:"timeFrom,omitempty"`
}

// StepResult is one step: Count is null where no post has the metric.
type StepResult struct {
	Name          string   `json:"name"`
	Count         Number   `json:"count"`
	OfPrevious    Estimate `json:"ofPrevious"`
	OfFirst       Estimate `json:"ofFirst"`
	DropOff       Number   `json:"dropOff"` // previous count less this one; null for the first step
	MedianSeconds Estimate `json:"medianSeconds"`
	Missing       int      `json:"missing"` // posts that do not report the metric
}

// FunnelGroup is the same funnel for one value of groupBy: for unit "post" the sums over the posts that have it.
type FunnelGroup struct {
	Name  string       `json:"name"`
	Steps []StepResult `json:"steps"`
	// Difference is the share of the group that reached the last step less that of everybody else, with
	// its p and, over every comparison of the report, q. Unit "actor" only.
	Difference *Estimate `json:"difference,omitempty"`
	P          *Number   `json:"p,omitempty"`
	Q          *Number   `json:"q,omitempty"`
	Together   int       `json:"together,omitempty"` // how many withheld groups this one stands for
	Posts      int       `json:"posts,omitempty"`    // unit "post": how many posts are summed
	// Time is how long the group's people took to the last step, its curve on a coarser grid than the funnel's. Nil for
	// unit "post" and for groups that stand together.
	Time *TimeToConvert `json:"time,omitempty"`
}

// Post is a published piece of content with its metrics and rates.
type Post struct {
	ID        string             `json:"id"`
	Row       int                `json:"row"` // 1-based order of first appearance over all files
	Slug      string             `json:"slug"`
	Title     string             `json:"title"`
	Caption   string             `json:"caption,omitempty"`
	Platform  string             `json:"platform,omitempty"`
	Account   string             `json:"account,omitempty"`
	Format    string             `json:"format,omitempty"`
	Topic     string             `json:"topic,omitempty"`
	Campaign  string             `json:"campaign,omitempty"`
	Permalink string             `json:"permalink,omitempty"`
	Published string             `json:"publishedAt,omitempty"` // RFC 3339 in the site's zone, or a day where the file gives no time
	AgeDays   Number             `json:"ageDays"`
	Paid      *bool              `json:"paid"`
	Metrics   map[string]float64 `json:"metrics"` // absent where the file has none
	// Broken is the metrics that meant something else when the post was published (see Break): they are shown as
	// exported, and stand in no total, rate or comparison.
	Broken map[string]float64 `json:"broken,omitempty"`
	Rates  []Rate             `json:"rates"`
	Group  string             `json:"group,omitempty"` // one of PostGroups; empty where a rate is missing or too young
	Why    Why                `json:"why"`
	Fields map[string]string  `json:"fields,omitempty"` // further columns of the data, by our name
}

// Rate returns the rate of the metric, and whether there is one.
func (p Post) Rate(metric string) (Rate, bool) {
	for _, r := range p.Rates {
		if r.Metric == metric {
			return r, true
		}
	}
	return Rate{}, false
}

// Rate is a conversion of a post over its exposure.
type Rate struct {
	Metric   string   `json:"metric"`
	Exposure string   `json:"exposure"`
	K        Number   `json:"k"`
	N        Number   `json:"n"`
	Rate     Estimate `json:"rate"`
	Shrunk   Estimate `json:"shrunk"`
	Rank     Estimate `json:"rank"` // 1 is the highest likely rate; ties share the lower number
	P        Number   `json:"p"`
	Q        Number   `json:"q"`
	Verdict  string   `json:"verdict"`
	Baseline Number   `json:"baseline"` // what comparable posts usually have: see League.BaselineOf
}

// Likely is the rate that is shown and ranked by: the shrunken one where there is one, else the observed.
func (r Rate) Likely() Estimate {
	if r.Shrunk.OK() {
		return r.Shrunk
	}
	return r.Rate
}

// Series is a metric by week (Monday first).
type Series struct {
	Metric string  `json:"metric"`
	Grain  string  `json:"grain"` // "week"
	By     string  `json:"by"`    // "published": the week a post was published; "happened": the week of the order or day
	Points []Point `json:"points"`
	// OddOf is how many weeks were held against those around them; 0 where they are too few, or all alike.
	OddOf int `json:"oddOf,omitempty"`
	// Recent is nil where there are too few full weeks to compare.
	Recent *Recent `json:"recent,omitempty"`
}

// Point is one bucket; Value is null where no post of the bucket has the metric; Partial marks an unfinished bucket.
type Point struct {
	From    string `json:"from"`
	Value   Number `json:"value"`
	Posts   int    `json:"posts"`
	Partial bool   `json:"partial,omitempty"`
	// Young marks a bucket of publication whose posts are too young: their counts are still coming in.
	Young bool `json:"young,omitempty"`
	// Break marks the first bucket from which the metric means something else: the line is broken before it. Where the
	// day lies within the bucket, it has no value, since its days do not add up.
	Break bool `json:"break,omitempty"`
	// Odd is the robust z of a week far out of line with those around it, beyond 3.5 either way; else 0.
	Odd float64 `json:"odd,omitempty"`
}

// Looks is the tally of comparisons on the site.
type Looks struct {
	Comparisons int    `json:"comparisons"`
	Surviving   int    `json:"surviving"`
	Method      string `json:"method"`
}
