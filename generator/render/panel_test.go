package render

import (
	"html/template"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// sheetLayout is what a layout would make of a row: html/template escapes each value for the place where it stands.
var sheetLayout = template.Must(template.New("").Parse(`<tr class="{{.Class}}">{{range $i, $c := .Cells}}` +
	`{{if $i}}<td data-label="{{.Label}}" class="{{if .Numeric}}num {{end}}{{.Class}}">{{else}}<th scope="row" class="{{.Class}}">{{end}}` +
	`{{.Bar}}<span dir="auto">{{.Text}}</span>{{with .Chip}} <span class="chip {{$c.Tone}}">{{.}}</span>{{end}}{{with .Small}} <small>{{.}}</small>{{end}}` +
	`{{if $i}}</td>{{else}}</th>{{end}}{{end}}</tr>`))

// A row written in Go holds the same elements, attributes and text as one that a layout writes, whatever stands in its cells.
func TestRowsAreEscapedAsInLayouts(t *testing.T) {
	for _, s := range []string{"plain", "", " ", hostile, `"><img src=x onerror=alert(1)>`, `' onmouseover='x`, "a\x00b", "\xff\xfe<", "+ADw-script+AD4-", "&lt;b&gt; &amp &#60;", "</th></td></tr></table>", "<!--", "`x`", "שלום <b>", "\u202eabc", "a\r\nb"} {
		row := SheetRow{Class: s, Cells: []SheetCell{{Label: s, Text: s, Class: s, Small: s}, {Label: s, Text: s, Class: s, Chip: s, Tone: s, Numeric: true}, {Label: s, Text: s}}}
		var want strings.Builder
		if err := sheetLayout.Execute(&want, row); err != nil {
			t.Fatal(err)
		}
		if got, want := skeleton(string(row.HTML())), skeleton(want.String()); got != want {
			t.Errorf("%q: the row is\n%s\na layout makes\n%s", s, got, want)
		}
	}
}

// rankingLayout and factsLayout are what a layout would make of a row of a ranking and of a list of facts.
var (
	rankingLayout = template.Must(template.New("").Parse(`<tr><td class="num rank" data-key="{{.R.KeyRank}}">{{.R.Rank}}{{with .R.RankRange}} <small>{{.}}</small>{{end}}</td>` +
		`<th scope="row" class="who"><a href="x" dir="auto">{{.R.Title}}</a>{{with .R.Detail}} <small>{{.}}</small>{{end}}</th>` +
		`<td data-label="{{.T.Exposure}}" class="num" data-key="{{.R.KeyExposure}}">{{.R.Exposure}}</td><td data-label="{{.T.Count}}" class="num" data-key="{{.R.KeyCount}}">{{.R.Count}}</td>` +
		`{{if .R.Why}}<td colspan="{{.T.WhySpan}}" class="why" data-key="">{{.R.Why}}</td>{{else}}<td data-label="{{.T.Per}}" class="num strong" data-key="{{.R.Key}}">{{.R.Per}}</td>` +
		`<td data-label="{{.T.Within}}" class="within">{{.R.Bar}}<span>{{.R.Range}}</span></td><td class="verdict">{{with .R.Verdict}}<span class="chip {{$.R.VerdictClass}}">{{.}}</span>{{end}}</td>{{end}}</tr>`))
	factsLayout = template.Must(template.New("").Parse(`{{range .}}<div><dt>{{.Name}}</dt><dd class="num">{{.Value}}</dd></div>{{end}}{{range .}}<div><dt>{{.Name}}</dt><dd><bdi>{{.Value}}</bdi></dd></div>{{end}}`))
)

// So do the rows of a ranking and the facts of a post.
func TestRankingsAndFactsAreEscapedAsInLayouts(t *testing.T) {
	for _, s := range []string{"plain", hostile, `"><img src=x onerror=alert(1)>`, `' onmouseover='x`, "a\x00b", "\xff\xfe<", "&lt;b&gt; &amp &#60;", "</th></td></tr></table></dl>", "שלום <b>"} {
		for _, why := range []string{"", s} {
			table := &PostTable{Ranked: true, Exposure: s, Count: s, Per: s, Within: s, Verdict: s, WhySpan: 3}
			row := PostRow{Rank: s, Title: s, URL: "x", Detail: s, Exposure: s, Count: s, Per: s, Range: s, Why: why, RankRange: s, Bar: "<svg></svg>", Verdict: s, VerdictClass: s, KeyRank: s, KeyExposure: s, Key: s, KeyCount: s}
			facts := Facts{{s, s}, {"", s}}
			var want strings.Builder
			if err := rankingLayout.Execute(&want, struct {
				T *PostTable
				R PostRow
			}{table, row}); err != nil {
				t.Fatal(err)
			}
			if err := factsLayout.Execute(&want, facts); err != nil {
				t.Fatal(err)
			}
			if got, want := skeleton(string(table.HTML(row)+facts.Numbers()+facts.Words())), skeleton(want.String()); got != want {
				t.Errorf("%q: Go writes\n%s\na layout makes\n%s", s, got, want)
			}
		}
	}
}

// skeleton is the markup as a browser's tokenizer reads it, but for what a row may leave out: empty attributes, spaces at
// the ends of a class, and the span around text that cannot turn.
func skeleton(row string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(row))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		switch {
		case t.Data == "span" && t.Type != html.TextToken && (len(t.Attr) == 0 || t.Attr[0].Key == "dir"):
			continue
		case t.Type == html.TextToken:
			b.WriteString(html.EscapeString(t.Data))
			continue
		}
		b.WriteString("\n" + t.Type.String() + " " + t.Data)
		for _, a := range t.Attr {
			if v := strings.TrimSpace(a.Val); v != "" {
				b.WriteString(" " + a.Key + "=" + html.EscapeString(v))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// The link of a cell leads to the page that is meant, by whatever letters it is named, and never to another host or into a script.
func TestCellsLinkToPages(t *testing.T) {
	from, _ := url.Parse("https://site.example/report/posts/index.html")
	for _, name := range []string{"a", "a b", "a?b", "a#b", "a%20b", "a%zz", "a:b", "javascript:alert(1)", "ü", "שלום", "日本", `"><b>`, "a'b", "a&amp;b", "a+b", "*", "\xff"} {
		for _, root := range []string{"", "../", "/report/"} {
			cell := SheetRow{Cells: []SheetCell{{Text: "x", URL: href(root, name+"/")}}}.HTML()
			z := html.NewTokenizer(strings.NewReader(string(cell)))
			for tag := ""; tag != "a"; {
				if z.Next() == html.ErrorToken {
					t.Fatalf("no link in %s", cell)
				}
				b, _ := z.TagName()
				tag = string(b)
			}
			_, value, _ := z.TagAttr()
			to, err := from.Parse(string(value))
			if err != nil {
				t.Errorf("%s: %v", cell, err)
				continue
			}
			want := map[string]string{"": "/report/posts/", "../": "/report/", "/report/": "/report/"}[root] + name + "/index.html"
			if to.Path != want || to.Host != from.Host || to.Scheme != from.Scheme || to.RawQuery != "" || to.Fragment != "" {
				t.Errorf("%q leads to %q, want %q", value, to, want)
			}
		}
	}
}

// A sentence in the place of numbers is set as a sentence.
func TestSpanningCell(t *testing.T) {
	sheet := newSheetOf("", "", Column{Label: "a"}, Column{"b", true}, Column{"c", true})
	sheet.add("", cellOf("x"), SheetCell{Text: "not a proportion", Class: "why", Span: 2})
	if got, want := string(sheet.Rows[0].HTML()), `<tr><th scope="row">x</th><td colspan="2" class="why">not a proportion</td></tr>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMayTurn(t *testing.T) {
	for s, want := range map[string]bool{"": false, "Reel": false, "éß Ω Я": false, "×1.5 (1.2–\u20601.9) ≈ → …": false, "שלום": true, "a عربي": true,
		"\u200f": true, "\u202e": true, "\u2067": true, "\u061c": true, "\U0001e900": true} {
		if got := mayTurn(s); got != want {
			t.Errorf("mayTurn(%q) = %v", s, got)
		}
	}
}
