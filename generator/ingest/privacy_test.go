package ingest

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"likewise/generator/model"
)

// TestNoPersonPasses loads orders, posts and events full of persons, and looks for them in every table and account.
func TestNoPersonPasses(t *testing.T) {
	secrets := []string{"ann@example.com", "Ann Example", "12 Harbour Street", "+44 20 7946 0000", "203.0.113.9", "user-4711", "Agent Smith", "left at the door"}
	files := map[string]string{
		"shop.csv":   "Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Billing Name,Billing Street,Phone,Notes\n#1,ann@example.com,paid,GBP,10,2026-09-01,Beans,Ann Example,12 Harbour Street,+44 20 7946 0000,left at the door\n#2,ann@example.com,paid,GBP,many,2026-09-01,Beans,Ann Example,12 Harbour Street,+44 20 7946 0000,left at the door\n",
		"plain.csv":  "id,caption,likes,Customer name,Billing address,Anschrift,e_mail,contact,ip_address,Sent by\np1,One,1,Ann Example,12 Harbour Street,,ann@example.com,ann@example.com,203.0.113.9,Agent Smith\n",
		"events.csv": "user_id,timestamp,event,email,Phone number,remote\nuser-4711,2026-09-01 10:00:00,view,ann@example.com,+44 20 7946 0000,203.0.113.9\nuser-4711,never,view,ann@example.com,+44 20 7946 0000,203.0.113.9\n",
		"slow.jsonl": `{"user":"user-4711","timestamp":"2026-09-01 10:00:00","action":"view","email":"ann@example.com","visitor_ip":"203.0.113.9"}` + "\n",
	}
	w, r, problems := load(t, site(t, files), model.Data{Files: "*.csv"}, model.Data{Files: "slow.jsonl", Kind: "events"})
	var b strings.Builder
	for _, table := range []string{"posts", "metrics", "daily", "events", "orders", eventLog} {
		rows := 0
		err := w.Each(context.Background(), "select cast(t as varchar) from "+table+" t", func(r *sql.Rows) error {
			var s string
			rows++
			defer func() { fmt.Fprintln(&b, table, s) }()
			return r.Scan(&s)
		})
		if err != nil {
			t.Fatal(err)
		}
		if rows == 0 && table != "daily" {
			t.Errorf("%s is empty: nothing was tested", table)
		}
	}
	for _, v := range []any{r, problems} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	for _, s := range secrets {
		if strings.Contains(b.String(), s) {
			t.Errorf("%q passed:\n%s", s, b.String())
		}
	}
}
