package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"likewise/generator/publish"
)

// TestExitCodes holds the program to the README's list, each with its message.
func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		name, file, body string
		args             []string
		code             int
		said             string
	}{
		{"done", "", "", []string{"build"}, exitOK, " pages, |open "},
		{"a page is wrong", "content/a.md", "{{< funel \"F\" >}}\n", []string{"build"}, exitFailed, "content/a.md:1:5: error|did you mean \"funnel\"?"},
		{"no such flag", "", "", []string{"build", "--wings"}, exitUsage, "unknown flag"},
		{"the data breaks its contract", "site.toml", "[[contract]]\ntable = \"posts\"\nrequired = [\"caption\"]\n", []string{"build"}, exitContract, "[contract-"},
		{"a warning under --strict", "site.toml", "[[contract]]\ntable = \"posts\"\nrequired = [\"caption\"]\nseverity = \"warn\"\n", []string{"build", "--strict"}, exitStrict, "warning"},
		{"a link leads nowhere", "content/a.md", "[x](nowhere/index.html)\n", []string{"build"}, exitLink, "[broken-link]"},
		{"the source is not there", "", "", []string{"build", "-s", "nowhere"}, exitFailed, "there is no site here|--source"},
		{"the data is not there", "site.toml", "[[data]]\nfiles = \"data/gone.csv\"\n", []string{"build"}, exitFailed, "no file matches \"data/gone.csv\""},
		{"the destination is somebody's", "letters/a.txt", "Dear diary", []string{"build", "-d", "letters"}, exitFailed, "letters|--force"},
		{"the destination is the source", "", "", []string{"build", "-d", "."}, exitFailed, "[destination-unsafe]|hint: "},
		{"the destination lies below a file", "plain", "x", []string{"build", "-d", "plain/public"}, exitFailed, "[destination-write]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := smallSite(t)
			if c.file != "" {
				appendTo(t, filepath.Join(dir, c.file), c.body)
			}
			args := c.args
			if len(args) < 3 || args[1] != "-s" {
				args = append(args, "-s", dir)
			}
			code, said := command(t, args...)
			if code != c.code {
				t.Errorf("exit code %d, want %d:\n%s", code, c.code, said)
			}
			for want := range strings.SplitSeq(c.said, "|") {
				if !strings.Contains(said, want) {
					t.Errorf("does not say %q:\n%s", want, said)
				}
			}
		})
	}
}

func appendTo(t testing.TB, name, text string) {
	t.Helper()
	old, _ := os.ReadFile(name) // not there: begins empty
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, append(old, text...), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// TestInterrupted sends the signals of Ctrl-C and of a build server to a build that is writing: it says so, ends with
// 130, and leaves the old site and nothing else.
func TestInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows sends no signals to one process")
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			dir := smallSite(t)
			if out, err := process(t, "build", "-s", dir).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			before := manifestOf(t, dir)
			interrupted := false
			for i := 0; i < 20 && !interrupted; i++ { // a build may end before the signal comes
				changeData(t, dir, i)
				cmd := process(t, "build", "-s", dir)
				var said bytes.Buffer
				cmd.Stdout, cmd.Stderr = &said, &said
				ended := begin(t, cmd)
				await(ended, staged(filepath.Join(dir, "public")))
				cmd.Process.Signal(signal)
				if err := <-ended; err == nil {
					before = manifestOf(t, dir)
					continue
				}
				interrupted = true
				if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(said.String(), "interrupted; nothing was changed") {
					t.Errorf("exit code %d:\n%s", code, said.String())
				}
			}
			if !interrupted || manifestOf(t, dir) != before {
				t.Errorf("interrupted %v, or the old site is not as it was", interrupted)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, ".public.likewise", "staging-*")); len(left) > 0 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

// TestSecondBuildWaits holds the destination as a build does, and lets go when the second build has said whom it waits for.
func TestSecondBuildWaits(t *testing.T) {
	dir := smallSite(t)
	first, err := publish.Open(t.Context(), publish.Options{Destination: filepath.Join(dir, "public")})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Abort()
	cmd := process(t, "build", "-s", dir)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waited := false
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if strings.Contains(lines.Text(), "waiting for another build to finish (process ") {
			waited = true
			first.Abort()
		}
	}
	if err := cmd.Wait(); err != nil || !waited {
		t.Errorf("waited %v, %v", waited, err)
	}
	if _, err := readWhole(filepath.Join(dir, "public")); err != nil {
		t.Error(err)
	}
}

// TestManyBuildsAtOnce lets builds of one site race: all succeed, one after the other, and the last leaves it whole.
func TestManyBuildsAtOnce(t *testing.T) {
	dir := smallSite(t)
	var all []*exec.Cmd
	for range 3 {
		cmd := process(t, "build", "-s", dir, "--quiet")
		cmd.Stderr = io.Discard
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		all = append(all, cmd)
	}
	for _, cmd := range all {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	if _, err := readWhole(filepath.Join(dir, "public")); err != nil {
		t.Error(err)
	}
}
