package page

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/BurntSushi/toml"

	"likewise/generator/diag"
)

// tomlFields decodes the TOML in d.src[start:end]. Its keys come in the order of the file.
func tomlFields(d *document, start, end int) ([]field, *diag.Problem) {
	var keys map[string]toml.Primitive
	md, err := toml.Decode(string(d.src[start:end]), &keys)
	if err != nil {
		return nil, d.tomlProblem(err, start)
	}
	var out []field
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		var v any
		if err := md.PrimitiveDecode(keys[key], &v); err != nil {
			return out, d.tomlProblem(err, start)
		}
		f := field{key: key, line: 1, col: 1, valueLine: 1, valueCol: 1, value: tomlValue(v)}
		var place valuePlace
		if pe := (toml.ParseError{}); errors.As(md.PrimitiveDecode(keys[key], &place), &pe) && pe.Position.Line > 0 {
			f.valueLine, f.valueCol = d.at(start + pe.Position.Start)
			f.line, f.col = f.valueLine, d.indent(f.valueLine)+1 // TOML has one key a line
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b field) int { return a.line - b.line })
	return out, nil
}

// valuePlace refuses every value: the decoder then tells where it stands, which it keeps to itself otherwise.
type valuePlace struct{}

var errPlace = errors.New("place")

func (*valuePlace) UnmarshalTOML(any) error { return errPlace }

func (d *document) tomlProblem(err error, start int) *diag.Problem {
	line, col, text := 1, 1, err.Error()
	if pe := (toml.ParseError{}); errors.As(err, &pe) {
		text = pe.Message
		line, col = d.at(start + pe.Position.Start)
	}
	p := d.problemAt(line, col, "front-matter", "front matter is no TOML: "+text, "")
	return &p
}

func tomlValue(v any) any {
	switch v := v.(type) {
	case time.Time:
		return tomlMoment(v)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = tomlValue(x)
		}
		return out
	case []map[string]any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = tomlValue(x)
		}
		return out
	case map[string]any:
		out := []field{}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = append(out, field{key: key, value: tomlValue(v[key])})
		}
		return out
	}
	return v
}

// tomlMoment tells TOML's local dates and times, which the library marks by the name of their zone, from full ones.
func tomlMoment(t time.Time) any {
	switch t.Location().String() {
	case "time-local":
		return t.Format(time.TimeOnly) // an hour without a day is no date
	case "date-local", "datetime-local":
		return moment{time: t}
	}
	return moment{time: t, zone: true}
}
