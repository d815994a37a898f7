package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Proportion is a part of a whole, written "1%" or 0.01.
type Proportion float64

// UnmarshalTOML reads "1%", 0.01 or 0.
func (p *Proportion) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case float64:
		*p = Proportion(v)
	case int64:
		*p = Proportion(v)
	case string:
		f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(v), "%"), 64)
		if err != nil {
			return fmt.Errorf("%q is no share; write \"1%%\" or 0.01", v)
		}
		if strings.HasSuffix(strings.TrimSpace(v), "%") {
			f /= 100
		}
		*p = Proportion(f)
	default:
		return errors.New(`wants a share such as "1%" or 0.01`)
	}
	return nil
}

// String is "12.5%".
func (p Proportion) String() string {
	return strconv.FormatFloat(100*float64(p), 'f', -1, 64) + "%"
}
