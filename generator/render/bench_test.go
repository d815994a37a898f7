package render

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"
)

// BenchmarkPosts makes the pages of 1,000 posts, and nothing else.
func BenchmarkPosts(b *testing.B) {
	in := fakeInput(b, fakeReport(1000), fstest.MapFS{})
	s, err := newSite(in)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var posts plan
		posts.at = map[string]int{}
		s.planPosts(&posts)
		m := &making{sink: func(_ string, body []byte) error { b.SetBytes(int64(len(body)) * 1000); return nil }}
		m.all(context.Background(), s.workers(), posts.outputs)
		if len(m.problems) > 0 || len(posts.outputs) != 1000 {
			b.Fatal(len(posts.outputs), m.problems)
		}
	}
}

// BenchmarkSite makes a whole site, without drawings.
func BenchmarkSite(b *testing.B) {
	for _, posts := range []int{1000, 10000} {
		b.Run(fmt.Sprint(posts), func(b *testing.B) {
			in := fakeInput(b, fakeReport(posts), fakeContent)
			for b.Loop() {
				if _, problems := Render(context.Background(), in, func(string, []byte) error { return nil }); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}
