package chart

import (
	"context"
	"testing"
)

func BenchmarkStartEngine(b *testing.B) {
	for b.Loop() {
		e, err := startEngine()
		if err != nil {
			b.Fatal(err)
		}
		if err := e.close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDraw draws one chart, wide and narrow; what needs ECharts with an engine that runs.
func BenchmarkDraw(b *testing.B) {
	d := New(Options{})
	defer d.Close()
	for _, s := range samples() {
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := d.Draw(context.Background(), []Chart{s.chart}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDrawFromCache(b *testing.B) {
	d := New(Options{CacheDir: b.TempDir()})
	defer d.Close()
	for b.Loop() {
		if _, err := d.Draw(context.Background(), []Chart{sampleFlow()}); err != nil {
			b.Fatal(err)
		}
	}
}
