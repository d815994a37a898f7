package publish

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// rebuild publishes three sites, so that the third is laid over the first, which meddle may change before.
func rebuild(t *testing.T, first, third files, meddle func(t *testing.T, previous string)) (dest string) {
	t.Helper()
	o := Options{Destination: filepath.Join(t.TempDir(), "public")}
	publishAt(t, o, first)
	publishAt(t, o, files{"index.html": "between"})
	if meddle != nil {
		meddle(t, place{o.Destination}.previous())
	}
	publishAt(t, o, third)
	wantFiles(t, o.Destination, third)
	wantFiles(t, place{o.Destination}.previous(), files{"index.html": "between"})
	return o.Destination
}

func noErr(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestUnchangedFilesStay(t *testing.T) {
	site := files{"index.html": "same", "a/index.html": "old", "gone/index.html": "x", "b/c/index.html": "same"}
	var before [2]os.FileInfo
	var reader *os.File
	dest := rebuild(t, site, files{"index.html": "same", "a/index.html": "new", "b/c/index.html": "same"}, func(t *testing.T, previous string) {
		var errs [3]error
		before[0], errs[0] = os.Stat(filepath.Join(previous, "b", "c", "index.html"))
		before[1], errs[1] = os.Stat(filepath.Join(previous, "index.html"))
		reader, errs[2] = os.Open(filepath.Join(previous, "a", "index.html"))
		noErr(t, errs[:]...)
	})
	defer reader.Close()
	for i, name := range []string{"b/c/index.html", "index.html"} {
		after, err := os.Stat(filepath.Join(dest, filepath.FromSlash(name)))
		noErr(t, err)
		if !os.SameFile(before[i], after) {
			t.Errorf("%s was made anew", name)
		}
	}
	if body, err := io.ReadAll(reader); string(body) != "old" || err != nil {
		t.Errorf("who had the changed file open reads %q, %v", body, err)
	}
}

// Whatever somebody did to the site before last, the new site is as if made from nothing.
func TestNothingOfAnEarlierSiteIsTrusted(t *testing.T) {
	site := files{"index.html": "x", "a/index.html": "page", "b/index.html": "page"}
	outside := filepath.Join(t.TempDir(), "outside")
	noErr(t, os.MkdirAll(outside, 0o777), os.WriteFile(filepath.Join(outside, "index.html"), []byte("mine"), 0o666))
	cases := map[string]func(t *testing.T, previous string){
		"another content": func(t *testing.T, p string) {
			noErr(t, os.WriteFile(filepath.Join(p, "a", "index.html"), []byte("PAGE"), 0o666))
		},
		"strays": func(t *testing.T, p string) {
			noErr(t, os.WriteFile(filepath.Join(p, "a", "stray"), nil, 0o666), os.WriteFile(filepath.Join(p, "CNAME"), nil, 0o666), os.MkdirAll(filepath.Join(p, "c", "d"), 0o777))
		},
		"a folder for a file": func(t *testing.T, p string) {
			noErr(t, os.Remove(filepath.Join(p, "a", "index.html")), os.MkdirAll(filepath.Join(p, "a", "index.html", "x"), 0o777))
		},
		"a file for a folder": func(t *testing.T, p string) {
			noErr(t, os.RemoveAll(filepath.Join(p, "a")), os.WriteFile(filepath.Join(p, "a"), nil, 0o666))
		},
		"a link for a folder": func(t *testing.T, p string) {
			noErr(t, os.RemoveAll(filepath.Join(p, "a")), os.Symlink(outside, filepath.Join(p, "a")))
		},
		"a link for a file": func(t *testing.T, p string) {
			noErr(t, os.Remove(filepath.Join(p, "a", "index.html")), os.Symlink(filepath.Join(outside, "index.html"), filepath.Join(p, "a", "index.html")))
		},
		"a second name": func(t *testing.T, p string) {
			noErr(t, os.Remove(filepath.Join(p, "a", "index.html")), os.Link(filepath.Join(outside, "index.html"), filepath.Join(p, "a", "index.html")))
		},
		"another case": func(t *testing.T, p string) {
			noErr(t, os.Rename(filepath.Join(p, "a"), filepath.Join(p, "A")), os.Rename(filepath.Join(p, "b", "index.html"), filepath.Join(p, "b", "INDEX.html")))
		},
		"no manifest": func(t *testing.T, p string) { noErr(t, os.Remove(filepath.Join(p, manifestName))) },
	}
	for name, meddle := range cases {
		t.Run(name, func(t *testing.T) {
			rebuild(t, site, site, meddle)
			wantFiles(t, outside, files{"index.html": "mine"})
		})
	}
}

func TestModesOfAnEarlierSiteDoNotStay(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	site := files{"index.html": "x", "a/index.html": "page"}
	var fresh os.FileMode
	dest := rebuild(t, site, site, func(t *testing.T, p string) {
		info, err := os.Stat(filepath.Join(p, "a", "index.html"))
		noErr(t, err, os.Chmod(filepath.Join(p, "a", "index.html"), 0o600), os.Chmod(filepath.Join(p, "a"), 0o700))
		fresh = info.Mode()
	})
	info, err := os.Stat(filepath.Join(dest, "a", "index.html"))
	noErr(t, err)
	if info.Mode() != fresh {
		t.Errorf("a file that somebody closed stays closed: %v, want %v", info.Mode(), fresh)
	}
	if info, err := os.Stat(filepath.Join(dest, "a")); err != nil || info.Mode().Perm()&0o666 != fresh {
		t.Errorf("a folder that somebody closed stays closed: %v, %v", info.Mode(), err)
	}
}
