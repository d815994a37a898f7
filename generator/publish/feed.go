package publish

import (
	"bytes"
	"encoding/xml"
	"time"
)

// Feed is an Atom feed (RFC 4287). Updated is the newest Entry's if zero; entries keep their order.
type Feed struct {
	Title    string
	Subtitle string
	Author   string // the title if empty: Atom wants one
	Language string // BCP 47
	Updated  time.Time
	Entries  []Entry
}

// Entry is a page in the feed. Summary is plain text.
type Entry struct {
	Title     string
	Path      string // output path, such as "notes/october/index.html"
	Summary   string
	Published time.Time
	Updated   time.Time // Published if zero
}

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr,omitempty"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	ID       string      `xml:"id"`
	Links    []atomLink  `xml:"link"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published,omitempty"`
	Updated   string   `xml:"updated"`
	Summary   string   `xml:"summary,omitempty"`
}

// Atom is "feed.xml". Its links and ids must be absolute, so without a baseURL there is no feed, and nil is returned.
func Atom(baseURL string, f Feed) []byte {
	if baseURL == "" {
		return nil
	}
	home := PageURL(baseURL, "index.html")
	out := atomFeed{Language: f.Language, Title: f.Title, Subtitle: f.Subtitle, ID: home, Author: f.Author,
		Links: []atomLink{{Href: home}, {Rel: "self", Href: PageURL(baseURL, "feed.xml")}}}
	if out.Author == "" {
		out.Author = f.Title
	}
	newest := f.Updated
	for _, e := range f.Entries {
		if e.Updated.IsZero() {
			e.Updated = e.Published
		}
		if f.Updated.IsZero() && e.Updated.After(newest) {
			newest = e.Updated
		}
		address := PageURL(baseURL, e.Path)
		out.Entries = append(out.Entries, atomEntry{Title: e.Title, ID: address, Link: atomLink{Href: address},
			Published: stamp(e.Published), Updated: mustStamp(e.Updated), Summary: e.Summary})
	}
	out.Updated = mustStamp(newest)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	enc.Encode(out) // structs of strings into a Buffer do not fail
	b.WriteByte('\n')
	return b.Bytes()
}

// stamp is RFC 3339, or "" for no time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// mustStamp is for the elements that Atom demands: an unknown time is the epoch, never the clock's, so that bytes repeat.
func mustStamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).UTC()
	}
	return t.Format(time.RFC3339)
}
