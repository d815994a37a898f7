//go:build !linux && !darwin

package publish

// exchange is not offered by this system; swapAside does it in two steps.
func exchange(_, _ string) error { return errNoExchange }
