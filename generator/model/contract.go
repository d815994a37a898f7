package model

// Contract is what site.toml asks of a table of the data, beyond that it can be read. Null meets every rule but
// Required.
type Contract struct {
	Table      string               `toml:"table"`      // posts | metrics | daily | events | orders
	Types      map[string]string    `toml:"types"`      // column -> one of ContractTypes
	Required   []string             `toml:"required"`   // columns without null
	Unique     []string             `toml:"unique"`     // these columns together name a row
	Range      map[string][]float64 `toml:"range"`      // column -> [least, most]
	Allowed    map[string][]string  `toml:"allowed"`    // column -> its values
	References map[string]string    `toml:"references"` // column -> the table that has the same column and value
	Rows       []int                `toml:"rows"`       // [least] or [least, most]
	Freshness  Duration             `toml:"freshness"`  // age of the newest row, by the clock; only "likewise check" asks
	// Falling are columns in the order of a funnel: in no row may a later one be larger than one before it.
	Falling []string `toml:"falling"`
	// FallingTotals asks the same of the sums of each two neighbours, over the rows that have both.
	FallingTotals []string `toml:"fallingTotals"`
	// MaxDrop is how many fewer rows there may be than in the report before, as a share of those; nil: it is not asked.
	MaxDrop  *Proportion `toml:"maxDrop"`
	Severity string      `toml:"severity"` // error | warn
}

// ContractTables are the tables that a contract may be about, with the column of each that holds a row's time.
func ContractTables() map[string]string {
	return map[string]string{"posts": "published_at", "metrics": "as_of", "daily": "date", "events": "at", "orders": "at"}
}

// ContractTypes are what a contract may ask a column's values to be.
func ContractTypes() []string { return []string{"number", "integer", "day", "time", "boolean", "text"} }

// TableRows is how many rows of a table a report was made from.
type TableRows struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}
