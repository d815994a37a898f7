package config

import (
	"strconv"
	"strings"

	"likewise/generator/diag"
)

// locator finds the line and column of a dotted key in TOML text. The decoder reports undecoded keys without
// their place; this scan of table headers and "key =" lines is enough for a configuration file.
type locator struct {
	file  string
	lines []string
	at    map[string][]place // dotted key -> its occurrences
}

type place struct{ line, col int }

func newLocator(file, src string) locator {
	l := locator{file: file, lines: strings.Split(src, "\n"), at: map[string][]place{}}
	table := ""
	for i, line := range l.lines {
		trimmed := strings.TrimSpace(line)
		col := len(line) - len(strings.TrimLeft(line, " \t")) + 1
		if strings.HasPrefix(trimmed, "[") {
			name, _, _ := strings.Cut(strings.Trim(trimmed, "["), "]")
			table = strings.TrimSpace(name)
			l.at[table] = append(l.at[table], place{i + 1, col})
			continue
		}
		key, _, ok := strings.Cut(trimmed, "=")
		if !ok || strings.HasPrefix(trimmed, "#") {
			continue
		}
		key = strings.Trim(strings.TrimSpace(key), `"'`)
		dotted := strings.TrimPrefix(table+"."+key, ".")
		p := place{i + 1, col}
		l.at[dotted] = append(l.at[dotted], p)
		if n := len(l.at[table]); table != "" && n > 0 { // also by the number of its [[table]]: "funnel.1.steps"
			l.at[table+"."+strconv.Itoa(n-1)+"."+key] = []place{p}
		}
	}
	return l
}

// find returns where the nth occurrence of the key stands, or its table, or 0, 0.
func (l locator) find(key string, n int) (line, col int) {
	for key != "" {
		if at := l.at[key]; len(at) > 0 {
			p := at[min(n, len(at)-1)]
			return p.line, p.col
		}
		i := strings.LastIndex(key, ".")
		if i < 0 {
			break
		}
		if idx, err := strconv.Atoi(key[i+1:]); err == nil { // "funnel.1": the second [[funnel]]
			key, n = key[:i], idx
			continue
		}
		key = key[:i]
	}
	return 0, 0
}

func (l locator) nth(key string, n int) diag.Problem {
	p := diag.Problem{File: l.file}
	p.Line, p.Column = l.find(key, n)
	p.Excerpt = l.line(p.Line)
	return p
}

func (l locator) problem(key, code, text, hint string) diag.Problem {
	p := l.nth(key, 0)
	p.Code, p.Text, p.Hint = code, text, hint
	return p
}

func (l locator) line(n int) string {
	if n < 1 || n > len(l.lines) {
		return ""
	}
	return strings.TrimSpace(l.lines[n-1])
}
