package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// validate checks every value once, fills what follows from others, and reports all problems.
func (c *Config) validate() diag.List {
	var v check
	v.c = c
	v.site()
	v.conversions()
	for i := range c.Funnels {
		v.funnel(i, &c.Funnels[i])
	}
	for i := range c.Attribution {
		v.attribution(i, &c.Attribution[i])
	}
	for i := range c.Data {
		v.data(i, &c.Data[i])
	}
	for i := range c.Contracts {
		v.contract(i, &c.Contracts[i])
	}
	for i := range c.Breaks {
		v.definition(i, &c.Breaks[i])
	}
	v.rules()
	return v.list
}

type check struct {
	c    *Config
	list diag.List
}

func (v *check) fail(key, code, hint, format string, args ...any) {
	v.list.Add(v.c.At(key, code, fmt.Sprintf(format, args...), hint))
}

// oneOf checks a value against a closed list; empty takes the first.
func (v *check) oneOf(key string, value *string, allowed ...string) {
	if *value == "" {
		*value = allowed[0]
	}
	if !slices.Contains(allowed, *value) {
		v.fail(key, "bad-value", diag.DidYouMean(*value, allowed), "%q is not one of %s", *value, strings.Join(allowed, ", "))
	}
}

var themeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func (v *check) site() {
	c := v.c
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil || c.Timezone == "Local" {
		v.fail("timezone", "bad-timezone", `write an IANA name such as "Europe/London"`, "unknown time zone %q", c.Timezone)
		zone = time.UTC
	}
	c.Zone = zone
	if _, err := language.Parse(c.Language); err != nil {
		v.fail("language", "bad-language", `write a language tag such as "en-GB"`, "unknown language %q", c.Language)
	}
	if _, err := currency.ParseISO(c.Currency); err != nil {
		v.fail("currency", "bad-currency", `write an ISO 4217 code such as "EUR"`, "unknown currency %q", c.Currency)
	}
	if u, err := url.Parse(c.BaseURL); c.BaseURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		v.fail("baseURL", "bad-url", `write the whole address, such as "https://example.github.io/report/"`, "%q is no web address", c.BaseURL)
	}
	if !themeName.MatchString(c.Theme) {
		v.fail("theme", "bad-theme", "a theme is a folder's name below themes/", "%q is no theme name", c.Theme)
	}
	if c.AsOf != "" {
		if _, err := time.Parse(model.Day, c.AsOf); err != nil {
			v.fail("asOf", "bad-date", "write a day such as 2026-10-31", "%q is no day", c.AsOf)
		}
	}
	if r := c.Quality.MaxRejected; !(r >= 0 && r <= 1) {
		v.fail("quality.maxRejected", "bad-value", `write a share between "0%" and "100%"`, "a share of %g rows is out of range", float64(r))
	}
	if c.Privacy.MinGroup < 1 {
		v.fail("privacy.minGroup", "bad-value", "the smallest group that is shown; 10 is usual", "minGroup = %d is below 1", c.Privacy.MinGroup)
	}
	if c.Warehouse.Threads < 0 {
		v.fail("warehouse.threads", "bad-value", "leave it out to use all cores", "threads = %d is below 0", c.Warehouse.Threads)
	}
}

func (v *check) conversions() {
	c := &v.c.Conversions
	if c.Exposure == "" {
		v.fail("conversions.exposure", "bad-value", `such as "reach", "impressions" or "views"`, "exposure is empty")
	}
	if c.Primary == "" && len(c.Macro) > 0 {
		c.Primary = c.Macro[len(c.Macro)-1]
	}
	if c.Primary != "" && !slices.Contains(c.Macro, c.Primary) {
		if len(c.Macro) > 0 {
			v.fail("conversions.primary", "bad-value", diag.DidYouMean(c.Primary, c.Macro), "primary %q is not one of macro", c.Primary)
		} else {
			c.Macro = []string{c.Primary}
		}
	}
	seen := map[string]string{}
	for _, l := range []struct {
		key   string
		names []string
	}{{"micro", c.Micro}, {"macro", c.Macro}} {
		for _, m := range l.names {
			switch {
			case m == c.Exposure:
				v.fail("conversions."+l.key, "bad-value", "a rate needs another metric below the line", "%q is the exposure and cannot convert", m)
			case seen[m] != "":
				v.fail("conversions."+l.key, "bad-value", "name it once", "%q is named twice (%s and %s)", m, seen[m], l.key)
			}
			seen[m] = l.key
		}
	}
}

