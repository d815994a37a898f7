package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// plainFunnel is the shortest query that answers how many people took each of four steps in order within seven days of
// the first. It is what DuckDB's user would write, on the table that DuckDB's own guess made of the file.
const plainFunnel = `with e as (select actor, epoch_us("at") as t, case action when 'view' then 1 when 'like' then 2 when 'click' then 3 when 'purchase' then 4 end as s from log where action in ('view', 'like', 'click', 'purchase')),
b as (select *, max(case when s = 1 then t end) over (partition by actor order by t) as c from e),
b2 as (select *, max(case when s = 2 and t <= c + 604800000000 then c end) over (partition by actor order by t) as c2 from b),
b3 as (select *, max(case when s = 3 and t <= c2 + 604800000000 then c2 end) over (partition by actor order by t) as c3 from b2)
select count(distinct case when s = 1 then actor end), count(distinct case when s = 2 and t <= c + 604800000000 then actor end),
	count(distinct case when s = 3 and t <= c2 + 604800000000 then actor end), count(distinct case when s = 4 and t <= c3 + 604800000000 then actor end) from b3`

// BenchmarkEvents times `likewise analyze` on a CSV of ten million events (LIKEWISE_BENCH_EVENTS says another number)
// with one funnel of four steps, as a whole process: rows accounted for, people hashed, the funnel with its times, weeks
// and the rules of six tools. Beside it, in the same run, DuckDB alone reads the file into a table and runs the plain
// query. Processor time is compared as well as wall time, since other programs do not lengthen it much.
func BenchmarkEvents(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("LIKEWISE_BENCH_EVENTS"))
	if err != nil {
		n = 10_000_000
	}
	bin, dir := binary(b), eventSite(b, n)
	var ours, floor cost
	for range b.N {
		cmd := exec.Command(bin, "analyze", "--quiet", "--json", "-s", dir)
		start := time.Now()
		if _, err := cmd.Output(); err != nil {
			b.Fatal(err)
		}
		ours.wall += time.Since(start)
		ours.processor += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			ours.peak = max(ours.peak, peakOf(usage))
		}
		floor.add(plainDuckDB(b, filepath.Join(dir, "data/events.csv")))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours.wall.Seconds()/float64(b.N), "s")
	b.ReportMetric(floor.wall.Seconds()/float64(b.N), "duckdb-s")
	b.ReportMetric(ours.wall.Seconds()/floor.wall.Seconds(), "ratio")
	b.ReportMetric(ours.processor.Seconds()/floor.processor.Seconds(), "cpu-ratio")
	b.ReportMetric(ours.peak, "peak-MB")
}

// cost is what a piece of work took.
type cost struct {
	wall, processor time.Duration
	peak            float64 // MB
}

func (c *cost) add(o cost) { c.wall, c.processor = c.wall+o.wall, c.processor+o.processor }

// plainDuckDB reads the file into a table and runs the plain query, with nothing set but the engine's defaults.
func plainDuckDB(b *testing.B, file string) cost {
	b.Helper()
	before, start := processorTime(b), time.Now()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), fmt.Sprintf("create table log as select * from read_csv('%s')", file)); err != nil {
		b.Fatal(err)
	}
	var counts [4]int
	if err := db.QueryRow(plainFunnel).Scan(&counts[0], &counts[1], &counts[2], &counts[3]); err != nil || counts[3] == 0 {
		b.Fatal(counts, err)
	}
	return cost{wall: time.Since(start), processor: processorTime(b) - before}
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// eventSite writes a site with nothing but a log: unsorted, of actors with very different numbers of events.
func eventSite(b *testing.B, events int) string {
	b.Helper()
	dir := b.TempDir()
	writeFile(b, filepath.Join(dir, "site.toml"), func(w *bufio.Writer) {
		w.WriteString("title = \"Bench\"\nasOf = \"2026-10-31\"\n[conversions]\nexposure = \"reach\"\n[[funnel]]\nname = \"People\"\nunit = \"actor\"\nsteps = [\"view\", \"like\", \"click\", \"purchase\"]\nwindow = \"7d\"\n[[data]]\nfiles = \"data/events.csv\"\nkind = \"events\"\n")
	})
	r := rand.New(rand.NewPCG(1, 2))
	writeFile(b, filepath.Join(dir, "data/events.csv"), func(w *bufio.Writer) {
		fmt.Fprintln(w, "actor,at,action,post_id,channel,value")
		first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for range events {
			action, value, u := []string{"view", "view", "view", "view", "like", "like", "click", "purchase"}[r.IntN(8)], "", r.Float64()
			if action == "purchase" {
				value = strconv.Itoa(5+r.IntN(100)) + ".50"
			}
			fmt.Fprintf(w, "u%d,%s,%s,1790000000%07d,%s,%s\n", int(u*u*float64(events)/12), first.Add(time.Duration(r.Int64N(15_552_000))*time.Second).Format(time.DateTime),
				action, r.IntN(500), []string{"instagram", "email", "search", "direct"}[r.IntN(4)], value)
		}
	})
	return dir
}
