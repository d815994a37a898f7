package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
)

// cleanupVersion is part of the cache key: raise it when this file changes what it writes.
const cleanupVersion = "3"

// sanitise reads ECharts' SVG and writes the inside of it anew from an allow-list: known elements, known attributes,
// values of a known form. What is not on the list is left out, with all that it holds. No id, class, style, link or
// script is on the list, so charts on one page cannot meet and the site's Content-Security-Policy needs no
// unsafe-inline. Style attributes become presentation attributes; invisible shapes go.
func sanitise(svg string) (string, error) {
	var c cleaner
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return c.out.String(), nil
		}
		if err == nil {
			err = c.token(d, token)
		}
		if err != nil {
			return "", fmt.Errorf("the drawing is not well-formed: %w", err)
		}
	}
}

// cleaner writes the elements that are let through. Text outside <text> is white space and is dropped.
type cleaner struct {
	out  strings.Builder
	open []string // the elements that are open, as written; empty: not written
}

func (c *cleaner) token(d *xml.Decoder, token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if !allowedElement(t.Name.Local) || invisible(t) {
			return d.Skip()
		}
		c.start(t)
	case xml.EndElement:
		c.end()
	case xml.CharData:
		if n := len(c.open); n > 0 && (c.open[n-1] == "text" || c.open[n-1] == "tspan") {
			c.out.WriteString(html.EscapeString(string(t)))
		}
	}
	return nil
}

func allowedElement(name string) bool {
	switch name {
	case "svg", "g", "path", "rect", "text", "tspan":
		return true
	}
	return false
}

// transparent elements hold others and are not written themselves: their only attribute would be a clip path, and
// nothing of ours leaves its frame.
func transparent(name string) bool { return name == "svg" || name == "g" }

// invisible reports whether a shape paints nothing.
func invisible(t xml.StartElement) bool {
	switch t.Name.Local {
	case "path", "rect":
		stroke := attribute(t, "stroke")
		return attribute(t, "fill") == none && (stroke == "" || stroke == none)
	}
	return false
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (c *cleaner) start(t xml.StartElement) {
	if transparent(t.Name.Local) {
		c.open = append(c.open, "")
		return
	}
	c.open = append(c.open, t.Name.Local)
	c.out.WriteString("<" + t.Name.Local)
	for _, a := range t.Attr {
		switch {
		case a.Name.Space != "":
		case a.Name.Local == "style":
			c.style(a.Value)
		default:
			c.attribute(a.Name.Local, a.Value)
		}
	}
	c.out.WriteString(">")
}

func (c *cleaner) end() {
	n := len(c.open) - 1
	if name := c.open[n]; name != "" {
		c.out.WriteString("</" + name + ">")
	}
	c.open = c.open[:n]
}

// style writes the declarations that are presentation attributes too. The font family is the page's.
func (c *cleaner) style(css string) {
	for _, declaration := range strings.Split(css, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch name {
		case "font-size":
			c.attribute(name, strings.TrimSuffix(value, "px"))
		case "font-weight", "font-style":
			if value != "normal" {
				c.attribute(name, value)
			}
		}
	}
}

var (
	numbers  = regexp.MustCompile(`^[-+0-9., eE]*$`)
	outline  = regexp.MustCompile(`^[-+0-9., eEMmLlHhVvCcSsQqTtAaZz]*$`)
	movement = regexp.MustCompile(`^((matrix|translate|rotate|scale)\([-+0-9., eE]*\) ?)*$`)
	keyword  = regexp.MustCompile(`^[a-z0-9-]+$`)
	paint    = regexp.MustCompile(`^(none|transparent|#[0-9a-fA-F]{3,8}|var\(--[a-z]+\))$`)
)

// attribute writes one attribute if its name is known and its value has the form that the name asks for.
func (c *cleaner) attribute(name, value string) {
	var form *regexp.Regexp
	switch name {
	case "x", "y", "width", "height", "rx", "ry", "font-size",
		"stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "fill-opacity", "opacity":
		form = numbers
	case "d":
		form = outline
	case "transform":
		form = movement
	case "fill", "stroke":
		form = paint
	case "font-weight", "font-style", "text-anchor", "dominant-baseline", "stroke-linecap", "stroke-linejoin":
		form = keyword
	default:
		return
	}
	if form.MatchString(value) {
		c.out.WriteString(" " + name + `="` + html.EscapeString(value) + `"`)
	}
}
