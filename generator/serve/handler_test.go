package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"likewise/generator/diag"
)

var site = Files{
	"index.html":           []byte("<!doctype html><title>home</title><body><p>home</p></BODY></html>"),
	"notes/index.html":     []byte("<p>notes without a body tag</p>"),
	"404.html":             []byte("<body>nothing here</body>"),
	"assets/site.css":      []byte("p{}"),
	"data/posts.csv":       []byte("a,b\n"),
	"posts/é x/index.html": []byte("<body>é</body>"),
	".nojekyll":            nil,
}

var wrong = diag.List{{Code: "unknown-key", File: "content/a.md", Line: 3, Column: 7, Text: `unknown key "titel"`, Hint: `did you mean "title"?`, Excerpt: "<script>alert(1)</script>"}}

// succeed puts a site on the screen and checks it.
func succeed(s *state, site Site, sources []string) {
	build := s.begin()
	if s.offer(context.Background(), build, site, sources).Err() == nil {
		s.check(context.Background(), build, site)
	}
}

// newTestServer serves a state.
func newTestServer(t *testing.T, s *state, o Options) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(newHandler(s, o.withDefaults()))
	t.Cleanup(func() {
		s.close()
		server.Close()
	})
	return server
}

func get(t *testing.T, server *httptest.Server, path string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if req.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			req.Host = header[i+1]
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestPages(t *testing.T) {
	s := newState("S")
	succeed(s, site, nil)
	server := newTestServer(t, s, Options{})
	live := func(page string) string {
		return `<script src="/_likewise/live.js" data-page="` + page + `" data-version="S.1" data-navigate="false"></script>`
	}
	for _, c := range []struct {
		path, contentType, body, location string
		status                            int
	}{
		{"/", "text/html; charset=utf-8", "<!doctype html><title>home</title><body><p>home</p>" + live("index.html") + "</BODY></html>", "", 200},
		{"/index.html", "text/html; charset=utf-8", "<!doctype html><title>home</title><body><p>home</p>" + live("index.html") + "</BODY></html>", "", 200},
		{"/notes/", "text/html; charset=utf-8", "<p>notes without a body tag</p>" + live("notes/index.html"), "", 200},
		{"/notes?x=1", "text/html; charset=utf-8", "", "/notes/?x=1", 307},
		{"/posts/%C3%A9%20x/", "text/html; charset=utf-8", "<body>é" + live("posts/é x/index.html") + "</body>", "", 200},
		{"/assets/site.css", "text/css; charset=utf-8", "p{}", "", 200},
		{"/data/posts.csv", "text/csv; charset=utf-8", "a,b\n", "", 200},
		{"/.nojekyll", "text/plain; charset=utf-8", "", "", 200},
		{"/_likewise/live.js", "text/javascript; charset=utf-8", string(liveScript), "", 200},
		{"/_likewise/", "text/plain; charset=utf-8", "404 page not found\n", "", 404},
	} {
		res, body := get(t, server, c.path)
		if res.StatusCode != c.status || res.Header.Get("Content-Type") != c.contentType || res.Header.Get("Location") != c.location || (c.location == "" && body != c.body) {
			t.Errorf("%s: %d %q to %q: %q", c.path, res.StatusCode, res.Header.Get("Content-Type"), res.Header.Get("Location"), body)
		}
		if res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", c.path, res.Header)
		}
	}
}

func TestNothingElseIsThere(t *testing.T) {
	s := newState("S")
	succeed(s, site, nil)
	server := newTestServer(t, s, Options{})
	for _, p := range []string{"/missing", "/assets/", "/assets", "/data/", "/../../../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/notes/..%5c..%5cx",
		"//example.com/..", "/index.html/", "/notes/index.html/x", "/%00", "/.git/config"} {
		res, body := get(t, server, p)
		if p == "//example.com/.." { // that is "/"
			if loc := res.Header.Get("Location"); strings.Contains(loc, "example.com") {
				t.Errorf("redirected to %q", loc)
			}
			continue
		}
		if res.StatusCode != 404 || !strings.Contains(body, "nothing here") || !strings.Contains(body, "live.js") {
			t.Errorf("%s: %d %q", p, res.StatusCode, body)
		}
	}
	res, err := http.Post(server.URL+"/", "text/plain", nil)
	if err != nil || res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %v %v", res, err)
	}
}

