package page

import (
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"likewise/generator/diag"
)

var yamlError = regexp.MustCompile(`^yaml: (?:line ([0-9]+): )?((?s:.*))$`)

// yamlFields decodes the YAML in d.src[start:end]. Anchors, aliases and tags are refused: front matter needs none,
// and they let a small file grow without bound.
func yamlFields(d *document, start, end int) ([]field, *diag.Problem) {
	var root yaml.Node
	base, _ := d.at(start)
	if err := yaml.Unmarshal(d.src[start:end], &root); err != nil {
		return nil, d.yamlProblem(err, base)
	}
	if len(root.Content) == 0 {
		return nil, nil
	}
	y := yamlReader{d: d, base: base - 1}
	top := root.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, y.problem(top, "front matter wants keys and values", `write lines such as title: "Funnel"`)
	}
	fields := y.table(top)
	return fields, y.bad
}

func (d *document) yamlProblem(err error, base int) *diag.Problem {
	line, text := base, err.Error()
	if m := yamlError.FindStringSubmatch(text); m != nil {
		text = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = base + n - 1
		}
	}
	p := d.problemAt(line, 1, "front-matter", "front matter is no YAML: "+text, "")
	return &p
}

// yamlReader turns nodes into values and keeps the first thing it could not read.
type yamlReader struct {
	d    *document
	base int // lines above the YAML
	bad  *diag.Problem
}

func (y *yamlReader) problem(n *yaml.Node, text, hint string) *diag.Problem {
	p := y.d.problemAt(y.base+n.Line, n.Column, "front-matter", text, hint)
	return &p
}

func (y *yamlReader) table(n *yaml.Node) []field {
	out := []field{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if k.Kind != yaml.ScalarNode {
			y.refuse(k, "a key must be a word")
			continue
		}
		v := n.Content[i+1]
		out = append(out, field{key: k.Value, line: y.base + k.Line, col: k.Column, valueLine: y.base + v.Line, valueCol: v.Column, value: y.value(v)})
	}
	return out
}

func (y *yamlReader) refuse(n *yaml.Node, text string) {
	if y.bad == nil {
		y.bad = y.problem(n, text, "")
	}
}

func (y *yamlReader) value(n *yaml.Node) any {
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		y.refuse(n, "anchors and aliases are not read in front matter")
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		return y.table(n)
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, c := range n.Content {
			out[i] = y.value(c)
		}
		return out
	}
	return yamlScalar(n)
}

func yamlScalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			return b
		}
	case "!!int":
		var i int64
		if n.Decode(&i) == nil {
			return i
		}
	case "!!float":
		var f float64
		if n.Decode(&f) == nil {
			return f
		}
	case "!!timestamp":
		return moment{text: n.Value}
	}
	return n.Value
}
