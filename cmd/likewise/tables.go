package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"text/tabwriter"

	"likewise/generator"
	"likewise/generator/diag"
)

// isTerminal reports whether w is a character device, such as a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// writeTables prints what a reader at a terminal wants first: files, totals, funnels, the ten best posts.
func writeTables(w io.Writer, r *generator.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "file\tread\tstored\tupdated\tduplicate\trejected\t\n")
	for _, s := range r.Sources {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t\n", diag.Plain(s.File), s.Read, s.Stored, s.Updated, s.Duplicate, s.Rejected)
	}
	fmt.Fprintf(t, "\t\t\t\t\t\t\nmetric\ttotal\t\n")
	for _, m := range slices.Sorted(maps.Keys(r.Totals)) {
		fmt.Fprintf(t, "%s\t%s\t\n", diag.Plain(m), number(r.Totals[m]))
	}
	for _, f := range r.Funnels {
		fmt.Fprintf(t, "\t\t\t\t\n%s\tcount\tof previous\t95%% interval\t\n", diag.Plain(f.Name))
		for _, s := range f.Steps {
			fmt.Fprintf(t, "%s\t%s\t%s\n", diag.Plain(s.Name), number(float64(s.Count)), estimate(s.OfPrevious))
		}
	}
	fmt.Fprintf(t, "\t\t\t\t\t\npost\tformat\trate of\tk\tn\trate\t95%% interval\t\n")
	for _, p := range r.Posts[:min(10, len(r.Posts))] {
		if len(p.Rates) == 0 {
			continue
		}
		rate := p.Rates[len(p.Rates)-1]
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", strconv.QuoteToGraphic(p.ID), diag.Plain(p.Format), diag.Plain(rate.Metric), number(float64(rate.K)), number(float64(rate.N)), estimate(rate.Rate))
	}
	return t.Flush()
}

func number(f float64) string {
	if math.IsNaN(f) {
		return "-"
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func estimate(e generator.Estimate) string {
	switch {
	case !e.OK():
		return "-\t" + e.Why + "\t"
	case math.IsNaN(e.Low):
		return fmt.Sprintf("%.4g\t\t", e.Value)
	}
	return fmt.Sprintf("%.4g\t%.4g to %.4g\t", e.Value, e.Low, e.High)
}