func (v *check) funnel(i int, f *model.Funnel) {
	at := func(k string) string { return fmt.Sprintf("funnel.%d.%s", i, k) }
	if strings.TrimSpace(f.Name) == "" {
		v.fail(at("name"), "bad-value", "pages refer to a funnel by its name", "a funnel has no name")
	}
	for _, g := range v.c.Funnels[:i] {
		if g.Name == f.Name {
			v.fail(at("name"), "bad-value", "give each its own name", "two funnels are named %q", f.Name)
		}
	}
	v.oneOf(at("unit"), &f.Unit, "post", "actor")
	if n := len(f.Declared); n < 2 || n > 10 {
		v.fail(at("steps"), "bad-value", `such as steps = ["reach", "link_clicks", "purchases"]`, "a funnel has two to ten steps, this one %d", n)
	}
	v.steps(at("steps"), f)
	if f.Unit == "post" {
		v.postFunnel(i, f)
		return
	}
	v.oneOf(at("order"), &f.Order, "ordered", "strict", "any")
	v.oneOf(at("windowFrom"), &f.WindowFrom, "entry", "previous")
	v.oneOf(at("reentry"), &f.Reentry, "latest", "after-close", "never")
	if f.Ties == "" {
		f.Ties = "step"
	}
	if grace, ok := strings.CutPrefix(f.Ties, "grace:"); ok {
		if d, err := model.ParseDuration(grace); err != nil || d < 0 {
			v.fail(at("ties"), "bad-value", `such as "grace:2s"`, "%q is no grace", f.Ties)
		}
	} else {
		v.oneOf(at("ties"), &f.Ties, "step", "strict")
	}
}

// steps sets Steps where every step is one plain name; a funnel of sums has no others.
func (v *check) steps(key string, f *model.Funnel) {
	f.Steps = nil
	for _, s := range f.Declared {
		if plain := len(s.Actions) == 1 && s.Where == "" && s.Name == ""; plain {
			f.Steps = append(f.Steps, s.Actions[0])
		} else if f.Unit == "post" {
			v.fail(key, "bad-value", `unit = "actor" follows people through events`, "the step %q of a funnel over posts is no metric", s.Label())
		}
	}
	if len(f.Steps) == len(f.Declared) {
		f.Declared = nil
	} else {
		f.Steps = nil
	}
}

// attribution checks one [[attribution]]; whether its touch is a column is known only with the data.
func (v *check) attribution(i int, a *model.Attribution) {
	at := func(k string) string { return fmt.Sprintf("attribution.%d.%s", i, k) }
	if a.Touch == "" {
		v.fail(at("touch"), "bad-value", `such as touch = "channel", "format" or "action"`, "an [[attribution]] names no touch")
	}
	if a.Conversion == "" {
		v.fail(at("conversion"), "bad-value", `such as conversion = "purchase"`, "an [[attribution]] names no conversion")
	}
}

// postFunnel refuses rules that sums over posts cannot have, rather than ignoring them.
func (v *check) postFunnel(i int, f *model.Funnel) {
	for _, k := range []struct {
		key string
		set bool
	}{{"order", f.Order != ""}, {"window", f.Window != 0}, {"windowFrom", f.WindowFrom != ""}, {"reentry", f.Reentry != ""}, {"ties", f.Ties != ""}, {"exclude", len(f.Exclude) > 0}, {"credit", f.Credit != ""}, {"open", f.Open}} {
		if k.set {
			v.fail(fmt.Sprintf("funnel.%d.%s", i, k.key), "bad-value", `unit = "actor" follows people through events`, "%q has no meaning in a funnel of sums over posts", k.key)
		}
	}
	for j, s := range f.Steps {
		if slices.Contains(f.Steps[:j], s) {
			v.fail(fmt.Sprintf("funnel.%d.steps", i), "bad-value", "name each metric once", "step %q stands twice", s)
		}
	}
}

func (v *check) data(i int, d *model.Data) {
	at := func(k string) string { return fmt.Sprintf("data.%d.%s", i, k) }
	if strings.TrimSpace(d.Files) == "" {
		v.fail(at("files"), "bad-value", `such as files = "data/instagram/*.csv"`, "a [[data]] entry names no files")
	}
	if d.Kind != "" {
		v.oneOf(at("kind"), &d.Kind, "posts", "metrics", "events", "sessions", "orders", "links", "daily")
	}
	if d.Dates != "" {
		v.oneOf(at("dates"), &d.Dates, "dmy", "mdy", "ymd")
	}
	v.oneOf(at("key"), &d.Key, "auto", "none")
	if d.Zone != "" {
		if _, err := time.LoadLocation(d.Zone); err != nil {
			v.fail(at("zone"), "bad-timezone", `write an IANA name such as "America/Los_Angeles"`, "unknown time zone %q", d.Zone)
		}
	}
	for col, pattern := range d.Match {
		if re, err := regexp.Compile(pattern); err != nil {
			v.fail(at("match"), "bad-pattern", "write a regular expression whose first group is the post's id", "match for %q: %v", col, err)
		} else if re.NumSubexp() < 1 {
			v.fail(at("match"), "bad-pattern", `put the id in brackets: "/go/([0-9]+)"`, "match for %q has no group", col)
		}
	}
}
