package serve

import (
	"context"
	"crypto/sha256"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"likewise/generator/diag"
)

// look is a file of one site, made to be compared with how it looked before.
type look struct {
	name     string
	there    bool // the site has it
	sum      [sha256.Size]byte
	body     []byte // nil: not to be kept
	problems diag.List
}

func (s *state) look(ctx context.Context, site Site, name string) look {
	if !site.Has(name) {
		return look{name: name}
	}
	body, problems := site.File(ctx, name)
	return look{name, true, sha256.Sum256(body), body, problems}
}

// lookAt makes a page that a browser shows, so that it hears of a change.
func (s *state) lookAt(ctx context.Context, page string) {
	if _, ok := s.file(ctx, page); !ok {
		s.file(ctx, missingName)
	}
}

// offer puts a site in the place of the one that is served, unless a file that a browser shows cannot be made without
// errors. Of its files only those are made; they are compared, and the browsers are told. It returns the errors.
func (s *state) offer(ctx context.Context, build int, site Site, sources []string) diag.List {
	var looks []look
	var problems diag.List
	for _, name := range s.shown(site, sources) {
		l := s.look(ctx, site, name)
		looks = append(looks, l)
		problems.Add(l.problems...)
	}
	if problems.Err() != nil || ctx.Err() != nil {
		return problems
	}
	s.accept(build, site, looks, sources)
	for _, page := range s.pages() { // of browsers that came while the site was made
		s.lookAt(ctx, page)
	}
	return nil
}

// accept replaces the site. Of what was wrong with the old one, that stays which the change has nothing to do with: it
// goes when the new one has been checked.
func (s *state) accept(build int, site Site, looks []look, sources []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := s.site == nil
	if first {
		s.first = build
	}
	s.site, s.build, s.failed = site, build, nil
	s.found = slices.DeleteFunc(slices.Clone(s.found), func(p diag.Problem) bool { return isOf(p, looks, sources) })
	if s.found.Err() == nil {
		s.found = nil
	}
	u := s.compare(looks)
	u.first = first
	s.sources = append(s.sources, sources...)
	s.aim(&u)
	s.push(u)
}

// aim says where a browser goes that follows the edits. Once they have led somewhere, what else differs leads nowhere.
func (s *state) aim(u *update) {
	if !slices.ContainsFunc(u.changed, func(name string) bool { return path.Ext(name) == ".html" }) {
		return
	}
	if len(s.sources) > 0 {
		u.target = target(u.changed, s.sources)
	}
	s.sources = nil
}

// isOf reports whether a problem is of a file that has been looked at anew.
func isOf(p diag.Problem, looks []look, sources []string) bool {
	return p.File != "" && (slices.ContainsFunc(looks, func(l look) bool { return l.name == p.File }) ||
		slices.ContainsFunc(sources, func(source string) bool { return strings.HasSuffix(slashed(source), "/"+p.File) }))
}

// note compares a look at a site with what was seen before, and makes a step of it if it differs. It reports false when
// the site is not the present one.
func (s *state) note(build int, l look) (version string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if build != s.build {
		return "", false
	}
	if u := s.compare([]look{l}); len(u.changed) > 0 {
		s.push(u)
	}
	return s.version(), true
}

// compare takes looks in and lists those that differ from what was seen before.
func (s *state) compare(looks []look) update {
	var u update
	for _, l := range looks {
		if s.differs(l) {
			u.changed = append(u.changed, l.name)
		}
	}
	slices.Sort(u.changed)
	return u
}

// differs takes a look in. In the first site nothing is new: nobody has seen another.
func (s *state) differs(l look) bool {
	was, known := s.seen[l.name]
	if !l.there {
		delete(s.seen, l.name)
		return known
	}
	now := sight{s.build, l.sum, l.body, l.problems}
	if was.build == s.build && now.body == nil {
		now.body, now.problems = was.body, was.problems
	}
	s.seen[l.name] = now
	return known && was.sum != l.sum || !known && s.build != s.first
}

// pages are those that browsers show.
func (s *state) pages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.viewers))
}

// shown lists the files of a site that browsers show or have loaded, or may be taken to.
func (s *state) shown(site Site, sources []string) []string {
	names := s.pages()
	s.mu.Lock()
	for name, was := range s.seen {
		if was.body != nil && (name == missingName || loaded(name)) {
			names = append(names, name)
		}
	}
	s.mu.Unlock()
	for _, source := range sources {
		if page, ok := pageOf(site, source); ok {
			names = append(names, page)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// loaded reports whether a file is one that pages load and live.js brings up to date.
func loaded(name string) bool {
	kind, _, _ := strings.Cut(contentType(name), "/")
	return kind == "image" || kind == "font" || path.Ext(name) == ".css" || path.Ext(name) == ".js"
}

// check makes every file of the site that is served, tells the browsers of those that differ, and returns what is wrong,
// how many files there are, and how many differ. With an ended context nothing is said.
func (s *state) check(ctx context.Context, build int, site Site) (problems diag.List, files, fresh int) {
	var mu sync.Mutex
	var looks []look
	problems = site.Check(ctx, func(name string, sum [sha256.Size]byte) {
		l := look{name: name, there: true, sum: sum}
		mu.Lock()
		defer mu.Unlock()
		looks = append(looks, l)
	})
	files = len(looks)
	for _, name := range s.unseen(looks) {
		looks = append(looks, s.look(ctx, site, name))
	}
	if ctx.Err() != nil {
		return nil, 0, 0
	}
	return problems, files, s.judge(build, looks, problems)
}

// judge notes how every file of a site looks and what is wrong with it, and returns how many files differ.
func (s *state) judge(build int, looks []look, problems diag.List) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if build != s.build {
		return 0
	}
	if problems.Err() == nil {
		problems = nil
	}
	u := s.compare(looks)
	s.aim(&u)
	s.sources = nil
	changed := !slices.Equal(problems, s.found)
	s.found = problems
	switch {
	case len(u.changed) > 0:
		s.push(u)
	case changed:
		s.step()
	}
	return len(u.changed)
}

// unseen are files that were seen and not among the looks: they have gone, or could not be made.
func (s *state) unseen(looks []look) []string {
	here := make(map[string]bool, len(looks))
	for _, l := range looks {
		here[l.name] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for name := range s.seen {
		if !here[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
