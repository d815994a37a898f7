package diff

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/publish"
)

// site is the part of a built site that is compared.
type site struct {
	AsOf    string             `json:"asOf"`
	Period  model.Period       `json:"period"`
	Totals  map[string]float64 `json:"totals"`
	Posts   []post             `json:"posts"`
	Funnels []struct {
		Name  string `json:"name"`
		Steps []struct {
			Name  string       `json:"name"`
			Count model.Number `json:"count"`
		} `json:"steps"`
	} `json:"funnels"`
	Signals []struct {
		Action  string `json:"action"`
		Outcome string `json:"outcome"`
		Verdict string `json:"verdict"`
	} `json:"signals"`

	manifest publish.Manifest
}

type post struct {
	ID       string             `json:"id"`
	Platform string             `json:"platform"`
	Title    string             `json:"title"`
	Metrics  map[string]float64 `json:"metrics"`
	Rates    []struct {
		Metric  string `json:"metric"`
		Verdict string `json:"verdict"`
	} `json:"rates"`
}

func read(dir string) (*site, error) {
	s := &site{}
	var err error
	if s.manifest, err = publish.ReadManifest(filepath.Join(dir, "manifest.json")); err != nil {
		return nil, diag.Problem{Code: "no-site", File: dir, Text: fmt.Sprintf("%q is no site that likewise built", dir), Hint: "name the folder that build wrote, such as public"}
	}
	file := filepath.Join(dir, "analysis.json")
	body, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(body, s)
	}
	if err != nil {
		return nil, diag.Problem{Code: "no-site", File: file, Text: "the analysis cannot be read: " + err.Error(), Hint: "build the site again"}
	}
	return s, nil
}

func (s *site) side() Side {
	return Side{AsOf: s.AsOf, Version: s.manifest.Version, From: s.Period.From, To: s.Period.To, Posts: len(s.Posts)}
}

func (s *site) funnels() map[string]map[string]float64 {
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

func (s *site) signals() map[pair]string {
	out := map[pair]string{}
	for _, g := range s.Signals {
		out[pair{g.Outcome, g.Action}] = g.Verdict
	}
	return out
}

// byID finds posts by their id, with the platform where two platforms gave the same one.
func (s *site) byID() map[string]*post {
	out := map[string]*post{}
	for i := range s.Posts {
		p := &s.Posts[i]
		id := p.ID
		if out[id] != nil {
			id = p.Platform + "/" + id
		}
		out[id] = p
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

// pages are path -> hash of the HTML, but for the pages of single posts: those follow from the posts.
func (s *site) pages() map[string]string {
	out := map[string]string{}
	for _, f := range s.manifest.Outputs {
		post := strings.HasPrefix(f.Path, "posts/") && f.Path != "posts/index.html"
		if strings.HasSuffix(f.Path, ".html") && !post {
			out[f.Path] = f.SHA256
		}
	}
	return out
}

func (s *site) inputs() map[string]string {
	out := map[string]string{}
	for _, f := range s.manifest.Inputs {
		out[f.Path] = f.SHA256
	}
	return out
}
