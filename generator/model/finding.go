package model

// Finding is one sentence of the report with its numbers. Report.Findings holds all of them, the most useful first.
type Finding struct {
	Kind    string   `json:"kind"`    // a row of the table in analysis: "signal", "best", "loss" ...
	Subject []string `json:"subject"` // what it is about, in the names of its rows: an action, a feature and its level, a step
	Outcome string   `json:"outcome"` // the conversion it speaks of
	// Estimate is the number of the sentence, in Unit; where there is none it says why. Against is the value that would
	// mean nothing: 1 for a ratio, 0 for a difference; null where the number is not held against any.
	Estimate Estimate `json:"estimate"`
	Unit     Unit     `json:"unit"`
	Against  Number   `json:"against"`
	// Verdict is supports where the numbers bear the sentence out, contradicts where they rule out what it asks about,
	// cannot-tell where neither.
	Verdict  Verdict  `json:"verdict"`
	Strength Strength `json:"strength"`
	// Rows is a JSON pointer into the report: the rows that the numbers are from. Shown is the shortcode that shows
	// them. Table, the CSV of the site that has them, is filled by whoever knows the site's files.
	Rows  string `json:"rows"`
	Shown string `json:"shown"`
	Table string `json:"table,omitempty"`
	// Sentence is filled by whoever has the templates, from Wording.
	Sentence string  `json:"sentence"`
	Wording  Wording `json:"wording"`
}

// Strength says how useful a finding is. Score = Sure x Use x Stake / all primary conversions; findings stand in its
// order, and what cannot be told has 0.
type Strength struct {
	// Sure is 1 where the interval holds no Against (after correction where there is a q), 0.5 where the number is
	// counted or exact arithmetic without a test of chance, 0 where the data cannot tell.
	Sure float64 `json:"sure"`
	// Use is 1 for what the next post can be done by, 0.5 for what is to be looked into, 0.25 for what is good to know.
	Use float64 `json:"use"`
	// Stake is how many primary conversions the finding speaks of, reckoned from the end of the interval nearest to
	// Against; Money is the revenue that goes with as many, null where no revenue is known. What they count is said in
	// the row of the kind. They order findings and promise nothing.
	Stake Number `json:"stake"`
	Money Number `json:"money"`
	Score Number `json:"score"`
}

// Unit says what a number is, so that a template can write it.
type Unit string

// The units of findings and of the blanks of their sentences. A text blank names something; a number is written.
const (
	AsRatio    Unit = "ratio"    // 1.5: times
	AsShare    Unit = "share"    // 0.012: per cent
	AsPerMille Unit = "perMille" // a rate or its difference, written per 1,000
	AsPoints   Unit = "points"   // a difference of shares, written in percentage points
	AsCount    Unit = "count"
	AsSigned   Unit = "signed" // a difference of counts, with its sign
	AsChance   Unit = "chance" // a p
	AsQ        Unit = "q"      // a p after correction
	OfMetric   Unit = "metric" // text: a metric
	OfAction   Unit = "action" // text: an action of people
	OfStep     Unit = "step"   // text: a link of the chain, "purchases" or "purchases/signups"
	OfLevel    Unit = "level"  // text: a level of a feature
	OfSpan     Unit = "span"   // text: "2026-09-01/2026-09-30"
	OfHours    Unit = "hours"  // text: "2 18-20": a weekday and a band of hours
	AsText     Unit = "text"   // text as it is in the data
)
