package warehouse

import (
	"sort"
	"time"
)

// localSpan is a stretch of local time (written as if it were UTC) in which one offset holds.
type localSpan struct {
	from, to time.Time
	offset   time.Duration // east of UTC
}

// localSpans cuts the local time from first to last by the offset that [time.Date] takes: in an hour that is skipped or
// comes twice, the engine and Go then agree.
func localSpans(zone *time.Location, first, last time.Time) []localSpan {
	out := []localSpan{{from: first.UTC(), offset: offsetAt(zone, first.UTC())}}
	for at := first; ; {
		_, next := at.In(zone).ZoneBounds()
		if next.IsZero() || next.After(last) {
			break
		}
		cut := breakNear(zone, next.UTC())
		out[len(out)-1].to = cut
		out = append(out, localSpan{from: cut, offset: offsetAt(zone, cut)})
		at = next
	}
	out[len(out)-1].to = last.UTC()
	return out
}

// offsetAt is the offset of a local time.
func offsetAt(zone *time.Location, local time.Time) time.Duration {
	y, m, d := local.Date()
	h, n, s := local.Clock()
	return local.Sub(time.Date(y, m, d, h, n, s, 0, zone))
}

// breakNear is the local second, within two days, at which the offset changes that changes at an instant.
func breakNear(zone *time.Location, instant time.Time) time.Time {
	const seconds = 4 * 24 * 3600
	from := instant.Add(-seconds / 2 * time.Second)
	before := offsetAt(zone, from)
	n := sort.Search(seconds, func(n int) bool { return offsetAt(zone, from.Add(time.Duration(n)*time.Second)) != before })
	return from.Add(time.Duration(n) * time.Second)
}
