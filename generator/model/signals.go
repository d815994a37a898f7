package model

// Verdict is what the data say of a signal.
type Verdict string

// The three verdicts on a signal.
const (
	Supports    Verdict = "supports"
	Contradicts Verdict = "contradicts"
	CannotTell  Verdict = "cannot-tell"
)

// Reading is what a verdict says in particular: one contradiction is an effect the other way, another the lack of any.
type Reading string

// The readings: More supports, Fewer and NoGain contradict, Open cannot tell.
const (
	More   Reading = "more"    // more of the action goes with more of the outcome
	Fewer  Reading = "fewer"   // ... with fewer
	NoGain Reading = "no-gain" // the interval leaves no room for a gain worth having
	Open   Reading = "open"
)

// Wording names a sentence template and what fills it: the analysis finds numbers, the templates have the words.
type Wording struct {
	Key  string    `json:"key"` // such as "signal.supports"
	Args []WordArg `json:"args"`
}

// WordArg is one blank of a sentence, by name: a number, or a text such as a metric's name.
type WordArg struct {
	Name   string `json:"name"`
	Number Number `json:"number"` // null where the blank is a text
	Text   string `json:"text,omitempty"`
	Unit   Unit   `json:"unit,omitempty"` // of a finding's blank: how it is written
}

// Signal is a micro-conversion (Action) held against a macro-conversion (Outcome).
type Signal struct {
	Action   string  `json:"action"`
	Outcome  string  `json:"outcome"`
	Exposure string  `json:"exposure"`
	Verdict  Verdict `json:"verdict"`
	Reading  Reading `json:"reading"`
	// Sentence is filled by whoever has the templates, from Wording. Reasons say why the verdict is no other.
	Sentence string    `json:"sentence"`
	Wording  Wording   `json:"wording"`
	Reasons  []Wording `json:"reasons"`

	Posts  SignalPosts `json:"posts"`
	Spread Number      `json:"spread"` // standard deviation of the action's rate between posts, in doublings
	// Step is how many doublings of the action's rate are meant by what is said of it, in words and in money: 1, or Spread
	// where the rate cannot double, since it is a part of the exposure and usually above half. See AtStep.
	Step     float64  `json:"step"`
	Controls []string `json:"controls"`
	Left     []Left   `json:"left"` // controls that could not be held, and why

	PerExposure SignalEffect    `json:"perExposure"` // beyond what exposure explains
	PerSpread   Estimate        `json:"perSpread"`   // the same rate ratio, for one Spread instead of one doubling
	Total       SignalEffect    `json:"total"`       // exposure not held: it lies on the road from the action to the outcome
	Formats     []FormatEffect  `json:"formats"`     // PerExposure within each format that has enough posts
	FormatsP    Number          `json:"formatsP"`    // of one effect in all formats
	Rank        SignalRank      `json:"rank"`
	TopOverlap  TopOverlap      `json:"topOverlap"`
	Validated   CrossValidated  `json:"crossValidated"`
	Actor       *ActorSignal    `json:"actor,omitempty"` // nil where there are no events
	Money       *SignalMoney    `json:"money,omitempty"` // nil where no revenue is known
	Threshold   *Threshold      `json:"threshold,omitempty"`
	Outliers    SignalOutliers  `json:"outOfPattern"`
	Control     NegativeControl `json:"negativeControl"`
	PostsNeeded Number          `json:"postsNeeded"` // at 80% power, to find or exclude a ratio of Worth per doubling
	Worth       float64         `json:"worth"`       // the smallest rate ratio per doubling worth having
}

// SignalPosts accounts for every post: Used + NoExposure + Missing + Negative + Young + Broken is all of them. Rank
// correlations take Negative and Young too.
type SignalPosts struct {
	Used       int `json:"used"`
	NoExposure int `json:"noExposure"` // exposure 0 or not reported
	Missing    int `json:"missing"`    // the action or the outcome not reported
	Negative   int `json:"negative"`   // a count below 0
	Young      int `json:"young"`      // counts are still coming in
	Broken     int `json:"broken"`     // a count meant something else when the post was published: see Break
}

// SignalEffect is a rate ratio of the outcome for each doubling of the action's rate, from a regression of counts.
type SignalEffect struct {
	RateRatio  Estimate `json:"rateRatio"`
	P          Number   `json:"p"`
	Q          Number   `json:"q"`
	Model      string   `json:"model"`
	Theta      Number   `json:"theta"`      // null: Poisson or quasi-Poisson
	Dispersion Number   `json:"dispersion"` // Pearson's chi-squared a degree of freedom
	Weeks      int      `json:"weeks"`      // of publication that errors are clustered by; 0: too few, posts stand one by one
}

