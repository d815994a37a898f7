package page

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// lines knows where each line of a file starts, to turn byte offsets into places.
type lines struct {
	src    []byte
	starts []int
}

func newLines(src []byte) lines {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return lines{src, starts}
}

// at returns the 1-based line and column, in characters, of a byte offset.
func (l lines) at(offset int) (line, col int) {
	offset = min(max(offset, 0), len(l.src))
	i, found := slices.BinarySearch(l.starts, offset)
	if !found {
		i--
	}
	return i + 1, utf8.RuneCount(l.src[l.starts[i]:offset]) + 1
}

// indent counts the blanks that a line begins with.
func (l lines) indent(line int) int {
	s := l.text(line)
	return len(s) - len(strings.TrimLeft(s, " \t"))
}

// text returns a line without its end, cut to what a message can carry; "" where there is no such line.
func (l lines) text(line int) string {
	if line < 1 || line > len(l.starts) {
		return ""
	}
	end := len(l.src)
	if line < len(l.starts) {
		end = l.starts[line] - 1
	}
	return cut(string(l.src[l.starts[line-1]:end]), 160)
}
