// Package model holds the nouns that the other packages pass to each other, and their invariants:
// what a site declares (Data, Funnel, Conversions), what a file became (Source), and what the analysis
// found (Report, the contract printed by `likewise analyze`).
//
// It does no I/O and no arithmetic beyond its own invariants.
package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Day is the layout of dates in every output.
const Day = "2006-01-02"

// Moment writes a time as every output does, RFC 3339 in the site's zone; the zero time, which nobody knows, is empty.
func Moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.RFC3339)
}

// Data is one [[data]] entry of site.toml: files and how to read them.
type Data struct {
	Files string `toml:"files"` // glob, relative to the site folder, slashes
	// Kind is "posts", "metrics", "events", "sessions", "orders", "links" or "daily"; empty: recognised by the header.
	Kind string `toml:"kind"`
	// Format names a format file; empty: recognised by the header.
	Format string `toml:"format"`
	// Columns maps our column or metric name to theirs; a time may stand in two columns.
	Columns  map[string]Names  `toml:"columns"`
	Sheet    string            `toml:"sheet"`    // xlsx: the sheet; empty: the first that is recognised
	Locale   string            `toml:"locale"`   // "en", "de" ...: decides separators where the file leaves them open
	Dates    string            `toml:"dates"`    // "dmy", "mdy" or "ymd": decides ambiguous dates
	Zone     string            `toml:"zone"`     // IANA zone of times without an offset; empty: the format's, else the site's
	Match    map[string]string `toml:"match"`    // their column -> regexp whose first group is the post_id
	Platform string            `toml:"platform"` // set for every row, where the file does not say
	Account  string            `toml:"account"`
	// Key is "auto" (post_id, else permalink; the default) or "none": rows have no identity and are all kept.
	Key string `toml:"key"`
}

// Names is one or more of their column names; in TOML a string or an array of strings.
type Names []string

// UnmarshalTOML accepts a string or an array of strings.
func (n *Names) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case string:
		*n = Names{v}
		return nil
	case []any:
		for _, x := range v {
			s, ok := x.(string)
			if !ok {
				return errNames
			}
			*n = append(*n, s)
		}
		return nil
	}
	return errNames
}

type namesError struct{}

func (namesError) Error() string { return "wants a column name or a list of column names" }

var errNames = namesError{}

// Conversions is the [conversions] table: the denominator and what counts as a step or a goal.
type Conversions struct {
	Exposure string   `toml:"exposure"`
	Micro    []string `toml:"micro"`
	Macro    []string `toml:"macro"`
	Primary  string   `toml:"primary"`
}

// Declared returns every declared conversion, micro then macro, each once.
func (c Conversions) Declared() []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range append(append([]string{}, c.Micro...), c.Macro...) {
		if !seen[m] {
			seen[m] = true
			out = append(out, m)
		}
	}
	return out
}

// Funnel is one [[funnel]] of site.toml.
type Funnel struct {
	Name       string   `toml:"name"`
	Unit       string   `toml:"unit"`       // "post" or "actor"
	Steps      []string `toml:"-"`          // the steps as metrics (unit "post") or plain actions; set from Declared
	Order      string   `toml:"order"`      // ordered | strict | any
	Window     Duration `toml:"window"`     // 0: none
	WindowFrom string   `toml:"windowFrom"` // entry | previous
	// Reentry says which first steps open a window: latest (every one), after-close (one that comes when no window is
	// open) or never (the first ever alone).
	Reentry string      `toml:"reentry"`
	Ties    string      `toml:"ties"`    // step | strict | grace:2s
	GroupBy string      `toml:"groupBy"` // a column of posts, for unit "actor" also one of events
	Exclude []Exclusion `toml:"exclude"`
	// Credit says whose value of GroupBy stands for a person: "first" (the event that entered; the default), "last"
	// (the event of the furthest step), a step's label, or "all": every step must have the same value, and a person
	// counts in each group in which they entered.
	Credit string `toml:"credit"`
	Open   bool   `toml:"open"` // people may enter at any step
	// Declared is the steps as written: a step of unit "actor" may be several actions, or an action under a condition.
	Declared []Step `toml:"steps"`
}

// Exclusion breaks a path on which Action happens after step After and not after the next step; in the same second it
// counts as before that one. The person stays at step After unless another path leads on.
type Exclusion struct {
	Action string `toml:"action"`
	After  string `toml:"after"`
}

// Duration is a time.Duration that also reads days and weeks: "7d", "36h", "2w".
type Duration time.Duration

// UnmarshalText reads a duration. Written as nothing it is refused: left out, a span means none or the default, and a
// window of zero that holds events of one second only is not what its author has in mind.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := ParseDuration(string(b))
	if err == nil && v == 0 {
		err = fmt.Errorf("%q is no span; leave it out for none", b)
	}
	*d = Duration(v)
	return err
}

// MarshalText writes "7d" where whole days, else Go's form.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Duration) String() string {
	t := time.Duration(d)
	if t > 0 && t%(24*time.Hour) == 0 {
		return strconv.FormatInt(int64(t/(24*time.Hour)), 10) + "d"
	}
	return t.String()
}

// ParseDuration is time.ParseDuration with the units d (24h) and w (7d), whole numbers only for those.
func ParseDuration(s string) (time.Duration, error) {
	for suffix, unit := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if n, ok := strings.CutSuffix(s, suffix); ok && n != "" && strings.Trim(n, "0123456789") == "" {
			d, err := time.ParseDuration(n + "h")
			if err == nil && d > math.MaxInt64/(unit/time.Hour) {
				return 0, fmt.Errorf("the duration %q is longer than 290 years", s)
			}
			return d * (unit / time.Hour), err
		}
	}
	return time.ParseDuration(s)
}
