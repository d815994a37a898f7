package chart

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSameBytesFromFreshEnginesInAnyOrderAndNumber(t *testing.T) {
	list := sampleCharts()
	for i := range 5 { // enough for a second engine
		flow := sampleFlow()
		flow.Columns[0].Nodes[0].Size += float64(i + 1)
		list = append(list, flow)
	}
	want := drawn(t, Options{}, list...)
	slices.Reverse(list)
	reversed := drawn(t, Options{}, list...)
	slices.Reverse(reversed)
	if diff := cmp.Diff(want, reversed); diff != "" {
		t.Error("the order of drawing matters:", diff)
	}
	slices.Reverse(list)
	twice := drawn(t, Options{Workers: 2}, append(list, list...)...)
	if diff := cmp.Diff(append(want, want...), twice); diff != "" {
		t.Error("the number of engines matters:", diff)
	}
}

// cold is a Drawer that cannot start an engine.
func cold(dir string) *Drawer {
	d := New(Options{CacheDir: dir})
	d.start = func() (*engine, error) { return nil, errors.New("an engine was started") }
	return d
}

func TestCacheHitStartsNoEngine(t *testing.T) {
	dir, list := t.TempDir(), []Chart{sampleFlow()}
	want := drawn(t, Options{CacheDir: dir}, list...)
	got, err := cold(dir).Draw(context.Background(), list)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := cold("").Draw(context.Background(), list); err == nil {
		t.Error("a chart that is not in the cache was not drawn")
	}
}

func TestStampsStartNoEngine(t *testing.T) {
	dir := t.TempDir()
	for _, s := range samples() {
		if _, flow := s.chart.(Flow); flow {
			continue
		}
		if _, err := cold(dir).Draw(context.Background(), []Chart{s.chart}); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("the cache holds %d files, %v; want none, they would save no time", len(files), err)
	}
}

