package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDiskOfTheDestination builds to a disk of its own, in a mount namespace that nobody else sees; then the disk is
// full, then it may not be written. Each time the program says so, ends with 1, and the site that was there stands.
func TestDiskOfTheDestination(t *testing.T) {
	site, disk := smallSite(t), t.TempDir()
	script := `
mount -t tmpfs -o size=8m tmpfs "$DISK" || { echo "cannot mount"; exit 99; }
likewise build -s "$SITE" -d "$DISK/public" --quiet || exit 98
sum() { find "$DISK/public" -type f -exec cat {} + | cksum; }
before=$(sum)
dd if=/dev/zero of="$DISK/fill" bs=1k count=100000 2>/dev/null
likewise build -s "$SITE" -d "$DISK/public" --quiet; echo "full: $?"
[ "$before" = "$(sum)" ] || echo "the site changed"
rm "$DISK/fill"
mount -o remount,ro "$DISK" || { echo "cannot mount"; exit 99; }
likewise build -s "$SITE" -d "$DISK/public" --quiet; echo "read-only: $?"
[ "$before" = "$(sum)" ] || echo "the site changed"
`
	cmd := process(t, "version")
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh: ", err)
	}
	cmd.Path, cmd.Args = sh, []string{"sh", "-c", script}
	cmd.Env = append(cmd.Env, "SITE="+site, "DISK="+disk)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	said := string(out)
	if errors.Is(err, syscall.EPERM) || strings.Contains(said, "cannot mount") {
		t.Skipf("this system grants no mount of our own: %v %s", err, said)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	for _, want := range []string{"full: 1\n", "read-only: 1\n", "no space left on device", "read-only file system", "the old site stands", filepath.Join(disk, "public")} {
		if !strings.Contains(said, want) {
			t.Errorf("does not say %q:\n%s", want, said)
		}
	}
	if strings.Contains(said, "the site changed") {
		t.Errorf("%s", said)
	}
}
