package config

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

// Every key of site.toml is documented, and nothing else is.
func TestSchemaDocumentsEveryKey(t *testing.T) {
	docs := keys()
	seen := 0
	for table, names := range knownKeys(reflect.TypeFor[Config](), "") {
		for _, n := range names {
			dotted := n
			if table != "" {
				dotted = table + "." + n
			}
			if docs[dotted].doc == "" {
				t.Errorf("the key %q has no words in schema.go", dotted)
			}
			delete(docs, dotted)
			seen++
		}
	}
	if len(docs) > 0 || seen < 50 {
		t.Errorf("%d keys; words for keys that are not there: %v", seen, docs)
	}
}

func TestSchemaIsJSON(t *testing.T) {
	var s struct {
		Properties map[string]struct {
			Type, Default string
			Items         struct {
				Properties map[string]struct{ Enum []string }
			}
		}
		AdditionalProperties *bool
	}
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	if s.AdditionalProperties == nil || *s.AdditionalProperties || s.Properties["language"].Default != "en-GB" {
		t.Errorf("%+v", s.Properties["language"])
	}
	if f := s.Properties["funnel"]; f.Type != "array" || !slices.Contains(f.Items.Properties["order"].Enum, "strict") {
		t.Errorf("%+v", f)
	}
}
