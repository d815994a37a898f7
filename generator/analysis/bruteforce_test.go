package analysis

import "strings"

// outcome is what a log leads to: the furthest step, and for every step when it was first reached and when the oldest
// path that reaches it began.
type outcome struct {
	reach int
	f, a  []int64
}

// brute walks every subsequence of the log, in any order of its events, and keeps those that the rules allow.
func brute(t tested, log []logged) outcome {
	b := bruteForce{tested: t, log: log}
	b.sort()
	b.open()
	k := len(t.letters)
	b.f, b.a = make([]int64, k+1), make([]int64, k+1)
	for i := range b.f {
		b.f[i], b.a[i] = -1, -1
	}
	if t.order == orderAny {
		b.anyOrder()
	} else {
		for i := range b.log {
			if b.matches(i, 1) && b.opens[b.log[i].t] {
				b.path = []int{i}
				b.visit()
			}
		}
	}
	out := outcome{f: b.f[1:], a: b.a[1:]}
	for j := k; j >= 1; j-- {
		if b.f[j] >= 0 {
			out.reach = j
			break
		}
	}
	return out
}

type bruteForce struct {
	tested
	log   []logged
	opens map[int64]bool
	path  []int
	f, a  []int64
}

func (b *bruteForce) matches(i, step int) bool {
	letters, e := b.letters[step-1], b.log[i]
	return strings.IndexByte(letters, e.action) >= 0 || e.flag == 1 && strings.IndexByte(letters, e.action+'a'-'A') >= 0
}

func (b *bruteForce) low(i int) int {
	for j := range b.letters {
		if b.matches(i, j+1) {
			return j + 1
		}
	}
	return 0
}

func (b *bruteForce) maskOf(i int) int {
	m := 0
	for j := range b.letters {
		if b.matches(i, j+1) {
			m |= 1 << j
		}
	}
	return m
}

// sort puts the log in the total order of the rules: by time, in one second by the first step matched.
func (b *bruteForce) sort() {
	log := append([]logged{}, b.log...)
	b.log = log
	for i := 1; i < len(log); i++ {
		for j := i; j > 0 && b.before(j, j-1); j-- {
			log[j], log[j-1] = log[j-1], log[j]
		}
	}
}

func (b *bruteForce) before(i, j int) bool {
	x, y := b.log[i], b.log[j]
	if x.t != y.t {
		return x.t < y.t
	}
	if b.low(i) != b.low(j) {
		return b.low(i) < b.low(j)
	}
	return b.maskOf(i) < b.maskOf(j)
}

// open decides at which times an entry opens a window.
func (b *bruteForce) open() {
	b.opens = map[int64]bool{}
	closed, any := int64(-1), false
	for i := range b.log {
		if !b.matches(i, 1) && !(b.order == orderAny && b.low(i) > 0) {
			continue
		}
		t := b.log[i].t
		switch {
		case b.reentry == reentryLatest || !any:
			b.opens[t] = true
		case b.reentry == reentryAfterClose && b.window > 0 && t > closed:
			b.opens[t] = true
		default:
			continue
		}
		closed, any = t+b.window, true
	}
}

// visit records the path walked so far and goes on to every event that may come next.
func (b *bruteForce) visit() {
	j, last := len(b.path), b.path[len(b.path)-1]
	t, entry := b.log[last].t, b.log[b.path[0]].t
	if b.f[j] < 0 || t < b.f[j] {
		b.f[j] = t
	}
	if b.a[j] < 0 || entry < b.a[j] {
		b.a[j] = entry
	}
	if j == len(b.letters) {
		return
	}
	for i := range b.log {
		if b.follows(i) {
			b.path = append(b.path, i)
			b.visit()
			b.path = b.path[:j]
		}
	}
}

// follows reports whether event i may be the next step.
func (b *bruteForce) follows(i int) bool {
	j, last := len(b.path), b.path[len(b.path)-1]
	for _, p := range b.path {
		if p == i {
			return false // one event never serves two steps
		}
	}
	t, prev := b.log[i].t, b.log[last].t
	switch {
	case !b.matches(i, j+1):
		return false
	case b.ties.strict && t <= prev:
		return false
	case t < prev-b.ties.grace:
		return false
	case b.ties == ties{} && (b.shared || b.order == orderStrict) && i < last:
		return false // where an event can be two steps, the declared order of the second decides
	case b.window > 0 && b.previous && t > prev+b.window:
		return false
	case b.window > 0 && !b.previous && t > b.log[b.path[0]].t+b.window:
		return false
	}
	return b.order == orderOrdered && !b.excludedBetween(last, i) || b.order == orderStrict && b.nothingBetween(last, i)
}

func (b *bruteForce) excludedBetween(last, i int) bool {
	for x, e := range b.exclude {
		if e.after != len(b.path) {
			continue
		}
		for n := range b.log {
			if string(b.log[n].action) == b.without[x] && b.log[n].t > b.log[last].t && b.log[n].t <= b.log[i].t {
				return true
			}
		}
	}
	return false
}

func (b *bruteForce) nothingBetween(last, i int) bool {
	for n := last + 1; n < i; n++ {
		if b.noRepeats || !b.matches(n, len(b.path)) {
			return false
		}
	}
	return true
}

// anyOrder tries every window.
func (b *bruteForce) anyOrder() {
	for start := range b.opens {
		done := map[int]bool{}
		for i := range b.log {
			t := b.log[i].t
			if b.low(i) == 0 || t < start || b.window > 0 && t > start+b.window {
				continue
			}
			done[b.low(i)] = true
			for j := 1; j <= len(done); j++ {
				if b.f[j] < 0 || t < b.f[j] {
					b.f[j] = t
				}
				if b.a[j] < 0 || start < b.a[j] {
					b.a[j] = start
				}
			}
		}
	}
}
