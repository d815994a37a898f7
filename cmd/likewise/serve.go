package main

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"likewise/generator"
	"likewise/generator/diag"
	"likewise/generator/serve"
)

// previewRoom is memory that is asked for and never touched, so that it takes none: the collector counts it as in use, and
// lets the heap of a preview grow by as much again before it works. Without it a change of data in a site of a thousand
// posts spends a sixth of the processor's time on collecting; for a large site it makes no difference.
const previewRoom = 80 << 20

func serveCommand(t *terminal, f *flags) *cobra.Command {
	o := serve.Options{}
	c := &cobra.Command{
		Use:     "serve",
		Aliases: []string{"server"},
		Short:   "Preview the site and rebuild it at every change",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			room := make([]byte, previewRoom)
			defer runtime.KeepAlive(room)
			p := &generator.Preview{Options: f.options(t)}
			o.Watch, o.Ignore = p.Watch(), p.Ignore()
			if !f.quiet {
				o.Log = t.err
			}
			defer p.Close()
			o.Build = func(ctx context.Context, changed []string) (serve.Site, diag.List) {
				proof, problems := p.Build(ctx, changed)
				if proof == nil {
					return nil, problems
				}
				return proof, problems
			}
			err := serve.Run(c.Context(), o)
			if err == nil {
				return nil
			}
			problem := diag.Problem{Code: "failed", Text: err.Error()}
			errors.As(err, &problem)
			t.problems(diag.List{problem}, f.json)
			return exitError{exitFailed}
		},
	}
	fl := c.Flags()
	fl.IntVarP(&o.Port, "port", "p", 1313, "port to listen on; the next free one is taken")
	fl.StringVar(&o.Bind, "bind", "127.0.0.1", "address to listen on")
	fl.StringSliceVar(&o.Hosts, "host", nil, "further host names to answer to")
	fl.BoolVarP(&o.Open, "open", "O", false, "open the site in a browser")
	fl.BoolVarP(&o.Navigate, "navigateToChanged", "N", false, "go to the page that changed")
	fl.DurationVar(&o.Poll, "poll", 0, "look at all files this often instead of being told, such as 700ms")
	fl.StringVarP(&f.destination, "destination", "d", "public", "folder that build writes, not watched")
	f.making(c)
	o.Debounce = 20 * time.Millisecond
	return c
}
