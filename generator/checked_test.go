package generator

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/diag"
)

// The published schema names every key that is printed, and no other; what is always printed is required.
func TestCheckSchemaHasEveryKey(t *testing.T) {
	var s struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(CheckSchema(), &s); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		object
		of reflect.Type
	}{"checked": {s.object, reflect.TypeFor[Checked]()}, "problem": {s.Defs["problem"], reflect.TypeFor[diag.Problem]()}, "field": {s.Defs["field"], reflect.TypeFor[Field]()}} {
		all, required := jsonKeys(c.of)
		if diff := cmp.Diff(all, slices.Sorted(maps.Keys(c.Properties))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		slices.Sort(c.Required)
		if diff := cmp.Diff(required, c.Required); diff != "" {
			t.Errorf("%s, required: %s", name, diff)
		}
	}
}

// object is the part of a schema that is held against a type.
type object struct {
	Properties map[string]any
	Required   []string
}

func jsonKeys(t reflect.Type) (all, always []string) {
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		all = append(all, name)
		if options != "omitempty" {
			always = append(always, name)
		}
	}
	slices.Sort(all)
	slices.Sort(always)
	return all, always
}
