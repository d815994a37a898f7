package model

// Attribution is one [[attribution]] of site.toml: what shares the credit of a conversion.
type Attribution struct {
	Name string `toml:"name"` // empty: "purchase by channel"
	// Touch is the column whose values are touches: a column of events or posts ("channel", "format", "campaign",
	// "post_id") or "action".
	Touch string `toml:"touch"`
	// Actions are the events that may be touches; empty: all but the conversion.
	Actions    Names    `toml:"actions"`
	Conversion string   `toml:"conversion"` // the action that converts; its value is summed
	Window     Duration `toml:"window"`     // lookback before the conversion; 0: none
	HalfLife   Duration `toml:"halfLife"`   // of the model "time decay"; 0: 7d
	Direct     string   `toml:"direct"`     // the touch that last non-direct passes over; empty: "direct"
}

// Attributed is the credit of one declaration under every model. All of them share what was observed; none is causal.
type Attributed struct {
	Name        string         `json:"name"`
	Touch       string         `json:"touch"`
	Conversion  string         `json:"conversion"`
	Window      string         `json:"window"`
	Conversions int            `json:"conversions"`
	Value       float64        `json:"value"`
	Untouched   int            `json:"untouched"` // conversions without a touch in the window: shown, credited to "(no touch)"
	People      int            `json:"people"`
	Paths       int            `json:"paths"` // different ones
	Models      []CreditModel  `json:"models"`
	TopPaths    []TouchPath    `json:"topPaths"` // the most travelled, at most 50
	Absent      []AbsentAction `json:"absent,omitempty"`
	Flow        PathFlow       `json:"flow"`
	Notes       []string       `json:"notes"`
}

// CreditModel is one model's shares. Credit sums to the conversions, Value to their value, to the cent.
type CreditModel struct {
	Name   string             `json:"name"`
	Credit map[string]float64 `json:"credit"`
	Value  map[string]float64 `json:"value"`
	// RemovalEffect is, for the Markov models, the share of conversions that would be lost without the touch.
	RemovalEffect map[string]float64 `json:"removalEffect,omitempty"`
	// Rank is each touch's place by credit with a bootstrap interval. Touches whose intervals overlap are not ranked:
	// their Value is null and why says with whom they overlap.
	Rank map[string]Estimate `json:"rank"`
	// Share is each touch's part of the conversions that had a touch, with a bootstrap interval where the model was
	// resampled.
	Share map[string]Estimate `json:"share"`
	Why   string              `json:"why,omitempty"` // where the model has no answer
}

// TouchPath is a sequence of touches, repeats folded, and how often it was walked.
type TouchPath struct {
	Touches   []string `json:"touches"`
	Converted int      `json:"converted"`
	Lost      int      `json:"lost"` // people who walked it and did not convert
	Value     float64  `json:"value"`
}
