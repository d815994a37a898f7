package analysis

import "time"

// quarterHour is the quarter of an hour that holds a time, both in microseconds since 1970, as SQL common to the
// engines. Times that are then cut into days of the site's zone leave the engine in this grain, which keeps the rows
// few: every zone is off UTC by a multiple of it since 1972. The engine's own date_trunc cuts at midnight of UTC, which
// puts an evening's orders into another day.
func quarterHour(micros string) string { return micros + " - mod(" + micros + ", 900000000)" }

// dayIn is the day of the zone that holds a time in microseconds, as a date: midnight of UTC, since in a zone whose clocks
// change at midnight a day may have none.
func dayIn(micros int64, zone *time.Location) time.Time {
	at := time.UnixMicro(micros).In(zone)
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
}
