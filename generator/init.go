package generator

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"likewise/generator/diag"
	"likewise/templates"
)

// Init writes a site that builds at once into a folder, which is made where missing: with sample data, or empty. Nothing
// is written where a file is in the way. It returns the files that were written, relative to the folder.
func Init(dir string, empty bool) ([]string, diag.List) {
	kind := "sample"
	if empty {
		kind = "empty"
	}
	var files []string
	bodies := map[string][]byte{}
	for _, part := range []string{"common", kind} {
		root := "site/" + part
		err := fs.WalkDir(templates.Site, root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := fs.ReadFile(templates.Site, name)
			rel := strings.TrimPrefix(name, root+"/")
			files, bodies[rel] = append(files, rel), body
			return err
		})
		if err != nil {
			return nil, diag.List{problem(err)}
		}
	}
	if problems := inTheWay(dir, files); problems.Err() != nil {
		return nil, problems
	}
	for _, name := range files {
		if err := writeNew(filepath.Join(dir, filepath.FromSlash(name)), bodies[name]); err != nil {
			return nil, diag.List{problem(err)}
		}
	}
	return files, nil
}

// inTheWay names every file that would be overwritten.
func inTheWay(dir string, files []string) diag.List {
	var problems diag.List
	for _, name := range files {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			problems.Add(diag.Problem{Code: "file-exists", File: filepath.ToSlash(filepath.Join(dir, name)), Text: fmt.Sprintf("%q is there already", name),
				Hint: "nothing was written; name another folder, or take the file away"})
		}
	}
	return problems
}

// writeNew writes a file that must not exist.
func writeNew(name string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(body); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
