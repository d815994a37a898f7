package main

import "testing"

func TestPercentFor(t *testing.T) {
	for _, c := range []struct {
		live, to uint64
		want     int
	}{
		{0, 128 << 20, 100},        // nothing was collected yet
		{32 << 20, 128 << 20, 300}, // 32 MB and three times as much
		{64 << 20, 128 << 20, 100},
		{100 << 20, 128 << 20, 100}, // as Go does
	} {
		if got := percentFor(c.live, c.to); got != c.want {
			t.Errorf("%d live, %d wanted: GOGC %d, want %d", c.live, c.to, got, c.want)
		}
	}
}
