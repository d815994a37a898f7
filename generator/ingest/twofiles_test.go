package ingest

import (
	"testing"

	"likewise/generator/model"
)

// TestOrdersOfTwoFiles reads Shopify exports in two files. One cut between the lines of an order leaves the order as it
// was; two orders of one number and different times are told of, for one of them is lost; the same export again is not.
func TestOrdersOfTwoFiles(t *testing.T) {
	const head = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name\n"
	const first = "#1001,a@shop.test,paid,2026-09-01 10:00:00 +0000,GBP,20,20,2026-09-01 10:00:00 +0000,1,Cup\n"
	const item = "#1001,a@shop.test,,,,,,2026-09-01 10:00:00 +0000,1,Pot\n"
	const later = "#1001,b@shop.test,paid,2026-09-05 10:00:00 +0000,GBP,7,7,2026-09-05 10:00:00 +0000,1,Tea\n"
	for name, c := range map[string]struct {
		second string
		value  float64
		warns  bool
	}{
		"cut between its lines": {item, 20, false},
		"two shops":             {later, 7, true},
		"the same again":        {first + item, 20, false},
	} {
		t.Run(name, func(t *testing.T) {
			w, _, problems := load(t, site(t, map[string]string{"a.csv": head + first, "b.csv": head + c.second}), model.Data{Files: "*.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if n, v := one[int](t, w, "select count(*) from orders"), one[float64](t, w, "select sum(value) from orders"); n != 1 || v != c.value {
				t.Errorf("%d orders of %v, want 1 of %v", n, v, c.value)
			}
			warned := false
			for _, p := range problems {
				warned = warned || p.Code == "order-of-another-time"
			}
			if warned != c.warns {
				t.Errorf("warned %v, want %v: %v", warned, c.warns, problems)
			}
		})
	}
}
