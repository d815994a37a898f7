package main

import (
	"github.com/spf13/cobra"

	"likewise/generator"
)

func schemaCommand(t *terminal, _ *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [check]",
		Short: "Print the JSON Schema of site.toml, for editors, or of what check --json prints",
		Long: "schema prints the JSON Schema of site.toml. Editors that know TOML (Taplo, Even Better TOML) complete and check keys\n" +
			"with it:\n\n    likewise schema > site.schema.json\n\nand, as the first line of site.toml:\n\n    #:schema ./site.schema.json\n\n" +
			"schema check prints the JSON Schema of the document that \"likewise check --json\" prints.",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"check"},
		RunE: func(_ *cobra.Command, args []string) error {
			body := generator.Schema()
			if len(args) == 1 {
				body = generator.CheckSchema()
			}
			_, err := t.out.Write(body)
			return err
		},
	}
}
