package main

import (
	"fmt"

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

// codeExits maps problem codes to exit codes; every other error is exitFailed.
var codeExits = map[string]int{
	"too-many-rejected":  exitContract,
	"contract-column":    exitContract,
	"contract-required":  exitContract,
	"contract-unique":    exitContract,
	"contract-range":     exitContract,
	"contract-allowed":   exitContract,
	"contract-reference": exitContract,
	"contract-rows":      exitContract,
	"contract-freshness": exitContract,
	"broken-link":        exitLink,
	"broken-anchor":      exitLink,
	"broken-image":       exitLink,
}

// exitFor is the verdict on a run: the gravest of its problems decides, a broken contract before a plain error.
func exitFor(l diag.List, strict bool) error {
	code := exitOK
	for _, p := range l {
		if p.Severity != diag.Error {
			continue
		}
		c, ok := codeExits[p.Code]
		if !ok {
			c = exitFailed
		}
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
