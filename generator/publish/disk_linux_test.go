package publish

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDisk runs each case in a child with a mount namespace of its own, on a disk of one megabyte that nobody else sees. Without a
// system that grants namespaces (or root) there is no such disk, and the test says so.
func TestDisk(t *testing.T) {
	for _, child := range []string{"full", "read-only"} {
		t.Run(child, func(t *testing.T) {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), childEnv+"="+child, destEnv+"="+t.TempDir())
			cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
			if os.Getuid() != 0 {
				cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
				cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
			}
			out, err := cmd.CombinedOutput()
			if errors.Is(err, syscall.EPERM) || strings.Contains(string(out), "cannot mount") {
				t.Skipf("this system grants no mount of our own: %v %s", err, out)
			}
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if !strings.Contains(string(out), "the old site stands") {
				t.Errorf("message: %s", out)
			}
		})
	}
}

// smallDisk is the child: it publishes a small site, spoils the disk, publishes again and prints the error it wants.
func smallDisk(child string) int {
	dir := os.Getenv(destEnv)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		fmt.Println("cannot mount:", err)
		return 1
	}
	dest := filepath.Join(dir, "public")
	if _, err := tryPublish(Options{Destination: dest}, files{"index.html": "old"}); err != nil {
		fmt.Println(err)
		return 1
	}
	big := files{"index.html": "new"}
	if child == "full" {
		for i := range 40 {
			big[fmt.Sprintf("%d/index.html", i)] = strings.Repeat("x", 50_000)
		}
	} else if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		fmt.Println("cannot mount:", err)
		return 1
	}
	_, err := tryPublish(Options{Destination: dest}, big)
	body, rerr := os.ReadFile(filepath.Join(dest, "index.html"))
	left, _ := filepath.Glob(filepath.Join(WorkFolder(dest), "staging-*"))
	if err == nil || rerr != nil || string(body) != "old" || len(left) > 0 {
		fmt.Printf("error %v, page %q (%v), left %q\n", err, body, rerr, left)
		return 1
	}
	fmt.Println(err)
	return 0
}
