package ingest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// TestFormatsKnowThemselves builds a header from every format in every language that has its required columns, and
// checks that it is recognised as that format and no other.
func TestFormatsKnowThemselves(t *testing.T) {
	formats, err := Formats()
	if err != nil {
		t.Fatal(err)
	}
	if len(formats) < 12 {
		t.Fatalf("only %d formats", len(formats))
	}
	checked := 0
	for _, f := range formats {
		if slices.Equal(f.Require, []string{"*action"}) {
			continue // known by what site.toml maps, not by a header
		}
		for _, lang := range []string{"en", "de", "fr", "es", "pt", "it"} {
			h := header{line: 1, lines: 1, delim: ','}
			for _, group := range []map[string]Translations{f.Columns, f.Metrics, f.Extra, f.Known} {
				for _, ours := range sortedKeys(group) {
					if names := group[ours][lang]; len(names) > 0 && !slices.Contains(h.cells, names[0]) {
						h.cells = append(h.cells, names[0])
					}
				}
			}
			h.fold()
			if b := bind(&f, h, model.Data{}); len(b.lacks) > 0 || len(h.cells) == 0 {
				if lang == "en" {
					t.Errorf("%s: its own English header lacks %q", f.Name, b.lacks)
				}
				continue
			}
			b, err := recognise([]header{h}, formats, model.Data{}, "x.csv")
			if err != nil || b.format.Name != f.Name {
				t.Errorf("%s in %s: recognised as %v, %v", f.Name, lang, b.format, err)
				continue
			}
			checked++
		}
	}
	if checked < 20 {
		t.Errorf("only %d headers checked", checked)
	}
}

func TestFormatsAreSound(t *testing.T) {
	formats, err := Formats()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formats {
		for _, ours := range sortedKeys(f.Columns) {
			if name := strings.TrimSuffix(ours, " 2"); !isAttribute(f.Kind, name) {
				t.Errorf("%s: %q is no column of %s", f.Name, ours, f.Kind)
			}
		}
		for _, r := range append(append([]string{}, f.Require...), f.Least...) {
			for alt := range strings.SplitSeq(r, "|") {
				known := alt == "*metric" || alt == "*action"
				for _, group := range []map[string]Translations{f.Columns, f.Metrics, f.Extra, f.Known} {
					_, ok := group[alt]
					known = known || ok
				}
				if !known {
					t.Errorf("%s: requires %q, which it does not name", f.Name, alt)
				}
			}
		}
		for _, expr := range append([]string{f.Preamble.Account, f.Preamble.AsOf}, f.Match["permalink"]) {
			if _, err := regexp.Compile(expr); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
		if _, err := time.LoadLocation(f.Zone); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if f.Source == "" && !f.Plain {
			t.Errorf("%s: says no source", f.Name)
		}
	}
}

// TestAFacebookExportNeedNotBeWhole takes columns away, as months differ.
func TestAFacebookExportNeedNotBeWhole(t *testing.T) {
	formats, err := Formats()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range []string{
		"Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,Permalink,Post type,Languages,Custom labels,Funded content status,Data comment,Date,Views,Reach,Reactions, Comments and Shares,Reactions,Comments,Shares,Total clicks",
		"Post ID,Page ID,Page name,Title,Publish time,Permalink,Reach,Reactions",
		"post id,PAGE NAME,Publish  time,Views,Comments",
	} {
		b, err := recognise([]header{{cells: strings.Split(cells, ","), line: 1}}, formats, model.Data{}, "x.csv")
		if err != nil || b.format.Name != "meta-facebook" {
			t.Errorf("%s: %v, %v", cells, b.format.Name, err)
		}
	}
}

func TestParseFormatRefuses(t *testing.T) {
	for _, text := range []string{"", "title = 'x'", "titel = 'x'", "title='x'\nkind='postz'\nrequire=['a']", "title='x'\nkind='posts'\nrequire=['a']\n[column]\na={en='b'}"} {
		if _, err := ParseFormat("x", text); err == nil {
			t.Errorf("%q: no problem found", text)
		}
	}
}
