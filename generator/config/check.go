package config

// Check says what each rule of "likewise check" does: "error", "warn" or "off"; empty is the rule's own default.
type Check struct {
	BrokenLink     string `toml:"broken-link"`
	BrokenAnchor   string `toml:"broken-anchor"`
	BrokenImage    string `toml:"broken-image"`
	ForeignRequest string `toml:"foreign-request"`
	LeakEmail      string `toml:"leak-email"`
	LeakPhone      string `toml:"leak-phone"`
	LeakName       string `toml:"leak-name"`
	LeakActor      string `toml:"leak-actor"`
	PageWeight     string `toml:"page-weight"`
	UnusedData     string `toml:"unused-data"`
}

// rules lists the keys of [check] with their values.
func (c *Check) rules() []rule {
	return []rule{
		{"broken-link", &c.BrokenLink}, {"broken-anchor", &c.BrokenAnchor}, {"broken-image", &c.BrokenImage}, {"foreign-request", &c.ForeignRequest},
		{"leak-email", &c.LeakEmail}, {"leak-phone", &c.LeakPhone}, {"leak-name", &c.LeakName}, {"leak-actor", &c.LeakActor}, {"page-weight", &c.PageWeight}, {"unused-data", &c.UnusedData},
	}
}

type rule struct {
	code  string
	value *string
}

// Severity is what site.toml says of a rule; empty where it says nothing.
func (c Check) Severity(code string) string {
	for _, r := range c.rules() {
		if r.code == code {
			return *r.value
		}
	}
	return ""
}

// Rules are the codes that [check] knows.
func (c Check) Rules() []string {
	var out []string
	for _, r := range c.rules() {
		out = append(out, r.code)
	}
	return out
}

func (v *check) rules() {
	for _, r := range v.c.Check.rules() {
		if *r.value != "" {
			v.oneOf("check."+r.code, r.value, "error", "warn", "off")
		}
	}
}
