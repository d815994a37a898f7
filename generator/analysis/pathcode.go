package analysis

import (
	"fmt"
	"strings"
)

const (
	codeTouches = 7   // touches in one number
	codeBase    = 256 // more than there are touches told apart, and a seventh power below 2^63
)

// pathCode is the touches of a path as numbers, the first touch in the lowest digits of the first: each digit is the touch
// plus one, 0 where the path has ended. It holds longestPath touches out of mostTouches and "(other)".
type pathCode [(longestPath + codeTouches - 1) / codeTouches]int64

// codeColumns lists columns, one a number of a code; shape says how each is spelt: "c%d".
func codeColumns(shape string) string {
	out := make([]string, len(pathCode{}))
	for i := range out {
		out[i] = fmt.Sprintf(shape, i)
	}
	return strings.Join(out, ", ")
}

// digitSQL is what a touch adds to the number that it stands in, by its id and its slot on the path.
var digitSQL = fmt.Sprintf("(id + 1) * cast(power(%d, slot %% %d) as bigint)", codeBase, codeTouches)

// codeSQL is the sums of digits that are a code.
func codeSQL() string {
	out := make([]string, len(pathCode{}))
	for i := range out {
		first := i * codeTouches
		out[i] = fmt.Sprintf("cast(coalesce(sum(case when slot between %d and %d then digit end), 0) as bigint) as c%d", first, first+codeTouches-1, i)
	}
	return strings.Join(out, ", ")
}

// into is where a row of the columns is scanned to.
func (c *pathCode) into() []any {
	out := make([]any, len(c))
	for i := range c {
		out[i] = &c[i]
	}
	return out
}

// touches is the path that the code stands for.
func (c pathCode) touches() []int {
	var out []int
	for _, digits := range c {
		for ; digits > 0; digits /= codeBase {
			out = append(out, int(digits%codeBase)-1)
		}
	}
	return out
}
