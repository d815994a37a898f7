// Package config reads site.toml: defaults first, the file decoded on top, the environment on top of that, and
// everything validated once, so that one run reports every problem with its line and column.
//
// It does not open data files and does not know which columns or metrics the data will have: what a name means is
// checked where the data is known.
package config

import (
	"io/fs"
	"path"
	"slices"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// Config is site.toml. It is passed by value and not changed after Load.
type Config struct {
	Title    string `toml:"title"`
	BaseURL  string `toml:"baseURL"`
	Language string `toml:"language"` // BCP 47: number and date formats, and the wording where there is one
	Timezone string `toml:"timezone"` // IANA
	Currency string `toml:"currency"` // ISO 4217
	Theme    string `toml:"theme"`
	Notice   string `toml:"notice"` // stands on every page, such as "Simulated data"
	AsOf     string `toml:"asOf"`   // the day the data was exported, 2006-01-02; empty: the latest date in the data

	Conversions model.Conversions   `toml:"conversions"`
	Funnels     []model.Funnel      `toml:"funnel"`
	Attribution []model.Attribution `toml:"attribution"`
	Drivers     Drivers             `toml:"drivers"`
	Data        []model.Data        `toml:"data"`
	Quality     Quality             `toml:"quality"`
	Privacy     Privacy             `toml:"privacy"`
	Warehouse   Warehouse           `toml:"warehouse"`
	Markup      Markup              `toml:"markup"`
	Check       Check               `toml:"check"`
	Budget      Budget              `toml:"budget"`
	Contracts   []model.Contract    `toml:"contract"`
	Breaks      []model.Break       `toml:"break"`

	// File is where the configuration was read, for messages about what it names.
	File string `toml:"-"`
	// Zone is Timezone, loaded.
	Zone *time.Location `toml:"-"`

	lines locator
}

// Drivers says what posts are compared by, besides format, topic, time, caption and whether they were paid for.
type Drivers struct {
	Features []string `toml:"features"` // columns of the posts
}

// Quality says how bad a file may be.
type Quality struct {
	MaxRejected model.Proportion `toml:"maxRejected"` // of the rows of a file; more fails the build
}

// Privacy says what is too small to show.
type Privacy struct {
	MinGroup int `toml:"minGroup"` // groups of fewer actors are withheld
}

// Warehouse says which SQL engine computes, and what it may use.
type Warehouse struct {
	DSN         string `toml:"dsn"` // empty: DuckDB in memory; "env:NAME" reads the environment
	MemoryLimit string `toml:"memoryLimit"`
	Threads     int    `toml:"threads"`
}

// Markup says what Markdown may do.
type Markup struct {
	Unsafe bool `toml:"unsafe"` // raw HTML is let through
}

// Budget says how heavy a page may be before "likewise check" speaks.
type Budget struct {
	// Page is what a browser loads at once: the HTML, its styles with their fonts, scripts, and images that are not lazy, as
	// they stand on the disk. 0 is no bound.
	Page Size `toml:"page"`
}

// Default is the configuration of an empty site.toml.
func Default() Config {
	return Config{
		Title: "Report", Language: "en-GB", Timezone: "UTC", Currency: "EUR", Theme: "paper",
		Conversions: model.Conversions{Exposure: "reach"},
		Quality:     Quality{MaxRejected: 0.01},
		Privacy:     Privacy{MinGroup: 10},
		Warehouse:   Warehouse{MemoryLimit: "1GB"},
		Budget:      Budget{Page: 1_000_000},
	}
}

// Load reads a configuration file of the site's file system. env is the environment as os.Environ gives it.
// The Config is usable only when the list has no error.
func Load(site fs.FS, file string, env []string) (Config, diag.List) {
	c := Default()
	c.File = path.Clean(file)
	var problems diag.List
	src, err := fs.ReadFile(site, c.File)
	if err != nil {
		problems.Add(diag.Problem{Code: "no-config", File: c.File, Text: "there is no site here: the configuration cannot be read", Hint: "run this in a folder that has a site.toml, or name the folder with --source"})
		return c, problems
	}
	c.lines = newLocator(c.File, string(src))
	problems.Add(c.decode(string(src))...)
	problems.Add(c.environment(env)...)
	if !slices.ContainsFunc(problems, unread) {
		problems.Add(c.validate()...)
	}
	problems.Sort()
	return c, problems
}

// At returns a problem located at a key of the configuration, such as "conversions.primary" or "funnel.1.steps"
// (the number counts [[funnel]] tables from 0).
func (c Config) At(key, code, text, hint string) diag.Problem {
	return c.lines.problem(key, code, text, hint)
}

// unread reports a problem after which the values are not those of the file, so that validating them would only mislead.
func unread(p diag.Problem) bool { return p.Code == "toml-syntax" || p.Code == "wrong-type" }
