package model

// StepEvents is what a step of a funnel of people counts: how many events its actions have, how many of them it takes,
// and how many of those name no post. In a funnel that begins with posts, an event that names none may have come of
// something else.
type StepEvents struct {
	Step   string `json:"step"`
	Where  string `json:"where,omitempty"` // its condition, as declared
	Events int    `json:"events"`          // events with one of the step's actions
	Taken  int    `json:"taken"`           // those that meet the condition
	NoPost int    `json:"noPost"`          // those taken that name no post
}
