package generator

import "testing"

func TestPagesURL(t *testing.T) {
	for _, c := range []struct {
		env  []string
		want string
	}{
		{nil, ""},
		{[]string{"GITHUB_REPOSITORY=Shop/Report"}, ""},
		{[]string{"GITHUB_ACTIONS=true"}, ""},
		{[]string{"GITHUB_ACTIONS=true", "GITHUB_REPOSITORY=Shop/Report"}, "https://shop.github.io/Report/"},
		{[]string{"GITHUB_ACTIONS=true", "GITHUB_REPOSITORY=Shop/shop.github.io"}, "https://shop.github.io/"},
	} {
		if got := pagesURL(c.env); got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}
