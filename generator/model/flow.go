package model

// PathFlow is how people divide on their way to a conversion. A step is the first time that a person did a thing;
// repeats are left out, and what follows the person's first conversion is another story. Each person is in it once.
type PathFlow struct {
	Steps     int `json:"steps"`     // how many are told apart; later ones are "more"
	People    int `json:"people"`    // who did at least one thing
	Untouched int `json:"untouched"` // who converted with nothing before, and are not among People
	// Converted is the share of People who converted after at least one thing.
	Converted Estimate `json:"converted"`
	// Bands are the flows from one step to the next, by step, then by size. Those of fewer than minGroup people, and those
	// from which they could be had by subtraction, are one band to "withheld"; their people are in no later step.
	Bands []PathBand `json:"bands"`
	Ways  []PathWay  `json:"ways"` // the whole ways that the most people went, at most 20
	Why   string     `json:"why,omitempty"`
}

// PathBand is the people who did From as their Step-th thing and then To, or ended. From is empty before the first step;
// To is empty where End says how the way ended: "converted", "stopped" (did nothing else so far), "more" (went on beyond
// the steps told apart) or "withheld".
type PathBand struct {
	Step   int    `json:"step"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	End    string `json:"end,omitempty"`
	People int    `json:"people"`
}

// The ends of a way.
const (
	PathConverted = "converted"
	PathStopped   = "stopped"
	PathMore      = "more"
	PathWithheld  = "withheld"
)

// PathWay is a whole way and the people who went it. Where any band or way is withheld, the numbers of all ways are null:
// what is withheld would be the difference between bands and ways.
type PathWay struct {
	Touches   []string `json:"touches"`
	More      bool     `json:"more,omitempty"` // they did further things
	People    Number   `json:"people"`
	Converted Number   `json:"converted"`
}
