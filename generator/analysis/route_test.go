package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"likewise/generator/warehouse"
)

// tested is a rule set under test: the route for the SQL, and the letters that each step and exclusion stands for.
type tested struct {
	route
	letters []string // step -> the actions that it matches
	without []string // exclusion i -> the action
}

func newTested(letters string, r route) tested {
	t := tested{route: r, letters: strings.Fields(letters)}
	for _, l := range t.letters {
		t.steps = append(t.steps, "action in ('"+strings.Join(strings.Split(l, ""), "','")+"')")
	}
	for i, a := range t.letters {
		for _, b := range t.letters[:i] {
			if common := strings.ContainsAny(a, b); common {
				t.shared = true
				t.partial = t.partial || a != b
			}
		}
	}
	if t.order == "" {
		t.order = orderOrdered
	}
	if t.reentry == "" {
		t.reentry = reentryLatest
	}
	return t
}

// excluding adds an exclusion of an action after a step.
func (t tested) excluding(action string, after int) tested {
	t.exclude = append(t.exclude[:len(t.exclude):len(t.exclude)], exclusion{after, "action = '" + action + "'"})
	t.without = append(t.without[:len(t.without):len(t.without)], action)
	return t
}

func (t tested) String() string {
	return fmt.Sprintf("%s %s window %d previous %v %s ties %+v exclude %v no repeats %v", strings.Join(t.letters, ">"), t.order, t.window, t.previous, t.reentry, t.ties, t.exclude, t.noRepeats)
}

// ruleSets is every combination of rules that does not contradict itself, over steps of which none, two or more match
// the same events.
func ruleSets() []tested {
	var out []tested
	add := func(t tested) {
		if key, _, _ := t.conflict(); key == "" {
			out = append(out, t)
		}
	}
	for _, letters := range []string{"A B C", "A A B", "A B A", "AB B C", "A BC CD B"} {
		for _, order := range []string{orderOrdered, orderStrict, orderAny} {
			for _, window := range []int64{0, 3} {
				for _, reentry := range []string{reentryLatest, reentryAfterClose, reentryNever} {
					for _, previous := range []bool{false, true} {
						if previous && window == 0 || window == 0 && letters != "A B C" {
							continue
						}
						for _, ties := range []ties{{}, {strict: true}, {grace: 1}} {
							t := newTested(letters, route{order: order, window: window, reentry: reentry, previous: previous, ties: ties})
							add(t)
							if order == orderOrdered {
								add(t.excluding("D", 1))
								add(t.excluding("E", 1).excluding("D", 2))
							}
							if order == orderStrict {
								t.noRepeats = true
								add(t)
							}
						}
					}
				}
			}
		}
	}
	return out
}

// logged is one event of a random log. Logs are in file order.
type logged struct {
	t      int64
	action byte
}

func randomLog(rng *rand.Rand) []logged {
	log := make([]logged, 1+rng.IntN(7))
	span := int64(1 + rng.IntN(12))
	for i := range log {
		log[i] = logged{rng.Int64N(span), "ABCDE"[min(rng.IntN(8), 7)%5]}
	}
	return log
}

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
	return strings.IndexByte(b.letters[step-1], b.log[i].action) >= 0
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

func openTest(t testing.TB) *warehouse.Warehouse {
	t.Helper()
	w, err := warehouse.Open(context.Background(), warehouse.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func must(t testing.TB, w *warehouse.Warehouse, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if err := w.Exec(context.Background(), s); err != nil {
			t.Fatal(err)
		}
	}
}

// runRoute executes the SQL of the rules on a table of logs and returns one outcome an actor.
func runRoute(t testing.TB, w *warehouse.Warehouse, r route, table string) map[int64]outcome {
	t.Helper()
	ctx := context.Background()
	if r.reentry == reentryAfterClose && r.window > 0 {
		must(t, w, "create or replace table anchors as "+anchorsSQL(r, table))
	}
	cols := "actor, reach"
	for j := range r.steps {
		cols += fmt.Sprintf(", coalesce(f%d, -1), coalesce(a%d, -1)", j+1, j+1)
	}
	out := map[int64]outcome{}
	err := w.Each(ctx, "select "+cols+" from ("+routeSQL(r, table, "anchors")+") people", func(rows *sql.Rows) error {
		var actor int64
		o := outcome{f: make([]int64, len(r.steps)), a: make([]int64, len(r.steps))}
		into := []any{&actor, &o.reach}
		for j := range r.steps {
			into = append(into, &o.f[j], &o.a[j])
		}
		err := rows.Scan(into...)
		out[actor] = o
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The property that everything rests on: carrying the newest valid entry finds what a search of all subsequences finds.
func TestRouteEqualsBruteForce(t *testing.T) {
	logs := 20_000
	if testing.Short() {
		logs = 2_000
	}
	rng := rand.New(rand.NewPCG(1, 7))
	w := openTest(t)
	must(t, w, "create table logs (actor bigint, t bigint, action varchar, seq bigint)")
	made := make([][]logged, logs)
	err := w.Append(context.Background(), "logs", func(add func(...any) error) error {
		seq := int64(0)
		for i := range made {
			made[i] = randomLog(rng)
			for _, e := range made[i] {
				seq++
				if err := add(int64(i), e.t, string(e.action), seq); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sets := ruleSets()
	if len(sets) < 100 {
		t.Fatalf("only %d rule sets", len(sets))
	}
	t.Logf("%d rule sets on %d logs", len(sets), logs)
	for _, set := range sets {
		compareAll(t, set, made, runRoute(t, w, set.route, "(select actor, t as _t, action, seq from logs) log"))
	}
}

func compareAll(t *testing.T, set tested, made [][]logged, got map[int64]outcome) {
	wrong := 0
	for i, log := range made {
		want, have := brute(set, log), got[int64(i)]
		if !agree(set, want, have) {
			if wrong++; wrong <= 3 {
				t.Errorf("%s\nlog %s\ngot  %+v\nwant %+v", set, show(log), have, want)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d of %d wrong", set, wrong, len(made))
	}
}

// agree compares the furthest step, the first time at each, and the oldest entry where the rules promise it.
func agree(set tested, want, have outcome) bool {
	if want.reach != have.reach {
		return false
	}
	for j := range want.reach {
		if want.f[j] != have.f[j] {
			return false
		}
		if set.oldest() && want.a[j] != have.a[j] {
			return false
		}
	}
	return true
}

func show(log []logged) string {
	var b strings.Builder
	for _, e := range log {
		fmt.Fprintf(&b, "%c%d ", e.action, e.t)
	}
	return b.String()
}
