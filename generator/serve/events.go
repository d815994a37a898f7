package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"likewise/generator/diag"
)

const (
	heartbeat      = 15 * time.Second // a comment, so that whatever stands between does not close the stream
	reconnectAfter = 300 * time.Millisecond
	writeTimeout   = 10 * time.Second
)

// changeEvent tells a browser which files of the site differ.
type changeEvent struct {
	Changed []string `json:"changed"`
	Target  string   `json:"target,omitempty"` // where Navigate goes
}

// problemsEvent tells a browser what is wrong.
type problemsEvent struct {
	Stale    bool      `json:"stale"` // the page is of the last good build and not of the one with the problems
	Problems diag.List `json:"problems"`
}

// events is the stream. The browser says which page it shows ("page") of which version ("v", or Last-Event-ID when it comes back), and gets
//
//	change    {"changed": [...]}  files that differ since then
//	problems  {"stale": ..., "problems": [...]}  what is wrong, if anything: with the latest build, where the page
//	                              is older than that, else with the site that the page is of
//	reload    {}                  the version is unknown here
//
// Nothing is queued for a browser: it is told what it lacks at the time of writing, so a slow one holds up nobody.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	version := r.Header.Get("Last-Event-ID")
	if version == "" {
		version = r.URL.Query().Get("v")
	}
	w.Header().Set("Content-Type", "text/event-stream")
	s := stream{w: w, control: http.NewResponseController(w), state: h.state, version: version}
	if r.Method == http.MethodHead || s.send("retry: %d\n\n", reconnectAfter.Milliseconds()) != nil {
		return
	}
	leave := h.state.enter(r.Context(), r.URL.Query().Get("page"))
	defer leave()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		wake, err := s.catchUp()
		if err != nil {
			return
		}
		select {
		case <-wake:
		case <-beat.C:
			if s.send(": still here\n\n") != nil {
				return
			}
		case <-h.state.done:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// stream is one browser's connection.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	state   *state
	version string // what the browser shows
	told    []byte // the problems that it was last told of
}

// catchUp brings the browser from its version to the present one, and returns what to wait for.
func (s *stream) catchUp() (wake <-chan struct{}, err error) {
	v := s.state.view()
	u, known := s.state.since(s.version)
	switch {
	case !known:
		err = s.event("reload", v.version, struct{}{})
	case len(u.changed) > 0:
		err = s.event("change", v.version, changeEvent{u.changed, u.target})
	}
	s.version = v.version
	if err == nil {
		err = s.tell(v)
	}
	return v.wake, err
}

// tell sends the problems where they are not those that the browser knows: what it has hidden does not come back.
func (s *stream) tell(v view) error {
	p := problemsEvent{v.stale, v.problems}
	if p.Problems == nil {
		p.Problems = diag.List{}
	}
	body, err := json.Marshal(p)
	if err != nil || bytes.Equal(body, s.told) {
		return err
	}
	s.told = body
	return s.event("problems", v.version, json.RawMessage(body))
}

func (s *stream) event(name, id string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return s.send("event: %s\nid: %s\ndata: %s\n\n", name, id, body)
}

func (s *stream) send(format string, args ...any) error {
	s.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // where unsupported, as in tests, there is none
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil {
		return err
	}
	return s.control.Flush()
}

func quote(s string) string { return strconv.QuoteToASCII(s) }
