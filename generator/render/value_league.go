package render

import (
	"fmt"
	"math"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/page"
)

// leagueQuantity reads the paths of what holds posts against each other: "driver.OUTCOME.FEATURE.LEVEL" is a ratio
// with its interval, "timing.p" the p of the map, "looks" and "surviving" the tally of comparisons. found is false
// where the path is none of these.
func (b *binding) leagueQuantity(r *page.Ref, path string) (q quantity, found bool, err error) {
	switch {
	case path == "timing.p":
		q = quantity{number: math.NaN(), text: b.chance(b.Report.Timing.PermutationP), from: timingCSV}
		if q.text == "" {
			q.text = missing
		}
		return q, true, nil
	case path == "looks":
		return quantity{number: float64(b.Report.Looks.Comparisons), format: "num0", from: b.methodsOr(driversCSV)}, true, nil
	case path == "surviving":
		return quantity{number: float64(b.Report.Looks.Surviving), format: "num0", from: b.methodsOr(driversCSV)}, true, nil
	case strings.HasPrefix(path, "driver."):
		q, err = b.driverQuantity(r, strings.TrimPrefix(path, "driver."))
		return q, true, err
	}
	return quantity{}, false, nil
}

func (b *binding) methodsOr(otherwise string) string {
	if b.hasMethods {
		return href("", b.methods)
	}
	return otherwise
}

func (b *binding) driverQuantity(r *page.Ref, path string) (quantity, error) {
	from := driversCSV
	if to := b.pageWith("drivers"); to != "" {
		from = href("", to)
	}
	known := []string{}
	for i := range b.Report.Drivers {
		d := &b.Report.Drivers[i]
		for _, t := range d.Terms {
			name := d.Outcome + "." + t.Feature + "." + t.Level
			if known = append(known, name); name == path {
				return quantity{number: math.NaN(), text: ratioText(b.ratio(t.RateRatio)), from: from}, nil
			}
		}
	}
	return quantity{}, r.Problem("unknown-value", fmt.Sprintf("no model has a term %q", path), diag.DidYouMean(path, known))
}
