package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"likewise/generator"
)

func initCommand(t *terminal, f *flags) *cobra.Command {
	empty := false
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a site that builds at once: configuration, pages, sample data, a workflow for GitHub Pages",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := f.source
			if len(args) == 1 {
				dir = args[0]
			}
			files, problems := generator.Init(dir, empty)
			if problems.Err() != nil {
				t.problems(problems, f.json)
				return exitFor(problems, false)
			}
			t.quiet = f.quiet
			for _, name := range files {
				t.say("wrote %s", filepath.Join(dir, name))
			}
			next := "likewise serve"
			if dir != "." {
				next += " -s " + dir
			}
			t.say("next: %s", next)
			return nil
		},
	}
	c.Flags().BoolVar(&empty, "empty", false, "without sample data")
	return c
}