// FormatEffect is the effect within one format.
type FormatEffect struct {
	Format    string   `json:"format"`
	Posts     int      `json:"posts"`
	RateRatio Estimate `json:"rateRatio"`
}

// SignalRank is Spearman's correlation of action and outcome between posts.
type SignalRank struct {
	Raw           Estimate `json:"raw"`
	GivenExposure Estimate `json:"givenExposure"`
	OfRates       Estimate `json:"ofRates"`
	// PermutationP is the two-sided p of GivenExposure among Shuffles of the action within each month.
	PermutationP Number `json:"permutationP"`
	Shuffles     int    `json:"shuffles"`
}

// TopOverlap is how many of the top K posts by action are in the top K by outcome; ties at the cut count in part.
type TopOverlap struct {
	K        int    `json:"k"`
	Shared   Number `json:"shared"`
	ByChance Number `json:"byChance"`
	P        Number `json:"p"`
}

// CrossValidated is by how much knowing the action lowers the deviance of posts predicted without themselves, as a share.
type CrossValidated struct {
	Gain Estimate `json:"gain"`
}

// ActorSignal compares people who saw the same post: those who acted within Landmark and those who did not.
type ActorSignal struct {
	OddsRatio      Estimate `json:"oddsRatio"` // Mantel-Haenszel over posts
	CrudeOddsRatio Estimate `json:"crudeOddsRatio"`
	RiskRatio      Estimate `json:"riskRatio"` // Mantel-Haenszel over posts
	P              Number   `json:"p"`
	Strata         Number   `json:"strata"` // posts that can say something
	BreslowDayP    Number   `json:"breslowDayP"`
	EValue         Number   `json:"eValue"`
	EValueLimit    Number   `json:"eValueLimit"` // of the interval's nearer end; 1 where it holds 1
	// Step is the funnel of people of which the action is a step that hardly anybody who converted left out: then all is
	// null, since odds would tell who was on the way and nothing of the action. Empty elsewhere.
	Step string `json:"step,omitempty"`
	// Withheld says that a group is too small to show: then every number of the comparison is null, since any of them
	// would help to work it out.
	Withheld bool `json:"withheld,omitempty"`
	// Excluded is who converted before the landmark, TooRecent whose landmark lies after the log's end; both are null in
	// every signal where one of them would give away a small group.
	Excluded  Number `json:"excluded"`
	TooRecent Number `json:"tooRecent"`
	Acted     Number `json:"acted"`
	Converted Number `json:"converted"` // of Acted, after the landmark
	Others    Number `json:"others"`
	OthersHit Number `json:"othersConverted"`
	Landmark  string `json:"landmark"`
}

// Without is the signal with no ratio, for the reason given.
func (a *ActorSignal) Without(why string) *ActorSignal {
	a.OddsRatio, a.CrudeOddsRatio, a.RiskRatio = None(why), None(why), None(why)
	return a
}

// SignalMoney is the revenue of 1,000 exposures, and what goes with a step of the action's rate (Signal.Step).
type SignalMoney struct {
	PerThousand Estimate `json:"perThousand"`
	OfDoubling  Estimate `json:"ofDoubling"` // more (or less) revenue per 1,000 exposures
	Currency    string   `json:"currency,omitempty"`
}

// Threshold is a monotone curve of the outcome over the action's rate, in groups of posts, and where it stops rising.
type Threshold struct {
	Level  Estimate         `json:"level"` // action's rate from which more goes with no more
	Points []ThresholdPoint `json:"points"`
}

// ThresholdPoint is one group of posts with like rates of the action. Relative is the outcome against what posts of
// the same exposure and controls bring; Fit is its monotone fit.
type ThresholdPoint struct {
	From     Number `json:"from"`
	To       Number `json:"to"`
	Posts    int    `json:"posts"`
	Relative Number `json:"relative"`
	Fit      Number `json:"fit"`
	Low      Number `json:"low"` // of Fit: 95% by resampling posts
	High     Number `json:"high"`
}

// SignalOutliers is the effect without the posts whose action is out of pattern (see Pattern).
type SignalOutliers struct {
	Posts   int          `json:"posts"`   // left out
	Without SignalEffect `json:"without"` // PerExposure without them
	Changes bool         `json:"changes"` // leaving them out moves the interval across 1
}

