package ingest

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// Inspection is what `likewise inspect FILE` says of one file.
type Inspection struct {
	File     string         `json:"file"`
	Bytes    int64          `json:"bytes"`
	Packing  string         `json:"packing,omitempty"`
	Encoding string         `json:"encoding,omitempty"`
	Entry    string         `json:"entry,omitempty"` // the files of the [[data]] entry that says how to read it
	Tables   []model.Source `json:"tables"`          // one a recognised table or sheet, as a build would account for it
	Nearest  []Near         `json:"nearest"`         // where nothing was recognised: the formats that come closest
	Problems diag.List      `json:"problems"`
}

// Near is a format that a file almost is.
type Near struct {
	Format  string   `json:"format"`
	Title   string   `json:"title"`
	Line    int      `json:"line"`    // of the header
	Matched int      `json:"matched"` // columns it knows
	Lacks   []string `json:"lacks"`   // what it would need besides
}

// Inspect reads one file as a build would, into a warehouse of its own, and reports what became of it. Of o.Data the
// first entry, if any, says how to read it; Root is not used. What is wrong with the file is in Problems; the error is
// of the engine.
func Inspect(path string, o Options) (Inspection, error) {
	in := Inspection{File: path, Tables: []model.Source{}, Nearest: []Near{}, Problems: diag.List{}}
	ctx := context.Background()
	w, err := warehouse.Open(ctx, warehouse.Options{Threads: 1})
	if err != nil {
		return in, err
	}
	defer w.Close()
	d := model.Data{}
	if len(o.Data) > 0 {
		d = o.Data[0]
		in.Entry = d.Files
	}
	l, err := newLoader(ctx, w, o)
	if err != nil {
		return in, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if f, err := survey(path, in.File); err == nil {
		in.Bytes, in.Packing = f.size, f.packing
		if f.shape == "text" {
			in.Encoding = f.encoding
		}
		in.Nearest = l.nearest(f, d)
	}
	if err := l.open(job{d, in.File, path}); err != nil {
		in.Problems.Add(asProblem(err, in.File))
		return in, nil
	}
	in.Nearest = []Near{}
	if err := l.fill(); err != nil {
		l.problems.Add(asProblem(err, in.File))
	}
	l.settle()
	in.Tables, in.Problems = l.result.Sources, append(in.Problems, l.problems...)
	return in, nil
}

// nearest are the formats that fit a text file best, at most three.
func (l *loader) nearest(f facts, d model.Data) []Near {
	head, err := f.headText()
	if err != nil || f.shape != "text" {
		return []Near{}
	}
	headers := textHeaders(head)
	if isJSON(head) {
		h, _, err := cutJSON(head, f.name)
		if err != nil {
			return []Near{}
		}
		headers = []header{h}
	}
	best := map[string]binding{}
	for _, h := range headers {
		h.fold()
		for i := range l.formats {
			b := bind(&l.formats[i], h, d)
			if have, ok := best[b.format.Name]; b.matched > 0 && (!ok || better(b, have)) {
				best[b.format.Name] = b
			}
		}
	}
	out := []Near{}
	for _, name := range sortedKeys(best) {
		b := best[name]
		n := Near{Format: name, Title: b.format.Title, Line: b.header.line, Matched: b.matched, Lacks: []string{}}
		for _, r := range b.lacks {
			n.Lacks = append(n.Lacks, b.format.wants(r))
		}
		out = append(out, n)
	}
	slices.SortStableFunc(out, func(a, b Near) int { return (b.Matched - len(b.Lacks)) - (a.Matched - len(a.Lacks)) })
	return out[:min(3, len(out))]
}

// WriteText prints the inspection for a terminal.
func (in Inspection) WriteText(w io.Writer) error {
	as := ""
	if in.Entry != "" {
		as = fmt.Sprintf(", read as [[data]] files = %q says", in.Entry)
	}
	fmt.Fprintf(w, "%s: %s bytes%s%s%s\n", diag.Plain(in.File), thousands(int(in.Bytes)), before(", ", in.Packing), before(", ", in.Encoding), as)
	for _, s := range in.Tables {
		if err := writeSource(w, s); err != nil {
			return err
		}
	}
	for _, n := range in.Nearest {
		fmt.Fprintf(w, "\nnearest: %s (%s), header on line %d, %s known\n", n.Title, n.Format, n.Line, counted(n.Matched, "column", "columns"))
		for _, l := range n.Lacks {
			fmt.Fprintf(w, "  lacks %s\n", l)
		}
	}
	if len(in.Problems) > 0 {
		fmt.Fprintln(w)
	}
	return in.Problems.WriteText(w)
}

func before(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func writeSource(w io.Writer, s model.Source) error {
	fmt.Fprintf(w, "\n%s%s: read as %s (format %q)\n", s.Recognised, before(", sheet ", diag.Plain(s.Sheet)), s.Kind, s.Format)
	fmt.Fprintf(w, "%s read = %s stored + %s updated + %s duplicate + %s rejected; %s skipped\n\n", thousands(s.Read), thousands(s.Stored), thousands(s.Updated), thousands(s.Duplicate), thousands(s.Rejected), counted(s.Skipped, "line", "lines"))
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "  COLUMN\tREAD AS\tTYPE\tEMPTY\tHOW")
	for _, c := range s.Columns {
		as := c.As
		if as == "" {
			as = "-"
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", c.Name, as, c.Type, thousands(c.Nulls), c.Detail)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, n := range s.Notes {
		fmt.Fprintf(w, "\nnote: %s", n)
	}
	if len(s.Notes) > 0 {
		fmt.Fprintln(w)
	}
	for i, p := range s.Problems {
		if i == 10 {
			fmt.Fprintf(w, "... and %s\n", counted(len(s.Problems)-10, "more", "more"))
			break
		}
		fmt.Fprintf(w, "line %d%s: %s [%s]%s\n", p.Line, before(", column ", p.Column), p.Text, p.Code, before("; ", p.Hint))
	}
	return nil
}
