package analysis

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// attacked is what a reader of analysis.json has of one pair's people: null is NaN.
type attacked struct {
	outcome                                               int
	acted, converted, others, hit, excluded, recent       float64
	odds, low, high, crude, crudeLow, crudeHigh, risk     float64
	p, breslowDay, eValue, eValueLimit, strata, riskUpper float64
}

// readAsAttacker takes every number that is published of the pairs, by the names they have in analysis.json.
func readAsAttacker(t *testing.T, published []*model.ActorSignal, outcomes []int) []attacked {
	t.Helper()
	out := make([]attacked, len(published))
	for i, a := range published {
		body, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(body, &m); err != nil {
			t.Fatal(err)
		}
		at := func(path ...string) float64 {
			var v any = m
			for _, key := range path {
				in, _ := v.(map[string]any)
				v = in[key]
			}
			if f, ok := v.(float64); ok {
				return f
			}
			return math.NaN()
		}
		out[i] = attacked{outcome: outcomes[i], acted: at("acted"), converted: at("converted"), others: at("others"), hit: at("othersConverted"), excluded: at("excluded"), recent: at("tooRecent"),
			odds: at("oddsRatio", "value"), low: at("oddsRatio", "low"), high: at("oddsRatio", "high"), crude: at("crudeOddsRatio", "value"), crudeLow: at("crudeOddsRatio", "low"), crudeHigh: at("crudeOddsRatio", "high"),
			risk: at("riskRatio", "value"), riskUpper: at("riskRatio", "high"), p: at("p"), breslowDay: at("breslowDayP"), eValue: at("eValue"), eValueLimit: at("eValueLimit"), strata: at("strata")}
	}
	return out
}

// candidates are the tables that a pair may have, for one who knows everything published, this program and that people
// number at most most: those that agree with the pair's own numbers and with the people and converters whom all pairs of
// its outcome share, and of which the same would have been published.
func candidates(all []attacked, i, most, minGroup int) []stats.Table {
	people, converted := math.NaN(), math.NaN()
	for _, other := range all {
		if other.outcome != all[i].outcome {
			continue
		}
		if n := other.acted + other.others; !math.IsNaN(n) {
			people = n
		}
		if n := other.converted + other.hit; !math.IsNaN(n) {
			converted = n
		}
	}
	agrees := func(published, have float64) bool { return math.IsNaN(published) || math.Abs(published-have) < 1e-9 }
	var out []stats.Table
	x := all[i]
	for a := range most + 1 {
		for b := range most + 1 - a {
			for c := range most + 1 - a - b {
				for d := range most + 1 - a - b - c {
					t := stats.Table{A: float64(a), B: float64(b), C: float64(c), D: float64(d)}
					if !agrees(people, t.A+t.B+t.C+t.D) || !agrees(converted, t.A+t.C) || !agrees(x.acted, t.A+t.B) || !agrees(x.converted, t.A) || !agrees(x.others, t.C+t.D) || !agrees(x.hit, t.C) {
						continue
					}
					if math.IsNaN(x.acted) == (withheld(t, minGroup) == "") { // what is withheld says that something is small
						continue
					}
					if !math.IsNaN(x.crude) {
						e, err := stats.OddsRatio(t, stats.Z95)
						if err != nil || !agrees(x.crude, e.Value) || !agrees(x.crudeLow, e.Low) || !agrees(x.crudeHigh, e.High) {
							continue
						}
					}
					out = append(out, t)
				}
			}
		}
	}
	return out
}

func cellsOf(t stats.Table) [4]float64 { return [4]float64{t.A, t.B, t.C, t.D} }

// splitInFive makes a table that sums to the cells, over five posts, and how the same people divide by another action.
func splitInFive(rng *rand.Rand, cells [4]int) []stats.Table {
	out := make([]stats.Table, 5)
	for i, n := range cells {
		for range n {
			at := &out[rng.IntN(5)]
			*[]*float64{&at.A, &at.B, &at.C, &at.D}[i]++
		}
	}
	return out
}

