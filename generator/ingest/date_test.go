package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ cell, order, want string }{
		{"2026-07-14", "", "2026-07-13 23:00:00 day"}, {"2026-07-14 18:05", "", "2026-07-14 17:05:00"}, {"2026-07-14T18:05:09", "", "2026-07-14 17:05:09"},
		{"2026-07-14T18:05:09Z", "", "2026-07-14 18:05:09"}, {"2026-07-14T18:05:09.123Z", "", "2026-07-14 18:05:09"}, {"2026-07-14T18:05:09+02:00", "", "2026-07-14 16:05:09"}, {"2025-05-11 09:55:16 -0400", "", "2025-05-11 13:55:16"},
		{"2026-08-15 13:12 +0000", "", "2026-08-15 13:12:00"}, {"2026-07-14 18:05 UTC", "", "2026-07-14 18:05:00"}, {"2026/07/14 18:05", "", "2026-07-14 17:05:00"}, {"20260714", "", "2026-07-13 23:00:00 day"},
		{"03/04/2026 18:00", "mdy", "2026-03-04 18:00:00"}, {"03/04/2026 18:00", "dmy", "2026-04-03 17:00:00"}, {"3/4/26", "mdy", "2026-03-04 00:00:00 day"}, {"01.09.2026 18:00", "", "2026-09-01 17:00:00"}, {"1. September 2026", "", "2026-08-31 23:00:00 day"},
		{"03/15/2024 10:05 am", "mdy", "2024-03-15 10:05:00"}, {"12/07/2023 12:05 AM", "mdy", "2023-12-07 00:05:00"}, {"12/07/2023 7:00 p.m.", "mdy", "2023-12-07 19:00:00"}, {"4/22/2018 6:00", "mdy", "2018-04-22 05:00:00"},
		{"Oct 3, 2026", "", "2026-10-02 23:00:00 day"}, {"3 Oct 2026", "", "2026-10-02 23:00:00 day"}, {"Tue, Jul 14, 2026", "", "2026-07-13 23:00:00 day"}, {"Jun 09, 2018 09:30 pm", "", "2018-06-09 20:30:00"}, {"October 3rd, 2026 at 9:05 AM", "", "2026-10-03 08:05:00"},
		{"3 de octubre de 2026", "", "2026-10-02 23:00:00 day"}, {"1er janvier 2026", "", "2026-01-01 00:00:00 day"}, {"3 août 2026 à 18:00", "", "2026-08-03 17:00:00"}, {"15 de março de 2026", "", "2026-03-15 00:00:00 day"}, {"15. März 2026, 18:00 Uhr", "", "2026-03-15 18:00:00"}, {"mar., 3 mars 2026", "", "2026-03-03 00:00:00 day"}, {"mar, 21 de abr. de 2026, 13:29", "", "2026-04-21 12:29:00"}, {"3 mar 2026", "", "2026-03-03 00:00:00 day"}, {"1 mars 2026 à 18h30", "", "2026-03-01 18:30:00"},
		{"sab 7 mar 2026 alle 11:44", "", "2026-03-07 11:44:00"}, {"3 mag 2026 09:57", "", "2026-05-03 08:57:00"}, {"wo 4 mrt. 2026 10:37", "", "2026-03-04 10:37:00"}, {"4 października 2026, 10:37", "", "2026-10-04 09:37:00"},
		{"01.03.2026 18.30", "", "2026-03-01 18:30:00"}, {"01/03/2026 9.05", "dmy", "2026-03-01 09:05:00"}, {"1. 3. 26", "", "2026-03-01 00:00:00 day"}, {"01.03.2026 25.30", "", ""}, {"Sun Mar 01 2026 09:30:00 GMT+0100 (Central European Standard Time)", "", "2026-03-01 08:30:00"}, {"2026-03-01 (draft)", "", ""},
		{"February 28", "", "2026-02-28 00:00:00 day noyear"}, {"December 2", "", "2025-12-02 00:00:00 day noyear"},
		{"1784052309", "", "2026-07-14 18:05:09"}, {"1784052309000", "", "2026-07-14 18:05:09"}, {"1784052309000000", "", "2026-07-14 18:05:09"},
		{"46217", "", "2026-07-13 23:00:00 day"}, {"46217.753576389", "", "2026-07-14 17:05:09"},
		{"03/04/2026", "", ""}, {"2026-02-30", "", ""}, {"13/13/2026", "dmy", ""}, {"yesterday", "", ""}, {"2026", "", ""}, {"25:00", "", ""}, {"1-2", "dmy", ""}, {"2026-07-14 26:00", "", ""}, {"Lifetime", "", ""}, {"00/00/0000", "dmy", ""}, {"9999-99-99", "", ""}, {"-", "", ""},
	} {
		st := dateStyle{order: c.order, zone: london, days: london, serial: true, asOf: testAsOf}
		m, ok := st.parse(c.cell)
		got := ""
		if ok {
			got = m.t.Truncate(time.Second).Format(time.DateTime)
			if m.dayOnly {
				got += " day"
			}
			if m.noYear {
				got += " noyear"
			}
		}
		if got != c.want {
			t.Errorf("%q as %q: %q, want %q", c.cell, c.order, got, c.want)
		}
	}
}

// seeds feeds a fuzz test with the cells of testdata.
func seeds(f *testing.F) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds in testdata", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, delim := range []byte{',', ';'} {
			for r := newCSV(bytes.NewReader(text), delim, 1); ; {
				rec, err := r.next()
				if err != nil {
					break
				}
				for _, c := range rec.cells {
					f.Add(c)
				}
			}
		}
	}
}

// FuzzDate checks that no cell panics and that what is read is a year that exports have.
func FuzzDate(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, cell string) {
		for _, order := range []string{"", "dmy", "mdy"} {
			m, ok := dateStyle{order: order, zone: time.UTC, days: time.UTC, serial: true, asOf: testAsOf}.parse(cell)
			if y := m.t.Year(); ok && (y < 1969 || y > 2200) {
				t.Errorf("%q: %v", cell, m.t)
			}
		}
	})
}

// FuzzCSV checks that cutting never panics, never loses a line and always ends.
func FuzzCSV(f *testing.F) {
	seeds(f)
	f.Add("a,\"b\n\"\"c\",d\r\n\"x\"y\",")
	f.Fuzz(func(t *testing.T, text string) {
		r := newCSV(bytes.NewReader([]byte(text)), ',', 1)
		for n := 0; ; n++ {
			if _, err := r.next(); err != nil {
				break
			}
			if n > len(text) {
				t.Fatal("does not end")
			}
		}
		if r.off != int64(len(text)) {
			t.Errorf("consumed %d of %d bytes", r.off, len(text))
		}
	})
}
