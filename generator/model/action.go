package model

// actions are the actions that are known by name, in words: Verb finishes "2,879 people ...".
var actions = []Metric{
	{Name: "view", Label: "Saw a post", Noun: "people who saw a post", Verb: "saw a post"},
	{Name: "like", Label: "Liked", Noun: "people who liked", Verb: "liked"},
	{Name: "comment", Label: "Commented", Noun: "people who commented", Verb: "commented"},
	{Name: "share", Label: "Shared", Noun: "people who shared", Verb: "shared"},
	{Name: "save", Label: "Saved", Noun: "people who saved", Verb: "saved"},
	{Name: "follow", Label: "Followed", Noun: "people who followed", Verb: "followed"},
	{Name: "profile_visit", Label: "Visited the profile", Noun: "people who visited the profile", Verb: "visited the profile"},
	{Name: "click", Label: "Clicked", Noun: "people who clicked", Verb: "clicked"},
	{Name: "signup", Label: "Signed up", Noun: "people who signed up", Verb: "signed up"},
	{Name: "purchase", Label: "Bought", Noun: "people who bought", Verb: "bought"},
}

// viewed is a view where nothing says that a post was seen: it may be of a page or of a product.
var viewed = Metric{Name: "viewed", Label: "Viewed", Noun: "people who viewed", Verb: "viewed"}

// ActionNamed returns the words of an action of one person, or words made from the name itself: "add_to_cart" is "Add to cart".
// posts says whether the data has posts, which are then what is viewed.
func ActionNamed(name string, posts bool) Metric {
	if name == "view" && !posts {
		return viewed
	}
	for _, a := range actions {
		if a.Name == name {
			return a
		}
	}
	words, label := wordsOf(name)
	return Metric{Name: name, Label: label, Noun: "people at “" + words + "”", Verb: "reached “" + words + "”"}
}
