package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"likewise/generator"
)

// flags are those that several verbs share; Hugo's spelling where Hugo has the flag.
type flags struct {
	source, destination, config, baseURL, cacheDir, previous string
	drafts, force, strict, quiet, json                       bool
}

func rootCommand(t *terminal) *cobra.Command {
	f := &flags{}
	root := &cobra.Command{
		Use:   "likewise",
		Short: "A static report site from engagement exports and Markdown",
		Long: "likewise reads social-media engagement exports, events and orders together with an analyst's Markdown\n" +
			"commentary, and builds a static site that says which posts converted.",
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	p := root.PersistentFlags()
	p.StringVarP(&f.source, "source", "s", ".", "folder of the site")
	p.StringVarP(&f.config, "config", "c", "site.toml", "configuration file, relative to the site")
	p.BoolVar(&f.quiet, "quiet", false, "print problems only")
	p.BoolVar(&f.json, "json", false, "print the result, or the problems, as JSON")
	for _, verb := range []func(*terminal, *flags) *cobra.Command{initCommand, buildCommand, serveCommand, checkCommand, queryCommand, diffCommand, analyzeCommand, inspectCommand, schemaCommand, versionCommand} {
		root.AddCommand(verb(t, f))
	}
	return root
}

// making declares the flags of every verb that makes the pages.
func (f *flags) making(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVarP(&f.baseURL, "baseURL", "b", "", "public address of the site; overrides site.toml")
	fl.StringVar(&f.cacheDir, "cacheDir", "", "folder for drawn charts (default: the user's cache folder)")
	fl.StringVar(&f.previous, "previous", "", "built site that holds the report before, relative to the source (default: the destination)")
	fl.BoolVarP(&f.drafts, "buildDrafts", "D", false, "include drafts and pages dated in the future")
}

// options turns the flags of a verb into those of the generator.
func (f *flags) options(t *terminal) generator.Options {
	o := generator.Options{
		Source: f.source, Destination: f.destination, Config: f.config, BaseURL: f.baseURL, CacheDir: f.cacheDir, Previous: f.previous,
		Drafts: f.drafts, Force: f.force, Version: version(), Environ: t.env, Now: time.Now(),
		Waiting: func(holder string) { t.say("waiting for another build to finish (%s)", holder) },
	}
	if o.CacheDir == "" {
		if dir, err := os.UserCacheDir(); err == nil { // without one, charts are drawn anew
			o.CacheDir = filepath.Join(dir, "likewise")
		}
	}
	return o
}

// version is the module's version, or the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}
