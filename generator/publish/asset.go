package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
)

// Hashed puts the first 32 bits of the body's SHA-256 into the name: "assets/site.css" becomes "assets/site.3f2a9c1b.css". A
// changed file has a changed address, so caches may keep it for ever.
func Hashed(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
}
