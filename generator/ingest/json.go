package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"likewise/generator/diag"
)

// jsonTable cuts JSON (an array of objects, {"data": [...]}, or one object a line) into a header and rows.
// Nested objects are flattened with dots; keys keep the order of first appearance.
type jsonTable struct {
	text  []byte
	dec   *json.Decoder
	lines bool // one object a line: each is a row, whatever lists it holds
	names []string
	at    map[string]int
	rows  []row
	file  string // for messages
	held  room
	line  int
	seen  int64 // bytes whose lines are counted
}

// isJSON reports text that begins as JSON does.
func isJSON(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) < 2 || head[0] != '{' && head[0] != '[' {
		return false
	}
	next := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(next) > 0 && (next[0] == '{' || next[0] == '"' || next[0] == '}' || next[0] == ']' || next[0] == '[')
}

// cutJSON reads a whole JSON file.
func cutJSON(text []byte, name string) (header, []row, error) {
	j := &jsonTable{text: text, file: name, at: map[string]int{}, line: 1, lines: objectsByLine(text)}
	j.dec = json.NewDecoder(bytes.NewReader(text))
	j.dec.UseNumber()
	for {
		tok, err := j.dec.Token()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = j.top(tok)
		}
		if err == io.EOF { // in the midst of a value
			err = io.ErrUnexpectedEOF
		}
		if p := (diag.Problem{}); errors.As(err, &p) {
			return header{}, nil, p
		}
		if err != nil {
			j.countLines()
			return header{}, nil, diag.Problem{Code: "broken-json", File: name, Line: j.line, Text: fmt.Sprintf("this is no JSON: %v", err), Hint: "export it again, or check it with a JSON tool"}
		}
	}
	if len(j.names) == 0 {
		return header{}, nil, diag.Problem{Code: "no-objects", File: name, Line: 1, Text: fmt.Sprintf("%q is JSON, but holds no list of objects with names", name), Hint: `write it as [{"post_id": "...", "likes": 5}, ...], such as pandas does with orient="records"`}
	}
	var held room
	for i := range j.rows {
		if err := held.take(name, len(j.names)); err != nil {
			return header{}, nil, err
		}
		for len(j.rows[i].cells) < len(j.names) {
			j.rows[i].cells = append(j.rows[i].cells, "")
		}
	}
	return header{cells: j.names, line: 1}, j.rows, nil
}

// objectsByLine reports text whose first line is a whole object, with another below.
func objectsByLine(text []byte) bool {
	first, rest, _ := bytes.Cut(bytes.TrimSpace(text), []byte{'\n'})
	return bytes.HasPrefix(first, []byte{'{'}) && bytes.HasPrefix(bytes.TrimSpace(rest), []byte{'{'}) && json.Valid(first)
}

// countLines brings line up to where the decoder stands.
func (j *jsonTable) countLines() {
	to := min(j.dec.InputOffset(), int64(len(j.text)))
	j.line += bytes.Count(j.text[j.seen:to], []byte{'\n'})
	j.seen = to
}

// top reads one value at the top, whose first token was read: a row, or a list of them.
func (j *jsonTable) top(tok json.Token) error {
	switch tok {
	case json.Delim('['):
		return j.list()
	case json.Delim('{'):
		if j.lines {
			return j.row()
		}
		return j.object()
	}
	return fmt.Errorf("a bare value where an object should be")
}

// list reads an array of objects as rows; other values in it are passed over.
func (j *jsonTable) list() error {
	for j.dec.More() {
		tok, err := j.dec.Token()
		if err != nil {
			return err
		}
		if tok != json.Delim('{') {
			if err := j.skip(tok); err != nil {
				return err
			}
			continue
		}
		if err := j.row(); err != nil {
			return err
		}
	}
	_, err := j.dec.Token()
	return err
}

// row reads the members of an object, whose brace was read, as a row.
func (j *jsonTable) row() error {
	j.countLines()
	r := row{line: j.line}
	if err := j.members(&r, "", 0); err != nil {
		return err
	}
	return j.keep(r)
}

