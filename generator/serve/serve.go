// Package serve hands out a preview: it builds a site into memory, serves it, watches its sources, and brings each change into the
// open browser.
//
//	err := serve.Run(ctx, serve.Options{Watch: []string{"content", "data"}, Build: build, Log: os.Stderr})
//
// Run listens first and builds then, so that a browser may be opened at once: requests wait for the first build. From then on every
// change of a watched file leads to a call of Build. Of the new site the pages that browsers show are made at once, and brought in
// place where they differ (look.go, events.go, live.js); any other is made when it is asked for. When nothing has changed for a
// moment, the whole site is made and checked, so that a problem anywhere shows in the browser, and so that every browser hears of
// every page that differs. When a build fails, the last good site stays, and the browser lays the problems over it until a build
// succeeds.
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
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"likewise/generator/diag"
)

// Options say what to serve and where. Build is required; every other zero value has a meaning.
type Options struct {
	Bind  string   // address to listen on; empty: 127.0.0.1
	Port  int      // first port to try; the next free one is taken and said; 0: any
	Hosts []string // further host names to answer to

	// Build makes the site. Changed lists the watched files that changed since the call before, absolute and sorted; it is nil
	// for the first call. Calls do not overlap, but the site of an older call may be asked for files meanwhile. A list with an
	// error keeps the last good site; a site beside it is only checked, for what else is wrong.
	Build func(ctx context.Context, changed []string) (Site, diag.List)

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
	// checkAfter is how long nothing must have changed before the whole site is made: the browser has the processor first.
	checkAfter = 150 * time.Millisecond
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
		(&builds{Options: o, state: s}).loop(ctx, changes)
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

// builds is the work on the site, for as long as the server runs.
type builds struct {
	Options
	state *state
	log   sync.Mutex // of Log: a check may still speak when the next build does
}

// loop builds once, and then once for each batch of changes. What changes during a build waits in the watcher.
func (b *builds) loop(ctx context.Context, changes <-chan []string) {
	var checks sync.WaitGroup
	defer checks.Wait()
	var changed []string
	for {
		check := b.build(ctx, changed)
		checking, cancel := context.WithCancel(ctx)
		checks.Go(func() {
			select {
			case <-time.After(checkAfter):
				check(checking)
			case <-checking.Done():
			}
		})
		select {
		case changed = <-changes:
			cancel()
		case <-ctx.Done():
			cancel()
			return
		}
	}
}

// build makes the site and puts it on the screen. What it returns checks the whole.
func (b *builds) build(ctx context.Context, changed []string) (check func(context.Context)) {
	start := time.Now()
	number := b.state.begin()
	site, problems := b.Build(ctx, changed)
	if ctx.Err() != nil {
		return func(context.Context) {}
	}
	problems.Sort()
	if problems.Err() == nil {
		problems.Add(b.state.offer(ctx, number, site, changed)...)
	}
	if problems.Err() != nil {
		b.failed(number, problems)
		return func(ctx context.Context) { b.why(ctx, number, site, problems) }
	}
	b.say(problems, "built in %v%s", time.Since(start).Round(time.Millisecond), because(changed))
	return func(ctx context.Context) { b.check(ctx, number, site) }
}

func (b *builds) failed(number int, problems diag.List) {
	b.state.fail(number, problems)
	b.say(problems, "build failed; serving the last good site (%d errors)", problems.Count(diag.Error))
}

// why tells all that is wrong with a site that was not put on the screen, if that is more than is known.
func (b *builds) why(ctx context.Context, number int, site Site, known diag.List) {
	if site == nil {
		return
	}
	problems := append(site.Check(ctx, func(string, [sha256.Size]byte) {}), known...)
	problems.Sort()
	if problems = slices.Compact(problems); ctx.Err() == nil && len(problems) > len(known) {
		b.failed(number, problems)
	}
}

// check makes and checks the whole site.
func (b *builds) check(ctx context.Context, number int, site Site) {
	start := time.Now()
	problems, files, fresh := b.state.check(ctx, number, site)
	if ctx.Err() != nil {
		return
	}
	took := time.Since(start).Round(time.Millisecond)
	if n := problems.Count(diag.Error); n > 0 {
		b.say(problems, "checked %d files in %v: %d are new; the site cannot be published (%d errors)", files, took, fresh, n)
		return
	}
	b.say(problems, "checked %d files in %v: %d are new", files, took, fresh)
}

// say writes problems and a line to the log.
func (b *builds) say(problems diag.List, format string, args ...any) {
	b.log.Lock()
	defer b.log.Unlock()
	problems.WriteText(b.Log)
	fmt.Fprintf(b.Log, format+"\n", args...)
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
