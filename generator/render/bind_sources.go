package render

import (
	"cmp"
	"fmt"

	"likewise/generator/model"
	"likewise/generator/page"
)

// bindSources is the account of every file: {{< sources >}}.
func bindSources(b *binding, r *page.Ref) (fragment, error) {
	out := SourceTable{Totals: b.sourceSums(), Files: make([]SourceView, len(b.Report.Sources))}
	out.Title = b.heading(r, out.Totals.Caption)
	for i := range b.Report.Sources {
		f := &b.Report.Sources[i]
		out.Files[i] = b.source(f)
		out.Files[i].Title = out.Title.Sub(fileName(f))
		out.Files[i].ProblemsTitle = out.Files[i].Title.Sub(out.Files[i].Problems.Caption)
		out.Files[i].ID = b.id(fmt.Sprintf("source-%d", i+1))
	}
	return fragment{layout: "sources", data: out}, nil
}

// sourceSums is one row a file: read = stored + updated + duplicate + rejected.
func (s *site) sourceSums() Table {
	w := s.words
	t := newTable(w.say("sources.caption", nil), Column{Label: w.say("sources.file", nil)})
	for _, k := range []string{"read", "stored", "updated", "duplicate", "rejected"} {
		t.Columns = append(t.Columns, Column{w.say("sources."+k, nil), true})
	}
	for i := range s.Report.Sources {
		f := &s.Report.Sources[i]
		cells := []string{fileName(f)}
		for _, n := range []int{f.Read, f.Stored, f.Updated, f.Duplicate, f.Rejected} {
			cells = append(cells, s.loc.count(float64(n)))
		}
		t.add(cells...)
	}
	return t
}

func fileName(f *model.Source) string {
	if f.Sheet != "" {
		return brief(f.File) + " · " + brief(f.Sheet)
	}
	return brief(f.File)
}

func (s *site) source(f *model.Source) SourceView {
	w := s.words
	v := SourceView{Recognised: line(f.Recognised), Sum: w.say("sources.sum", f), Notes: make([]string, len(f.Notes))}
	if v.Recognised == "" {
		v.Recognised = line(f.Format)
	}
	for _, fact := range []Fact{{"sources.kind", f.Kind}, {"sources.encoding", f.Encoding}, {"sources.size", s.loc.count(float64(f.Bytes))}, {"sources.sha256", f.SHA256}} {
		if fact.Value != "" {
			v.Facts = append(v.Facts, Fact{w.say(fact.Name, nil), line(fact.Value)})
		}
	}
	for i, n := range f.Notes {
		v.Notes[i] = line(n)
	}
	v.Columns = s.sourceColumns(f)
	v.Problems = s.sourceProblems(f)
	if more := f.Rejected - len(f.Problems); more > 0 && len(f.Problems) > 0 {
		v.More = w.say("sources.more", more)
	}
	return v
}

func (s *site) sourceColumns(f *model.Source) Table {
	w := s.words
	t := newTable(w.say("sources.columns", nil), Column{Label: w.say("sources.theirs", nil)}, Column{Label: w.say("sources.ours", nil)},
		Column{Label: w.say("sources.type", nil)}, Column{Label: w.say("sources.detail", nil)}, Column{w.say("sources.empty", nil), true})
	for _, c := range f.Columns {
		as := c.As
		if as == "" {
			as = w.say("sources.keptout", nil)
		}
		t.add(brief(c.Name), brief(as), line(c.Type), cmp.Or(line(c.Detail), w.say("sources.asis", nil)), s.loc.count(float64(c.Nulls)))
	}
	return t
}

func (s *site) sourceProblems(f *model.Source) Table {
	w := s.words
	t := newTable(w.say("sources.problems", nil), Column{Label: w.say("sources.line", nil)}, Column{Label: w.say("sources.column", nil)},
		Column{Label: w.say("sources.value", nil)}, Column{Label: w.say("sources.reason", nil)}, Column{Label: w.say("sources.fix", nil)})
	for _, p := range f.Problems {
		t.add(s.loc.count(float64(p.Line)), brief(p.Column), cut(line(p.Value), 80), line(p.Text), line(p.Hint))
	}
	return t
}

// rows is how many rows all files hold, and how many of them were set aside.
func (s *site) rows() (read, rejected float64) {
	for _, f := range s.Report.Sources {
		read += float64(f.Read)
		rejected += float64(f.Rejected)
	}
	return read, rejected
}
