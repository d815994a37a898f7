package diff

import (
	"fmt"
	"math"
	"strings"

	"likewise/generator/model"
)

// Site is the part of a site that is compared. Its JSON form, previous.json, is what a later report of the same data is
// held against again.
type Site struct {
	Schema  string             `json:"schema"` // KeptSchema
	AsOf    string             `json:"asOf"`
	Version string             `json:"version"` // of the tool
	Period  model.Period       `json:"period"`
	Totals  map[string]float64 `json:"totals"`
	Tables  []model.TableRows  `json:"tables"` // empty where the site was made by a version that did not count them
	Posts   []post             `json:"posts"`
	Funnels []funnel           `json:"funnels"`
	Signals []signal           `json:"signals"`
	Pages   map[string]string  `json:"pages"`  // path -> hash of the HTML, but for the pages of single posts: those follow from the posts
	Inputs  map[string]string  `json:"inputs"` // path -> hash of the data files
}

type post struct {
	ID       string             `json:"id"`
	Platform string             `json:"platform,omitempty"`
	Title    string             `json:"title"`             // or how its caption begins
	Caption  string             `json:"caption,omitempty"` // of an analysis that is read; not kept
	Metrics  map[string]float64 `json:"metrics"`
	Rates    []rate             `json:"rates"`

	at int // its index
}

type rate struct {
	Metric  string `json:"metric"`
	Verdict string `json:"verdict"`
}

type funnel struct {
	Name  string `json:"name"`
	Steps []step `json:"steps"`
}

type step struct {
	Name  string       `json:"name"`
	Count model.Number `json:"count"`
}

type signal struct {
	Action  string `json:"action"`
	Outcome string `json:"outcome"`
	Verdict string `json:"verdict"`
}

// Of is a site that is about to be written: its report, and the paths of its files, of which the pages have no hash yet.
func Of(r *model.Report, version string, files []string) *Site {
	s := &Site{Schema: KeptSchema, AsOf: r.AsOf, Version: version, Period: r.Period, Totals: r.Totals, Tables: r.Tables, Pages: map[string]string{}, Inputs: Inputs(r)}
	for i := range r.Posts {
		p := &r.Posts[i]
		kept := post{ID: p.ID, Platform: p.Platform, Title: p.Title, Caption: p.Caption, Metrics: p.Metrics}
		for _, x := range p.Rates {
			kept.Rates = append(kept.Rates, rate{x.Metric, x.Verdict})
		}
		s.Posts = append(s.Posts, kept)
	}
	for _, f := range r.Funnels {
		kept := funnel{Name: f.Name}
		for _, st := range f.Steps {
			kept.Steps = append(kept.Steps, step{st.Name, st.Count})
		}
		s.Funnels = append(s.Funnels, kept)
	}
	for _, g := range r.Signals {
		s.Signals = append(s.Signals, signal{g.Action, g.Outcome, string(g.Verdict)})
	}
	for _, f := range files {
		if isPage(f) {
			s.Pages[f] = ""
		}
	}
	s.number()
	return s
}

// Inputs are the data files of a report: path -> hash.
func Inputs(r *model.Report) map[string]string {
	out := map[string]string{}
	for _, f := range r.Sources {
		out[f.File] = f.SHA256
	}
	return out
}

// Texts are the words that the account published: ids and titles of posts.
func (s *Site) Texts() []string {
	var out []string
	for _, p := range s.Posts {
		out = append(out, p.ID, p.Title)
	}
	return out
}

// number gives each post its index, and its name to one without a title.
func (s *Site) number() {
	for i := range s.Posts {
		p := &s.Posts[i]
		if p.at = i; p.Title == "" {
			p.Title = beginning(p.Caption)
		}
		p.Caption = ""
	}
}

// beginning is the first line of a caption, cut at 80 characters.
func beginning(caption string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(caption), "\n")
	if r := []rune(first); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return strings.TrimSpace(first)
}

// isPage reports whether a file is a page that is compared. The account of changes is none: it is about the others.
func isPage(path string) bool {
	post := strings.HasPrefix(path, "posts/") && path != "posts/index.html"
	return strings.HasSuffix(path, ".html") && !post && path != ChangedPage
}

func (s *Site) side() Side {
	return Side{AsOf: s.AsOf, Version: s.Version, From: s.Period.From, To: s.Period.To, Posts: len(s.Posts)}
}

func (s *Site) funnels() map[string]map[string]float64 {
	out := map[string]map[string]float64{}
	for _, f := range s.Funnels {
		steps := map[string]float64{}
		for i, st := range f.Steps {
			name := st.Name
			if _, twice := steps[name]; twice {
				name = fmt.Sprintf("%s (step %d)", name, i+1)
			}
			if v := float64(st.Count); !math.IsNaN(v) {
				steps[name] = v
			}
		}
		out[f.Name] = steps
	}
	return out
}

func (s *Site) signals() map[pair]string {
	out := map[pair]string{}
	for _, g := range s.Signals {
		out[pair{g.Outcome, g.Action}] = g.Verdict
	}
	return out
}

// byID finds posts by their id, with the platform where an id is in doubt.
func (s *Site) byID(doubtful map[string]bool) map[string]*post {
	out := map[string]*post{}
	for i := range s.Posts {
		p := &s.Posts[i]
		id := p.ID
		if doubtful[id] {
			id += " (" + p.Platform + ")"
		}
		out[id] = p
	}
	return out
}

// twice are the ids that two platforms gave, in any of the sites.
func twice(sites ...*Site) map[string]bool {
	out := map[string]bool{}
	for _, s := range sites {
		seen := map[string]bool{}
		for _, p := range s.Posts {
			out[p.ID] = out[p.ID] || seen[p.ID]
			seen[p.ID] = true
		}
	}
	return out
}

func (p *post) verdicts() map[string]string {
	out := map[string]string{}
	for _, r := range p.Rates {
		out[r.Metric] = r.Verdict
	}
	return out
}