func TestHostAndOrigin(t *testing.T) {
	s := newState("S")
	succeed(s, site, nil)
	local := newTestServer(t, s, Options{Hosts: []string{"preview.test"}})
	for host, want := range map[string]int{
		"localhost:1313": 200, "LOCALHOST": 200, "127.0.0.1": 200, "[::1]:80": 200, "127.0.0.1:9": 200, "preview.test:1": 200,
		"evil.example": 403, "evil.example:1313": 403, "localhost.evil.example": 403, "192.168.0.7:1313": 403, "127.0.0.1.nip.io": 403, "[::1": 200, "0.0.0.0": 403,
	} {
		if res, body := get(t, local, "/", "Host", host); res.StatusCode != want {
			t.Errorf("host %q: %d %q, want %d", host, res.StatusCode, body, want)
		}
	}
	wide := newState("S")
	succeed(wide, site, nil)
	open := newTestServer(t, wide, Options{Bind: "0.0.0.0"})
	for host, want := range map[string]int{"192.168.0.7:1313": 200, "evil.example": 403, "localhost": 200} {
		if res, _ := get(t, open, "/", "Host", host); res.StatusCode != want {
			t.Errorf("bound to all, host %q: %d, want %d", host, res.StatusCode, want)
		}
	}
	for _, header := range [][]string{{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Origin", "http://localhost:1"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}} {
		if res, _ := get(t, local, "/_likewise/events?v=S.1", header...); res.StatusCode != 403 {
			t.Errorf("events for %q: %d", header, res.StatusCode)
		}
	}
	if res, _ := get(t, local, "/_likewise/live.js", "Origin", local.URL, "Sec-Fetch-Site", "same-origin"); res.StatusCode != 200 {
		t.Errorf("own origin: %d", res.StatusCode)
	}
}

func TestFirstBuildThatFails(t *testing.T) {
	s := newState("S")
	s.fail(s.begin(), wrong)
	server := newTestServer(t, s, Options{})
	res, body := get(t, server, "/any/page/")
	if res.StatusCode != 500 {
		t.Errorf("status %d", res.StatusCode)
	}
	for _, want := range []string{"content/a.md:3:7", "unknown key &#34;titel&#34;", "did you mean", "&lt;script&gt;alert(1)", "live.js"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %s", want, body)
		}
	}
	events := openEvents(t, server, "S.1", "")
	events.want("problems", `"titel`)
	succeed(s, site, nil)
	events.want("reload", "")
	events.want("problems", "[]")
	if res, _ := get(t, server, "/"); res.StatusCode != 200 {
		t.Errorf("after the mend: %d", res.StatusCode)
	}
}

func TestPageWaitsForTheFirstBuild(t *testing.T) {
	s := newState("S")
	server := newTestServer(t, s, Options{})
	answered := make(chan string)
	go func() {
		res, err := http.Get(server.URL)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		answered <- string(body)
	}()
	select {
	case body := <-answered:
		t.Fatalf("answered before there was a site: %q", body)
	default:
	}
	succeed(s, site, nil)
	if body := <-answered; !strings.Contains(body, "home") {
		t.Errorf("got %q", body)
	}
}

// eventReader reads a stream event by event.
type eventReader struct {
	t     *testing.T
	lines *bufio.Scanner
}

func openEvents(t *testing.T, server *httptest.Server, version, lastID string) *eventReader {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/_likewise/events?v="+version, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("content type %q", got)
	}
	return newReader(t, res.Body)
}

func newReader(t *testing.T, r io.Reader) *eventReader {
	return &eventReader{t, bufio.NewScanner(r)}
}

// next returns the next event, or "" at the stream's end.
func (r *eventReader) next() (name, id, data string) {
	for r.lines.Scan() {
		key, value, _ := strings.Cut(r.lines.Text(), ": ")
		switch key {
		case "event":
			name = value
		case "id":
			id = value
		case "data":
			data = value
		case "":
			if name != "" {
				return name, id, data
			}
		}
	}
	return "", "", ""
}

// want fails unless the next event has the name and holds the text.
func (r *eventReader) want(name, text string) (data string) {
	r.t.Helper()
	got, _, data := r.next()
	if got != name || !strings.Contains(data, text) {
		r.t.Fatalf("event %q %s, want %q with %q", got, data, name, text)
	}
	return data
}

