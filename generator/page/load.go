package page

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"likewise/generator/diag"
)

// Load reads every page below content/ of the site folder, sorted by source path. Problems of all pages come
// together, sorted; a page with problems is returned as far as it could be read. No content folder is no page.
//
// A file or folder whose name begins with "." is skipped. One that begins with "_" (but _index.md), and a file
// without front matter that a page includes, is a part of pages and no page itself.
func Load(fsys fs.FS, opts Options) ([]*Page, diag.List) {
	s := newSite(fsys, opts)
	var problems diag.List
	var pages []*Page
	for _, file := range s.find(&problems) {
		p, found := s.page(file)
		if p == nil || !s.shown(p) {
			// what a draft lacks is no problem until it is built
			problems.Add(frontProblems(p, found)...)
			continue
		}
		pages = append(pages, p)
		problems.Add(found...)
	}
	pages = slices.DeleteFunc(pages, func(p *Page) bool { return s.parts[p.Source] && !p.doc.hasFront })
	checkPaths(pages, &problems)
	linkPages(pages, &problems)
	problems.Sort()
	return pages, slices.Compact(problems) // a file included twice says all twice
}

func newSite(fsys fs.FS, opts Options) *site {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	if opts.Shortcodes == nil {
		opts.Shortcodes = Shortcodes()
	}
	return &site{fsys: fsys, opts: opts, specs: opts.Shortcodes, md: newMarkdown(), parts: map[string]bool{}}
}

// find lists the Markdown files that are pages.
func (s *site) find(problems *diag.List) []string {
	var files []string
	err := fs.WalkDir(s.fsys, Content, func(file string, e fs.DirEntry, err error) error {
		name := path.Base(file)
		hidden := name[0] == '.' || name[0] == '_' && name != "_index.md"
		switch {
		case errors.Is(err, fs.ErrNotExist) && file == Content:
			return fs.SkipAll
		case err != nil:
			problems.Errorf("read", file, 0, 0, "%v", err)
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
		case hidden && e.IsDir():
			return fs.SkipDir
		case !hidden && !e.IsDir() && path.Ext(name) == ".md":
			files = append(files, file)
		}
		return nil
	})
	if err != nil {
		problems.Errorf("read", Content, 0, 0, "%v", err)
	}
	slices.Sort(files)
	return files
}

// markdownFiles names every Markdown file below content/, for suggestions.
func (s *site) markdownFiles() []string {
	var names []string
	_ = fs.WalkDir(s.fsys, Content, func(file string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && path.Ext(file) == ".md" {
			names = append(names, strings.TrimPrefix(file, Content+"/"))
		}
		return nil
	})
	return names
}

// page reads one file. It returns nil only where there is no text to read.
func (s *site) page(file string) (*Page, diag.List) {
	var problems diag.List
	d, err := s.open(file, &problems)
	if err != nil {
		problems.Errorf("read", file, 0, 0, "%v", err)
	}
	if d == nil {
		return nil, problems
	}
	p := &Page{Source: file, Refs: []*Ref{}, Queries: []Query{}, TOC: []Heading{}, Links: []Link{}, Images: []Link{}, doc: d, unsafe: s.opts.Unsafe}
	p.Front = d.readFront(s.opts.Zone, &problems)
	p.Path = pagePath(file, p.Front.Slug)
	if p.Path == "" && p.Front.Slug != "" {
		problems.Add(d.problemAt(1, 1, "bad-slug", "the home page has no slug", "take slug out"))
	}
	c := &collector{site: s, page: p, problems: &problems}
	c.document(d)
	c.assignIDs()
	if p.Front.Title == "" {
		p.Front.Title = p.fallbackTitle()
	}
	return p, problems
}

func (p *Page) fallbackTitle() string {
	for _, h := range p.TOC {
		if h.Level == 1 && h.Text != "" {
			return h.Text
		}
	}
	words := strings.ReplaceAll(strings.TrimSuffix(p.Path, "/"), "-", " ")
	words = path.Base("/" + words)
	if words == "/" {
		return ""
	}
	first := firstRune(words)
	return strings.ToUpper(first) + words[len(first):]
}

// shown reports whether a page is part of this build.
func (s *site) shown(p *Page) bool {
	if s.opts.Drafts {
		return true
	}
	return !p.Front.Draft && (s.opts.Now.IsZero() || !p.Front.Date.After(s.opts.Now))
}

// frontProblems are the problems that stand in the front matter of a page's own file.
func frontProblems(p *Page, all diag.List) diag.List {
	if p == nil {
		return all
	}
	end, _ := p.doc.at(p.doc.body)
	return slices.DeleteFunc(all, func(x diag.Problem) bool { return x.File != p.Source || x.Line >= end })
}

// pagePath is where a file of content/ stands in the site, by Hugo's rules: a/b.md is a/b/, a/index.md and
// a/_index.md are a/. A slug takes the place of the last segment.
func pagePath(file, slug string) string {
	segments := strings.Split(strings.TrimSuffix(strings.TrimPrefix(file, Content+"/"), ".md"), "/")
	if last := segments[len(segments)-1]; last == "index" || last == "_index" {
		segments = segments[:len(segments)-1]
	}
	for i, seg := range segments {
		segments[i] = Slug(seg)
	}
	if len(segments) == 0 {
		return ""
	}
	if slug != "" {
		segments[len(segments)-1] = slug
	}
	return strings.Join(segments, "/") + "/"
}

// checkPaths refuses two pages, or a page and an alias, in one place. Case is ignored: many file systems do.
func checkPaths(pages []*Page, problems *diag.List) {
	owner := map[string]string{}
	for _, p := range pages {
		key := strings.ToLower(p.Path)
		if first, taken := owner[key]; taken {
			problems.Add(diag.Problem{Code: "duplicate-path", File: p.Source, Line: 1, Column: 1,
				Text: fmt.Sprintf("%s and %s both become %q", first, p.Source, p.Path), Hint: "rename one, or give it a slug"})
			continue
		}
		owner[key] = p.Source
	}
	for _, p := range pages {
		for _, a := range p.Front.Aliases {
			if first, taken := owner[strings.ToLower(a)]; taken {
				problems.Add(diag.Problem{Code: "duplicate-path", File: p.Source, Line: 1, Column: 1,
					Text: fmt.Sprintf("alias %q of %s is taken by %s", a, p.Source, first), Hint: "take the alias out"})
				continue
			}
			owner[strings.ToLower(a)] = p.Source
		}
	}
}
