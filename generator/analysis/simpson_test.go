package analysis

import (
	"math"
	"testing"

	"likewise/generator/model"
)

// UC Berkeley admissions of 1973 (R's UCBAdmissions): admitted and applied, men and women, departments A to F.
var berkeley = []struct {
	dept                  string
	men, of, women, outOf float64
}{
	{"A", 512, 825, 89, 108}, {"B", 353, 560, 17, 25}, {"C", 120, 325, 202, 593},
	{"D", 138, 417, 131, 375}, {"E", 53, 191, 94, 393}, {"F", 22, 373, 24, 341},
}

// asPosts makes two posts of each cell, since a group of fewer than ten posts is not compared.
func asPosts() []model.Post {
	var posts []model.Post
	add := func(format, topic string, k, n float64) {
		half, reach := math.Floor(k/2), math.Floor(n/2)
		for _, m := range []map[string]float64{{"reach": reach, "purchases": half}, {"reach": n - reach, "purchases": k - half}} {
			p := made(len(posts)+1, format, m)
			p.Topic = topic
			posts = append(posts, p)
		}
	}
	for _, b := range berkeley {
		add("men", b.dept, b.men, b.of)
		add("women", b.dept, b.women, b.outOf)
	}
	return posts
}

var sale = model.Conversions{Exposure: "reach", Macro: []string{"purchases"}, Primary: "purchases"}

// Published numbers of methods.md, section 3.
func TestMixOfBerkeley(t *testing.T) {
	r := compared(asPosts(), sale, ripeness{})
	if len(r.Mixes) != 1 {
		t.Fatalf("%d mixes", len(r.Mixes)) // topics have four posts each
	}
	m := r.Mixes[0]
	if m.Feature != "format" || m.A != "men" || m.B != "women" || m.By != "topic" || len(m.Strata) != 6 {
		t.Fatalf("%+v", m)
	}
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"men", m.RateA.Value, .445187663}, {"women", m.RateB.Value, .303542234}, {"difference", m.Crude.Value, .141645428},
		{"rate", float64(m.Rate), -.036028483}, {"mix", float64(m.Mix), .177673911}, {"adjusted", m.Adjusted.Value, -.036028483},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s: %.9f, want %.9f", c.what, c.got, c.want)
		}
	}
	if m.Reversal != mayReverse && m.Reversal != reversed {
		t.Errorf("the reversal is not seen: %+v", m)
	}
	t.Logf("reversal %s, adjusted %+v, p %v", m.Reversal, m.Adjusted, m.P)
}

func TestNoReversalWhereThereIsNone(t *testing.T) {
	posts, _ := account(300, 31)
	r := compared(posts, shop, ripeness{}, shopFunnel)
	if len(r.Mixes) != 3+6 {
		t.Fatalf("%d mixes", len(r.Mixes))
	}
	for _, m := range r.Mixes {
		if m.Reversal == reversed {
			t.Errorf("%+v", m)
		}
		close9(t, m.A+" "+m.B, float64(m.Rate+m.Mix), m.Crude.Value)
		if !(m.P >= 0 && m.P <= 1 && m.Q >= m.P) {
			t.Errorf("p %v, q %v", m.P, m.Q)
		}
	}
}

// Reels sell better on every topic, but are mostly about what sells least.
func TestClearReversal(t *testing.T) {
	var posts []model.Post
	for i := range 80 {
		reel := i%2 == 0
		poor := reel == (i%10 < 8) // most reels, few images
		k := 300.
		if poor {
			k = 60
		}
		if reel {
			k *= 1.4
		}
		p := made(i+1, map[bool]string{true: "reel", false: "image"}[reel], map[string]float64{"reach": 10000, "purchases": k + float64(i%7)})
		p.Topic = map[bool]string{true: "poor", false: "rich"}[poor]
		posts = append(posts, p)
	}
	r := compared(posts, sale, ripeness{})
	for _, m := range r.Mixes {
		if m.Feature == "format" && m.Reversal != reversed {
			t.Errorf("%s: crude %+v, adjusted %+v, q %v", m.Reversal, m.Crude, m.Adjusted, m.Q)
		}
	}
	if len(r.Mixes) != 2 {
		t.Errorf("%d mixes", len(r.Mixes))
	}
}

func TestMixNeedsTwoOfBoth(t *testing.T) {
	for name, change := range map[string]func(*model.Post){
		"one format":  func(p *model.Post) { p.Format = "reel" },
		"no topics":   func(p *model.Post) { p.Topic = "" },
		"one topic":   func(p *model.Post) { p.Topic = "shop" },
		"no exposure": func(p *model.Post) { delete(p.Metrics, "reach") },
	} {
		posts := asPosts()
		for i := range posts {
			change(&posts[i])
		}
		if r := compared(posts, sale, ripeness{}); len(r.Mixes) != 0 {
			t.Errorf("%s: %d mixes", name, len(r.Mixes))
		}
	}
}

func TestStrataThatNeverMeet(t *testing.T) {
	var posts []model.Post
	for i := range 40 {
		p := made(i+1, []string{"reel", "image"}[i%2], map[string]float64{"reach": 1000, "purchases": float64(i % 5)})
		p.Topic = []string{"a", "b"}[i%2]
		posts = append(posts, p)
	}
	r := compared(posts, sale, ripeness{})
	for _, m := range r.Mixes {
		if m.Adjusted.OK() || m.Adjusted.Why == "" || !math.IsNaN(float64(m.P)) || m.Reversal != noReversal {
			t.Errorf("%+v", m)
		}
	}
}
