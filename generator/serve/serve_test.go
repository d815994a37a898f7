package serve

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"likewise/generator/diag"
)

// log is a Writer that may be read while it is written.
type log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// preview is a running server over one source file; the text "broken" in it fails the build.
type preview struct {
	url, source string
	log         *log
	builds      chan []string // the changed files of each build, sent when it is over
	stop        func() error
}

func startPreview(t *testing.T, o Options) *preview {
	t.Helper()
	dir := t.TempDir()
	p := &preview{source: filepath.Join(dir, "page.md"), log: &log{}, builds: make(chan []string, 100)}
	if err := os.WriteFile(p.source, []byte("first"), 0o666); err != nil {
		t.Fatal(err)
	}
	ready := make(chan string, 1)
	o.Watch, o.Log, o.Ready = []string{dir}, p.log, func(url string) { ready <- url }
	o.Build = func(_ context.Context, changed []string) (Site, diag.List) {
		defer func() { p.builds <- changed }()
		return buildOne(p.source)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, o) }()
	p.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() { p.stop() })
	select {
	case p.url = <-ready:
	case err := <-done:
		done <- err
		t.Fatal(err)
	}
	return p
}

func buildOne(source string) (Files, diag.List) {
	b, err := os.ReadFile(source)
	if err != nil || strings.Contains(string(b), "broken") {
		return nil, diag.List{{Code: "broken", File: "page.md", Line: 1, Text: "it is broken"}}
	}
	return Files{"index.html": fmt.Appendf(nil, "<body><p>%s</p></body>", b)}, nil
}

func (p *preview) edit(t *testing.T, body string) {
	t.Helper()
	if err := os.WriteFile(p.source, []byte(body), 0o666); err != nil {
		t.Fatal(err)
	}
}

func (p *preview) body(t *testing.T) string {
	t.Helper()
	res, err := http.Get(p.url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRun(t *testing.T) {
	p := startPreview(t, Options{})
	if first := <-p.builds; first != nil {
		t.Errorf("the first build was told of changes: %q", first)
	}
	if b := p.body(t); !strings.Contains(b, "<p>first</p>") {
		t.Fatalf("page %q", b)
	}
	_, version, _ := strings.Cut(p.body(t), `data-version="`)
	version, _, _ = strings.Cut(version, `"`)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"_likewise/events?page=index.html&v="+version, nil)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	events := newReader(t, res.Body)
	events.want("problems", "[]")

	p.edit(t, "second")
	events.want("change", `"index.html"`)
	if b := p.body(t); !strings.Contains(b, "<p>second</p>") {
		t.Errorf("page %q", b)
	}
	if changed := <-p.builds; len(changed) != 1 || changed[0] != p.source {
		t.Errorf("changed %q", changed)
	}

	p.edit(t, "broken")
	events.want("problems", "it is broken")
	if b := p.body(t); !strings.Contains(b, "<p>second</p>") {
		t.Errorf("the last good page is gone: %q", b)
	}
	p.edit(t, "second")
	events.want("problems", "[]")

	if err := p.stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if name, _, _ := events.next(); name != "" {
		t.Errorf("event %q after the stop", name)
	}
	for _, want := range []string{"serving " + p.url, "page.md:1: error: it is broken", "build failed"} {
		if !strings.Contains(p.log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, p.log)
		}
	}
	if strings.Contains(p.log.String(), "warning: bound") {
		t.Error("warned of a loopback address")
	}
}

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	p := startPreview(t, Options{Port: port})
	if !strings.Contains(p.log.String(), fmt.Sprintf("port %d is in use; serving on port ", port)) || strings.Contains(p.url, ":"+strconv.Itoa(port)+"/") {
		t.Errorf("at %s:\n%s", p.url, p.log)
	}
	if b := p.body(t); !strings.Contains(b, "first") {
		t.Errorf("page %q", b)
	}
}

func TestBoundToAllIsWarnedOf(t *testing.T) {
	p := startPreview(t, Options{Bind: "0.0.0.0"})
	if !strings.Contains(p.log.String(), "warning: bound to") || !strings.HasPrefix(p.url, "http://localhost:") {
		t.Errorf("at %s:\n%s", p.url, p.log)
	}
}

func TestAddressThatCannotBe(t *testing.T) {
	err := Run(t.Context(), Options{Bind: "192.0.2.1"})
	if p, ok := err.(diag.Problem); !ok || p.Code != "cannot-listen" || p.Hint == "" {
		t.Errorf("got %v", err)
	}
}
