package analysis

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// The size of the largest data set of paths that papers on attribution share: 12 channels, 88,387 people, 19,785
// conversions.
const scaleChannels, scalePeople, scaleConversions = 12, 88_387, 19_785

// makePaths fills the table events with one path a person: one to seven touches, a few channels in most of them, minutes
// apart, and a purchase after those of the first people.
func makePaths(t testing.TB, w *warehouse.Warehouse) {
	t.Helper()
	must(t, w, "create table posts (post_id varchar)", fmt.Sprintf(`create table events as
		with people as (select i, 1 + cast(floor(-1.35 * ln((1 + hash(i * 7919) %% 999983) / 999984.0)) as bigint) as touches from range(%[1]d) r(i)),
		touch as (select i, k, cast(floor(%[2]d * pow(hash(i * 31 + k * 104729) %% 999983 / 999983.0, 1.6)) as bigint) as c from people, range(12) s(k) where k < least(touches, 7)),
		event as (select i, k, 'touch' as action, 'channel ' || cast(c as varchar) as channel, null::double as value from touch
			union all select i, 12, 'purchase', null, 10 + i %% 90 from people where i < %[3]d)
		select i * 13 + k as seq, 'u' || cast(i as varchar) as actor, timestamp '2026-01-01' + interval (i * 97 %% 200000) minute + interval (k) minute as "at", action, null::varchar as post_id, value, null::varchar as session, channel from event`,
		scalePeople, scaleChannels, scaleConversions))
}

// scaleSource is the attribution of the made log, by channel.
func scaleSource(t testing.TB, w *warehouse.Warehouse) *journeySource {
	t.Helper()
	l, err := openEvents(context.Background(), w, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	s, err := newJourneySource(l, model.Attribution{Touch: "channel", Conversion: "purchase", Actions: model.Names{"touch"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCreditAtScale aggregates and shares at that size: every model gives away every conversion and every cent, and the
// same result comes of a second run.
func TestCreditAtScale(t *testing.T) {
	w := openTest(t)
	makePaths(t, w)
	s := scaleSource(t, w)
	var results [2][]byte
	var a model.Attributed
	for i := range results {
		j, err := s.load(context.Background(), 10)
		if err != nil {
			t.Fatal(err)
		}
		a = s.attribute(j, Options{MinGroup: 10, Seed: 1})
		if results[i], err = json.Marshal(a); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(results[0], results[1]) {
		t.Errorf("a second run differs:\n%s\n%s", results[0], results[1])
	}
	if a.Conversions != scaleConversions || a.People != scalePeople || a.Paths < 5_000 {
		t.Errorf("%d conversions of %d people on %d paths", a.Conversions, a.People, a.Paths)
	}
	if len(a.Models) != len(creditModels) {
		t.Fatalf("%d models, want %d", len(a.Models), len(creditModels))
	}
	for _, m := range a.Models {
		credit, value := 0.0, 0.0
		for _, name := range slices.Sorted(maps.Keys(m.Credit)) {
			credit, value = credit+m.Credit[name], value+m.Value[name]
		}
		if m.Why != "" || len(m.Credit) != scaleChannels || math.Abs(credit-scaleConversions) > 1e-6 || math.Abs(value-a.Value) > 0.005 {
			t.Errorf("%s: %d channels, %v conversions, %v of %v: %s", m.Name, len(m.Credit), credit, value, a.Value, m.Why)
		}
	}
}

// BenchmarkCreditAtScale times what the engine takes to aggregate the paths, and what all models take to share them with
// their bootstrap.
func BenchmarkCreditAtScale(b *testing.B) {
	w := openTest(b)
	makePaths(b, w)
	s := scaleSource(b, w)
	var aggregate, share time.Duration
	paths := 0
	for b.Loop() {
		start := time.Now()
		j, err := s.load(context.Background(), 10)
		if err != nil {
			b.Fatal(err)
		}
		aggregate += time.Since(start)
		start = time.Now()
		paths = s.attribute(j, Options{MinGroup: 10, Seed: 1}).Paths
		share += time.Since(start)
	}
	b.ReportMetric(float64(paths), "paths")
	b.ReportMetric(aggregate.Seconds()/float64(b.N), "aggregate-s")
	b.ReportMetric(share.Seconds()/float64(b.N), "share-s")
}
