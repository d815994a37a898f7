package chart

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"likewise/generator/model"
)

var update = flag.Bool("update", false, "write the golden files in testdata")

// drawn draws the charts with a Drawer of their own, so with a fresh engine.
func drawn(t testing.TB, o Options, list ...Chart) []Drawing {
	t.Helper()
	d := New(o)
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	out, err := d.Draw(context.Background(), list)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sampleCharts() []Chart {
	var list []Chart
	for _, s := range samples() {
		list = append(list, s.chart)
	}
	return list
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it and run with -update\ngot  %s\nwant %s", name, got, want)
	}
}

func TestGolden(t *testing.T) {
	drawings := drawn(t, Options{}, sampleCharts()...)
	if len(drawings) == 0 {
		t.Fatal("no cases")
	}
	for i, s := range samples() {
		d := drawings[i]
		if d.NoData != "" {
			t.Errorf("%s: %s", s.name, d.NoData)
		}
		golden(t, s.name+".wide.svg", []byte(d.Wide+"\n"))
		golden(t, s.name+".narrow.svg", []byte(d.Narrow+"\n"))
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, []byte(d.OptionJSON), "", " "); err != nil {
			t.Fatal(err)
		}
		golden(t, s.name+".json", append(pretty.Bytes(), '\n'))
	}
}

func TestGoldenInline(t *testing.T) {
	golden(t, "spark.svg", []byte(Spark([]model.Number{3, 3.8, 3.4, nan, 5.1, 5, 5.3, 6.4})+"\n"))
	golden(t, "interval.svg", []byte(IntervalBar(Interval{Value: 2.25, Low: 1.62, High: 3.05, From: 0, To: 3.5, Reference: 1, Tone: Key})+"\n"))
}
