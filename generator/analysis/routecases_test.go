package analysis

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"likewise/generator/warehouse"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// loadLogs makes the table logs: one actor a log, written as "A0 B30 C45", times in the table's unit.
func loadLogs(t *testing.T, w *warehouse.Warehouse, logs ...string) {
	t.Helper()
	must(t, w, "create or replace table logs (actor bigint, _t bigint, action varchar, seq bigint)")
	err := w.Append(context.Background(), "logs", func(add func(...any) error) error {
		seq := int64(0)
		for i, log := range logs {
			for _, e := range strings.Fields(log) {
				var at int64
				if _, err := fmt.Sscan(e[1:], &at); err != nil {
					return err
				}
				seq++
				if err := add(int64(i), at, e[:1], seq); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// reaches is the furthest step of each log, "3 1 3".
func reaches(t *testing.T, w *warehouse.Warehouse, r route, logs int) string {
	t.Helper()
	got := runRoute(t, w, r, "logs")
	out := make([]string, logs)
	for i := range out {
		out[i] = fmt.Sprint(got[int64(i)].reach)
	}
	return strings.Join(out, " ")
}

// The cases of ClickHouse's own test of windowFunnel (methods.md section 7), steps A B C.
func TestClickHouseCases(t *testing.T) {
	w := openTest(t)
	loadLogs(t, w, "A1 B2 C3", "A1 D2 B3 C4", "A1 A2 B3 B4 C5 C6", "A1 A2 A3 A4 B5 B6 C7 C8", "A1 A2 B3 B4 D5 C6 C7", "C1 C2 B3 B4 A5 A6")
	for _, c := range []struct {
		name, want string
		rules      route
	}{
		{"default", "3 3 3 3 3 1", route{}},
		{"strict_order", "3 1 3 3 2 1", route{order: orderStrict}},
		{"strict_deduplication and strict_order", "3 1 2 2 2 1", route{order: orderStrict, noRepeats: true}},
	} {
		c.rules.window = 86400
		if got := reaches(t, w, newTested("A B C", c.rules).route, 6); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	loadLogs(t, w, "A1 B2 C3 D4 E5")
	for window, want := range map[int64]string{2: "3", 3: "4", 4: "5"} {
		if got := reaches(t, w, newTested("A B C D E", route{window: window}).route, 1); got != want {
			t.Errorf("window %d: %s, want %s", window, got, want)
		}
	}
}

// Which rules give which answer: the table of methods.md section 7, window 60 minutes, which stands on the methods page
// too. methods.md heads its first column "entry = first, others ignored while open" and has 1 for A0 A80 B90; by then the
// window of A0 is not open any more, so that figure is of "never", and "after-close" has 2.
func TestWhichRulesGiveWhichAnswer(t *testing.T) {
	w := openTest(t)
	loadLogs(t, w, "A0 A30 B45 C75", "A0 A80 B90", "A0 B50 C100")
	for _, c := range []struct {
		name, want string
		rules      route
	}{
		{"the first entry only", "2 1 2", route{reentry: reentryNever}},
		{"the newest entry before the next step", "3 2 2", route{}},
		{"window from the previous step", "3 2 3", route{previous: true}},
		{"others ignored while a window is open", "2 2 2", route{reentry: reentryAfterClose}},
	} {
		c.rules.window = 60
		if got := reaches(t, w, newTested("A B C", c.rules).route, 3); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestTies(t *testing.T) {
	w := openTest(t)
	loadLogs(t, w, "C5 B5 A5", "B4 A5 C6", "B3 A5 C6", "A5 B6 C7")
	for _, c := range []struct {
		name, want string
		rules      route
	}{
		{"the same second counts in step order", "3 1 1 3", route{}},
		{"strict forbids it", "1 1 1 3", route{ties: ties{strict: true}}},
		{"grace forgives one", "3 3 1 3", route{ties: ties{grace: 1}}},
	} {
		if got := reaches(t, w, newTested("A B C", c.rules).route, 4); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A wider window never lowers a level, and a level never depends on the order of the file.
func TestWiderNeverLower(t *testing.T) {
	w := openTest(t)
	loadLogs(t, w, "A0 A30 B45 C75 A80 B81", "A0 A80 B90 C95", "B0 A0 C100 B50", "C9 A1 B5")
	reversed := openTest(t)
	loadLogs(t, reversed, "B81 A80 C75 B45 A30 A0", "C95 B90 A80 A0", "B50 C100 A0 B0", "B5 A1 C9")
	last := ""
	for window := int64(1); window < 120; window += 7 {
		r := newTested("A B C", route{window: window}).route
		got := reaches(t, w, r, 4)
		if again := reaches(t, reversed, r, 4); again != got {
			t.Errorf("window %d: %s forwards, %s backwards", window, got, again)
		}
		for i := range last {
			if got[i] < last[i] {
				t.Errorf("window %d: %s after %s", window, got, last)
			}
		}
		last = got
	}
}

func TestRouteSQLGolden(t *testing.T) {
	for _, c := range []struct {
		name string
		set  tested
	}{
		{"ordered", newTested("A B C", route{window: 60})},
		{"previous-exclusion", newTested("A B C", route{window: 60, previous: true}).excluding("D", 2)},
		{"strict-order", newTested("A B C", route{order: orderStrict})},
		{"strict-ties-first-only", newTested("A A", route{ties: ties{strict: true}, reentry: reentryNever})},
		{"grace-after-close", newTested("A B", route{window: 60, ties: ties{grace: 2}, reentry: reentryAfterClose, grouped: true})},
		{"two-windows", newTested("A B C", route{window: 60, also: true})},
		{"greedy", newTested("A B C", route{window: 60, reentry: reentryNever})},
		{"shared", newTested("A B A", route{window: 60})},
		{"any-order", newTested("A B C", route{order: orderAny, window: 60})},
	} {
		got := "-- events\n" + eventSQL(c.set.route, "source") + ";\n-- people\n" + routeSQL(c.set.route, "events", "anchors") + "\n"
		if c.set.reentry == reentryAfterClose {
			got += ";\n-- anchors\n" + anchorsSQL(c.set.route, "events") + "\n"
		}
		file := filepath.Join("testdata", "route", c.name+".sql")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: the SQL changed; run with -update and read the difference\n%s", c.name, got)
		}
	}
}

func TestContradictingRules(t *testing.T) {
	for _, c := range []struct {
		key string
		set tested
	}{
		{"steps", newTested("A", route{})},
		{"reentry", newTested("A B", route{window: 5, previous: true, reentry: reentryAfterClose})},
		{"windowFrom", newTested("A B", route{window: 5, previous: true, order: orderAny})},
		{"ties", newTested("A A", route{ties: ties{grace: 1}})},
		{"ties", newTested("A B", route{ties: ties{strict: true}, order: orderStrict})},
		{"steps", newTested("A A", route{order: orderAny})},
		{"steps", newTested("AB B", route{order: orderStrict})},
		{"window", newTested("A B", route{window: -1})},
	} {
		if key, text, _ := c.set.conflict(); key != c.key || text == "" {
			t.Errorf("%s: %q %q, want %q", c.set, key, text, c.key)
		}
	}
	for _, bad := range []string{"grace:", "grace:-1s", "grace:1h", "loose"} {
		if _, err := parseTies(bad); err == nil {
			t.Errorf("%q is taken for a tie rule", bad)
		}
	}
}
