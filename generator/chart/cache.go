package chart

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// cache keeps what ECharts drew as files named by what they were made from. It only ever saves time: whatever goes
// wrong with it, the picture is drawn. An empty dir is no cache.
type cache struct {
	dir    string
	bundle string // hash of the bundle
}

func newCache(dir string) cache { return cache{dir: dir, bundle: hash(bundle)} }

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// path names the file of a job: everything that has an influence on the drawing is in its hash.
func (c cache) path(j job) string {
	parts := []string{c.bundle, cleanupVersion, strconv.FormatFloat(j.width, 'g', -1, 64), strconv.FormatFloat(j.height, 'g', -1, 64), string(j.rest)}
	return filepath.Join(c.dir, hash(strings.Join(parts, "\n"))+".svg")
}

// get returns the drawing if it is there and whole: its first line is the hash of the rest.
func (c cache) get(j job) (string, bool) {
	if c.dir == "" {
		return "", false
	}
	data, err := os.ReadFile(c.path(j))
	if err != nil {
		return "", false
	}
	sum, body, _ := strings.Cut(string(data), "\n")
	return body, sum == hash(body)
}

// put stores a drawing; a reader sees all of it or none.
func (c cache) put(j job, body string) {
	if c.dir == "" || os.MkdirAll(c.dir, 0o755) != nil {
		return
	}
	f, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return
	}
	_, err = f.WriteString(hash(body) + "\n" + body)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), c.path(j))
	}
	if err != nil {
		os.Remove(f.Name())
	}
}
