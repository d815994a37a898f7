package generator

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"likewise/generator/diff"
)

// earlier reads the report before, and keeps it while the site that has it stays as it is: a preview asks at every change
// of data. The zero value is ready.
type earlier struct {
	stamp string // of the manifest, in which every byte of the site has a part
	site  *diff.Site
}

// read is diff.ReadBefore.
func (e *earlier) read(dir string, inputs map[string]string) (before *diff.Site, fresh bool, err error) {
	stamp := ""
	if info, err := os.Stat(filepath.Join(dir, "manifest.json")); err == nil {
		stamp = fmt.Sprintf("%s %d %d", dir, info.Size(), info.ModTime().UnixNano())
	}
	if e.site != nil && e.stamp == stamp && !maps.Equal(e.site.Inputs, inputs) {
		return e.site, true, nil
	}
	before, fresh, err = diff.ReadBefore(dir, inputs)
	e.stamp, e.site = "", nil
	if err == nil && fresh {
		e.stamp, e.site = stamp, before
	}
	return before, fresh, err
}
