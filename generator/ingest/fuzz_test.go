package ingest

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"likewise/generator/model"
)

// sampleFiles gives a fuzz test every file of testdata that an export could be.
func sampleFiles(f *testing.F) {
	f.Helper()
	n := 0
	for _, pattern := range []string{"testdata/*.csv", "testdata/*.json", "testdata/*.jsonl"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			body, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(body)
			n++
		}
	}
	if n < 15 {
		f.Fatalf("only %d seeds", n)
	}
}

// FuzzJSON checks that any text ends in rows that all have the header's width, or in a message within the text.
func FuzzJSON(f *testing.F) {
	sampleFiles(f)
	f.Add([]byte(`{"data":[{"a":{"b":[1,"x",{"c":null}]},"a.b":2}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		isJSON(text)
		h, rows, err := cutJSON(text, "x")
		if err != nil {
			if p := asProblem(err, ""); p.Code == "" || p.Line < 1 || p.Line > 1+bytes.Count(text, []byte{'\n'}) {
				t.Errorf("%+v", p)
			}
			return
		}
		for _, r := range rows {
			if len(r.cells) != len(h.cells) || r.line < 1 || r.line > 1+bytes.Count(text, []byte{'\n'}) {
				t.Errorf("line %d: %d cells under %d names", r.line, len(r.cells), len(h.cells))
			}
		}
	})
}

// FuzzDecode surveys any file and reads it again: what comes out is UTF-8 of the text that was counted, and a header is
// found within it, or the file is refused with a code.
func FuzzDecode(f *testing.F) {
	sampleFiles(f)
	for _, s := range []string{"\xff\xfea\x00,\x00b\x00\n\x00", "\xfe\xff\x00a\x00\n", "\xef\xbb\xbfa,b\n", "caf\xe9;b\n1;2\n", "PAR1", "\x28\xb5\x2f\xfd", "\xd0\xcf\x11\xe0"} {
		f.Add([]byte(s))
	}
	f.Add([]byte(gz("a,b\n1,2\n")))
	formats, err := Formats()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		facts, err := survey(onDisk(t, body), "x")
		if err != nil {
			if asProblem(err, "").Code == "" {
				t.Errorf("no code: %v", err)
			}
			return
		}
		text, err := facts.openText()
		if err != nil {
			t.Fatal(err)
		}
		defer text.Close()
		all, err := io.ReadAll(text)
		if err != nil || facts.shape == "text" && !utf8.Valid(all) {
			t.Fatalf("%q as %s: no UTF-8, %v", body, facts.encoding, err)
		}
		head, err := facts.headText()
		if err != nil || facts.shape != "text" {
			return
		}
		for _, h := range textHeaders(head) {
			if h.offset > int64(len(head)) || h.line < 1 || h.lines < h.line {
				t.Errorf("a header at %d of %d bytes, line %d to %d", h.offset, len(head), h.line, h.lines)
			}
		}
		recognise(textHeaders(head), formats, model.Data{}, "x")
	})
}

func onDisk(t *testing.T, body []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// FuzzWorkbook opens any bytes as XLSX.
func FuzzWorkbook(f *testing.F) {
	book := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "post_id", "B1": "likes", "A2": "17895695668004550", "B2": 3, "D4": true} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			f.Fatal(err)
		}
	}
	body, err := book.WriteToBuffer()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body.Bytes())
	f.Add(body.Bytes()[:body.Len()/2])
	f.Fuzz(func(t *testing.T, body []byte) {
		sheets, err := cutWorkbook(facts{path: onDisk(t, body), name: "x", shape: "xlsx"}, "")
		if err != nil && asProblem(err, "").Code == "" {
			t.Errorf("no code: %v", err)
		}
		for _, s := range sheets {
			s.headers()
		}
	})
}

// FuzzFile loads any file with the engine, as inspect does, and asks that every row be accounted for.
func FuzzFile(f *testing.F) {
	sampleFiles(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := Inspect(onDisk(t, body), Options{AsOf: testAsOf, MaxRejected: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range in.Tables {
			if s.Read != s.Stored+s.Updated+s.Duplicate+s.Rejected || s.Stored < 0 || s.Updated < 0 {
				t.Errorf("%d read, %d stored, %d updated, %d duplicate, %d rejected", s.Read, s.Stored, s.Updated, s.Duplicate, s.Rejected)
			}
		}
		for _, p := range in.Problems {
			if p.Code == "" || p.Text == "" || p.Line < 0 {
				t.Errorf("%+v", p)
			}
		}
	})
}

// FuzzText checks that folded words stay folded and identifiers are never empty.
func FuzzText(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		if once := fold(s); fold(once) != once {
			t.Errorf("fold(%q) = %q, and of that %q", s, once, fold(once))
		}
		if identifier(s) == "" {
			t.Errorf("identifier(%q) is empty", s)
		}
		if e := excerpt(s); utf8.RuneCountInString(e) > 170 {
			t.Errorf("excerpt of %d runes", utf8.RuneCountInString(e))
		}
		nameKey(s)
	})
}
