package render

// Paths of the tables that hold posts against each other.
const (
	groupsCSV  = "data/groups.csv"
	driversCSV = "data/drivers.csv"
	timingCSV  = "data/timing.csv"
	spreadCSV  = "data/spread.csv"
	changeCSV  = "data/change.csv"
	mixCSV     = "data/mix.csv"
	oddCSV     = "data/oddities.csv"
)

// planLeague is the CSV of every table that holds posts, actions and features against each other.
func (s *site) planLeague(p *plan) {
	p.add(signalsCSV, "signals", made(s.signalRows))
	p.add(thresholdCSV, "threshold", made(s.thresholdRows))
	p.add(whyCSV, "why", made(s.whyRows))
	p.add(groupsCSV, "groups", made(s.groupRows))
	p.add(roadsCSV, "roads", made(s.roadRows))
	p.add(driversCSV, "drivers", made(s.driverRows))
	p.add(timingCSV, "timing", made(s.timingRows))
	p.add(spreadCSV, "spread", made(s.spreadRows))
	p.add(changeCSV, "change", made(s.changeRows))
	p.add(mixCSV, "mix", made(s.mixRows))
	p.add(oddCSV, "oddities", made(s.oddRows))
	p.add(findingsCSV, "findings", made(s.findingRows))
}
