// Command bundle cuts ECharts to what the report uses and writes it, minified, with its licence.
//
// It is run by hand, when ECharts is updated or entry.js changes; the result is committed. From an empty folder:
//
//	npm install echarts@6.1.0
//	go run likewise/generator/chart/internal/bundle -modules ./node_modules -out .../generator/chart/assets
package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

//go:embed entry.js
var entry string

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

func run(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("bundle", flag.ContinueOnError)
	flags.SetOutput(stderr)
	modules := flags.String("modules", "node_modules", "folder that holds echarts, zrender and tslib")
	out := flags.String("out", "generator/chart/assets", "folder to write to")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if err := write(*modules, *out); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

// write puts echarts.min.js and the licences it is under into out.
func write(modules, out string) error {
	script, err := build(modules)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "echarts.min.js"), script, 0o644); err != nil {
		return err
	}
	for _, name := range []string{"echarts/LICENSE", "echarts/NOTICE", "zrender/LICENSE"} {
		text, err := os.ReadFile(filepath.Join(modules, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		to := strings.ReplaceAll(name, "/", ".") + ".txt"
		if err := os.WriteFile(filepath.Join(out, to), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func build(modules string) ([]byte, error) {
	abs, err := filepath.Abs(modules)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		Stdin:             &api.StdinOptions{Contents: entry, ResolveDir: filepath.Dir(abs), Sourcefile: "entry.js", Loader: api.LoaderJS},
		Bundle:            true,
		Format:            api.FormatIIFE,
		Target:            api.ES2017,
		Charset:           api.CharsetASCII,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
		NodePaths:         []string{abs},
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`, "__DEV__": "false"},
		Banner:            map[string]string{"js": "/*! Apache ECharts, cut and minified. Apache License 2.0; its renderer zrender: BSD 3-Clause. */"},
		Outfile:           "echarts.min.js",
	})
	if len(result.Errors) > 0 {
		return nil, errors.New(api.FormatMessages(result.Errors, api.FormatMessagesOptions{})[0])
	}
	return result.OutputFiles[0].Contents, nil
}