// No cell below minGroup of any action can be worked out from what is published of all of them: whoever tries every
// table that fits is left with more than one value for it. Small logs, where that is easiest.
func TestNoWithheldCellCanBeWorkedOut(t *testing.T) {
	const minGroup, most = 5, 34
	rng := rand.New(rand.NewPCG(15, 7))
	small, shown, together := 0, 0, 0
	for round := range 60 {
		people, converts := 24+rng.IntN(most-23), rng.IntN(18)
		var truth []actorTables
		var outcomes []int
		for range 3 {
			// who acted, of those who converted and of those who did not; sometimes nobody, as of a rare action
			a, b := rng.IntN(converts+1), rng.IntN(people-converts+1)
			if rng.IntN(4) == 0 {
				a = 0
			}
			truth = append(truth, actorTables{tables: splitInFive(rng, [4]int{a, b, converts - a, people - converts - b}), excluded: rng.IntN(2) * 20, tooRecent: 12})
			outcomes = append(outcomes, 0)
		}
		all := readAsAttacker(t, comparePeople(truth, minGroup), outcomes)
		hidden := 0
		for i := range truth {
			crude := stats.Crude(truth[i].tables)
			if withheld(crude, minGroup) == "" {
				shown++
				continue
			}
			hidden++
			x := all[i]
			for name, n := range map[string]float64{"odds": x.odds, "low": x.low, "high": x.high, "crude": x.crude, "risk": x.risk, "risk's end": x.riskUpper, "p": x.p, "Breslow-Day": x.breslowDay, "E-value": x.eValue, "its limit": x.eValueLimit, "strata": x.strata} {
				if !math.IsNaN(n) {
					t.Errorf("round %d: %s of a table with a small group is %v", round, name, n)
				}
			}
			fit := candidates(all, i, most, minGroup)
			for cell, n := range cellsOf(crude) {
				if !few(n, minGroup) {
					continue
				}
				small++
				values := map[float64]bool{}
				for _, c := range fit {
					values[cellsOf(c)[cell]] = true
				}
				if !values[n] {
					t.Fatalf("round %d: the attack misses the truth, %v of %+v", round, n, crude)
				}
				if len(values) < 2 {
					t.Errorf("round %d: cell %d of %+v can be nothing but %v", round, cell, crude, n)
				}
			}
		}
		if hidden > 0 && hidden < len(truth) {
			together++
		}
	}
	if small < 50 || shown < 10 || together < 10 {
		t.Fatalf("%d small cells, %d tables shown, %d logs with both: too few to say anything", small, shown, together)
	}
}

// The demo's own case: likes with 7 converters and saves with 14, of the same 68.
func TestSharedConvertersGiveNothingAway(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	all := []actorTables{
		{tables: splitInFive(rng, [4]int{7, 4191, 61, 41588}), excluded: 83, tooRecent: 169},
		{tables: splitInFive(rng, [4]int{14, 2063, 54, 43716}), excluded: 83, tooRecent: 169},
		{tables: splitInFive(rng, [4]int{0, 340, 68, 45439}), excluded: 83, tooRecent: 169},
	}
	got := comparePeople(all, 10)
	likes, _ := json.Marshal(got[0])
	var m map[string]any
	if err := json.Unmarshal(likes, &m); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"acted", "converted", "others", "othersConverted", "p", "strata", "breslowDayP", "eValue", "eValueLimit"} {
		if v, ok := m[key]; !ok || v != nil {
			t.Errorf("%s is %v", key, v)
		}
	}
	if got[0].OddsRatio.OK() || got[0].CrudeOddsRatio.OK() || got[0].RiskRatio.OK() || !got[0].Withheld {
		t.Errorf("%s", likes)
	}
	if a := got[1]; !a.OddsRatio.OK() || a.Converted != 14 || a.OthersHit != 54 || a.Excluded != 83 {
		t.Errorf("what is large enough is shown: %+v", a)
	}
	if a := got[2]; a.Converted != 0 || a.OthersHit != 68 || a.Withheld {
		t.Errorf("nobody is nobody's secret: %+v", a)
	}
}

// Those left out of the tables: who acted and converted at once would be the difference between two outcomes' numbers.
func TestWhoIsLeftOutIsShownForAllOrNone(t *testing.T) {
	big := []stats.Table{{A: 20, B: 20, C: 20, D: 20}}
	for i, c := range []struct {
		excluded [2]int
		recent   int
		shown    bool
	}{{[2]int{20, 30}, 40, true}, {[2]int{0, 0}, 0, true}, {[2]int{20, 3}, 40, false}, {[2]int{20, 0}, 40, false}, {[2]int{20, 30}, 4, false}, {[2]int{10, 10}, 10, true}} {
		got := comparePeople([]actorTables{{tables: big, excluded: c.excluded[0], tooRecent: c.recent}, {tables: big, excluded: c.excluded[1], tooRecent: c.recent}}, 10)
		for j, a := range got {
			if is := !math.IsNaN(float64(a.Excluded)) && !math.IsNaN(float64(a.TooRecent)); is != c.shown {
				t.Errorf("%s: excluded %v, too recent %v", fmt.Sprint(i, j), a.Excluded, a.TooRecent)
			}
		}
	}
}
