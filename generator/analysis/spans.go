package analysis

import "time"

// spans is two spans of publication days that are compared, the later one ending on a day whose posts are old enough.
// Both have 28 days, so that each weekday occurs four times in each.
type spans struct {
	grain                      string
	from, to, earlier, earlyTo time.Time
}

const spanDays = 28

// lastRipe is the last day all of whose posts are old enough: it was over so many days ago. A data's day that is given
// without a time ends a second before midnight.
func lastRipe(o Options, days float64) time.Time {
	at := o.AsOf.Add(time.Second - time.Duration(days*24*float64(time.Hour))).In(o.Zone)
	return time.Date(at.Year(), at.Month(), at.Day()-1, 0, 0, 0, 0, time.UTC)
}

// monthBefore holds days 1 to 28 of the last month whose 28th has come against those of the one before: whole months
// have five of some weekdays, and not of the same.
func monthBefore(last time.Time) spans {
	first := time.Date(last.Year(), last.Month(), 1, 0, 0, 0, 0, time.UTC)
	if last.Day() < spanDays {
		first = first.AddDate(0, -1, 0)
	}
	return spansOf("month", first, first.AddDate(0, -1, 0))
}

func weeksBefore(last time.Time) spans {
	return spansOf("28 days", last.AddDate(0, 0, 1-spanDays), last.AddDate(0, 0, 1-2*spanDays))
}

func spansOf(grain string, later, earlier time.Time) spans {
	return spans{grain, later, later.AddDate(0, 0, spanDays-1), earlier, earlier.AddDate(0, 0, spanDays-1)}
}
