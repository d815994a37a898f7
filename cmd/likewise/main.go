// Command likewise builds a static report site from social-media engagement exports, events and orders together with an
// analyst's Markdown commentary.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	letHeapGrow(firstHeap)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program with its streams as parameters; it returns the exit code.
func run(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := rootCommand(&terminal{out: stdout, err: stderr, env: os.Environ()})
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		return exitInterrupted
	}
	var failed exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &failed):
		return failed.code
	}
	// What is left comes from cobra itself: an unknown verb or flag.
	io.WriteString(stderr, "likewise: "+err.Error()+"\n    hint: \"likewise help\" lists the commands and their flags\n")
	return exitUsage
}
