// Package serve hands out a preview: it builds a site into memory, serves it, watches its sources, and brings each change into the
// open browser.
//
//	err := serve.Run(ctx, serve.Options{Watch: []string{"content", "data"}, Build: build, Log: os.Stderr})
//
// Run listens first and builds then, so that a browser may be opened at once: requests wait for the first build. From then on every
// change of a watched file leads to a call of Build; pages that differ are brought in place (events.go, live.js). When a build
// fails, the last good site stays, and the browser lays the problems over it until a build succeeds.
//
// # Who may look
//
// The server binds to 127.0.0.1 unless told otherwise, and answers only requests whose Host it knows: a page on the web that
// rebinds its own name to 127.0.0.1 is refused. Event streams are refused to other origins. A path is looked up in the built
// site's list of files and never reaches the file system, so there is nothing to traverse and no folder to list.
//
// # What it does not do
//
// It knows nothing of Markdown, data or themes: what a change touches is Build's affair. It writes nothing to the disk. It is a
// preview for one author and no web server for the public: no compression, no caching, no TLS.
package serve

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"likewise/generator/diag"
)

// Files is a built site: slash-separated output path -> body. Neither the map nor a body is changed after it was handed over; a body
// may be shared between builds.
type Files map[string][]byte

// Options say what to serve and where. Build is required; every other zero value has a meaning.
type Options struct {
	Bind  string   // address to listen on; empty: 127.0.0.1
	Port  int      // first port to try; the next free one is taken and said; 0: any
	Hosts []string // further host names to answer to

	// Build makes the site. Changed lists the watched files that changed since the call before, absolute and sorted; it is nil
	// for the first call. Calls do not overlap. A list with an error keeps the last good site.
	Build func(ctx context.Context, changed []string) (Files, diag.List)

	Watch    []string      // files and folders, these with all that is in them; they need not exist yet
	Ignore   []string      // files and folders to pass by, such as the destination
	Poll     time.Duration // look at all files this often, where the system tells nothing (network drives); 0: be told
	Debounce time.Duration // quiet time after a change before Build is called; 0: 20 ms

	Navigate bool             // take the browser to the page that changed
	Open     bool             // open a browser
	Log      io.Writer        // nil: silent
	Ready    func(url string) // called once, when the server listens; may be nil
}

const (
	defaultBind     = "127.0.0.1"
	defaultDebounce = 20 * time.Millisecond
	stopGrace       = 2 * time.Second
)

func (o Options) withDefaults() Options {
	o.Bind = cmp.Or(o.Bind, defaultBind)
	o.Debounce = cmp.Or(o.Debounce, defaultDebounce)
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Ready == nil {
		o.Ready = func(string) {}
	}
	return o
}

// Run serves until the context ends, which is no error.
func Run(ctx context.Context, o Options) error {
	o = o.withDefaults()
	listener, err := listen(o.Bind, o.Port, o.Log)
	if err != nil {
		return err
	}
	watcher, err := newWatcher(o) // before the first build reads, so that no change falls between
	if err != nil {
		listener.Close()
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changes := make(chan []string)
	go watcher.run(ctx, changes)

	s := newState(rand.Text()[:8])
	server := &http.Server{Handler: newHandler(s, o), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	announce(listener.Addr(), o)

	built := make(chan struct{})
	go func() {
		defer close(built)
		buildLoop(ctx, o, s, changes)
	}()
	select {
	case err = <-served:
		return fmt.Errorf("the preview server stopped: %w", err)
	case <-ctx.Done():
	}
	err = stop(server, s)
	select {
	case <-built: // Build may hold what the caller closes next
	case <-time.After(stopGrace):
	}
	return err
}

// stop ends the event streams, lets other requests finish, and then cuts.
func stop(server *http.Server, s *state) error {
	s.close()
	ctx, cancel := context.WithTimeout(context.Background(), stopGrace)
	defer cancel()
	if err := server.Shutdown(ctx); errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	} else if err != nil {
		return err
	}
	return nil
}

// buildLoop builds once, and then once for each batch of changes. What changes during a build waits in the watcher.
func buildLoop(ctx context.Context, o Options, s *state, changes <-chan []string) {
	var changed []string
	for {
		start := time.Now()
		files, problems := o.Build(ctx, changed)
		if ctx.Err() != nil {
			return
		}
		problems.Sort()
		problems.WriteText(o.Log)
		if problems.Err() != nil {
			s.fail(problems)
			fmt.Fprintf(o.Log, "build failed; serving the last good site (%d errors)\n", problems.Count(diag.Error))
		} else {
			n := s.succeed(files, changed)
			fmt.Fprintf(o.Log, "built in %v: %d of %d files are new%s\n", time.Since(start).Round(time.Millisecond), n, len(files), because(changed))
		}
		select {
		case changed = <-changes:
		case <-ctx.Done():
			return
		}
	}
}

// because names the first changed sources.
func because(changed []string) string {
	const most = 3
	switch {
	case len(changed) == 0:
		return ""
	case len(changed) > most:
		return fmt.Sprintf(" (%s and %d more)", strings.Join(changed[:most], ", "), len(changed)-most)
	}
	return " (" + strings.Join(changed, ", ") + ")"
}
