package model

import "testing"

func TestNamesThatNoCatalogueHas(t *testing.T) {
	for name, want := range map[string]string{"poll_votes": "Poll votes", "état_final": "État final", "x": "X", "": "", "点赞": "点赞"} {
		if got := MetricNamed(name).Label; got != want {
			t.Errorf("MetricNamed(%q).Label = %q, want %q", name, got, want)
		}
		if got := ActionNamed(name, true).Label; got != want {
			t.Errorf("ActionNamed(%q).Label = %q, want %q", name, got, want)
		}
	}
}

func TestViewsAreOfPostsOnlyWhereThereArePosts(t *testing.T) {
	for _, c := range []struct {
		name  string
		posts bool
		want  string
	}{{"view", true, "Saw a post"}, {"view", false, "Viewed"}, {"click", false, "Clicked"}, {"product_view", false, "Product view"}} {
		if got := ActionNamed(c.name, c.posts).Label; got != c.want {
			t.Errorf("%q, posts %v: %q, want %q", c.name, c.posts, got, c.want)
		}
	}
}
