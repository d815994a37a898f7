package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/diag"
)

type files map[string]string

// publishAt writes a whole site and fails the test if that fails.
func publishAt(t testing.TB, o Options, site files) Manifest {
	t.Helper()
	m, err := tryPublish(o, site)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func tryPublish(o Options, site files) (Manifest, error) {
	s, err := Open(context.Background(), o)
	if err != nil {
		return Manifest{}, err
	}
	defer s.Abort()
	for path, body := range site {
		if err := s.Write(path, []byte(body)); err != nil {
			return Manifest{}, err
		}
	}
	return s.Commit(context.Background(), Manifest{Version: "test"})
}

// read returns every file of a folder but the manifest.
func read(t testing.TB, dir string) files {
	t.Helper()
	got := files{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		body, err := os.ReadFile(p)
		if rel != manifestName {
			got[filepath.ToSlash(rel)] = string(body)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantFiles(t testing.TB, dir string, want files) {
	t.Helper()
	if d := cmp.Diff(want, read(t, dir)); d != "" {
		t.Errorf("%s (-want +got):\n%s", dir, d)
	}
}

// wantCode fails unless err is a diag.Problem with the code.
func wantCode(t testing.TB, err error, code string) diag.Problem {
	t.Helper()
	var p diag.Problem
	if !errors.As(err, &p) || p.Code != code {
		t.Fatalf("got error %v, want one with code %q", err, code)
	}
	return p
}

func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestSiteIsReplacedWhole(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "deep", "er", "public")
	first := files{"index.html": "one", "a/b/index.html": "deep", ".nojekyll": ""}
	publishAt(t, Options{Destination: dest}, first)
	wantFiles(t, dest, first)
	if got := names(t, filepath.Dir(dest)); !slices.Equal(got, []string{"public"}) {
		t.Errorf("beside a first site: %q", got)
	}

	second := files{"index.html": "two", "c/index.html": "new"} // a/b is gone, as a deleted page must be
	publishAt(t, Options{Destination: dest}, second)
	wantFiles(t, dest, second)
	wantFiles(t, place{dest}.previous(), first)

	publishAt(t, Options{Destination: dest}, first)
	wantFiles(t, dest, first)
	if got := names(t, WorkFolder(dest)); !slices.Equal(got, []string{ignoreName, lockName, "previous"}) {
		t.Errorf("in the work folder: %q", got)
	}
}

func TestAbortLeavesTheOldSite(t *testing.T) {
	dir := t.TempDir()
	o := Options{Destination: filepath.Join(dir, "public")}

	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.Write("index.html", []byte("never"))
	s.Abort()
	s.Abort()
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("after a first build that failed: %q", got)
	}

	old := files{"index.html": "old"}
	publishAt(t, o, old)
	s, err = Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.Write("index.html", []byte("cancelled"))
	if _, err := s.Commit(ctx, Manifest{}); !errors.Is(err, context.Canceled) {
		t.Errorf("commit with a cancelled context: %v", err)
	}
	wantFiles(t, o.Destination, old)
	wantCode(t, s.Write("late.html", nil), "site-closed")
	if got := names(t, dir); !slices.Equal(got, []string{"public"}) {
		t.Errorf("after an interrupted build: %q", got)
	}
}

func TestConcurrentWrites(t *testing.T) {
	o := Options{Destination: filepath.Join(t.TempDir(), "public")}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := files{}
	var wg sync.WaitGroup
	for i := range 200 {
		path, body := fmt.Sprintf("posts/%d/index.html", i), fmt.Sprint("post ", i)
		want[path] = body
		wg.Go(func() {
			if err := s.Write(path, []byte(body)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	m, err := s.Commit(t.Context(), Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	wantFiles(t, o.Destination, want)
	if len(m.Outputs) != len(want) || !slices.IsSortedFunc(m.Outputs, func(a, b File) int { return strings.Compare(a.Path, b.Path) }) {
		t.Errorf("%d outputs, or unsorted", len(m.Outputs))
	}
}

func TestDestinationsThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	mkdir := func(parts ...string) string {
		p := filepath.Join(append([]string{dir}, parts...)...)
		if err := os.MkdirAll(p, 0o777); err != nil {
			t.Fatal(err)
		}
		return p
	}
	file := func(body string, parts ...string) string {
		p := filepath.Join(append([]string{dir}, parts...)...)
		mkdir(parts[:len(parts)-1]...)
		if err := os.WriteFile(p, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
		return p
	}
	source := mkdir("outer", "source")
	content := mkdir("outer", "source", "content")
	home := mkdir("people", "me")
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	file("x", "photos", "cat.jpg")
	file(`{"generator":"other"}`, "alien", manifestName)
	file(`not json`, "torn", manifestName)
	file("{\"generator\":\"likewise\"}", "repository", manifestName)
	file("gitdir: elsewhere", "repository", ".git")
	link := func(name, to string) string {
		p := filepath.Join(dir, name)
		if err := os.Symlink(to, p); err != nil {
			t.Fatal(err)
		}
		return p
	}

	cases := []struct {
		name, dest, code string
		forced           bool // --force helps
	}{
		{"empty", "", "destination-unsafe", false},
		{"root", "/", "destination-unsafe", false},
		{"file", file("x", "plain.txt"), "destination-unsafe", false},
		{"source", source, "destination-unsafe", false},
		{"parent of source", filepath.Dir(source), "destination-unsafe", false},
		{"home", home, "destination-unsafe", false},
		{"parent of home", filepath.Dir(home), "destination-unsafe", false},
		{"input", content, "destination-unsafe", false},
		{"inside an input", filepath.Join(content, "public"), "destination-unsafe", false},
		{"link to the source", link("to-source", source), "destination-unsafe", false},
		{"link to nothing", link("to-nothing", filepath.Join(dir, "nothing")), "destination-unsafe", false},
		{"repository", filepath.Join(dir, "repository"), "destination-unsafe", false},
		{"below a file", filepath.Join(dir, "plain.txt", "public"), "destination-write", false},
		{"somebody's photos", filepath.Join(dir, "photos"), "destination-foreign", true},
		{"link to somebody's photos", link("to-photos", filepath.Join(dir, "photos")), "destination-foreign", true},
		{"another generator's", filepath.Join(dir, "alien"), "destination-foreign", true},
		{"a torn manifest", filepath.Join(dir, "torn"), "destination-foreign", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := Options{Destination: c.dest, Source: source, Inputs: []string{content}}
			_, err := Open(t.Context(), o)
			p := wantCode(t, err, c.code)
			if p.Hint == "" || (strings.Contains(p.Hint, "--force") != c.forced) {
				t.Errorf("hint %q", p.Hint)
			}
			o.Force = true
			if c.forced {
				publishAt(t, o, files{"index.html": "new"})
				wantFiles(t, c.dest+"/.", files{"index.html": "new"})
				return
			}
			_, err = Open(t.Context(), o)
			wantCode(t, err, c.code)
		})
		os.RemoveAll(filepath.Join(dir, ".photos.likewise"))
		if c.forced && strings.Contains(c.name, "photos") { // the next case wants them foreign again
			os.RemoveAll(filepath.Join(dir, "photos"))
			file("x", "photos", "cat.jpg")
		}
	}
	wantFiles(t, source, files{})
}

func TestDestinationThatChangedHandsDuringTheBuild(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	s, err := Open(t.Context(), Options{Destination: dest})
	if err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(dest, "mine.txt")
	if err := errors.Join(os.Mkdir(dest, 0o777), os.WriteFile(mine, []byte("mine"), 0o666)); err != nil {
		t.Fatal(err)
	}
	_, err = s.Commit(t.Context(), Manifest{})
	wantCode(t, err, "destination-foreign")
	wantFiles(t, dest, files{"mine.txt": "mine"})
}

func TestLinkedDestinationKeepsItsLink(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "srv", "site"), filepath.Join(dir, "public")
	if err := errors.Join(os.MkdirAll(real, 0o750), os.Symlink(real, link)); err != nil {
		t.Fatal(err)
	}
	publishAt(t, Options{Destination: link}, files{"index.html": "x"})
	wantFiles(t, real, files{"index.html": "x"})
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if info, _ := os.Stat(real); info.Mode().Perm() != 0o750 {
		t.Errorf("mode became %v", info.Mode())
	}
}

func TestStraysAreSaid(t *testing.T) {
	o := Options{Destination: filepath.Join(t.TempDir(), "public")}
	publishAt(t, o, files{"index.html": "x", "a/index.html": "x"})
	for _, name := range []string{"CNAME", ".DS_Store"} {
		if err := os.WriteFile(filepath.Join(o.Destination, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	w := s.Warnings()
	if len(w) != 1 || w[0].Code != "stray-file" || !strings.Contains(w[0].Text, `"CNAME"`) || w.Err() != nil {
		t.Errorf("warnings %v", w)
	}
}

func TestLeftoversOfDeadBuildsGo(t *testing.T) {
	o := Options{Destination: filepath.Join(t.TempDir(), "pub[1]*")} // a name that a glob would misread
	publishAt(t, o, files{"index.html": "1"})
	publishAt(t, o, files{"index.html": "2"})
	dead := filepath.Join(WorkFolder(o.Destination), "staging-0", "a")
	if err := os.MkdirAll(dead, 0o777); err != nil {
		t.Fatal(err)
	}
	publishAt(t, o, files{"index.html": "3"})
	if got := names(t, WorkFolder(o.Destination)); !slices.Equal(got, []string{ignoreName, lockName, "previous"}) {
		t.Errorf("left: %q", got)
	}
}

func TestTwoBuildsAtOnce(t *testing.T) {
	o := Options{Destination: filepath.Join(t.TempDir(), "public")}
	first, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), o)
	if p := wantCode(t, err, "destination-locked"); !strings.Contains(p.Text, fmt.Sprint("process ", os.Getpid())) {
		t.Errorf("does not say who: %q", p.Text)
	}

	// One that waits gives up with its context, and goes on when the first ends.
	ctx, cancel := context.WithCancel(t.Context())
	waiting := o
	waiting.Waiting = func(string) { cancel() }
	if _, err := Open(ctx, waiting); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting with a cancelled context: %v", err)
	}
	waiting.Waiting = func(holder string) { first.Abort() }
	publishAt(t, waiting, files{"index.html": "second"})
	wantFiles(t, o.Destination, files{"index.html": "second"})
}

func TestWorkFolderThatIsALinkIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink(t.TempDir(), filepath.Join(dir, ".public.likewise")); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Destination: filepath.Join(dir, "public")})
	wantCode(t, err, "destination-unsafe")
}

func TestTwoStepExchange(t *testing.T) {
	dir := t.TempDir()
	p := place{filepath.Join(dir, "public")}
	o := Options{Destination: p.dest}
	publishAt(t, o, files{"index.html": "old"})
	staging := filepath.Join(p.work(), "staging-0")
	if err := errors.Join(os.MkdirAll(staging, 0o777), os.WriteFile(filepath.Join(staging, "index.html"), []byte("new"), 0o666)); err != nil {
		t.Fatal(err)
	}
	if err := swapAside(p, staging); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, p.dest, files{"index.html": "new"})
	wantFiles(t, p.previous(), files{"index.html": "old"})

	// Killed between the two renames: the mark stands, the destination does not.
	if err := errors.Join(os.RemoveAll(p.dest), os.WriteFile(p.swapMark(), nil, 0o666)); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	wantFiles(t, p.dest, files{"index.html": "old"})
	s.Abort()
	if _, err := os.Stat(p.swapMark()); err == nil {
		t.Error("the mark stands")
	}

	// A destination that the user removed is not brought back.
	publishAt(t, o, files{"index.html": "newer"})
	os.RemoveAll(p.dest)
	s, err = Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.Abort()
	if _, err := os.Stat(p.dest); err == nil {
		t.Error("a removed site came back")
	}
}
