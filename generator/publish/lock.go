package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"likewise/generator/diag"
)

// errHeld is what tryLock returns when another process (or another Site of this one) holds the lock.
var errHeld = errors.New("lock is held")

// waitStep is how often a waiting build looks again.
const waitStep = 50 * time.Millisecond

// acquire makes the work folder and takes its lock.
func acquire(ctx context.Context, p place, waiting func(holder string)) (unlock func(), err error) {
	for told := false; ; told = true {
		f, err := openLock(p)
		if err == nil {
			return func() { f.Close() }, nil // closing gives the lock back
		}
		if !errors.Is(err, errHeld) {
			return nil, writeProblem(p.dest, err)
		}
		if waiting == nil {
			return nil, diag.Problem{Code: "destination-locked", Value: p.dest, Text: quoted("destination %q is being written by another build (%s)", p.dest, holder(p)),
				Hint: "wait for it to end"}
		}
		if !told {
			waiting(holder(p))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(waitStep):
		}
	}
}

// openLock takes the lock once. The holder may remove the file at its end, so that the one we locked may no longer be the one
// that stands there; then nobody else sees our lock, and we try again.
func openLock(p place) (*os.File, error) {
	for {
		if err := makeWork(p); err != nil {
			return nil, err
		}
		path := filepath.Join(p.work(), lockName)
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if errors.Is(err, os.ErrNotExist) {
			continue // the folder went between the two calls
		}
		if err != nil {
			return nil, err
		}
		if err := tryLock(f); err != nil {
			f.Close()
			return nil, err
		}
		if standsAt(f, path) {
			return f, sign(f)
		}
		f.Close()
	}
}

func standsAt(f *os.File, path string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
}

// makeWork makes the hidden folder. One that is a link or a file is refused: what is in it is removed later.
func makeWork(p place) error {
	if err := os.MkdirAll(filepath.Dir(p.dest), 0o777); err != nil {
		return err
	}
	if err := os.Mkdir(p.work(), 0o777); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	info, err := os.Lstat(p.work())
	if errors.Is(err, os.ErrNotExist) {
		return nil // went again; openLock sees to it
	}
	if err == nil && !info.IsDir() {
		err = diag.Problem{Code: "destination-unsafe", Value: p.work(), Text: quoted("%q must be a folder of likewise's own", p.work()), Hint: "remove it"}
	}
	if err != nil {
		return err
	}
	err = os.WriteFile(filepath.Join(p.work(), ignoreName), []byte("*\n"), 0o666)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// sign writes who we are, for the message of the second build. A lock that cannot be signed is a full disk: said now, not later.
func sign(f *os.File) error {
	err := f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt(fmt.Appendf(nil, "process %d\n", os.Getpid()), 0)
	}
	if err != nil {
		f.Close()
	}
	return err
}

// holder is the signature in the lock file.
func holder(p place) string {
	b, err := os.ReadFile(filepath.Join(p.work(), lockName))
	who := strings.TrimSpace(string(b))
	if err != nil || who == "" || len(who) > 64 {
		return "unknown process"
	}
	return who
}
