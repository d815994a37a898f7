package model

import (
	"cmp"
	"math"
	"slices"
)

// CreditLead is a touch that models give the most credit, and how many models do.
type CreditLead struct {
	Touch  string
	Models int
}

// CreditLeads is who is first under the models of an attribution, by their shares of the conversions that had a touch:
// conversions with nothing before them are nobody's, so they are no touch that could lead.
type CreditLeads struct {
	Leads       []CreditLead // those of the most models first
	Models      int          // models with an answer
	Sure        int          // models under which the first place is beyond chance
	Least, Most float64      // of the shares of the first ones; missing without an answer
}

// Agree reports whether every model that has an answer puts the same touch first.
func (l CreditLeads) Agree() bool { return len(l.Leads) == 1 }

// Touched is how many conversions had a touch in the window.
func (a *Attributed) Touched() int { return a.Conversions - a.Untouched }

// Leads compares the models.
func (a *Attributed) Leads() CreditLeads {
	out := CreditLeads{Least: math.NaN(), Most: math.NaN()}
	for _, m := range a.Models {
		first, share := m.lead()
		if first == "" {
			continue
		}
		if out.Models++; out.Models == 1 {
			out.Least, out.Most = share, share
		}
		out.Least, out.Most = min(out.Least, share), max(out.Most, share)
		if rank := m.Rank[first]; rank.OK() && rank.Value == 1 {
			out.Sure++
		}
		i := slices.IndexFunc(out.Leads, func(l CreditLead) bool { return l.Touch == first })
		if i < 0 {
			i, out.Leads = len(out.Leads), append(out.Leads, CreditLead{Touch: first})
		}
		out.Leads[i].Models++
	}
	slices.SortStableFunc(out.Leads, func(x, y CreditLead) int { return cmp.Compare(y.Models, x.Models) })
	return out
}

// lead is the touch with the greatest share, of equal ones the first by name; empty where the model has no answer.
func (m CreditModel) lead() (touch string, share float64) {
	share = math.Inf(-1)
	for t, e := range m.Share {
		if e.OK() && (e.Value > share || e.Value == share && t < touch) {
			touch, share = t, e.Value
		}
	}
	return touch, share
}
