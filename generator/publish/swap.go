package publish

import (
	"errors"
	"io/fs"
	"os"
)

// errNoExchange is what exchange returns where the system or the file system cannot do it.
var errNoExchange = errors.New("no exchange in one step")

// swap puts the site in staging at the destination; the old site, if any, ends up in staging.
func swap(p place, staging string) error {
	if _, err := os.Lstat(p.dest); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(staging, p.dest); err != nil {
			return swapProblem(p, err)
		}
		return nil
	}
	err := exchange(staging, p.dest)
	if errors.Is(err, errNoExchange) {
		err = swapAside(p, staging)
	}
	if err != nil {
		return swapProblem(p, err)
	}
	return nil
}

// swapAside is the exchange in two renames, under a mark that lets the next build mend a kill between them.
func swapAside(p place, staging string) error {
	if err := os.WriteFile(p.swapMark(), nil, 0o666); err != nil {
		return err
	}
	defer os.Remove(p.swapMark())
	if err := os.Rename(p.dest, p.previous()); err != nil {
		return err
	}
	if err := os.Rename(staging, p.dest); err != nil {
		return errors.Join(err, os.Rename(p.previous(), p.dest))
	}
	return nil
}

// recoverSwap puts the old site back where a two-step exchange was cut in half. Called with the lock held.
func recoverSwap(p place) error {
	if _, err := os.Lstat(p.swapMark()); err != nil {
		return nil
	}
	if _, err := os.Lstat(p.dest); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(p.previous(), p.dest); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return writeProblem(p.dest, err)
		}
	}
	return os.Remove(p.swapMark())
}

func swapProblem(p place, err error) error {
	problem := writeProblem(p.dest, err)
	problem.Hint = "a destination that is itself a mount point, or lies in a lower layer of a container, cannot be exchanged; choose a folder inside it with --destination"
	return problem
}
