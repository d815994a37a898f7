//go:build !linux

package publish

// smallDisk has no private mounts to work with here.
func smallDisk(string) int { return 2 }
