package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// rounds is a number that the environment sets for long runs, such as LIKEWISE_CRASH=200.
func rounds(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// process is the program as a process of its own, with folders of the test's for all that it may leave.
func process(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("likewise", args...) // testscript puts it on the path: this binary, running main
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir(), "HOME="+t.TempDir(), "GITHUB_ACTIONS=")
	return cmd
}

// TestBuildKilledAtAnyMoment kills "likewise build" of a small site over and over, each time with other data, while a
// reader loops over the destination: at every moment it is a whole site that agrees with its manifest. Half of the kills
// fall anywhere, half where it writes and exchanges. LIKEWISE_CRASH sets their number.
func TestBuildKilledAtAnyMoment(t *testing.T) {
	kills := rounds("LIKEWISE_CRASH", 10)
	dir := smallSite(t)
	dest := filepath.Join(dir, "public")
	cache := t.TempDir()
	whole := timed(t, dir, dest, cache)

	stop, done := make(chan struct{}), make(chan readings, 1)
	go func() { done <- readWhile(stop, dest) }()
	rng := rand.New(rand.NewPCG(3, 4))
	died, finished := 0, 0
	spans := [2]time.Duration{whole.all, whole.writing}
	for i := 0; died < kills && i < 6*kills; i++ {
		changeData(t, dir, i)
		moment := func() bool { return true }
		if i%2 == 1 {
			moment = staged(dest)
		}
		cmd := process(t, "build", "-s", dir, "--cacheDir", cache, "--quiet")
		span := &spans[i%2] // follows the load of the machine, so that both kinds of end are met
		if killed(t, cmd, moment, time.Duration(rng.Int64N(int64(*span)))) {
			died++
			*span += *span / 8
		} else {
			finished++
			*span -= *span / 5
		}
	}
	close(stop)
	r := <-done
	for _, p := range r.problems {
		t.Error(p)
	}
	t.Logf("%d kills, %d builds that ended before; %d whole readings of %d sites, %d exchanges met", died, finished, r.whole, len(r.sites), r.overtaken)
	if died < kills || r.whole < kills || finished > 0 && len(r.sites) < 2 {
		t.Errorf("too little was seen to judge: %+v", r)
	}

	changeData(t, dir, -1)
	if out, err := process(t, "build", "-s", dir).CombinedOutput(); err != nil {
		t.Fatalf("after the kills: %v\n%s", err, out)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".public.likewise", "staging-*")); len(left) > 0 {
		t.Errorf("left by dead builds: %q", left)
	}
}

// times are how long a build takes from its start, and from the moment that it stages files.
type times struct{ all, writing time.Duration }

// timed builds twice, for the second finds the charts drawn.
func timed(t *testing.T, dir, dest, cache string) (out times) {
	t.Helper()
	for i := range 2 {
		changeData(t, dir, -2-i)
		start := time.Now()
		cmd := process(t, "build", "-s", dir, "--cacheDir", cache)
		ended := begin(t, cmd)
		await(ended, staged(dest))
		writing := time.Now()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		out = times{time.Since(start), max(time.Since(writing), time.Millisecond)}
	}
	return out
}

// staged reports whether a build is writing files beside the destination.
func staged(dest string) func() bool {
	return func() bool {
		now, _ := filepath.Glob(filepath.Join(filepath.Dir(dest), ".public.likewise", "staging-*"))
		return len(now) > 0
	}
}

// begin starts a process and hands over its end.
func begin(t *testing.T, cmd *exec.Cmd) (ended chan error) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended = make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return ended
}

// await returns when the moment has come, or the process has ended.
func await(ended chan error, moment func() bool) {
	for len(ended) == 0 && !moment() {
		runtime.Gosched()
	}
}

// killed starts a build, waits for the moment, and kills it after a while. It reports whether the build had not ended by
// itself.
func killed(t *testing.T, cmd *exec.Cmd, moment func() bool, after time.Duration) bool {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	ended := begin(t, cmd)
	await(ended, moment)
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	err := <-ended
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.Exited()) {
		t.Errorf("the build failed by itself: %v\n%s", err, out.String())
	}
	return err != nil
}

// changeData gives the posts other counts, so that a build has another site to make.
func changeData(t *testing.T, dir string, i int) {
	t.Helper()
	name := filepath.Join(dir, "data", "posts.csv")
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(body), "\n")
	lines[1] = fmt.Sprintf("p0,2026-03-01,reel,Generation %d,%d,20,3", i, 2000+i)
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readings is what a reader saw of a destination.
type readings struct {
	whole, overtaken int
	sites            map[string]bool // by the hash of their manifest
	problems         []string
}

func readWhile(stop <-chan struct{}, dest string) readings {
	r := readings{sites: map[string]bool{}}
	for len(r.problems) < 5 {
		select {
		case <-stop:
			return r
		default:
		}
		if _, err := os.Stat(filepath.Join(dest, "index.html")); err != nil {
			r.problems = append(r.problems, "by path: "+err.Error())
		}
		id, err := readWhole(dest)
		switch {
		case errors.Is(err, errOvertaken):
			r.overtaken++
		case err != nil:
			r.problems = append(r.problems, err.Error())
		default:
			r.whole++
			r.sites[id] = true
		}
	}
	return r
}

var errOvertaken = errors.New("the folder was exchanged and cleared while it was read")

// readWhole opens the folder once and holds every file in it against its manifest.
func readWhole(dest string) (id string, err error) {
	root, err := os.OpenRoot(dest)
	if err != nil {
		return "", err
	}
	defer root.Close()
	body, err := root.ReadFile("manifest.json")
	if err != nil {
		return "", gone(root, dest, err)
	}
	var m struct {
		Outputs []struct{ Path, SHA256 string }
	}
	if err := json.Unmarshal(body, &m); err != nil || len(m.Outputs) < 10 {
		return "", fmt.Errorf("a torn manifest of %d bytes: %v", len(body), err)
	}
	for _, o := range m.Outputs {
		body, err := root.ReadFile(o.Path)
		if err != nil {
			return "", gone(root, dest, err)
		}
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != o.SHA256 {
			return "", fmt.Errorf("%q is not what the manifest says", o.Path)
		}
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), nil
}

// gone tells a file that is missing from one that went with its whole folder, after the folder was exchanged.
func gone(root *os.Root, dest string, err error) error {
	opened, e1 := root.Stat(".")
	now, e2 := os.Stat(dest)
	if errors.Is(err, fs.ErrNotExist) && (e1 != nil || e2 == nil && !os.SameFile(opened, now)) {
		return errOvertaken
	}
	return err
}
