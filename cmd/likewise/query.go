package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"likewise/generator"
	"likewise/generator/publish"
)

func queryCommand(t *terminal, f *flags) *cobra.Command {
	asCSV := false
	c := &cobra.Command{
		Use:   `query "SELECT ..."`,
		Short: "Run one SELECT on the tables of the data",
		Long: "query runs one SELECT, in DuckDB's dialect, on the tables that pages see too:\n\n" +
			"    posts          one row a post, with a column a metric\n" +
			"    metrics        post_id, metric, value, as_of, source\n" +
			"    daily          date, metric, value, platform\n" +
			"    events_by_day  date, action, events (days of fewer people than privacy.minGroup are left out)\n\n" +
			"Times are in the site's zone. It can read no file and reach no network; it may take 10 seconds and 512 MB,\n" +
			"and return 100,000 rows.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			t.quiet = true
			rows, problems := generator.Query(c.Context(), f.options(t), args[0])
			t.problems(problems, false)
			if rows == nil {
				return exitFor(problems, false)
			}
			if f.json {
				return t.json(rows)
			}
			header, cells := generator.Table(rows)
			if asCSV {
				_, err := t.out.Write(publish.CSV(header, cells))
				return err
			}
			return t.table(header, cells)
		},
	}
	c.Flags().BoolVar(&asCSV, "csv", false, "print CSV")
	return c
}

// oneLine keeps a cell from drawing outside its place, or on the terminal's controls.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// table prints columns, each as wide as its widest cell.
func (t *terminal) table(header []string, rows [][]string) error {
	w := tabwriter.NewWriter(t.out, 0, 8, 2, ' ', 0)
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			if i > 0 {
				fmt.Fprint(w, "\t")
			}
			fmt.Fprint(w, oneLine(cell))
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}
