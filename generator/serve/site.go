package serve

import (
	"context"
	"crypto/sha256"

	"likewise/generator/diag"
)

// Site is a built site. Its files may be made when they are asked for; a file that is asked for again is the same bytes.
// Its methods are called by several goroutines at once, also after a newer site has taken its place.
type Site interface {
	// Has reports whether the site has a file of that name.
	Has(name string) bool
	// File makes a file that the site has. A body beside errors is as whole as it could be made; nil is none. It is not
	// changed after it was handed over.
	File(ctx context.Context, name string) ([]byte, diag.List)
	// Check hands the SHA-256 of every file to look, from several goroutines, and says what is wrong with the site and
	// its files. It ends early, with nothing said, when the context does.
	Check(ctx context.Context, look func(name string, sum [sha256.Size]byte)) diag.List
}

// Files is a site that was made as a whole: slash-separated output path -> body.
type Files map[string][]byte

// Has implements [Site].
func (f Files) Has(name string) bool {
	_, ok := f[name]
	return ok
}

// File implements [Site].
func (f Files) File(_ context.Context, name string) ([]byte, diag.List) { return f[name], nil }

// Check implements [Site]. It finds nothing wrong.
func (f Files) Check(ctx context.Context, look func(name string, sum [sha256.Size]byte)) diag.List {
	for name, body := range f {
		if ctx.Err() != nil {
			return nil
		}
		look(name, sha256.Sum256(body))
	}
	return nil
}
