package render

import (
	"slices"
	"testing"

	"likewise/generator/model"
)

// TestComparedNotes says once what small numbers compare, and then what is behind them.
func TestComparedNotes(t *testing.T) {
	s := leagueSite(t, model.CannotTell)
	way := "last 4 full weeks on the 4 before"
	reach := KPI{Label: "People reached", Compared: way, Without: "people reached +5%"}
	bought := KPI{Label: "Purchases", Compared: way, AllOrders: true, Chance: "Purchases: p = 0.008."}
	aged := KPI{Label: "Likes", Compared: "4 weeks to 3 May on the 4 before"}
	for _, c := range []struct {
		items []KPI
		want  []string
	}{
		{[]KPI{reach, bought}, []string{"Below: last 4 full weeks on the 4 before, all orders counted.", "Without one post: people reached +5%.", "Purchases: p = 0.008."}},
		{[]KPI{reach, aged}, []string{"People reached: last 4 full weeks on the 4 before.", "Likes: 4 weeks to 3 May on the 4 before.", "Without one post: people reached +5%."}},
		{[]KPI{{Label: "Saves", Against: "no weekly figures"}}, nil},
	} {
		if got := s.comparedNotes(c.items); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