func TestDamagedCacheIsRedrawn(t *testing.T) {
	dir := t.TempDir()
	want := drawn(t, Options{CacheDir: dir}, sampleFlow())
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("cache holds %q, %v; want two drawings and nothing else", files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"empty": {}, "cut": whole[:len(whole)/2], "changed": append(slices.Clone(whole), "<script>"...), "other": []byte("no hash"),
	} {
		if err := os.WriteFile(files[0], damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, drawn(t, Options{CacheDir: dir}, sampleFlow())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if mended, _ := os.ReadFile(files[0]); !slices.Equal(mended, whole) {
			t.Errorf("%s: the cache was not mended", name)
		}
	}
}

func TestUnusableCacheOnlyCostsTime(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(drawn(t, Options{}, sampleFlow()), drawn(t, Options{CacheDir: file}, sampleFlow())); diff != "" {
		t.Error(diff)
	}
}

func TestCancelledDrawing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := New(Options{})
	defer d.Close()
	if _, err := d.Draw(ctx, sampleCharts()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestNothingToDraw(t *testing.T) {
	for name, c := range map[string]Chart{
		"funnel without steps":   Funnel{},
		"funnel without counts":  Funnel{Steps: []FunnelStep{{Name: "Reached", Count: nan}, {Name: "Bought", Count: 0}}},
		"forest without rows":    Forest{},
		"forest of unknowns":     Forest{Rows: []ForestRow{{Name: "Likes", Value: nan}}},
		"forest, log of zero":    Forest{Log: true, Rows: []ForestRow{{Name: "Likes", Value: 0}}},
		"bar without rows":       Bar{},
		"bar of unknowns":        Bar{Rows: []BarRow{{Value: nan}}},
		"line without buckets":   Line{Series: []LineSeries{{Values: numbersOf(1, 2)}}},
		"line of unknowns":       Line{Buckets: weeks(2, false), Series: []LineSeries{{Values: numbersOf(nan, nan)}}},
		"scatter without points": Scatter{},
		"scatter of unknowns":    Scatter{Points: []ScatterPoint{{X: nan, Y: 1}}},
		"panels of nothing":      Panels{},
		"panels without rows":    Panels{Panels: []Panel{{Cells: []PanelCell{{Value: 1}}}}},
		"panels of unknowns":     Panels{Rows: []string{"a"}, Panels: []Panel{{Cells: []PanelCell{{Value: nan}}}}},
		"flow of nothing":        Flow{},
		"flow of one step":       Flow{Columns: []FlowColumn{{Nodes: []FlowNode{{Size: 1}}}}},
		"flow of nobody":         Flow{Columns: []FlowColumn{{Nodes: []FlowNode{{Size: 1}}}, {Nodes: []FlowNode{{Size: 0}}}}},
		"slope of nothing":       Slope{},
		"slope of unknowns":      Slope{Answers: []string{"a"}, Lines: []SlopeLine{{Name: "b", Values: numbersOf(nan)}}},
		"reversal of unknowns":   Reversal{All: ReversalLine{Ends: [2]ReversalEnd{{Value: 1}, {Value: nan}}}},
		"waterfall of nothing":   Waterfall{},
		"waterfall of zero":      Waterfall{Factors: []Factor{{Ratio: 0}}},
		"waterfall of infinity":  Waterfall{Factors: []Factor{{Ratio: 1e300}, {Ratio: 1e300}}},
	} {
		got, err := cold("").Draw(context.Background(), []Chart{c})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if d := got[0]; d.NoData == "" || d.Wide != "" || d.Narrow != "" || d.OptionJSON != "" {
			t.Errorf("%s: got %+v, want only NoData", name, d)
		}
	}
	if Spark(numbersOf(1, nan)) != "" || Spark(nil) != "" || IntervalBar(Interval{Value: nan, To: 1}) != "" || IntervalBar(Interval{Value: 1}) != "" {
		t.Error("a spark or interval of nothing must be empty")
	}
}

// Extremes that must be drawn, not refused: what the checks of every drawing say about them is in checkDrawing.
func TestExtremes(t *testing.T) {
	cases := map[string]Chart{
		"one step of one":       Funnel{Log: true, Steps: []FunnelStep{{Name: "Bought", Count: 1, Label: "1"}}},
		"all the same":          Bar{Compare: 0, Rows: []BarRow{{Name: "a", Value: 0, Low: nan, High: nan, Label: "0"}, {Name: "b", Value: 0, Low: nan, High: nan, Label: "0"}}},
		"below zero":            Bar{Compare: nan64, Rows: []BarRow{{Name: "a", Value: -3, Low: -4, High: -2, Label: "−3"}, {Name: "b", Value: 2, Low: nan, High: nan, Label: "2"}}},
		"one point":             Scatter{Points: []ScatterPoint{{X: 3, Y: 4, Label: "alone", Size: nan}}},
		"one bucket":            Line{Buckets: weeks(1, true), Series: []LineSeries{{Values: numbersOf(5), Labels: []string{"5"}}}},
		"only unfinished":       Line{Buckets: weeks(3, true), Series: []LineSeries{{Values: numbersOf(nan, nan, 5), Labels: []string{"", "", "5"}}}},
		"no change":             Waterfall{Start: "a", End: "b", Factors: []Factor{{Name: "x", Ratio: 1, Label: "×1"}}},
		"one estimate":          Forest{Reference: nan64, Rows: []ForestRow{{Name: "a", Value: 2, Low: nan, High: nan, Label: "2"}}},
		"an interval for miles": Forest{Log: true, Reference: 1, Rows: []ForestRow{{Name: "a", Value: 2, Low: 1e-30, High: 1e30, Label: "2"}, {Name: "b", Value: 1, Low: .5, High: 2, Label: "1"}}},
		"huge and tiny":         Bar{Compare: nan64, Rows: []BarRow{{Name: "a", Value: 1e300, Low: nan, High: nan, Label: "1e300"}, {Name: "b", Value: 1e-300, Low: nan, High: nan, Label: "0"}}},
	}
	manySteps := Panels{Rows: []string{"a"}}
	for range 10 {
		manySteps.Panels = append(manySteps.Panels, Panel{Name: "a step", Compare: nan64, Cells: []PanelCell{{Value: .5, Low: .4, High: .6, Label: "50%"}}})
	}
	cases["ten panels"], cases["a panel of zero"] = manySteps, Panels{Rows: []string{"a"}, Panels: []Panel{{Compare: nan64, Cells: []PanelCell{{Value: 0, Low: nan, High: nan, Label: "0%"}}}}}
	crowd := FlowColumn{}
	for i := range 12 {
		crowd.Nodes = append(crowd.Nodes, FlowNode{Name: "a thing", Size: float64(1 + 1000*(i%2)), Label: "1"})
	}
	cases["a flow of many"] = Flow{Columns: []FlowColumn{{Nodes: []FlowNode{{Name: "all", Size: 7000, Label: "7,000"}}}, crowd, crowd}, Bands: []FlowBand{{From: 0, To: 1, Size: 1001}, {Column: 1, From: 1, To: 0, Size: 1}}}
	cases["a flow of one"] = Flow{Columns: []FlowColumn{{Nodes: []FlowNode{{Size: 1}}}, {Nodes: []FlowNode{{Size: 1}}}}, Bands: []FlowBand{{Size: 1}}}
	cases["one answer"] = Slope{Answers: []string{"a"}, Lines: []SlopeLine{{Name: "b", Values: numbersOf(0)}}}
	names := slices.Sorted(maps.Keys(cases))
	var list []Chart
	for _, name := range names {
		list = append(list, cases[name])
	}
	for i, d := range drawn(t, Options{}, list...) {
		name := names[i]
		if d.NoData != "" {
			t.Errorf("%s: %s", name, d.NoData)
			continue
		}
		checkDrawing(t, name, d)
	}
}
