package serve

import (
	"bytes"
	_ "embed"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

//go:embed live.js
var liveScript []byte

// prefix is the part of the address space that is the server's own.
const prefix = "/_likewise/"

// missingName is the site's own page for what is not there.
const missingName = "404.html"

// handler answers requests from the state.
type handler struct {
	state    *state
	bind     string
	hosts    []string
	navigate bool
}

func newHandler(s *state, o Options) http.Handler {
	h := &handler{state: s, bind: o.Bind, hosts: o.Hosts, navigate: o.Navigate}
	mux := http.NewServeMux()
	mux.HandleFunc(prefix+"events", h.events)
	mux.HandleFunc(prefix+"live.js", func(w http.ResponseWriter, r *http.Request) { serveBody(w, r, "live.js", liveScript) })
	mux.HandleFunc(prefix, http.NotFound)
	return h.guard(mux, http.HandlerFunc(h.page))
}

// guard refuses strangers and sets what every answer carries. Pages do not go through the mux, whose redirects would answer
// before the site's own 404 page could.
func (h *handler) guard(own, site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Referrer-Policy", "same-origin")
		isOwn := strings.HasPrefix(r.URL.Path, prefix)
		switch {
		case !h.knows(r.Host):
			http.Error(w, "this preview does not answer to the host name "+quote(r.Host)+"; start it with --host to allow it", http.StatusForbidden)
		case isOwn && !sameOrigin(r):
			http.Error(w, "for pages of this preview only", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			header.Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		case isOwn:
			own.ServeHTTP(w, r)
		default:
			site.ServeHTTP(w, r)
		}
	})
}

// knows reports whether a Host header names this server. Names that somebody else's DNS could point here are not known. Bound to a
// wildcard, any literal address will do: an address cannot be rebound.
func (h *handler) knows(hostport string) bool {
	host := hostport
	if name, _, err := net.SplitHostPort(hostport); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	if host == "localhost" || host == strings.ToLower(h.bind) {
		return true
	}
	if slices.ContainsFunc(h.hosts, func(allowed string) bool { return strings.EqualFold(allowed, host) }) {
		return true
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	bind, err := netip.ParseAddr(h.bind)
	return addr.IsLoopback() || (err == nil && bind.IsUnspecified())
}

// sameOrigin believes what browsers say and scripts cannot forge; tools that say nothing are let in.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}

// page serves a file of the site; a folder by its index.html; else the site's 404 page.
func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	select {
	case <-h.state.built:
	case <-h.state.done:
		http.Error(w, "the preview is stopping", http.StatusServiceUnavailable)
		return
	case <-r.Context().Done():
		return
	}
	if v := h.state.view(); !v.good {
		h.send(w, r, http.StatusInternalServerError, "", file{body: errorPage(v.problems), version: v.version})
		return
	}
	name, folder := requested(r.URL.Path)
	if !folder {
		if f, ok := h.state.file(r.Context(), name); ok {
			h.found(w, r, name, f)
			return
		}
	}
	index := path.Join(name, "index.html")
	f, ok := h.state.file(r.Context(), index)
	switch {
	case !ok:
		h.missing(w, r)
	case folder:
		h.found(w, r, index, f)
	default:
		to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusTemporaryRedirect)
	}
}

// requested is the file or folder that a path names. Whether there is one, the site says: only names that it has exist.
func requested(p string) (name string, folder bool) {
	name = strings.TrimPrefix(path.Clean("/"+p), "/")
	return name, strings.HasSuffix(p, "/") || name == ""
}

// found serves a file of the site.
func (h *handler) found(w http.ResponseWriter, r *http.Request, name string, f file) {
	switch {
	case len(f.body) == 0 && f.problems.Err() != nil:
		f.body = errorPage(f.problems)
		h.send(w, r, http.StatusInternalServerError, name, f)
	case path.Ext(name) == ".html":
		h.send(w, r, http.StatusOK, name, f)
	default:
		w.Header().Set("X-Likewise-Version", f.version)
		serveBody(w, r, name, f.body)
	}
}

// missing serves the site's own page for what is not there.
func (h *handler) missing(w http.ResponseWriter, r *http.Request) {
	f, ok := h.state.file(r.Context(), missingName)
	if !ok || len(f.body) == 0 {
		f = file{body: missingPage(), version: h.state.view().version}
	}
	h.send(w, r, http.StatusNotFound, missingName, f)
}

// send writes the page of that name with the live script in it.
func (h *handler) send(w http.ResponseWriter, r *http.Request, status int, name string, f file) {
	w.Header().Set("X-Likewise-Version", f.version)
	body := inject(f.body, name, f.version, h.navigate)
	if status == http.StatusOK {
		serveBody(w, r, ".html", body)
		return
	}
	w.Header().Set("Content-Type", contentType(".html"))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

func serveBody(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	w.Header().Set("Content-Type", contentType(name))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body)) // it knows ranges, which video wants
}

// contentType is settled here and not by the machine's own tables, so that a preview is the same everywhere.
func contentType(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".html", ".css", ".csv":
		return "text/" + ext[1:] + "; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".txt", ".md", ".nojekyll":
		return "text/plain; charset=utf-8"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".xml":
		return "application/xml"
	case ".pdf", ".wasm":
		return "application/" + ext[1:]
	case ".svg":
		return "image/svg+xml"
	case ".png", ".gif", ".webp", ".avif", ".jpeg":
		return "image/" + ext[1:]
	case ".jpg":
		return "image/jpeg"
	case ".ico":
		return "image/x-icon"
	case ".woff", ".woff2", ".ttf", ".otf":
		return "font/" + ext[1:]
	case ".mp4", ".webm":
		return "video/" + ext[1:]
	}
	return "application/octet-stream"
}
