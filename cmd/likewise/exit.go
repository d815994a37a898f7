package main

import (
	"fmt"
	"strings"

	"likewise/generator/diag"
)

// Exit codes, as documented in the README.
const (
	exitOK          = 0
	exitFailed      = 1   // content or build error
	exitUsage       = 2   // wrong flags or arguments
	exitContract    = 3   // the data breaks what site.toml asks of it
	exitStrict      = 4   // warnings under --strict
	exitLink        = 5   // a link leads nowhere
	exitInterrupted = 130 // SIGINT or SIGTERM
)

// exitError carries an exit code through cobra; the problems have been printed.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// exitOf is the exit code of an error of this code.
func exitOf(code string) int {
	switch {
	case code == "too-many-rejected", strings.HasPrefix(code, "contract-"):
		return exitContract
	case code == "broken-link", code == "broken-anchor", code == "broken-image":
		return exitLink
	}
	return exitFailed
}

// exitFor is the verdict on a run: the gravest of its problems decides, a broken contract before a plain error.
func exitFor(l diag.List, strict bool) error {
	code := exitOK
	for _, p := range l {
		if p.Severity != diag.Error {
			continue
		}
		c := exitOf(p.Code)
		if code == exitOK || c == exitContract || c == exitFailed && code == exitLink {
			code = c
		}
	}
	if code == exitOK && strict && l.Count(diag.Warning) > 0 {
		code = exitStrict
	}
	if code == exitOK {
		return nil
	}
	return exitError{code}
}
