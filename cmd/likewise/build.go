package main

import (
	"encoding/json"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"likewise/generator"
)

func buildCommand(t *terminal, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the report site",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			t.quiet = f.quiet || f.json
			o := f.options(t)
			o.Phase = t.phase
			start := time.Now()
			result, problems := generator.Build(c.Context(), o)
			if result == nil || !f.json {
				t.problems(problems, f.json)
			}
			if result == nil {
				return exitFor(problems, f.strict)
			}
			if f.json {
				return json.NewEncoder(t.out).Encode(map[string]any{"destination": result.Destination, "pages": result.Pages, "files": result.Files, "bytes": result.Bytes, "problems": problems})
			}
			t.say("%s, %s (%.1f MB) in %d ms", plural(result.Pages, "page"), plural(result.Files, "file"), float64(result.Bytes)/1e6, time.Since(start).Milliseconds())
			t.say("open %s", filepath.Join(result.Destination, "index.html"))
			return exitFor(problems, f.strict)
		},
	}
	fl := c.Flags()
	fl.StringVarP(&f.destination, "destination", "d", "public", "folder of the finished site, relative to the source")
	f.making(c)
	fl.BoolVar(&f.force, "force", false, "replace a destination that likewise did not make")
	fl.BoolVar(&f.strict, "strict", false, "warnings fail with exit code 4")
	return c
}
