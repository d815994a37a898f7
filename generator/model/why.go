package model

// Verdicts of a post's rate against what comparable posts usually have.
const (
	Above         = "above"
	Typical       = "typical"
	Below         = "below"
	TooLittleData = "too-little-data" // no rate, no comparable posts, or so few expected that none at all would be no surprise
	TooYoung      = "too-young"
)

// The four groups of posts: by the first micro-conversion, then by the primary conversion.
const (
	LikedConverting    = "liked-and-converting"
	LikedNotConverting = "liked-not-converting"
	QuietConverter     = "quiet-converter"
	Neither            = "neither"
)

// PostGroups lists the groups in the order in which they are shown.
func PostGroups() []string {
	return []string{LikedConverting, LikedNotConverting, QuietConverter, Neither}
}

// League is the part of a Report that holds posts against each other.
type League struct {
	Maturity       []Maturity      `json:"maturity"`
	Baselines      []Baseline      `json:"baselines"`
	ChainBaselines []ChainBaseline `json:"chainBaselines"`
	Luck           []Luck          `json:"luck"`
	Groups         []GroupTotal    `json:"groups"`
	Spread         []Spread        `json:"spread"`
	Change         []Change        `json:"change"`
	Mixes          []Mix           `json:"mixes"`
	Patterns       []Pattern       `json:"patterns"`
}

// Peers are the posts that a post is held against: those of its format on its platform where there are enough, else
// those of its platform where it has one, else all. They are old enough to be judged, and the post itself may be among them.
type Peers struct {
	Level    string `json:"level"` // "format", "platform" or "all"; empty: there are none
	Platform string `json:"platform,omitempty"`
	Format   string `json:"format,omitempty"`
	Posts    int    `json:"posts"`
}

// Baseline is what comparable posts have of one rate: the distribution that each post's own rate is drawn towards.
type Baseline struct {
	Metric   string `json:"metric"`
	Exposure string `json:"exposure"`
	Peers
	// Rate is the mean of the posts' true rates, every post counting the same: what is usual. Low and High hold the
	// middle 90% of the true rates. K and N are the sums over the peers.
	Rate   Estimate `json:"rate"`
	Model  string   `json:"model"`  // "beta-binomial", or "gamma-poisson" where counts exceed exposures
	Weight Number   `json:"weight"` // how many exposures (events, for gamma-poisson) the baseline weighs against a post's own
	Spread bool     `json:"spread"` // false: the peers differ no more than chance lets them
}

// ChainBaseline is what comparable posts usually bring, step by step: the geometric mean of the first step, then the
// usual rates (those of a Baseline); their product is the outcome.
type ChainBaseline struct {
	Outcome string `json:"outcome"`
	Peers
	Value   Number   `json:"value"` // the outcome of a typical post
	Factors []Factor `json:"factors"`
}

// Factor is one link of a chain: the exposure itself, or a step over the one before it.
type Factor struct {
	Name     string   `json:"name"`
	Of       string   `json:"of,omitempty"` // the step below the line; empty for the first
	Value    Number   `json:"value"`        // this post's, shrunken; in a ChainBaseline the typical one
	Baseline Number   `json:"baseline"`
	Ratio    Estimate `json:"ratio"` // value over baseline
}

// Why splits a post's outcome into the links of its chain, each held against the baseline of comparable posts. The
// factors' ratios multiply to Ratio exactly.
type Why struct {
	Outcome  string `json:"outcome"`
	Funnel   string `json:"funnel,omitempty"` // the declared funnel that the chain is; empty: exposure and outcome only
	Peers    Peers  `json:"peers"`
	Observed Number `json:"observed"`
	Expected Number `json:"expected"` // the outcome after shrinking: Baseline times Ratio
	// Baseline is what a typical comparable post brings.
	Baseline Number   `json:"baseline"`
	Ratio    Estimate `json:"ratio"`
	Factors  []Factor `json:"factors"`
}

// Spread says how much of the difference between posts in an outcome each link of the chain bears. The shares sum to
// 1; one below 0 belongs to a link that narrows the difference. Where there is none, Why says so.
type Spread struct {
	Outcome string  `json:"outcome"`
	Posts   int     `json:"posts"`
	SD      Number  `json:"sd"` // standard deviation of the logarithm of the outcome between posts
	Factors []Share `json:"factors"`
	Method  string  `json:"method,omitempty"`
	Why     string  `json:"why,omitempty"`
}

// Share is one link's part of a spread.
type Share struct {
	Name  string `json:"name"`
	Of    string `json:"of,omitempty"`
	Share Number `json:"share"`
}

// Change splits the difference of an outcome between two spans of publication days into the number of posts, the
// weekdays and the age of the posts, and the links of the chain. The effects sum to To.Value - From.Value, in the
// outcome's units. Both spans hold every weekday four times, and only posts old enough to be judged.
type Change struct {
	Outcome string         `json:"outcome"`
	Grain   string         `json:"grain"` // "month": days 1 to 28 of each; or "28 days"
	From    Side           `json:"from"`  // the earlier span
	To      Side           `json:"to"`
	Factors []ChangeFactor `json:"factors"`
	Method  string         `json:"method,omitempty"`
	Why     string         `json:"why,omitempty"`
}

