package page

import (
	"regexp"
	"strings"
	"time"
)

var periodForm = regexp.MustCompile(`^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$`)

const periodHint = `write "2026-10", "2026-Q3", "2026", "2026-10-01" or "2026-10-01..2026-10-31"`

// validPeriod reports whether s has the form of a period. Which days it spans is decided where the site's
// zone is known.
func validPeriod(s string) bool {
	if periodForm.MatchString(s) {
		return true
	}
	from, to, span := strings.Cut(s, "..")
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return false
	}
	if !span {
		return true
	}
	b, err := time.Parse(time.DateOnly, to)
	return err == nil && !b.Before(a)
}

// validCompare reports whether s says what a period is compared with.
func validCompare(s string) bool {
	return s == "previous" || s == "none" || validPeriod(s)
}
