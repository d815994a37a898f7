package model

// ComparedWeeks is how many of the newest full weeks are held against as many before them.
const ComparedWeeks = 4

// Recent is what is known of the difference between the newest full weeks of a series and as many before them.
type Recent struct {
	// Post is the one post that more than half of the difference is from; empty: none is. Without is the change as a
	// share, that post left out.
	Post    string `json:"post,omitempty"`
	Without Number `json:"without"`
	// P is the chance that as many conversions, each as likely in either span, fall as unevenly; null where they are not
	// counted one by one on the day on which they happened.
	P Number `json:"p"`
	Q Number `json:"q"`
}

// FullWeeks ends before the first week that is not over or whose posts are too young to be held against older ones, so
// that what is compared is weeks in a row.
func FullWeeks(points []Point) []Point {
	for i, p := range points {
		if p.Partial || p.Young {
			return points[:i]
		}
	}
	return points
}

// Compared is the newest full weeks and as many before them; ok is false where they are too few.
func (s *Series) Compared() (last, before []Point, ok bool) {
	full := FullWeeks(s.Points)
	n := len(full)
	if n < 2*ComparedWeeks {
		return nil, nil, false
	}
	return full[n-ComparedWeeks:], full[n-2*ComparedWeeks : n-ComparedWeeks], true
}
