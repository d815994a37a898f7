package generator

import (
	"crypto/sha256"
	"sync"

	"likewise/generator/check"
)

// fact is what a check needs of a finished file, so that a file which stays the same need not be made again.
type fact struct {
	sum  [sha256.Size]byte
	read check.Known
}

// facts are those of files by their names.
type facts struct {
	mu    sync.Mutex
	gate  *check.Collector // by which they were read
	files map[string]fact
}

func (f *facts) start(gate *check.Collector) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gate, f.files = gate, map[string]fact{}
}

func (f *facts) put(name string, x fact) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files[name] = x
}

// under are the facts, if another gate would have read the same.
func (f *facts) under(gate *check.Collector) map[string]fact {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.gate == nil || !gate.SearchesLike(f.gate) {
		return nil
	}
	return f.files
}

// take adds another's facts of the files that same names. All were read by gates that search alike, or the later are kept.
func (f *facts) take(from *facts, same func(name string) bool) {
	from.mu.Lock()
	defer from.mu.Unlock()
	if from.gate == nil {
		return
	}
	if f.gate == nil || !f.gate.SearchesLike(from.gate) {
		f.gate, f.files = from.gate, map[string]fact{}
	}
	for name, x := range from.files {
		if same(name) {
			f.files[name] = x
		}
	}
}