// Side is the posts published in a span, both days inclusive.
type Side struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Posts    int    `json:"posts"`
	Value    Number `json:"value"`
	Weekdays [7]int `json:"weekdays"` // its posts by weekday, Monday first
	Youngest Number `json:"youngest"` // age of its youngest post in days; null without posts
	// Come is the share of the outcome that had come by the ages of the posts, at the usual pace of dated actions; null
	// where no dated actions tell.
	Come Number `json:"come"`
}

// The names of the factors of a change that are no links of the chain, beside "posts".
const (
	FactorWeekdays = "weekdays" // on which weekdays posts went out: 1 is the usual mix of the report's posts
	FactorAge      = "post_age" // Side.Come
)

// ChangeFactor is what one factor did: its value in both spans and its part of the difference. The values of the links
// are those of the same weekdays and ages; the values of all factors multiply to the outcome.
type ChangeFactor struct {
	Name   string `json:"name"`
	Of     string `json:"of,omitempty"`
	From   Number `json:"from"`
	To     Number `json:"to"`
	Effect Number `json:"effect"`
}

// Mix holds two groups of posts against each other on one rate, as they are and stratum by stratum. Rate + Mix =
// Crude. A reversal is a crude difference whose direction the strata turn round.
type Mix struct {
	Metric   string   `json:"metric"`
	Exposure string   `json:"exposure"`
	Feature  string   `json:"feature"` // "format" or "topic": what the groups are
	A        string   `json:"a"`
	B        string   `json:"b"`
	By       string   `json:"by"`    // what the strata are
	RateA    Estimate `json:"rateA"` // crude: sum over sum
	RateB    Estimate `json:"rateB"`
	Crude    Estimate `json:"crude"` // RateA - RateB
	Rate     Number   `json:"rate"`  // what the groups' own rates did, the strata being equal
	Mix      Number   `json:"mix"`   // what the make-up of the groups did
	// Adjusted is Rate over the strata that both groups have, which alone can be compared; it has p and q.
	Adjusted Estimate  `json:"adjusted"`
	P        Number    `json:"p"`
	Q        Number    `json:"q"`
	Reversal string    `json:"reversal"` // "none"; "possible": the signs differ; "clear": and neither interval holds 0
	Strata   []Stratum `json:"strata"`
}

// Stratum is one stratum of a Mix; a group that it lacks has no rate there.
type Stratum struct {
	Name   string   `json:"name"`
	PostsA int      `json:"postsA"`
	PostsB int      `json:"postsB"`
	RateA  Estimate `json:"rateA"`
	RateB  Estimate `json:"rateB"`
}

// Luck is the best rate of a metric beside the best that luck alone would show among equal posts.
type Luck struct {
	Metric   string   `json:"metric"`
	Exposure string   `json:"exposure"`
	Best     Estimate `json:"best"`     // the highest observed rate
	Post     string   `json:"post"`     // its id
	Expected Estimate `json:"expected"` // the best of Posts that have the common rate and their own exposures; 5th to 95th percentile
	Posts    int      `json:"posts"`
	Median   Number   `json:"medianExposure"`
	Common   Number   `json:"commonRate"` // sum over sum
}

// Maturity is the age at which 90% of a metric's usual count has come.
type Maturity struct {
	Metric string  `json:"metric"`
	Days   float64 `json:"days"`
	From   string  `json:"from"` // "events", "orders" or "default"
	N      int     `json:"n"`    // dated actions it was read from
	// ByDay is the share that has come by the end of each day after publication, of what comes within as many days as it
	// has; none by default.
	ByDay []Number `json:"byDay,omitempty"`
}

// GroupTotal is one of the four groups with its sums.
type GroupTotal struct {
	Name     string `json:"name"`
	Posts    int    `json:"posts"`
	Exposure Number `json:"exposure"`
	Micro    Number `json:"micro"`
	Primary  Number `json:"primary"`
}

// Oddity is a post whose count of a metric stands far from what its other counts suggest.
type Oddity struct {
	Post     string   `json:"post"`
	Row      int      `json:"row"`
	Metric   string   `json:"metric"`
	Value    Number   `json:"value"`
	Expected Number   `json:"expected"`
	Z        Number   `json:"z"`     // robust standard deviations of the logarithm
	Given    []string `json:"given"` // the metrics that it was expected from
}

// Pattern is the search for such posts: how many were looked at, and those found.
type Pattern struct {
	Metric   string   `json:"metric"`
	Given    []string `json:"given"`
	Posts    int      `json:"posts"`
	Limit    float64  `json:"limit"` // |z| above which a post is listed
	Oddities []Oddity `json:"oddities"`
	Why      string   `json:"why,omitempty"`
}

// BaselineOf returns what the post's rate of a metric was held against: the narrowest baseline that holds posts like
// it, and whether there is one.
func (l League) BaselineOf(p Post, metric string) (Baseline, bool) {
	for _, level := range []string{"format", "platform", "all"} {
		for _, b := range l.Baselines {
			if b.Metric == metric && b.Level == level && b.Holds(p) {
				return b, true
			}
		}
	}
	return Baseline{}, false
}

// Holds reports whether a post is like the peers.
func (p Peers) Holds(post Post) bool {
	return (p.Level == "all" || p.Platform == post.Platform) && (p.Level != "format" || p.Format == post.Format && post.Format != "")
}
