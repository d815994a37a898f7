package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"likewise/generator/model"
)

// settleBreaks checks a format's breaks and says whose they are.
func (f *Format) settleBreaks() error {
	for i := range f.Breaks {
		b := &f.Breaks[i]
		if _, err := time.Parse(model.Day, b.At); err != nil {
			return fmt.Errorf("a break at %q: want a day such as 2024-09-01", b.At)
		}
		if b.Metric == "" {
			return fmt.Errorf("the break at %s names no metric", b.At)
		}
		b.Platform, b.From = f.Platform, f.Title
	}
	return nil
}

// breaks are those of the formats that files were read by, as far as some post has the metric.
func (l *loader) breaks() []model.Break {
	out := []model.Break{}
	for _, t := range l.tables {
		for _, b := range t.format.Breaks {
			if slices.Contains(l.result.Metrics, b.Metric) && !slices.Contains(out, b) {
				out = append(out, b)
			}
		}
	}
	slices.SortFunc(out, func(a, b model.Break) int {
		return cmp.Or(cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.At, b.At), cmp.Compare(a.Platform, b.Platform))
	})
	return out
}
