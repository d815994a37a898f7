package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"likewise/generator"
)

func diffCommand(t *terminal, f *flags) *cobra.Command {
	format := "text"
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what changed between two built sites",
		Long: "diff holds two folders that build wrote against each other: totals, funnels, verdicts, posts that came, went or were\n" +
			"revised by a re-export, pages and data files. Text and Markdown show the first 20 of each, --json all.",
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if f.json {
				format = "json"
			}
			if format != "text" && format != "markdown" && format != "json" {
				fmt.Fprintf(t.err, "likewise: unknown format %q\n    hint: --format text, markdown or json\n", format)
				return exitError{exitUsage}
			}
			d, problems := generator.Compare(args[0], args[1])
			if d == nil {
				t.problems(problems, false)
				return exitFor(problems, false)
			}
			switch format {
			case "json":
				return t.json(d)
			case "markdown":
				return d.WriteMarkdown(t.out)
			}
			return d.WriteText(t.out)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text, markdown or json")
	return c
}
