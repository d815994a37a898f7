package publish

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"unicode"
)

// CSV is a table for download: RFC 4180 with "\n" line ends. Cells that a spreadsheet would run as a formula get an apostrophe
// before them, which the spreadsheet hides (owasp.org, CSV injection); plain negative numbers stay numbers. Rows may be ragged.
func CSV(header []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	safe := make([]string, 0, len(header))
	write := func(row []string) {
		safe = safe[:0]
		for _, cell := range row {
			safe = append(safe, safeCell(cell))
		}
		w.Write(safe) // a Buffer does not fail
	}
	write(header)
	for _, row := range rows {
		write(row)
	}
	w.Flush()
	return b.Bytes()
}

var negativeNumber = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?%?$`)

// safeCell looks at the first character that counts: some programs skip blanks and invisible characters before a formula.
// The full-width forms are run by spreadsheets set to Japanese or Chinese.
func safeCell(cell string) string {
	if cell == "" || negativeNumber.MatchString(cell) {
		return cell
	}
	head := strings.TrimLeftFunc(cell, func(r rune) bool {
		return r == ' ' || unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Cf, r)
	})
	if head != "" && strings.ContainsAny(head[:1], "=+-@\t\r\n") || startsAny(head, "＝", "＋", "－", "＠") {
		return "'" + cell
	}
	return cell
}

func startsAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