func TestEvents(t *testing.T) {
	s := newState("S")
	succeed(s, Files{"a.html": []byte("1"), "b.html": []byte("1"), "c.css": []byte("1")}, nil)
	server := newTestServer(t, s, Options{})
	events := openEvents(t, server, "S.1", "")
	events.want("problems", "[]")

	succeed(s, Files{"a.html": []byte("2"), "b.html": []byte("1"), "c.css": []byte("1")}, []string{"/s/x.md"})
	events.want("change", `{"changed":["a.html"],"target":"a.html"}`)

	s.fail(s.begin(), wrong)
	events.want("problems", `"line":3`)
	succeed(s, Files{"a.html": []byte("2"), "b.html": []byte("1"), "c.css": []byte("1")}, nil)
	events.want("problems", "[]") // nothing changed, the problems are gone

	succeed(s, Files{"a.html": []byte("2"), "c.css": []byte("2")}, []string{"/s/x.md"})
	events.want("change", `{"changed":["b.html","c.css"],"target":"b.html"}`)

	back := openEvents(t, server, "S.1", "S.3") // one that comes back is told what it missed, by its last event
	back.want("change", `["b.html","c.css"]`)
	late := openEvents(t, server, "S.1", "")
	late.want("change", `["a.html","b.html","c.css"]`)
	for _, version := range []string{"T.1", "S.99", "", "S.x", "S.0"} {
		openEvents(t, server, version, "").want("reload", "{}")
	}
	s.close()
	if name, _, _ := events.next(); name != "" {
		t.Errorf("event %q after the end", name)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	s := newState("S")
	for i := range history + 5 {
		succeed(s, Files{"a.html": []byte{byte(i)}}, nil)
	}
	if _, ok := s.since("S.9"); ok || len(s.updates) != history { // the first build is one step, any other is two
		t.Errorf("%d updates kept; a version before them is known: %v", len(s.updates), ok)
	}
	if u, ok := s.since("S.10"); !ok || !slices.Equal(u.changed, []string{"a.html"}) {
		t.Errorf("since S.6: %+v %v", u, ok)
	}
}

func TestTarget(t *testing.T) {
	for _, c := range []struct {
		sources, changed []string
		want             string
	}{
		{[]string{"/s/content/notes/october.md"}, []string{"feed.xml", "index.html", "notes/index.html", "notes/october/index.html"}, "notes/october/index.html"},
		{[]string{"/s/content/notes/_index.md"}, []string{"index.html", "notes/index.html"}, "notes/index.html"},
		{[]string{"/s/content/index.md"}, []string{"index.html", "x/index.html"}, "index.html"},
		{[]string{"/s/content/about.md"}, []string{"about.html", "index.html"}, "about.html"},
		{[]string{"/s/data/posts.csv"}, []string{"index.html", "funnel/index.html"}, ""},
		{[]string{"/s/data/posts.csv"}, []string{"funnel/index.html", "x.css"}, "funnel/index.html"},
		{nil, nil, ""},
	} {
		if got := target(c.changed, c.sources); got != c.want {
			t.Errorf("%v of %v: %q, want %q", c.changed, c.sources, got, c.want)
		}
	}
}

func FuzzInject(f *testing.F) {
	for _, page := range []string{"", "<body></body>", "</BoDy", "</", "</bod", "a</body></body >b", "<p>x"} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		out := string(inject([]byte(page), `a"b`, "S.1", true))
		before, after, found := strings.Cut(out, `<script src="/_likewise/live.js" data-page="a&#34;b" data-version="S.1" data-navigate="true"></script>`)
		if !found || before+after != page {
			t.Errorf("%q became %q", page, out)
		}
	})
}

func TestProblemsTravelAsWritten(t *testing.T) {
	s := newState("S")
	succeed(s, site, nil)
	s.fail(s.begin(), wrong)
	data := openEvents(t, newTestServer(t, s, Options{}), "S.1", "").want("problems", "")
	var got struct {
		Stale    bool
		Problems []map[string]any
	}
	if err := json.Unmarshal([]byte(data), &got); err != nil || !got.Stale || got.Problems[0]["file"] != "content/a.md" || got.Problems[0]["severity"] != "error" || got.Problems[0]["excerpt"] != wrong[0].Excerpt {
		t.Errorf("%s: %v", data, err)
	}
}