// object reads a top-level object: a row, unless it holds a list of objects, whose members are the rows then.
func (j *jsonTable) object() error {
	j.countLines()
	own := &jsonTable{dec: j.dec, at: map[string]int{}}
	r := row{line: j.line}
	before := len(j.rows)
	for j.dec.More() {
		key, err := j.key()
		if err != nil {
			return err
		}
		tok, err := j.dec.Token()
		if err != nil {
			return err
		}
		if tok == json.Delim('[') {
			if err := j.list(); err != nil {
				return err
			}
			continue
		}
		if err := own.value(&r, key, tok, 0); err != nil {
			return err
		}
	}
	if len(j.rows) == before && len(r.cells) > 0 {
		if err := j.keep(j.adopt(r, own.names)); err != nil {
			return err
		}
	}
	_, err := j.dec.Token()
	return err
}

// keep appends a row while there is room.
func (j *jsonTable) keep(r row) error {
	j.rows = append(j.rows, r)
	return j.held.take(j.file, len(r.cells))
}

// adopt takes over a row whose cells stand under other names.
func (j *jsonTable) adopt(r row, names []string) row {
	out := row{line: r.line, fault: r.fault}
	for i, v := range r.cells {
		j.set(&out, names[i], v)
	}
	return out
}

func (j *jsonTable) key() (string, error) {
	tok, err := j.dec.Token()
	key, _ := tok.(string)
	return key, err
}

// members flattens an object onto a row.
func (j *jsonTable) members(r *row, prefix string, depth int) error {
	if depth > 20 {
		return errors.New("objects are nested more than 20 deep")
	}
	for j.dec.More() {
		key, err := j.key()
		if err != nil {
			return err
		}
		tok, err := j.dec.Token()
		if err != nil {
			return err
		}
		if err := j.value(r, prefix+key, tok, depth); err != nil {
			return err
		}
	}
	_, err := j.dec.Token()
	return err
}

func (j *jsonTable) value(r *row, key string, tok json.Token, depth int) error {
	switch v := tok.(type) {
	case json.Delim:
		if v == '{' {
			return j.members(r, key+".", depth+1)
		}
		return j.items(r, key, depth+1)
	case string:
		j.set(r, key, v)
	case json.Number:
		j.set(r, key, v.String())
	case bool:
		j.set(r, key, strconv.FormatBool(v))
	}
	return nil
}

// items flattens an array: objects by their number, plain values joined.
func (j *jsonTable) items(r *row, key string, depth int) error {
	if depth > 20 {
		return errors.New("arrays are nested more than 20 deep")
	}
	var plain []string
	for n := 0; j.dec.More(); n++ {
		tok, err := j.dec.Token()
		if err != nil {
			return err
		}
		switch v := tok.(type) {
		case string:
			plain = append(plain, v)
		case json.Number:
			plain = append(plain, v.String())
		default:
			if n >= 20 {
				err = j.skip(tok)
			} else {
				err = j.value(r, key+"."+strconv.Itoa(n), tok, depth)
			}
			if err != nil {
				return err
			}
		}
	}
	if len(plain) > 0 {
		j.set(r, key, strings.Join(plain, ", "))
	}
	_, err := j.dec.Token()
	return err
}

// skip passes over a value whose first token was read.
func (j *jsonTable) skip(tok json.Token) error {
	depth := 0
	for {
		if d, ok := tok.(json.Delim); ok {
			if d == '{' || d == '[' {
				depth++
			} else {
				depth--
			}
		}
		if depth == 0 {
			return nil
		}
		var err error
		if tok, err = j.dec.Token(); err != nil {
			return err
		}
	}
}

func (j *jsonTable) set(r *row, key, v string) {
	i, ok := j.at[key]
	if !ok {
		if len(j.names) >= 2000 {
			return
		}
		i = len(j.names)
		j.at[key] = i
		j.names = append(j.names, key)
	}
	for len(r.cells) <= i {
		r.cells = append(r.cells, "")
	}
	if len(v) > maxCell {
		r.fault, r.at = "cell-too-large", i
		return
	}
	r.cells[i] = v
}
