package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// firstHeap is how large the heap grows before it is first collected, in bytes. A build lives for seconds, so collecting
// a small heap again and again is a twelfth of its work; from half of this on, GOGC is what Go has it at.
const firstHeap = 128 << 20

// letHeapGrow sets GOGC after each collection so that the next one comes at the given size of the heap, or at twice what
// is live where that is more. A GOGC of the environment stands. It does what the Go compiler does for itself
// (cmd/compile/internal/base.AdjustStartingHeap).
func letHeapGrow(to uint64) {
	if os.Getenv("GOGC") != "" {
		return
	}
	type mark struct{ _ [32]byte } // too large for the allocator of tiny objects, which do not end one by one
	var collected func(*mark)
	collected = func(m *mark) {
		debug.SetGCPercent(percentFor(liveHeap(), to))
		runtime.SetFinalizer(m, collected) // so that it is called after the next collection too
	}
	debug.SetGCPercent(1000) // of the 4 MB that Go begins with
	runtime.SetFinalizer(&mark{}, collected)
}

// liveHeap is what the last collection left, in bytes.
func liveHeap() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}

// percentFor is the GOGC with which a heap of so many live bytes is collected at the size wanted, and at least 100.
func percentFor(live, to uint64) int {
	if live == 0 || to < 2*live {
		return 100
	}
	return int((to - live) * 100 / live)
}
