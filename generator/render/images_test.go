package render

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

func TestImages(t *testing.T) {
	content := fstest.MapFS{
		"content/a.md":             {Data: []byte("+++\ntitle = \"A\"\n+++\n![a plot](img/plot%20one.png)\n\n![again](/img/plot%20one.png)\n")},
		"content/reports/b.md":     {Data: []byte("+++\ntitle = \"B\"\n+++\n![a plot](../img/plot%20one.png)\n")},
		"content/img/plot one.png": {Data: []byte("png")},
	}
	in := fakeInput(t, fakeReport(2), content)
	in.Content = content
	files := renderFake(t, in)
	if files["img/plot one.png"] != "png" {
		t.Fatal("the image is not in the site")
	}
	for name, want := range map[string]string{"a/index.html": `src="../img/plot%20one.png"`, "reports/b/index.html": `src="../../img/plot%20one.png"`} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s: no %s in %s", name, want, between(files[name], `<div class="body">`, "</div>"))
		}
	}
}

func TestUnknownImages(t *testing.T) {
	for _, dest := range []string{"plto.png", "../../site.toml", "a.md", "/etc/passwd.png"} {
		content := fstest.MapFS{"content/a.md": {Data: []byte("+++\ntitle = \"A\"\n+++\n![x](" + dest + ")\n")}, "content/plot.png": {Data: []byte("png")}}
		in := fakeInput(t, fakeReport(2), content)
		in.Content = content
		_, problems := Render(context.Background(), in, func(string, []byte) error { return nil })
		if len(problems) != 1 || problems[0].Code != "unknown-image" || problems[0].Line != 4 {
			t.Errorf("%s: %v", dest, problems)
		}
		if dest == "plto.png" && len(problems) == 1 && !strings.Contains(problems[0].Hint, "plot.png") {
			t.Errorf("no suggestion: %q", problems[0].Hint)
		}
	}
}
