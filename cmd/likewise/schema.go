package main

import (
	"github.com/spf13/cobra"

	"likewise/generator"
)

func schemaCommand(t *terminal, _ *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of site.toml, for editors",
		Long: "schema prints the JSON Schema of site.toml. Editors that know TOML (Taplo, Even Better TOML) complete and check keys\n" +
			"with it:\n\n    likewise schema > site.schema.json\n\nand, as the first line of site.toml:\n\n    #:schema ./site.schema.json",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := t.out.Write(generator.Schema())
			return err
		},
	}
}
