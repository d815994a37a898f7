package ingest

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"likewise/generator/model"
)

//go:embed formats/*.toml words.toml
var embedded embed.FS

// Format says how one platform writes one kind of export. Each is a TOML file in formats/; adding one needs no Go.
type Format struct {
	Name     string `toml:"-"`        // the file's name without .toml
	Title    string `toml:"title"`    // as a reader knows it
	Kind     string `toml:"kind"`     // posts | metrics | daily | events | sessions | orders | links
	Platform string `toml:"platform"` // set on every row that does not say
	Type     string `toml:"type"`     // the kind of post, where the file does not say
	Source   string `toml:"source"`   // where the column names are known from
	Plain    bool   `toml:"plain"`    // a table of no platform: it yields to any other format, and keeps unknown columns
	Enrich   bool   `toml:"enrich"`   // rows add to posts that others bring, and are posts only where there are none
	// Require lists what a header must have to be this format: our names, "a|b" for either, "*metric" for any metric, "*action" for any action that site.toml maps.
	Require []string `toml:"require"`
	// Least is what it takes instead where site.toml names the kind or maps columns.
	Least []string `toml:"least"`
	Zone  string   `toml:"zone"`  // IANA zone of its times, where the platform fixes one
	Dates string   `toml:"dates"` // "dmy", "mdy" or "ymd", in every language; else Language says
	// Continues names the column whose repeated value marks further lines of the same record (Shopify's line items).
	Continues string                  `toml:"continues"`
	IDClock   IDClock                 `toml:"idClock"`
	Language  map[string]Language     `toml:"language"`
	Preamble  Preamble                `toml:"preamble"`
	Match     map[string]string       `toml:"match"` // our column -> regexp whose first group is the post_id
	Columns   map[string]Translations `toml:"columns"`
	Metrics   map[string]Translations `toml:"metrics"`
	Extra     map[string]Translations `toml:"extra"`    // text columns to keep beside ours
	Known     map[string]Translations `toml:"known"`    // columns to know the file by, and to leave out
	Personal  Translations            `toml:"personal"` // columns dropped at reading
	Lifetime  Translations            `toml:"lifetime"` // a column that holds days in an export that must not be mixed in
	// Breaks are the days from which the platform counts something else under the same name.
	Breaks []model.Break       `toml:"break"`
	Types  map[string][]string `toml:"types"` // kinds of post -> the platform's words, beside those of words.toml

	names map[string][]meaning // folded column name -> what it may mean
}

// Translations are a column's names by language.
type Translations map[string]model.Names

// Language is how a platform writes dates and numbers in one language of its user interface.
type Language struct {
	Dates   string `toml:"dates"`
	Decimal string `toml:"decimal"`
}

// IDClock says that a platform's post ids carry the time of publication: id >> Shift, counted in Unit since Epoch.
// It stands in where an export gives a day without a time, or without a year.
type IDClock struct {
	Shift uint   `toml:"shift"` // 0: ids carry no time
	Unit  string `toml:"unit"`  // "s" or "ms"
	Epoch int64  `toml:"epoch"` // in Unit since 1970
}

// time is the instant in an id; ok is false for ids of another kind.
func (c IDClock) time(id string) (t time.Time, ok bool) {
	n, err := strconv.ParseInt(id, 10, 64)
	if c.Shift == 0 || err != nil || n>>c.Shift == 0 {
		return t, false
	}
	since := n>>c.Shift + c.Epoch
	if c.Unit == "ms" {
		t = time.UnixMilli(since).UTC()
	} else {
		t = time.Unix(since, 0).UTC()
	}
	return t, t.Year() >= 2006 && t.Year() < 2200
}

// Preamble are regular expressions over the lines before the header.
type Preamble struct {
	Account string `toml:"account"`
	AsOf    string `toml:"as_of"`
}

// meaning is one reading of a column name.
type meaning struct {
	ours  string
	part  int // 1 for the second column of a time: "published_at 2"
	group group
	langs []string
}

