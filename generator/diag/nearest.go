package diag

import "strings"

// Nearest returns the known name closest to name, or "" when none is close enough to suggest
// (optimal string alignment distance above a third of the longer length). Case is ignored.
func Nearest(name string, known []string) string {
	best, bestD := "", 1<<30
	a := []rune(strings.ToLower(name))
	for _, k := range known {
		b := []rune(strings.ToLower(k))
		d := distance(a, b)
		if limit := max(len(a), len(b))/3 + 1; d > limit || d >= max(len(a), len(b)) {
			continue
		}
		if d < bestD || (d == bestD && k < best) {
			best, bestD = k, d
		}
	}
	return best
}

// DidYouMean is "did you mean %q?" for the nearest known name, or a list of what there is.
func DidYouMean(name string, known []string) string {
	if n := Nearest(name, known); n != "" {
		return `did you mean "` + n + `"?`
	}
	switch {
	case len(known) == 0:
		return ""
	case len(known) > 12:
		return "known: " + strings.Join(known[:12], ", ") + ", ..."
	}
	return "known: " + strings.Join(known, ", ")
}

// distance is the optimal string alignment distance (Levenshtein plus adjacent transpositions).
func distance(a, b []rune) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
