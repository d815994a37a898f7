package publish

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	childEnv = "LIKEWISE_PUBLISH_CHILD" // which child this process is
	destEnv  = "LIKEWISE_PUBLISH_DEST"
	startEnv = "LIKEWISE_PUBLISH_START"
	pages    = 2
)

// TestMain lets the test binary be its own victim.
func TestMain(m *testing.M) {
	switch child := os.Getenv(childEnv); child {
	case "":
		os.Exit(m.Run())
	case "crash":
		buildForEver()
	default:
		os.Exit(smallDisk(child))
	}
}

// generation is a page in which every line carries the generation's number, long enough to be caught half written.
func generation(n int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "generation %d\n", n), 2000)
}

// buildForEver publishes one generation after another until it is killed.
func buildForEver() {
	dest := os.Getenv(destEnv)
	n, _ := strconv.Atoi(os.Getenv(startEnv))
	fmt.Println("ready")
	for ; ; n++ {
		body := generation(n)
		s, err := Open(context.Background(), Options{Destination: dest})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		for i := range pages {
			err = errors.Join(err, s.Write(fmt.Sprintf("page%d/index.html", i), body))
		}
		_, cerr := s.Commit(context.Background(), Manifest{})
		if err = errors.Join(err, cerr); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// TestKilledAtAnyMoment kills a child that builds in a loop, over and over, while a reader loops over the destination.
// LIKEWISE_CRASH sets the number of kills.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 60
	if n, err := strconv.Atoi(os.Getenv("LIKEWISE_CRASH")); err == nil {
		kills = n
	}
	dest := filepath.Join(t.TempDir(), "public")
	publishGeneration(t, dest, 1)

	stop, done := make(chan struct{}), make(chan readings, 1)
	go func() { done <- readUntil(stop, dest) }()
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range kills {
		killOne(t, dest, 1000*(i+1), time.Duration(rng.Int64N(int64(25*time.Millisecond))))
	}
	close(stop)
	r := <-done
	for _, p := range r.problems {
		t.Error(p)
	}
	t.Logf("%d kills, %d whole readings of %d generations, %d exchanges met", kills, r.whole, r.generations, r.exchanged)
	if r.whole < kills || r.generations < kills/4 {
		t.Errorf("the reader saw too little to judge: %+v", r)
	}

	publishGeneration(t, dest, 2)
	if left, _ := filepath.Glob(filepath.Join(WorkFolder(dest), "staging-*")); len(left) > 0 {
		t.Errorf("left by dead builds: %q", left)
	}
}

func publishGeneration(t *testing.T, dest string, n int) {
	t.Helper()
	site := files{}
	for i := range pages {
		site[fmt.Sprintf("page%d/index.html", i)] = string(generation(n))
	}
	publishAt(t, Options{Destination: dest}, site)
}

// killOne starts a child and kills it the given time after it began to build.
func killOne(t *testing.T, dest string, start int, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"=crash", destEnv+"="+dest, startEnv+"="+strconv.Itoa(start))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	for lines.Scan() { // ends when the child does
		t.Errorf("the child says: %s", lines.Text())
	}
	cmd.Wait()
}

// readings is what the reader saw.
type readings struct {
	whole, generations, exchanged int
	problems                      []string
}

// readUntil reads the site in two ways. By path, a page must be there and whole at every moment. Through a folder that it
// opened once, all pages must be of one generation; when that folder is no longer the destination, a missing page only
// means that the reader was overtaken by two builds.
func readUntil(stop <-chan struct{}, dest string) (r readings) {
	last := ""
	for len(r.problems) < 5 {
		select {
		case <-stop:
			return r
		default:
		}
		if b, err := os.ReadFile(filepath.Join(dest, "page0", "index.html")); err != nil {
			r.problems = append(r.problems, "by path: "+err.Error())
		} else if _, err := whole(b); err != nil {
			r.problems = append(r.problems, "by path: "+err.Error())
		}
		gen, overtaken, err := readSite(dest)
		switch {
		case overtaken:
			r.exchanged++
		case err != nil:
			r.problems = append(r.problems, err.Error())
		default:
			r.whole++
			if gen != last {
				r.generations++
			}
			last = gen
		}
	}
	return r
}

// readSite reads all pages within one opened folder.
func readSite(dest string) (gen string, overtaken bool, err error) {
	root, err := os.OpenRoot(dest)
	if err != nil {
		return "", false, err
	}
	defer root.Close()
	for i := range pages {
		b, err := root.ReadFile(fmt.Sprintf("page%d/index.html", i))
		if errors.Is(err, fs.ErrNotExist) && !current(root, dest) {
			return "", true, nil
		}
		if err != nil {
			return "", false, err
		}
		g, err := whole(b)
		if err != nil {
			return "", false, err
		}
		if i > 0 && g != gen {
			return "", false, fmt.Errorf("mixed site: page 0 is of %q, page %d of %q", gen, i, g)
		}
		gen = g
	}
	return gen, false, nil
}

func current(root *os.Root, dest string) bool {
	a, err := root.Stat(".")
	if err != nil {
		return false
	}
	b, err := os.Stat(dest)
	return err == nil && os.SameFile(a, b)
}

// whole returns the generation of a page in which every line is of the same.
func whole(b []byte) (string, error) {
	first, _, _ := strings.Cut(string(b), "\n")
	n, err := strconv.Atoi(strings.TrimPrefix(first, "generation "))
	if err != nil || !bytes.Equal(b, generation(n)) {
		return "", fmt.Errorf("torn page of %d bytes: %q", len(b), first)
	}
	return first, nil
}
