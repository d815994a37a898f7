package main

import (
	"fmt"
	"strings"
)

// customer is a person who does not exist: the names are common ones, the addresses are at example.com and
// example.org, the telephone numbers are those that Ofcom keeps for fiction.
type customer struct {
	name, email, phone     string
	street, city, postcode string
	county                 string
	marketing              bool
}

// addressBook knows who has bought before.
type addressBook struct {
	dice
	known   []customer
	byActor map[int]customer
}

func newAddressBook(d dice) *addressBook {
	return &addressBook{dice: d, byActor: map[int]customer{}}
}

// who is the customer of a sale: an actor of the panel stays the same person, one in five others has been here before.
func (b *addressBook) who(actor int) customer {
	if c, ok := b.byActor[actor]; ok && actor != none {
		return c
	}
	if actor == none && len(b.known) > 0 && b.chance(.2) {
		return pick(b.dice, b.known)
	}
	c := b.invent()
	b.known = append(b.known, c)
	if actor != none {
		b.byActor[actor] = c
	}
	return c
}

func (b *addressBook) invent() customer {
	first, last := pick(b.dice, firstNames), pick(b.dice, lastNames)
	town := pick(b.dice, towns)
	plain := strings.NewReplacer("é", "e", "ó", "o", "ł", "l", "'", "")
	domain := pick(b.dice, []string{"example.com", "example.com", "example.org"})
	return customer{
		name:      first + " " + last,
		email:     plain.Replace(strings.ToLower(first+"."+last)) + fmt.Sprint(len(b.known)+11) + "@" + domain,
		phone:     fmt.Sprintf("+44 7700 900%03d", b.IntN(1000)),
		street:    fmt.Sprintf("%d %s", 1+b.IntN(140), pick(b.dice, streets)),
		city:      town.city,
		postcode:  fmt.Sprintf("%s %d%c%c", town.outward, 1+b.IntN(9), "ABDEFGHJLN"[b.IntN(10)], "PQRSTUWXYZ"[b.IntN(10)]),
		county:    town.county,
		marketing: b.chance(.55),
	}
}

type town struct{ city, outward, county string }

var towns = []town{
	{"Bristol", "BS1", "Bristol"}, {"Bath", "BA2", "Somerset"}, {"Cardiff", "CF10", "Cardiff"},
	{"Exeter", "EX4", "Devon"}, {"Falmouth", "TR11", "Cornwall"}, {"London", "E8", "London"},
	{"London", "SE15", "London"}, {"Leeds", "LS6", "West Yorkshire"}, {"Manchester", "M21", "Greater Manchester"},
	{"Glasgow", "G41", "Glasgow"}, {"Edinburgh", "EH6", "Edinburgh"}, {"Norwich", "NR3", "Norfolk"},
	{"Brighton", "BN2", "East Sussex"}, {"Sheffield", "S11", "South Yorkshire"}, {"Whitby", "YO21", "North Yorkshire"},
}

var streets = []string{
	"Quay Street", "Mill Lane", "Station Road", "Chapel Hill", "Victoria Terrace", "Rope Walk", "Orchard Close",
	"Albion Road", "St Mary's Row", "Wharf Road", "Church Street", "Beacon Hill", "The Crescent", "Foundry Lane",
}

var firstNames = []string{
	"Amara", "Oliver", "Priya", "Jack", "Niamh", "Harry", "Zainab", "George", "Aoife", "Thomas", "Chloé", "Kwame",
	"Emily", "Mateusz", "Sophie", "Hassan", "Grace", "Callum", "Mei", "Rhys", "Leila", "Samuel", "Isla", "Tomasz",
	"Freya", "Daniel", "Yasmin", "Ewan", "Hannah", "Luca", "Ruth", "Arjun", "Megan", "Felix", "Nadia", "Owen",
}

var lastNames = []string{
	"Okafor", "Whitfield", "Sharma", "Pemberton", "O'Brien", "Kowalska", "Ahmed", "Trevelyan", "Hughes", "Nowak",
	"Mensah", "Fairweather", "Lin", "MacLeod", "Haddad", "Penrose", "Wójcik", "Campbell", "Ashdown", "Rahman",
	"Llewellyn", "Beckett", "Dubois", "Iqbal", "Sinclair", "Hartley", "Osei", "Marlowe", "Chaudhry", "Thorne",
	"Rossi", "Ellwood", "Bianchi", "Garrick", "Nakamura", "Wren",
}
