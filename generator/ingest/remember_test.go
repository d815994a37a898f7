package ingest

import (
	"testing"

	"likewise/generator/model"
)

// What is dropped is remembered as digests, so that the finished site can be searched for it.
func TestDroppedValuesAreRemembered(t *testing.T) {
	files := map[string]string{
		"shop.csv":   "Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Billing Name,Billing Street,Billing Province Name,Phone\n#1,ann@example.com,paid,GBP,10,2026-09-01,Beans,Ann Example,12 Harbour Street,New York,+44 20 7946 0000\n",
		"events.csv": "user_id,timestamp,event\nuser-4711,2026-09-01 10:00:00,view\n",
	}
	_, r, _ := load(t, site(t, files), model.Data{Files: "*.csv"})
	p := r.Private
	name := func(s string) bool {
		folded := model.FoldWords([]byte(s))
		return p.NameAt(folded, len(model.FoldWords([]byte(s[:3])))-1) > 0
	}
	for what, ok := range map[string]bool{
		"e-mail": p.HasEmail("ANN@example.com"), "phone": p.HasPhone("0044 (20) 79460000"), "actor": p.HasActor([]byte("user-4711")), "name": name("Ann Example"),
	} {
		if !ok {
			t.Errorf("the %s is not remembered", what)
		}
	}
	if p.HasEmail("bob@example.com") || p.HasPhone("+44 20 7946 0001") || p.HasActor([]byte("user-4712")) || name("New York") || name("Ann Other") {
		t.Error("something is remembered that was not dropped, or is a word of the language")
	}
}
