package serve

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"testing"

	"likewise/generator/diag"
)

// asked is a site that notes which files it was asked for. A file "bad..." is made with an error; Check says what wrong has.
type asked struct {
	Files
	wrong diag.List
	hold  chan struct{} // where not nil, a file is handed out when it is closed
	mu    *sync.Mutex
	names *[]string
}

func newAsked(files Files, wrong ...diag.Problem) asked {
	return asked{files, wrong, nil, &sync.Mutex{}, &[]string{}}
}

func (a asked) File(ctx context.Context, name string) ([]byte, diag.List) {
	a.mu.Lock()
	*a.names = append(*a.names, name)
	a.mu.Unlock()
	if a.hold != nil {
		<-a.hold
	}
	body, _ := a.Files.File(ctx, name)
	if string(body) == "bad" {
		return body, wrong
	}
	return body, nil
}

func (a asked) Check(ctx context.Context, look func(string, [sha256.Size]byte)) diag.List {
	a.Files.Check(ctx, look)
	return a.wrong
}

func (a asked) want(t *testing.T, names ...string) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	slices.Sort(*a.names)
	if got := slices.Compact(*a.names); !slices.Equal(got, names) {
		t.Errorf("made %q, want %q", got, names)
	}
}

func pagesOf(text string) Files {
	return Files{"index.html": []byte(text), "a/index.html": []byte(text), "b/index.html": []byte(text), "b/x.css": []byte("p{}"), "404.html": []byte("none")}
}

func offer(t *testing.T, s *state, site Site, sources ...string) {
	t.Helper()
	if problems := s.offer(t.Context(), s.begin(), site, sources); problems.Err() != nil {
		t.Fatal(problems)
	}
}

// Of a new site are made: the pages that browsers show, what they have loaded, and the page of the edited source.
func TestOnlyWhatIsShownIsMade(t *testing.T) {
	s := newState("S")
	first := newAsked(pagesOf("1"))
	offer(t, s, first)
	first.want(t)
	server := newTestServer(t, s, Options{})
	get(t, server, "/b/")
	get(t, server, "/b/x.css")
	get(t, server, "/a/") // and left again
	first.want(t, "a/index.html", "b/index.html", "b/x.css")
	s.check(t.Context(), s.tried, first)
	leave := s.enter(t.Context(), "b/index.html")
	defer leave()

	second := newAsked(pagesOf("2"))
	offer(t, s, second, "/s/content/index.md")
	second.want(t, "b/index.html", "b/x.css", "index.html")
	if u, ok := s.since("S.1"); !ok || !slices.Equal(u.changed, []string{"b/index.html", "index.html"}) || u.target != "index.html" {
		t.Errorf("told of %+v, %v", u, ok)
	}
	s.check(t.Context(), s.tried, second)
	if u, _ := s.since("S.1"); !slices.Equal(u.changed, []string{"a/index.html", "b/index.html", "index.html"}) || u.target != "index.html" {
		t.Errorf("after the check told of %+v", u)
	}
}

// A page that is made while a newer site comes is made again of that, so that no browser takes the old for the new.
func TestNothingOldIsHandedOutAsNew(t *testing.T) {
	s := newState("S")
	old := newAsked(pagesOf("old"))
	old.hold = make(chan struct{})
	offer(t, s, old)
	got := make(chan file)
	go func() {
		f, _ := s.file(context.Background(), "a/index.html")
		got <- f
	}()
	for asking := false; !asking; { // until it waits for the old page
		old.mu.Lock()
		asking = len(*old.names) > 0
		old.mu.Unlock()
	}
	offer(t, s, newAsked(pagesOf("new")))
	close(old.hold)
	f := <-got
	if string(f.body) != "new" {
		t.Errorf("got %q", f.body)
	}
	if u, ok := s.since(f.version); !ok || len(u.changed) > 0 {
		t.Errorf("the page is the newest, and told of %+v, %v", u, ok)
	}
}

// A browser that opens its stream after the site was replaced hears of its page, though nobody looked at it meanwhile.
func TestLateStreamHearsOfItsPage(t *testing.T) {
	s := newState("S")
	offer(t, s, newAsked(pagesOf("1")))
	f, _ := s.file(t.Context(), "a/index.html")
	offer(t, s, newAsked(pagesOf("2")))
	if u, _ := s.since(f.version); len(u.changed) > 0 {
		t.Fatalf("known before anyone looked: %+v", u)
	}
	defer s.enter(t.Context(), "a/index.html")()
	if u, ok := s.since(f.version); !ok || !slices.Equal(u.changed, []string{"a/index.html"}) {
		t.Errorf("told of %+v, %v", u, ok)
	}
}

// A page on the screen that cannot be made keeps the site; one elsewhere does not.
func TestErrorsOfWhatIsShownKeepTheSite(t *testing.T) {
	s := newState("S")
	offer(t, s, newAsked(pagesOf("1")))
	defer s.enter(t.Context(), "a/index.html")()
	files := pagesOf("2")
	files["b/index.html"] = []byte("bad")
	offer(t, s, newAsked(files))
	files = pagesOf("3")
	files["a/index.html"] = []byte("bad")
	problems := s.offer(t.Context(), s.begin(), newAsked(files), nil)
	s.fail(s.tried, problems)
	if v := s.view(); problems.Err() == nil || !v.stale || len(v.problems) != 1 {
		t.Errorf("%v: %+v", problems, v)
	}
	if f, _ := s.file(t.Context(), "a/index.html"); string(f.body) != "2" {
		t.Errorf("shown is %q", f.body)
	}
	offer(t, s, newAsked(pagesOf("4")))
	if v := s.view(); v.stale || len(v.problems) > 0 {
		t.Errorf("the problems stay: %+v", v)
	}
}

// What a check finds is told once, stays over edits that have nothing to do with it, and goes with the edit of its file.
func TestProblemsOfTheCheck(t *testing.T) {
	s := newState("S")
	events := openEvents(t, newTestServer(t, s, Options{}), "S.0", "")
	dead := diag.Problem{Code: "broken-link", File: "content/a.md", Line: 3, Text: "leads nowhere"}
	leak := diag.Problem{Code: "leak", File: "b/index.html", Text: "a leak"}
	site := newAsked(pagesOf("1"), dead, leak)
	events.want("problems", `{"stale":false,"problems":[]}`)
	offer(t, s, site)
	events.want("reload", "")
	s.check(t.Context(), s.tried, site)
	events.want("problems", `"text":"a leak"`)

	offer(t, s, site, "/s/content/other.md")
	s.check(t.Context(), s.tried, site) // the same again is not told
	site.wrong = diag.List{leak}
	offer(t, s, site, "/s/content/a.md")
	if data := events.want("problems", "a leak"); len(data) == 0 || len(s.view().problems) != 1 {
		t.Errorf("%s: %v", data, s.view().problems)
	}
	site.wrong = diag.List{{Severity: diag.Warning, Text: "a warning"}} // of a site that can be published
	s.check(t.Context(), s.tried, site)
	events.want("problems", `{"stale":false,"problems":[]}`)
}

// A check that was overtaken says nothing.
func TestCheckThatWasOvertaken(t *testing.T) {
	s := newState("S")
	site := newAsked(pagesOf("1"), diag.Problem{Text: "wrong"})
	offer(t, s, site)
	build := s.tried
	offer(t, s, newAsked(pagesOf("2")))
	s.check(t.Context(), build, site)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.check(ctx, s.tried, site)
	if v := s.view(); len(v.problems) > 0 {
		t.Errorf("%+v", v)
	}
}