// NegativeControl is the signal shuffled among the posts of each month, many times: luck alone puts about ByChance of
// the shuffles wholly above 1. Verdict is supports where clearly more of them are, so that the model cannot be trusted
// with this account, and cannot-tell, as it should be, otherwise.
type NegativeControl struct {
	Verdict  Verdict `json:"verdict"`
	Shuffles int     `json:"shuffles"`
	Supports int     `json:"supports"`
	ByChance Number  `json:"byChance"`
	P        Number  `json:"p"` // that luck alone puts as many of the shuffles there, or more
}

// Drivers is a regression of an outcome on features of posts.
type Drivers struct {
	Outcome    string   `json:"outcome"`
	Model      string   `json:"model"`
	Exposure   string   `json:"exposure"`
	Theta      Estimate `json:"theta"`
	Dispersion Number   `json:"dispersion"`
	Deviance   Number   `json:"deviance"`
	DF         Number   `json:"df"`
	Posts      int      `json:"posts"`
	Weeks      int      `json:"weeks"`            // of publication that errors are clustered by; 0: too few, posts stand one by one
	Broken     int      `json:"broken,omitempty"` // posts left out, because a count meant something else when they were published
	Intercept  Estimate `json:"intercept"`        // log rate at the reference levels, medians of numbers
	Terms      []Term   `json:"terms"`
	Left       []Left   `json:"left"`          // features that are not in the model, and why
	Why        string   `json:"why,omitempty"` // why there is no model at all
}

// Term is one level of a feature against its reference, or a doubling of a count.
type Term struct {
	Feature     string   `json:"feature"`
	Level       string   `json:"level"`
	Against     string   `json:"against"`
	Coefficient Estimate `json:"coefficient"`
	RateRatio   Estimate `json:"rateRatio"`
	P           Number   `json:"p"`
	Q           Number   `json:"q"`
	N           int      `json:"n"` // posts at the level
}

// Left is something left out, with the reason.
type Left struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// Timing is a map of weekday by hour band.
type Timing struct {
	Outcome      string       `json:"outcome"`
	Cells        []TimingCell `json:"cells"` // Monday first, hours upwards; cells without posts too
	PermutationP Number       `json:"permutationP"`
	Shuffles     int          `json:"shuffles"`
	Q            Number       `json:"q"`
	Posts        int          `json:"posts"`
	Controls     []string     `json:"controls"`
	Why          string       `json:"why,omitempty"` // why there is no map
}

// TimingCell is one cell: Shrunk is the outcome against what the same posts would bring at any other time.
type TimingCell struct {
	Weekday int      `json:"weekday"` // 1 Monday ... 7 Sunday
	Hour    int      `json:"hour"`    // first hour of the band
	ToHour  int      `json:"toHour"`  // last hour of the band, inclusive
	Posts   int      `json:"posts"`
	Shrunk  Estimate `json:"shrunk"`
}

// SignalWordings lists every wording that a signal can carry, with the names of its blanks, so that templates can be
// held against it. The first four are of Signal.Wording, the others of Signal.Reasons.
func SignalWordings() []Wording {
	blanks := func(names ...string) []WordArg {
		out := []WordArg{}
		for _, n := range names {
			out = append(out, WordArg{Name: n})
		}
		return out
	}
	told := blanks("action", "outcome", "exposure", "n", "ratio", "low", "high", "q", "worth", "postsNeeded")
	return []Wording{
		{"signal.supports", told}, {"signal.contradicts", told}, {"signal.cannot-tell", told},
		{"signal.no-model", blanks("action", "outcome", "exposure", "n", "why")},
		{"signal.not-fitted", blanks("why")},
		{"signal.above", blanks()},
		{"signal.below", blanks("high")},
		{"signal.nothing-worth-having", blanks("high", "worth")},
		{"signal.interval-wide", blanks("worth", "posts")},
		{"signal.reverses", blanks("upFormat", "up", "downFormat", "down", "p")},
		{"signal.format-differs", blanks("format", "ratio")},
		{"signal.not-after-correction", blanks("q")},
		{"signal.rank-disagrees", blanks("rho")},
		{"signal.rates-disagree", blanks("rho")},
		{"signal.shuffles-as-good", blanks("p")},
		{"signal.control-fails", blanks("supports", "shuffles")},
		{"signal.actors-disagree", blanks("ratio")},
	}
}
