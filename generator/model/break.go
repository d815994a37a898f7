package model

// Break is a day from which a metric counts something else than before: a platform changed what it means by it. What
// was published before At and what came later are never compared on that metric.
type Break struct {
	Metric   string `toml:"metric" json:"metric"`
	At       string `toml:"at" json:"at"`             // the first day of the new meaning, 2006-01-02
	Platform string `toml:"platform" json:"platform"` // whose metric it is; empty: that of every platform
	Note     string `toml:"note" json:"note"`         // what changed
	// From is the title of the export format that knows of the break; empty: site.toml declares it.
	From string `toml:"-" json:"from,omitempty"`
	// Posts is how many posts with the metric were published before At. Their counts are shown, and stand in no total,
	// rate or comparison.
	Posts int `toml:"-" json:"posts"`
}

// Concerns reports whether the post's metric has the old meaning, or may have: it is the platform's, and the post is
// older than the break or of unknown age.
func (b Break) Concerns(p Post) bool {
	return (b.Platform == "" || b.Platform == p.Platform) && (len(p.Published) < len(Day) || p.Published[:len(Day)] < b.At)
}

// Between reports whether the break lies behind the first day and not behind the last, so that what was counted on the
// two differs.
func (b Break) Between(first, last string) bool { return first < b.At && b.At <= last }

// Exported is a count as the file has it, and whether the metric meant something else when the post was published.
func (p Post) Exported(metric string) (v float64, broken, ok bool) {
	if v, ok = p.Metrics[metric]; ok {
		return v, false, true
	}
	v, ok = p.Broken[metric]
	return v, ok, ok
}
