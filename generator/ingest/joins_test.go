package ingest

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/model"
)

// Every way in which an order can name its post, and what happens when it names several or none.
func TestOrdersFindPosts(t *testing.T) {
	dir := site(t, map[string]string{
		"posts.csv": `post_id,permalink,short link,discount code,reach
p1,https://www.instagram.com/p/AAA/,bit.ly/one,SPRING10,100
p2,https://www.instagram.com/p/BBB/,"https://bit.ly/two, https://go.example/2",SUMMER15 SHARED,100
p3,https://www.instagram.com/p/CCC/,bit.ly/both,SHARED,100
p4,https://www.instagram.com/p/DDD/,bit.ly/both,,100
`,
		"links.csv": `Link,Date created,Destination URL
https://bit.ly/four,2026-09-01,https://shop.example/tea?utm_source=ig&utm_content=p4
bit.ly/three,2026-09-01,instagram.com/p/CCC
bit.ly/away,2026-09-01,https://elsewhere.example/
bit.ly/away,2026-09-01,https://elsewhere.example/
bit.ly/empty,2026-09-01,
`,
		"orders.csv": `order_id,value,utm_content,landing page,coupon
id,1,p1,,
id before all,1,p1,https://www.instagram.com/p/BBB/,SUMMER15
unknown id,1,p9,https://www.instagram.com/p/BBB/,
landing,1,,https://shop.example/x?utm_content=p3&utm_source=a,
permalink,1,,http://instagram.com/p/AAA?igsh=1#top,
permalink without scheme,1,,www.instagram.com/p/AAA/,
permalink as id,1,https://instagram.com/p/BBB/,,
short,1,,https://bit.ly/two,
second short,1,,go.example/2/,
short of a table,1,,http://bit.ly/four,
short to a permalink,1,,bit.ly/three,
code,1,,,spring10
codes,1,,,"Welcome, summer15"
two codes,1,,,"spring10, summer15"
shared code,1,,,shared
shared short,1,,bit.ly/both,
shared short and a code,1,,bit.ly/both,Spring10
nothing,1,,,
foreign,1,,https://bit.ly/away,NEWSLETTER
`,
	})
	w, r, problems := load(t, dir, model.Data{Files: "posts.csv"}, model.Data{Files: "links.csv"}, model.Data{Files: "orders.csv"})
	if got := problems.Err(); got != nil && !strings.Contains(got.Error(), "lacks a short link") {
		t.Fatal(got)
	}
	want := map[string]string{
		"id": "p1 post id", "id before all": "p1 post id", "unknown id": "p2 permalink", "landing": "p3 post id",
		"permalink": "p1 permalink", "permalink without scheme": "p1 permalink", "permalink as id": "p2 permalink",
		"short": "p2 short link", "second short": "p2 short link", "short of a table": "p4 short link", "short to a permalink": "p3 short link",
		"code": "p1 discount code", "codes": "p2 discount code", "two codes": " ambiguous", "shared code": " ambiguous", "shared short": " ambiguous",
		"shared short and a code": "p1 discount code", "nothing": " ", "foreign": " ",
	}
	got := map[string]string{}
	err := w.Each(context.Background(), "select order_id, coalesce(post_id, ''), coalesce(joined_by, '') from orders", func(r *sql.Rows) error {
		var id, post, by string
		err := r.Scan(&id, &post, &by)
		got[id] = post + " " + by
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if r.Orders != len(want) || r.Unjoined != 5 {
		t.Errorf("%d orders, %d unjoined; want %d, 5", r.Orders, r.Unjoined, len(want))
	}
	links, orders := r.Sources[1], r.Sources[2]
	if links.Stored != 3 || links.Duplicate != 1 || links.Rejected != 1 {
		t.Errorf("links: %+v", links)
	}
	for _, note := range []string{
		"14 orders are joined to a post (3 by post id, 4 by permalink, 4 by short link, 3 by discount code), 5 are not",
		"3 orders name several posts and are joined to none",
	} {
		if !strings.Contains(strings.Join(orders.Notes, "\n"), note) {
			t.Errorf("no note %q in %q", note, orders.Notes)
		}
	}
	if n := one[float64](t, w, "select sum(purchases) from posts"); n != 14 {
		t.Errorf("%v purchases, want 14", n)
	}
}

// Events name posts by links as well: the events table then has the id.
func TestEventsFindPosts(t *testing.T) {
	dir := site(t, map[string]string{
		"posts.csv":  "post_id,permalink,short_link,reach\np1,https://www.instagram.com/p/AAA/,bit.ly/one,100\np2,https://www.instagram.com/p/BBB/,,100\n",
		"events.csv": "actor,at,action,post_id\na,2026-09-01 10:00,view,p1\na,2026-09-01 10:01,click,https://instagram.com/p/AAA/?x=1\nb,2026-09-01 10:02,click,https://bit.ly/one\nb,2026-09-01 10:03,click,https://shop.example/?utm_content=p2\nc,2026-09-01 10:04,click,https://shop.example/about\nc,2026-09-01 10:05,click,\n",
	})
	w, _, problems := load(t, dir, model.Data{Files: "*.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := w.Each(context.Background(), "select coalesce(post_id, '-') from events order by seq", func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		got = append(got, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"p1", "p1", "p1", "p2", "https://shop.example/about", "-"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
