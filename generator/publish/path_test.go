package publish

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	good := []string{"index.html", "a/b/c.css", ".nojekyll", ".well-known/x", "köln/ünï.html", "posts/日本/index.html", "a b/c", "console/index.html", "com/x", "com10.html", "a..b", "😀.html"}
	bad := []string{"", ".", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", `a\b`, `..\x`, "a/..", "c:x", "a\x00b", "a\nb", "a\u202eb", "a\u200bb", "\xff",
		"con", "a/NUL.txt", "aux/index.html", "com1", "LPT9.x", "com¹", "prn .txt", "a./b", "a /b", "manifest.json", "MANIFEST.json", ".git/config", "a/.GIT/x", "what?", "a*b", strings.Repeat("x", 256)}
	for _, p := range good {
		if err := checkPath(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
	for _, p := range bad {
		if checkPath(p) == nil {
			t.Errorf("%q is taken", p)
		}
	}
}

func TestCollisions(t *testing.T) {
	cases := []struct{ first, second string }{
		{"a.html", "a.html"}, {"a.html", "A.HTML"}, {"caf\u00e9/index.html", "cafe\u0301/index.html"}, {"STRASSE", "straße"},
		{"a", "a/b"}, {"a/b", "a"}, {"a/b", "A"}, {"A", "a/b"}, {"a/b", "a/b/c/d"},
	}
	for _, c := range cases {
		tr := newTree("root", nil)
		if _, err := tr.add(c.first); err != nil {
			t.Fatal(err)
		}
		_, err := tr.add(c.second)
		if p := wantCode(t, err, "output-collision"); p.Hint == "" {
			t.Errorf("%q after %q: no hint", c.second, c.first)
		}
	}
	tr := newTree("root", nil)
	for _, p := range []string{"a/x", "A/y", "ab", "b/a"} {
		if _, err := tr.add(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestNothingEscapes(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), Options{Destination: filepath.Join(dir, "public")})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"../escaped", "a/../../escaped", filepath.Join(dir, "escaped"), `..\escaped`} {
		wantCode(t, s.Write(p, []byte("x")), "output-path")
	}
	if err := s.Write("index.html", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), Manifest{}); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, files{"public/index.html": "", "public/manifest.json": string(must(t, s))})
}

// must is the manifest that the test above expects.
func must(t *testing.T, s *Site) []byte {
	t.Helper()
	m, err := ReadManifest(filepath.Join(s.place.dest, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	return m.Bytes()
}

func FuzzCheckPath(f *testing.F) {
	for _, p := range []string{"index.html", "../x", "a/./b", "con", "a\x00", `a\..\b`, "é/x", "a/b."} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if checkPath(p) != nil {
			return
		}
		at := filepath.Join("/root/of", filepath.FromSlash(p))
		if !strings.HasPrefix(at, "/root/of/") || strings.ContainsAny(p, "\\:\x00") || fold(p) == "" {
			t.Errorf("%q leads to %q", p, at)
		}
	})
}
