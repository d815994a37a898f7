package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Size is a number of bytes, written "600kB", "1.5MB" or 600000; a kB is 1,000 bytes.
type Size int

// UnmarshalTOML reads a size.
func (s *Size) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case int64:
		return s.set(float64(v), v)
	case string:
		digits, unit := strings.ToLower(strings.TrimSpace(v)), 1.0
		for _, u := range []struct {
			suffix string
			bytes  float64
		}{{"kb", 1e3}, {"mb", 1e6}, {"b", 1}} {
			if rest, ok := strings.CutSuffix(digits, u.suffix); ok {
				digits, unit = strings.TrimSpace(rest), u.bytes
				break
			}
		}
		f, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return fmt.Errorf("%q is no size; write \"600kB\" or \"1.5MB\"", v)
		}
		return s.set(f*unit, v)
	}
	return fmt.Errorf("%v is no size; write \"600kB\" or \"1.5MB\"", v)
}

func (s *Size) set(bytes float64, said any) error {
	if !(bytes >= 0 && bytes <= math.MaxInt32) {
		return fmt.Errorf("%v is out of range; write \"600kB\" or \"1.5MB\"", said)
	}
	*s = Size(bytes)
	return nil
}
