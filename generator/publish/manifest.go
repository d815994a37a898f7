package publish

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
)

const (
	manifestName   = "manifest.json"
	manifestSchema = "likewise.manifest/1"
	generatorName  = "likewise"
	maxManifest    = 256 << 20 // bytes; a million outputs
)

// Manifest says what a site was made from and what it consists of. It holds no time of its own: the same input gives the same bytes.
type Manifest struct {
	Generator string `json:"generator"` // always "likewise"; marks a destination as ours
	Schema    string `json:"schema"`
	Version   string `json:"version"`        // of the tool
	AsOf      string `json:"asOf,omitempty"` // the data's own "as of", RFC 3339 or a date
	Inputs    []File `json:"inputs"`
	Rows      []Rows `json:"rows"`
	Outputs   []File `json:"outputs"` // every file but the manifest
}

// File is a file by content. Path is slash-separated, relative to the source (inputs) or the destination (outputs).
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // hexadecimal
	Bytes  int64  `json:"bytes"`
}

// Rows accounts for one data file: Read = Stored + Updated + Duplicate + Rejected.
type Rows struct {
	File      string `json:"file"`
	Sheet     string `json:"sheet,omitempty"`
	Read      int64  `json:"read"`
	Stored    int64  `json:"stored"`
	Updated   int64  `json:"updated"`
	Duplicate int64  `json:"duplicate"`
	Rejected  int64  `json:"rejected"`
}

// ReadManifest reads a site's manifest and fails if likewise did not write it.
func ReadManifest(path string) (Manifest, error) {
	var m Manifest
	f, err := os.Open(path)
	if err != nil {
		return m, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%q is not a manifest: %w", path, err)
	}
	if m.Generator != generatorName {
		return m, fmt.Errorf("%q is not a manifest of likewise: generator %q", path, m.Generator)
	}
	return m, nil
}

// sorted fills in the marks and orders the lists.
func (m Manifest) sorted() Manifest {
	m.Generator, m.Schema = generatorName, manifestSchema
	byPath := func(a, b File) int { return cmp.Compare(a.Path, b.Path) }
	m.Inputs, m.Rows, m.Outputs = slices.Clone(m.Inputs), slices.Clone(m.Rows), slices.Clone(m.Outputs)
	slices.SortFunc(m.Inputs, byPath)
	slices.SortFunc(m.Outputs, byPath)
	slices.SortFunc(m.Rows, func(a, b Rows) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet)) })
	return m
}

// Bytes is the manifest as written: JSON with one entry a line, so that two builds can be compared by diff.
func (m Manifest) Bytes() []byte {
	m = m.sorted()
	b := bytes.NewBufferString("{")
	field := func(name string, value any) { fmt.Fprintf(b, "\n%s: %s,", encode(name), encode(value)) }
	field("generator", m.Generator)
	field("schema", m.Schema)
	field("version", m.Version)
	if m.AsOf != "" {
		field("asOf", m.AsOf)
	}
	writeLines(b, "inputs", m.Inputs)
	b.WriteByte(',')
	writeLines(b, "rows", m.Rows)
	b.WriteByte(',')
	writeLines(b, "outputs", m.Outputs)
	b.WriteString("\n}\n")
	return b.Bytes()
}

func writeLines[T any](b *bytes.Buffer, name string, items []T) {
	fmt.Fprintf(b, "\n%s: [", encode(name))
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  ")
		b.Write(encode(item))
	}
	b.WriteString("\n]")
}

// encode cannot fail: it is given strings, numbers and structs of them only.
func encode(v any) []byte {
	out, _ := json.Marshal(v)
	return out
}

// writeManifest flushes its file: the mark of a site that is ours must not be the one file that a crash empties.
func writeManifest(path string, body []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
