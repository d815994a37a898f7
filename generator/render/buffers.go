package render

import (
	"bytes"
	"sync"
)

// buffers lends buffers to write templates into: each has grown to what is written there, so that a page is copied once,
// not at every doubling. The zero value is ready, for several goroutines.
type buffers struct{ pool sync.Pool }

func (r *buffers) take() *bytes.Buffer {
	if b, ok := r.pool.Get().(*bytes.Buffer); ok {
		return b
	}
	return new(bytes.Buffer)
}

// give takes a buffer back; nobody may hold its bytes any more.
func (r *buffers) give(b *bytes.Buffer) {
	b.Reset()
	r.pool.Put(b)
}
