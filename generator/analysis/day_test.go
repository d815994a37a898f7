package analysis

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// Orders stand in the week of the site's zone: a minute before and at midnight of a Monday, in winter, in summer, on the
// Sundays on which the clocks change, east and west of Greenwich, and where a day has no midnight.
func TestWeeksAreCutInTheSitesZone(t *testing.T) {
	cases := []struct{ zone, before, at, week string }{
		{"UTC", "2026-01-04 23:59", "2026-01-05 00:00", "2026-01-05"},
		{"Europe/London", "2026-01-04 23:59", "2026-01-05 00:00", "2026-01-05"},
		{"Europe/London", "2026-06-07 22:59", "2026-06-07 23:00", "2026-06-08"},
		{"Europe/London", "2026-03-29 22:59", "2026-03-29 23:00", "2026-03-30"}, // clocks went forward that morning
		{"Europe/London", "2026-10-25 23:59", "2026-10-26 00:00", "2026-10-26"}, // and back
		{"America/Los_Angeles", "2026-06-08 06:59", "2026-06-08 07:00", "2026-06-08"},
		{"America/Los_Angeles", "2026-03-09 06:59", "2026-03-09 07:00", "2026-03-09"},
		{"America/Los_Angeles", "2026-11-02 07:59", "2026-11-02 08:00", "2026-11-02"},
		{"Asia/Kathmandu", "2026-06-07 18:14", "2026-06-07 18:15", "2026-06-08"},
		{"Pacific/Auckland", "2026-01-04 10:59", "2026-01-04 11:00", "2026-01-05"},
		{"America/Sao_Paulo", "2018-11-05 01:59", "2018-11-05 02:00", "2018-11-05"}, // the Sunday before began at one
	}
	for _, c := range cases {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		w := fixture(t, `(1,'a',null,100,10,5)`, fmt.Sprintf(`insert into orders (order_id, "at", value, status) values ('1','%s:59',0.1,'paid'),('2','%s:00',0.2,'paid'),('3','%s:00',0.1,'paid')`, c.before, c.at, c.at))
		got, err := happened(t.Context(), w, zone)
		if err != nil {
			t.Fatal(err)
		}
		monday, _ := time.Parse(model.Day, c.week)
		earlier := monday.AddDate(0, 0, -7).Format(model.Day)
		if p, r := got["purchases"], got["revenue"]; len(p) != 2 || p[earlier] != 1 || p[c.week] != 2 || r[earlier] != .1 || r[c.week] != .3 {
			t.Errorf("%s around %s: %v %v", c.zone, c.at, p, r)
		}
	}
}

// People stand in the week of their entry in the site's zone, and a week is immature by its midnight there.
func TestWeeksOfEntryAreCutInTheSitesZone(t *testing.T) {
	const sunday = 6 * 24 * 60 // minutes from Monday 2 March 2026 to the Sunday, in UTC
	w := eventsTable(t, fmt.Sprintf("view:0@%d buy:0@%d", sunday+17*60+59, sunday+18*60), fmt.Sprintf("view:0@%d", sunday+18*60+15), fmt.Sprintf("view:0@%d", sunday+24*60))
	o := peopleOptions
	for zone, want := range map[string]string{"UTC": "2026-03-02 2 2026-03-09 1", "Asia/Kathmandu": "2026-03-02 1 2026-03-09 2", "America/Los_Angeles": "2026-03-02 3"} {
		o.Zone, _ = time.LoadLocation(zone)
		r, _ := peopleOf(t, w, o, model.Funnel{Name: "f", Steps: []string{"view", "buy"}})
		var got []string
		for _, week := range r.Weeks {
			got = append(got, fmt.Sprint(week.From, " ", week.Counts[0]))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
	// The window of 2 March's last entrants closes a day after midnight of Monday 9 March in Los Angeles.
	o.Zone, _ = time.LoadLocation("America/Los_Angeles")
	for at, immature := range map[string]bool{"2026-03-10T06:59:59Z": true, "2026-03-10T07:00:00Z": false} {
		o.AsOf, _ = time.Parse(time.RFC3339, at)
		r, _ := peopleOf(t, w, o, model.Funnel{Name: "f", Steps: []string{"view", "buy"}, Window: model.Duration(24 * time.Hour)})
		if r.Weeks[0].Immature != immature {
			t.Errorf("at %s: immature %v", at, r.Weeks[0].Immature)
		}
	}
}
