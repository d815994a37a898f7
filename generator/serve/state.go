package serve

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"sync"

	"likewise/generator/diag"
)

// history is how many updates are remembered for browsers that come back; one that was away for longer reloads.
const history = 100

// update is what was found to have changed.
type update struct {
	seq     int
	changed []string // output paths, sorted
	target  string   // the page of the source that was edited, or ""
	first   bool     // nothing was served before but the error page, which cannot be brought up to date in place
}

// state is the site as it stands. Whatever a browser should hear of is one step of seq: a site that took the place of
// another, files that turned out to differ, problems.
//
// A site is not made as a whole before it is served. What is known of it are the files that somebody has looked at, and
// for each how it was: a file that looks different in a newer site is news. No file is sent to a browser without that
// look, so a browser that shows a file hears when it differs, whenever that is found out.
type state struct {
	session string // differs between two runs of the server, whose counts mean nothing to each other

	mu      sync.Mutex
	seq     int
	tried   int  // number of the latest build
	build   int  // number of the build that is served
	site    Site // that build; nil before the first good one
	first   int  // number of the first good build
	seen    map[string]sight
	viewers map[string]int // page -> browsers that show it
	sources []string       // that were edited, while no page is known to differ for it
	failed  diag.List      // why the latest build is not served
	found   diag.List      // what is wrong with the site that is
	updates []update
	wake    chan struct{} // closed at the next step
	built   chan struct{} // closed after the first build
	done    chan struct{} // closed when the server stops
	stopped sync.Once
}

// sight is a file as it looked.
type sight struct {
	build    int // when
	sum      [sha256.Size]byte
	body     []byte // where it was made for a browser; nil otherwise
	problems diag.List
}

func newState(session string) *state {
	return &state{session: session, seen: map[string]sight{}, viewers: map[string]int{},
		wake: make(chan struct{}), built: make(chan struct{}), done: make(chan struct{})}
}

// begin numbers a build. What is said of an older one from now on is of no interest.
func (s *state) begin() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tried++
	return s.tried
}

// fail notes why a build failed and keeps the site.
func (s *state) fail(build int, problems diag.List) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if build == s.tried {
		s.failed = problems
		s.step()
	}
}

func (s *state) step() {
	if s.seq++; s.seq == 1 {
		close(s.built)
	}
	close(s.wake)
	s.wake = make(chan struct{})
}

// push makes a step of an update.
func (s *state) push(u update) {
	s.step()
	if len(u.changed) == 0 && !u.first {
		return
	}
	u.seq = s.seq
	if s.updates = append(s.updates, u); len(s.updates) > history {
		s.updates = slices.Delete(s.updates, 0, len(s.updates)-history)
	}
}

// close ends all streams. It may be called more than once.
func (s *state) close() { s.stopped.Do(func() { close(s.done) }) }

// view is a consistent look at the state.
type view struct {
	version  string // "session.seq"
	good     bool   // there is a site
	stale    bool   // the latest build is not the one that is served
	problems diag.List
	wake     <-chan struct{}
}

func (s *state) view() view {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := view{version: s.version(), good: s.site != nil, stale: len(s.failed) > 0, problems: s.found, wake: s.wake}
	if v.stale {
		v.problems = s.failed
	}
	return v
}

func (s *state) version() string { return s.session + "." + strconv.Itoa(s.seq) }

// since merges the updates after a version. It reports false when the browser must load its page anew: the version is of another
// run, or too old to know, or of the time before the first good build.
func (s *state) since(version string) (u update, ok bool) {
	session, n, _ := strings.Cut(version, ".")
	seq, err := strconv.Atoi(n)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || session != s.session || seq > s.seq {
		return update{}, false
	}
	if len(s.updates) > 0 && s.updates[0].seq > seq+1 {
		return update{}, false
	}
	for _, later := range s.updates {
		if later.seq <= seq {
			continue
		}
		if later.first {
			return update{}, false
		}
		u.seq, u.target = later.seq, cmp.Or(later.target, u.target)
		u.changed = append(u.changed, later.changed...)
	}
	slices.Sort(u.changed)
	u.changed = slices.Compact(u.changed)
	return u, true
}

// file is a file of the site that is served, with the version of which it is.
type file struct {
	body     []byte
	problems diag.List
	version  string
}

// file makes a file, or takes the one that was made before; false where the site has none of that name, or there is no
// site. A site that is replaced meanwhile is asked again, so that nothing old is handed out as new.
func (s *state) file(ctx context.Context, name string) (file, bool) {
	for {
		site, build, known := s.present(name)
		if site == nil || known.body != nil {
			return known, known.body != nil
		}
		l := s.look(ctx, site, name)
		if ctx.Err() != nil {
			return file{}, false
		}
		if version, ok := s.note(build, l); ok {
			return file{l.body, l.problems, version}, l.there
		}
	}
}

// present is the site and, where it was made for a browser before, the file.
func (s *state) present(name string) (Site, int, file) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := file{version: s.version()}
	if was := s.seen[name]; was.build == s.build {
		f.body, f.problems = was.body, was.problems
	}
	return s.site, s.build, f
}

// enter counts a browser that shows a page, until leave is called. The page is made now if the site came meanwhile: what
// a browser shows is always looked at.
func (s *state) enter(ctx context.Context, page string) (leave func()) {
	s.mu.Lock()
	s.viewers[page]++
	s.mu.Unlock()
	s.lookAt(ctx, page)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.viewers[page]--; s.viewers[page] <= 0 {
			delete(s.viewers, page)
		}
	}
}