// group says in which table of the format file a name stands.
type group int

const (
	groupColumn group = iota
	groupMetric
	groupExtra
	groupKnown
	groupPersonal
	groupLifetime
)

// words is the vocabulary that all formats share.
type words struct {
	Nulls    []string            `toml:"nulls"`
	Totals   []string            `toml:"totals"`
	Averages []string            `toml:"averages"`
	Personal []string            `toml:"personal"`
	Types    map[string][]string `toml:"types"`

	nulls, totals, averages map[string]bool
	personal                []string
	types                   map[string]string
}

// Formats reads the embedded formats, in name order.
func Formats() ([]Format, error) {
	entries, err := embedded.ReadDir("formats")
	if err != nil {
		return nil, err
	}
	var out []Format
	for _, e := range entries {
		text, err := embedded.ReadFile(path.Join("formats", e.Name()))
		if err != nil {
			return nil, err
		}
		f, err := ParseFormat(strings.TrimSuffix(e.Name(), ".toml"), string(text))
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// ParseFormat reads one format file.
func ParseFormat(name, text string) (Format, error) {
	var f Format
	md, err := toml.Decode(text, &f)
	if err != nil {
		return f, fmt.Errorf("format %q: %w", name, err)
	}
	if u := md.Undecoded(); len(u) > 0 {
		return f, fmt.Errorf("format %q: unknown key %q", name, u[0].String())
	}
	if !slices.Contains(kinds, f.Kind) || f.Title == "" || len(f.Require) == 0 {
		return f, fmt.Errorf("format %q: wants a title, a kind (%s) and a require list", name, strings.Join(kinds, ", "))
	}
	f.Name = name
	if err := f.settleBreaks(); err != nil {
		return f, fmt.Errorf("format %q: %w", name, err)
	}
	f.index()
	return f, nil
}

var kinds = []string{"posts", "metrics", "daily", "events", "sessions", "orders", "links"}

// index fills names: what each column name of each language may mean.
func (f *Format) index() {
	f.names = map[string][]meaning{}
	for _, t := range []struct {
		group   group
		columns map[string]Translations
	}{
		{groupColumn, f.Columns}, {groupMetric, f.Metrics}, {groupExtra, f.Extra}, {groupKnown, f.Known},
		{groupPersonal, map[string]Translations{"personal": f.Personal}}, {groupLifetime, map[string]Translations{"lifetime": f.Lifetime}},
	} {
		for _, ours := range sortedKeys(t.columns) {
			for _, lang := range sortedKeys(t.columns[ours]) {
				for _, theirs := range t.columns[ours][lang] {
					f.learn(nameKey(theirs), ours, t.group, lang)
				}
			}
		}
	}
}

func (f *Format) learn(theirs, ours string, g group, lang string) {
	ours, second := strings.CutSuffix(ours, " 2")
	part := 0
	if second {
		part = 1
	}
	for i, m := range f.names[theirs] {
		if m.ours == ours && m.group == g && m.part == part {
			f.names[theirs][i].langs = append(m.langs, lang)
			return
		}
	}
	f.names[theirs] = append(f.names[theirs], meaning{ours, part, g, []string{lang}})
}

func loadWords() (words, error) {
	var w words
	text, err := embedded.ReadFile("words.toml")
	if err != nil {
		return w, err
	}
	if _, err := toml.Decode(string(text), &w); err != nil {
		return w, fmt.Errorf("words.toml: %w", err)
	}
	w.nulls, w.totals, w.averages = foldedSet(w.Nulls), foldedSet(w.Totals), foldedSet(w.Averages)
	for _, p := range w.Personal {
		w.personal = append(w.personal, fold(p))
	}
	w.types = map[string]string{}
	for ours, theirs := range w.Types {
		w.types[ours] = ours
		for _, t := range theirs {
			w.types[fold(t)] = ours
		}
	}
	return w, nil
}

func foldedSet(list []string) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, s := range list {
		out[fold(s)] = true
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
