package generator

import (
	"context"
	"path/filepath"
	"strings"
	"sync"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/publish"
)

// Preview builds the site into memory, again and again, and keeps what a change does not touch: a change in content,
// templates or themes renders from the report that is there. It is not for several goroutines at once.
type Preview struct {
	Options
	builder *builder
	report  *model.Report
	found   diag.List // problems of the kept analysis
}

// Watch lists what a preview depends on: the site folder's sources, absolute.
func (p *Preview) Watch() []string {
	root, err := filepath.Abs(p.Source)
	if err != nil {
		root = p.Source
	}
	out := []string{filepath.Join(root, configName(p.Config))}
	for _, dir := range []string{"content", "data", "templates", "themes"} {
		out = append(out, filepath.Join(root, dir))
	}
	return out
}

// Ignore lists what a build writes.
func (p *Preview) Ignore() []string {
	root, _ := filepath.Abs(p.Source)
	dest := p.Destination
	if !filepath.IsAbs(dest) {
		dest = filepath.Join(root, dest)
	}
	return []string{dest, publish.WorkFolder(dest)}
}

// Files builds after a change of the given absolute paths; nil means everything.
func (p *Preview) Files(ctx context.Context, changed []string) (map[string][]byte, diag.List) {
	if p.report == nil || !rendersOnly(p.builder.Source, changed) {
		if problems := p.analyse(ctx); problems.Err() != nil {
			return nil, problems
		}
	}
	problems := append(diag.List{}, p.found...)
	pages, found := p.builder.load()
	problems.Add(found...)
	if problems.Err() != nil {
		return nil, problems
	}
	var mu sync.Mutex
	files := map[string][]byte{}
	sink := func(path string, body []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = body
		return nil
	}
	entries, found := p.builder.render(ctx, p.report, pages, sink)
	problems.Add(found...)
	problems.Add(p.builder.index(entries, sink)...)
	return files, problems
}

func (p *Preview) analyse(ctx context.Context) diag.List {
	p.report = nil
	b, problems := prepare(p.Options)
	if problems.Err() != nil {
		return problems
	}
	if p.builder == nil {
		b.charts = b.drawer()
	} else {
		b.charts = p.builder.charts // its engine runs
	}
	report, found := b.analyse(ctx)
	problems.Add(found...)
	if report != nil {
		problems.Add(b.hold(report)...)
	}
	if problems.Err() == nil {
		p.builder, p.report, p.found = b, report, problems
	}
	return problems
}

// rendersOnly reports whether the changes leave the analysis as it is.
func rendersOnly(source string, changed []string) bool {
	for _, c := range changed {
		rel, err := filepath.Rel(source, c)
		top, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if err != nil || top != "content" && top != "templates" && top != "themes" {
			return false
		}
	}
	return len(changed) > 0
}

func configName(name string) string {
	if name == "" {
		return "site.toml"
	}
	return name
}
