package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"likewise": main})
}

// TestScripts runs the real binary through testdata/script/*.txtar, as a user would.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"conforms": conforms},
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
	})
}

// conforms is "conforms schema.json document.json": the document is what the schema says. Negated, it must not be.
func conforms(s *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		s.Fatalf("usage: conforms schema.json document.json")
	}
	read := func(name string) any {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(s.ReadFile(name)))
		s.Check(err)
		return doc
	}
	c := jsonschema.NewCompiler()
	s.Check(c.AddResource("schema.json", read(args[0])))
	schema, err := c.Compile("schema.json")
	s.Check(err)
	switch err := schema.Validate(read(args[1])); {
	case neg && err == nil:
		s.Fatalf("%s conforms to %s", args[1], args[0])
	case !neg && err != nil:
		s.Fatalf("%s: %v", args[1], err)
	}
}
