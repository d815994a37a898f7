package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"likewise/generator/warehouse"
)

// tested is a rule set under test: the route for the SQL, and the letters that each step and exclusion stands for. A
// capital is an action, a small letter the same action under the condition that flag holds.
type tested struct {
	route
	letters []string // step -> the actions that it matches
	without []string // exclusion i -> the action
}

func newTested(letters string, r route) tested {
	t := tested{route: r, letters: strings.Fields(letters)}
	for _, l := range t.letters {
		t.steps = append(t.steps, predicateOf(l))
	}
	for i, a := range t.letters {
		for _, b := range t.letters[:i] {
			if strings.ContainsAny(strings.ToUpper(a), strings.ToUpper(b)) {
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

// predicateOf is a step's letters as SQL.
func predicateOf(letters string) string {
	if letters == strings.ToUpper(letters) {
		return "action in ('" + strings.Join(strings.Split(letters, ""), "','") + "')"
	}
	var any []string
	for _, l := range letters {
		if unicode.IsUpper(l) {
			any = append(any, "action = '"+string(l)+"'")
		} else {
			any = append(any, "(action = '"+string(unicode.ToUpper(l))+"' and flag = 1)")
		}
	}
	return strings.Join(any, " or ")
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
	for _, letters := range []string{"A B C", "A A B", "A B A", "AB B C", "A BC CD B", "a B c", "AB C D", "a A b", "aB b C"} {
		for _, order := range []string{orderOrdered, orderStrict, orderAny} {
			for _, window := range []int64{0, 3} {
				for _, reentry := range []string{reentryLatest, reentryAfterClose, reentryNever} {
					for _, previous := range []bool{false, true} {
						if previous && window == 0 || window == 0 && letters != "A B C" && letters != "a B c" {
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
	flag   int64
}

func randomLog(rng *rand.Rand) []logged {
	log := make([]logged, 1+rng.IntN(7))
	span := int64(1 + rng.IntN(12))
	for i := range log {
		log[i] = logged{rng.Int64N(span), "ABCDE"[min(rng.IntN(8), 7)%5], rng.Int64N(2)}
	}
	return log
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
	must(t, w, "create or replace table event_of as "+eventSQL(r, table))
	if r.reentry == reentryAfterClose && r.window > 0 {
		must(t, w, "create or replace table anchors as "+anchorsSQL(r, "event_of"))
	}
	cols := "actor, reach"
	for j := range r.steps {
		cols += fmt.Sprintf(", coalesce(f%d, -1), coalesce(a%d, -1)", j+1, j+1)
	}
	out := map[int64]outcome{}
	err := w.Each(ctx, "select "+cols+" from ("+routeSQL(r, "event_of", "anchors")+") people", func(rows *sql.Rows) error {
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
	logs := 10_000
	if testing.Short() {
		logs = 2_000
	}
	rng := rand.New(rand.NewPCG(1, 7))
	w := openTest(t)
	must(t, w, "create table logs (actor bigint, t bigint, action varchar, flag bigint, seq bigint)")
	made := make([][]logged, logs)
	err := w.Append(context.Background(), "logs", func(add func(...any) error) error {
		seq := int64(0)
		for i := range made {
			made[i] = randomLog(rng)
			for _, e := range made[i] {
				seq++
				if err := add(int64(i), e.t, string(e.action), e.flag, seq); err != nil {
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
	twoWindows(t, w)
	for _, set := range sets {
		compareAll(t, set, made, runRoute(t, w, set.route, "(select actor, t as _t, action, flag, seq from logs) log"))
	}
}

// twoWindows holds reach_previous against a walk of its own.
func twoWindows(t *testing.T, w *warehouse.Warehouse) {
	for _, letters := range []string{"A B", "A B C", "C A D B"} {
		for _, window := range []int64{1, 2, 4} {
			both, own := newTested(letters, route{window: window, also: true}).route, newTested(letters, route{window: window, previous: true}).route
			must(t, w, "create or replace table event_of as "+eventSQL(both, "(select actor, t as _t, action, flag, seq from logs) log"))
			var people, wrong int
			err := w.Each(context.Background(), fmt.Sprintf("select count(*), count(case when a.actor is null or b.actor is null or a.reach_previous <> b.reach or a.reach > b.reach then 1 end) from (%s) a full join (%s) b on a.actor = b.actor", routeSQL(both, "event_of", ""), routeSQL(own, "event_of", "")),
				func(r *sql.Rows) error { return r.Scan(&people, &wrong) })
			if err != nil || wrong > 0 || people == 0 {
				t.Errorf("%s, window %d: %d of %d differ (%v)", letters, window, wrong, people, err)
			}
		}
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
		fmt.Fprintf(&b, "%c%d/%d ", e.action, e.t, e.flag)
	}
	return b.String()
}
