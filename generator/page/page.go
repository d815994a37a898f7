// Package page turns front matter and Markdown into typed pages: what the author said about the page, its
// body, and its references to figures, values and queries, each with the line it stands on.
//
// It does not know the report, runs no query and executes no layout. A reference is checked against a table of
// shortcodes for its form only; what it stands for comes from whoever renders the page (see [Page.HTML]).
package page

import (
	"io/fs"
	"time"

	"likewise/generator/diag"
)

// Content is the folder below the site folder that holds the pages.
const Content = "content"

// Options say which pages are read and what they may use.
type Options struct {
	Drafts bool           // keep drafts and pages dated after Now
	Now    time.Time      // the build's clock; zero keeps pages of any date
	Zone   *time.Location // zone of dates without an offset; nil is UTC
	Unsafe bool           // let raw HTML through instead of showing it as text
	// Shortcodes lists what may stand between {{< and >}}; nil is [Shortcodes]().
	Shortcodes []ShortcodeSpec
	// Tables are names that a query may not take, because authors' SQL sees tables of that name.
	Tables []string
}

// Page is one Markdown file, read and checked.
type Page struct {
	Source  string // path in the site folder: "content/funnel.md"
	Path    string // path in the built site, with a trailing slash: "funnel/"; "" is the home page
	Front   FrontMatter
	Refs    []*Ref    // shortcodes, values and queries in the order they are rendered
	Queries []Query   // named SQL fences in order
	TOC     []Heading // all headings in order, level 1 included
	Links   []Link    // link targets that passed the allow-list; one to a .md file is as rendered, see [Relative]
	Images  []Link    // image targets that passed the allow-list
	Words   int       // words of prose; code, queries and what references bring are not counted

	doc     *document
	toPages []pageLink
	unsafe  bool
}

// Ref is one shortcode, or one query (then Name is "query", Args holds its name and Query is set).
type Ref struct {
	Name   string
	Args   []string // positional arguments
	Named  []Pair   // key=value arguments in the order written, each key once
	Query  *Query   // set for a named SQL fence, nil for a shortcode
	File   string   // the file it stands in: the page's, or an included one
	Line   int      // 1-based, front matter counted
	Col    int      // 1-based, in characters
	Inline bool     // within a line of text: bind must return phrasing content
}

// Pair is one key=value argument of a shortcode.
type Pair struct{ Key, Value string }

// Get returns the value of a named argument, and whether it was given.
func (r *Ref) Get(key string) (string, bool) {
	for _, p := range r.Named {
		if p.Key == key {
			return p.Value, true
		}
	}
	return "", false
}

// Arg returns the positional argument i, or "" where there is none.
func (r *Ref) Arg(i int) string {
	if i < 0 || i >= len(r.Args) {
		return ""
	}
	return r.Args[i]
}

// Problem makes an error that stands at the reference, for bind to return.
func (r *Ref) Problem(code, text, hint string) diag.Problem {
	return diag.Problem{Code: code, File: r.File, Line: r.Line, Column: r.Col, Text: text, Hint: hint}
}

// Query is a fenced block of SQL that has a name: ```sql by_format show=true.
type Query struct {
	Name string // a lower-case SQL identifier, unique on the page
	SQL  string
	Show bool // print the SQL on the page
	File string
	Line int // of the opening fence; the SQL starts on the next line
}

// Heading is one entry of the table of contents.
type Heading struct {
	Level int // 1 to 6
	ID    string
	Text  string // plain text; what references stand for is not in it
	File  string
	Line  int
}

// Link is the target of a link or image, as written, with entities and backslashes resolved.
type Link struct {
	Dest string
	File string
	Line int
	Col  int
}

// site is what one Load shares among its pages.
type site struct {
	fsys  fs.FS
	opts  Options
	specs []ShortcodeSpec
	md    markdown
	parts map[string]bool // files that some page includes
}
