package main

import (
	"github.com/spf13/cobra"

	"likewise/generator"
)

func inspectCommand(t *terminal, f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "inspect FILE...",
		Short: "Say what a data file is recognised as, column by column",
		Long:  "Say what a data file is recognised as, column by column. A file that site.toml names is read as its [[data]] entry says.",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			found, ok := generator.Inspect(f.source, f.config, args)
			if f.json {
				if err := t.json(found); err != nil {
					return err
				}
			} else {
				for _, i := range found {
					i.WriteText(t.out)
				}
			}
			if !ok {
				return exitError{exitFailed}
			}
			return nil
		},
	}
}
