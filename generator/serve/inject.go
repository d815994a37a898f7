package serve

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"

	"likewise/generator/diag"
)

// inject puts the live script before the page's last </body>, or at its end. The script is a file of the same origin, so a policy of
// "script-src 'self'; connect-src 'self'" lets it work.
func inject(page []byte, name, version string, navigate bool) []byte {
	tag := fmt.Appendf(nil, `<script src="%slive.js" data-page="%s" data-version="%s" data-navigate="%t"></script>`,
		prefix, template.HTMLEscapeString(name), version, navigate)
	at := lastBodyEnd(page)
	if at < 0 {
		at = len(page)
	}
	return slices.Concat(page[:at], tag, page[at:])
}

// lastBodyEnd finds the last "</body" in any case, or -1.
func lastBodyEnd(page []byte) int {
	const end = "</body"
	for rest := page; ; {
		at := bytes.LastIndex(rest, []byte("</"))
		if at < 0 {
			return -1
		}
		if at+len(end) <= len(page) && bytes.EqualFold(page[at:at+len(end)], []byte(end)) {
			return at
		}
		rest = rest[:at]
	}
}

// messageHTML carries a policy as strict as the site's own.
const messageHTML = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'">
<meta name="viewport" content="width=device-width">
<title>{{.Title}}</title>
</head>
<body>
<h1>{{.Title}}</h1>
{{with .Problems}}<ul>
{{range .}}<li><p>{{with .Where}}<code>{{.}}</code>: {{end}}<strong>{{.Severity}}</strong>: {{.Text}}</p>{{with .Excerpt}}<pre>{{.}}</pre>{{end}}{{with .Hint}}<p>{{.}}</p>{{end}}</li>
{{end}}</ul>
<p>This page goes away by itself when the build succeeds.</p>
{{end}}</body>
</html>
`

type messagePage struct {
	Title    string
	Problems diag.List
}

// errorPage stands for every page until the first good build. It is whole without scripts too.
func errorPage(problems diag.List) []byte {
	return messagePage{"The site could not be built", problems}.render()
}

// missingPage is for sites without a 404.html.
func missingPage() []byte { return messagePage{Title: "There is no such page"}.render() }

func (m messagePage) render() []byte {
	var b bytes.Buffer
	if err := template.Must(template.New("message").Parse(messageHTML)).Execute(&b, m); err != nil {
		return []byte("<!DOCTYPE html><title>Error</title><p>" + template.HTMLEscapeString(err.Error()))
	}
	return b.Bytes()
}
