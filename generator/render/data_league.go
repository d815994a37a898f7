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

// writeLeague makes the CSV of every table that holds posts, actions and features against each other.
func (s *site) writeLeague(out *writer) {
	out.write(signalsCSV, "signals", s.signalRows())
	out.write(thresholdCSV, "threshold", s.thresholdRows())
	out.write(whyCSV, "why", s.whyRows())
	out.write(groupsCSV, "groups", s.groupRows())
	out.write(driversCSV, "drivers", s.driverRows())
	out.write(timingCSV, "timing", s.timingRows())
	out.write(spreadCSV, "spread", s.spreadRows())
	out.write(changeCSV, "change", s.changeRows())
	out.write(mixCSV, "mix", s.mixRows())
	out.write(oddCSV, "oddities", s.oddRows())
	out.write(findingsCSV, "findings", s.findingRows())
}
