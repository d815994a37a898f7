package diff

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"likewise/generator/model"
)

// most bounds the rows of each table in text and Markdown; JSON has all.
const most = 20

// section is a table under a title.
type section struct {
	title string
	head  []string
	rows  [][]string
}

func (d *Diff) sections() []section {
	out := []section{
		{"Totals", []string{"metric", "before", "after", "change"}, changes(d.Totals)},
		{"Funnels", []string{"funnel", "step", "before", "after", "change"}, changes(d.Funnels)},
		{"Signals", []string{"outcome", "action", "before", "after"}, judged(d.Signals)},
		{"Verdicts on posts", []string{"post", "of", "before", "after"}, judged(d.Verdicts)},
		{"New posts", []string{"post", "title"}, posts(d.Added)},
		{"Posts that are gone", []string{"post", "title"}, posts(d.Removed)},
		{"Posts revised by a re-export", []string{"post", "title", "counts"}, revised(d.Revised)},
		{"Pages", []string{"page", ""}, d.Pages.rows()},
		{"Data files", []string{"file", ""}, d.Inputs.rows()},
	}
	kept := out[:0]
	for _, s := range out {
		if len(s.rows) > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

func changes(l []Change) [][]string {
	var out [][]string
	for _, c := range l {
		row := []string{c.Name, number(c.Before), number(c.After), relative(c)}
		if c.Of != "" {
			row = append([]string{c.Of}, row...)
		}
		out = append(out, row)
	}
	return out
}

func judged(l []Verdict) [][]string {
	var out [][]string
	for _, v := range l {
		out = append(out, []string{cmp.Or(v.Title, v.Of), v.Name, cmp.Or(v.Before, "–"), cmp.Or(v.After, "–")})
	}
	return out
}

func posts(l []Post) [][]string {
	var out [][]string
	for _, p := range l {
		out = append(out, []string{p.ID, p.Title})
	}
	return out
}

func revised(l []Revised) [][]string {
	var out [][]string
	for _, r := range l {
		var counts []string
		for _, c := range r.Metrics {
			counts = append(counts, fmt.Sprintf("%s %s → %s", c.Name, number(c.Before), number(c.After)))
		}
		out = append(out, []string{r.ID, r.Title, strings.Join(counts, ", ")})
	}
	return out
}

func (f Files) rows() [][]string {
	var out [][]string
	for _, g := range []struct {
		what  string
		files []string
	}{{"new", f.Added}, {"gone", f.Removed}, {"changed", f.Changed}} {
		for _, name := range g.files {
			out = append(out, []string{name, g.what})
		}
	}
	return out
}

// number has two decimals at most.
func number(n model.Number) string {
	if math.IsNaN(float64(n)) {
		return "–"
	}
	s := strconv.FormatFloat(float64(n), 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// relative is the change in per cent; of nothing there is none.
func relative(c Change) string {
	if !(float64(c.Before) > 0) || math.IsNaN(float64(c.After)) {
		return ""
	}
	return fmt.Sprintf("%+.1f%%", 100*(float64(c.After)/float64(c.Before)-1))
}

func (d *Diff) heading() string {
	span := func(s Side) string { return fmt.Sprintf("%s to %s, %d posts", s.From, s.To, s.Posts) }
	return fmt.Sprintf("before: %s; after: %s", span(d.Before), span(d.After))
}

const nothing = "nothing changed"

// WriteText prints tables for a terminal.
func (d *Diff) WriteText(w io.Writer) error {
	fmt.Fprintln(w, d.heading())
	if d.Empty() {
		_, err := fmt.Fprintln(w, nothing)
		return err
	}
	for _, s := range d.sections() {
		fmt.Fprintf(w, "\n%s (%d)\n", s.title, len(s.rows))
		t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
		for _, row := range s.rows[:min(most, len(s.rows))] {
			cells := make([]string, len(row))
			for i, c := range row {
				cells[i] = plain(c)
			}
			fmt.Fprintln(t, "  "+strings.TrimRight(strings.Join(cells, "\t"), "\t"))
		}
		if err := t.Flush(); err != nil {
			return err
		}
		if n := len(s.rows) - most; n > 0 {
			fmt.Fprintf(w, "  and %d more\n", n)
		}
	}
	return nil
}

// WriteMarkdown prints tables for a pull request. Cells are data, so nothing in them is markup, a link or a mention.
func (d *Diff) WriteMarkdown(w io.Writer) error {
	fmt.Fprintf(w, "### What changes in the report\n\n%s\n", sentence(escape(d.heading())))
	if d.Empty() {
		_, err := fmt.Fprintf(w, "\n%s\n", sentence(nothing))
		return err
	}
	for _, s := range d.sections() {
		fmt.Fprintf(w, "\n#### %s (%d)\n\n", s.title, len(s.rows))
		fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(s.head, " | "), strings.Repeat(" --- |", len(s.head)))
		for _, row := range s.rows[:min(most, len(s.rows))] {
			cells := make([]string, len(row))
			for i, c := range row {
				cells[i] = escape(c)
			}
			fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
		}
		if n := len(s.rows) - most; n > 0 {
			fmt.Fprintf(w, "\nand %d more\n", n)
		}
	}
	return nil
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// plain keeps a cell on its line, off the terminal's controls, and short.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return s
}

// markup are the signs that Markdown, HTML and code hosts give a meaning to.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "@", "&#64;", "#", "&#35;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "]", "&#93;", `\`, "&#92;", "~", "&#126;", "://", "&#58;//", "!", "&#33;", "$", "&#36;")

func escape(s string) string { return markup.Replace(plain(s)) }
