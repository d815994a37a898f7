package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"likewise/generator/diag"
)

// decode lays the file over the defaults and refuses what the Config does not have.
func (c *Config) decode(src string) diag.List {
	var problems diag.List
	md, err := toml.Decode(src, c)
	if err != nil {
		problems.Add(c.lines.syntax(err))
		return problems
	}
	known := knownKeys(reflect.TypeFor[Config](), "")
	seen := map[string]int{}
	for _, key := range md.Undecoded() {
		dotted := strings.Join(key, ".")
		parent, leaf := "", key[len(key)-1]
		if i := strings.LastIndex(dotted, "."); i >= 0 {
			parent = dotted[:i]
		}
		if _, ok := known[parent]; !ok {
			continue // the parent is unknown and has been reported
		}
		p := c.lines.nth(dotted, seen[dotted])
		seen[dotted]++
		p.Code, p.Text = "unknown-key", fmt.Sprintf("unknown key %q", leaf)
		if parent != "" {
			p.Text += fmt.Sprintf(" in [%s]", parent)
		}
		p.Hint = diag.DidYouMean(leaf, known[parent])
		problems.Add(p)
	}
	return problems
}

// wrongType reads the place out of the decoder's message about a value of another type.
var wrongType = regexp.MustCompile(`^toml: line (\d+) \(last key "(.*?)"\): (.*)$`)

// syntax turns a decoder's error into a located problem. A value of the wrong type is no ParseError there; its place
// stands in the text only.
func (l locator) syntax(err error) diag.Problem {
	p := diag.Problem{Code: "toml-syntax", File: l.file, Text: strings.TrimPrefix(err.Error(), "toml: ")}
	var pe toml.ParseError
	if errors.As(err, &pe) && pe.Position.Line > 0 {
		p.Line, p.Column = pe.Position.Line, max(pe.Position.Col, 1)
		if pe.Message != "" {
			p.Text = pe.Message
		}
		p.Hint = firstLine(pe.Usage)
	} else if m := wrongType.FindStringSubmatch(err.Error()); m != nil {
		p.Code, p.Text = "wrong-type", fmt.Sprintf("%q: %s", m[2], m[3])
		p.Line, _ = strconv.Atoi(m[1])
		_, p.Column = l.find(m[2], 0)
	}
	p.Excerpt = l.line(p.Line)
	return p
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}

// knownKeys lists the keys of each table of the configuration: "" for the top level, "conversions", "data" ...
func knownKeys(t reflect.Type, prefix string) map[string][]string {
	out := map[string][]string{prefix: {}}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("toml")
		if tag == "" || tag == "-" {
			continue
		}
		out[prefix] = append(out[prefix], tag)
		ft := f.Type
		if ft.Kind() == reflect.Slice {
			ft = ft.Elem()
		}
		if ft.Kind() == reflect.Struct {
			for k, v := range knownKeys(ft, strings.TrimPrefix(prefix+"."+tag, ".")) {
				out[k] = v
			}
		}
	}
	return out
}

// environment lays LIKEWISE_KEY and LIKEWISE_SECTION_KEY over scalar keys, and resolves dsn = "env:NAME".
func (c *Config) environment(env []string) diag.List {
	var problems diag.List
	values := map[string]string{}
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		values[k] = v
	}
	override(reflect.ValueOf(c).Elem(), "LIKEWISE", values, &problems)
	if name, ok := strings.CutPrefix(c.Warehouse.DSN, "env:"); ok {
		c.Warehouse.DSN = values[name]
		if c.Warehouse.DSN == "" {
			problems.Add(c.At("warehouse.dsn", "no-secret", fmt.Sprintf("the environment variable %q is not set", name), "set it where the build runs; secrets are read from the environment only"))
		}
	}
	return problems
}

func override(v reflect.Value, prefix string, env map[string]string, problems *diag.List) {
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag.Get("toml")
		if tag == "" || tag == "-" {
			continue
		}
		name, f := prefix+"_"+strings.ToUpper(tag), v.Field(i)
		s, set := env[name]
		switch {
		case f.Kind() == reflect.Struct:
			override(f, name, env, problems)
		case !set:
		case f.Kind() == reflect.String:
			f.SetString(s)
		default:
			if err := setScalar(f, s); err != nil {
				problems.Add(diag.Problem{Code: "bad-environment", Text: fmt.Sprintf("%s = %q: %v", name, s, err), Hint: "unset it or give it a value of the key's type"})
			}
		}
	}
}

func setScalar(f reflect.Value, s string) error {
	if u, ok := f.Addr().Interface().(toml.Unmarshaler); ok { // a share, a size
		return u.UnmarshalTOML(s)
	}
	switch f.Kind() {
	case reflect.Int:
		n, err := strconv.Atoi(s)
		f.SetInt(int64(n))
		return err
	case reflect.Bool:
		b, err := strconv.ParseBool(s)
		f.SetBool(b)
		return err
	}
	return errors.New("cannot be set from the environment")
}
