package model

import (
	"math"
	"reflect"
	"testing"
)

func sharesOf(sure string, shares map[string]float64) CreditModel {
	m := CreditModel{Credit: map[string]float64{"(no touch)": 1e6}, Share: map[string]Estimate{}, Rank: map[string]Estimate{}}
	for t, v := range shares {
		m.Share[t] = Estimate{Value: v, Low: v, High: v, N: 170, Method: "test"}
		m.Rank[t] = None("overlaps")
	}
	if sure != "" {
		m.Rank[sure] = Estimate{Value: 1, Low: 1, High: 1, N: 2, Method: "test"}
	}
	return m
}

func TestLeads(t *testing.T) {
	none := CreditModel{Credit: map[string]float64{"(no touch)": 5}, Share: map[string]Estimate{"a": None("no credit")}, Why: "nothing"}
	for name, c := range map[string]struct {
		models []CreditModel
		want   CreditLeads
		agree  bool
	}{
		"no models":      {nil, CreditLeads{Least: math.NaN(), Most: math.NaN()}, false},
		"no answer":      {[]CreditModel{none}, CreditLeads{Least: math.NaN(), Most: math.NaN()}, false},
		"one says so":    {[]CreditModel{none, sharesOf("", map[string]float64{"a": .6, "b": .4})}, CreditLeads{Leads: []CreditLead{{"a", 1}}, Models: 1, Least: .6, Most: .6}, true},
		"all agree":      {[]CreditModel{sharesOf("a", map[string]float64{"a": .6, "b": .4}), sharesOf("", map[string]float64{"a": .5, "b": .3, "c": .2})}, CreditLeads{Leads: []CreditLead{{"a", 2}}, Models: 2, Sure: 1, Least: .5, Most: .6}, true},
		"they differ":    {[]CreditModel{sharesOf("b", map[string]float64{"a": .1, "b": .9}), sharesOf("a", map[string]float64{"a": .7, "b": .3}), sharesOf("", map[string]float64{"a": .6, "b": .4})}, CreditLeads{Leads: []CreditLead{{"a", 2}, {"b", 1}}, Models: 3, Sure: 2, Least: .6, Most: .9}, false},
		"equal by name":  {[]CreditModel{sharesOf("", map[string]float64{"b": .5, "a": .5})}, CreditLeads{Leads: []CreditLead{{"a", 1}}, Models: 1, Least: .5, Most: .5}, true},
		"never no touch": {[]CreditModel{sharesOf("", map[string]float64{"a": .01})}, CreditLeads{Leads: []CreditLead{{"a", 1}}, Models: 1, Least: .01, Most: .01}, true},
	} {
		a := Attributed{Models: c.models, Conversions: 192, Untouched: 22}
		got := a.Leads()
		if got.Agree() != c.agree || len(got.Leads) != len(c.want.Leads) || math.IsNaN(got.Least) != math.IsNaN(c.want.Least) {
			t.Errorf("%s: %+v", name, got)
		}
		if !math.IsNaN(got.Least) && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		if a.Touched() != 170 {
			t.Errorf("%d touched", a.Touched())
		}
	}
}
