package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
)

// file is one file of data/, its name with slashes.
type file struct {
	name    string
	content []byte
}

func (y year) files() ([]file, error) {
	log, err := packed(eventLog(y))
	if err != nil {
		return nil, err
	}
	return []file{
		{"instagram/2025-11-01_2026-05-03.csv", instagramExport(y.posts, firstExport, 0)},
		{"instagram/2026-04-20_2026-10-31.csv", instagramExport(y.posts, asOf, 10_000)},
		{"posts/topics.csv", topicsTable(y.posts)},
		{"posts/reach_sources.csv", y.sources},
		{"ga4/pages_and_screens.csv", pagesReport(y.pages)},
		{"shopify/orders_export.csv", ordersExport(y.orders)},
		{"events/events.csv.gz", log},
	}, nil
}

func packed(content []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(content); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// sheet is a CSV file being written. Cells with a space are quoted as well, as Meta does where quoteSpaces is set.
type sheet struct {
	bytes.Buffer
	quoteSpaces bool
}

func (s *sheet) row(cells ...string) {
	special := ",\"\n\r"
	if s.quoteSpaces {
		special += " "
	}
	for i, c := range cells {
		if i > 0 {
			s.WriteByte(',')
		}
		if strings.ContainsAny(c, special) {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		s.WriteString(c)
	}
	s.WriteByte('\n')
}

// thousands writes 12400 as "12,400" from a size on; zero means never.
func thousands(n, from int) string {
	if from == 0 || n < from {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// pounds writes pence as 12.50.
func pounds(pence int) string {
	sign := ""
	if pence < 0 {
		sign, pence = "-", -pence
	}
	return fmt.Sprintf("%s%d.%02d", sign, pence/100, pence%100)
}
