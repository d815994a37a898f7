package config

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"likewise/generator/model"
)

// key is what an editor shows of a key of site.toml. The types come from Config itself.
type key struct {
	doc  string
	enum []string
}

// keys documents every key by its dotted name; a test holds it against Config.
func keys() map[string]key {
	severities := []string{"error", "warn", "off"}
	tables := slices.Sorted(maps.Keys(model.ContractTables()))
	out := map[string]key{
		"title":    {doc: "Stands on every page."},
		"baseURL":  {doc: "The whole public address, for the sitemap and the feed. On GitHub Pages it is taken from the environment."},
		"language": {doc: `A language tag such as "en-GB": numbers, dates and wording.`},
		"timezone": {doc: `An IANA name such as "Europe/London"; days and weeks are cut there.`},
		"currency": {doc: `An ISO 4217 code such as "EUR".`},
		"theme":    {doc: "A folder below themes/, or an embedded theme."},
		"notice":   {doc: `Stands on every page, such as "Simulated data".`},
		"asOf":     {doc: "The day the data was exported, such as 2026-10-31; the latest date in the data where it is left out."},

		"conversions":          {doc: "What counts."},
		"conversions.exposure": {doc: "The metric below the line of every rate."},
		"conversions.micro":    {doc: "Metrics that may announce the macro-conversions."},
		"conversions.macro":    {doc: "Metrics that are the goal."},
		"conversions.primary":  {doc: "The macro-conversion that posts are ranked by; the last one where it is left out."},

		"funnel":                {doc: "Declared steps in order."},
		"funnel.name":           {doc: "Pages refer to the funnel by it."},
		"funnel.unit":           {"post: sums over posts. actor: people, from events.", []string{"post", "actor"}},
		"funnel.steps":          {doc: "Metrics (unit post), or actions (unit actor): a name, a list of names, or { action, where, name }."},
		"funnel.order":          {"How strictly a person must follow the steps.", []string{"ordered", "strict", "any"}},
		"funnel.window":         {doc: `How long after entry a later step still counts, such as "7d" or "12h".`},
		"funnel.windowFrom":     {"Where the window begins.", []string{"entry", "previous"}},
		"funnel.reentry":        {"Which first step may open the window.", []string{"latest", "after-close", "never"}},
		"funnel.ties":           {doc: `Events of the same second: "step", "strict", or "grace:2s".`},
		"funnel.groupBy":        {doc: "A column to compare the funnel by."},
		"funnel.exclude":        {doc: "Actions that break a path."},
		"funnel.exclude.action": {doc: "The action that breaks it."},
		"funnel.exclude.after":  {doc: "The step after which it does."},
		"funnel.credit":         {doc: `Whose value of groupBy stands for a person: "first" (where their way began), "last" (the furthest step, which favours what leads on), "all", or a step.`},
		"funnel.open":           {doc: "People may enter at any step."},

		"drivers":          {doc: "What else likes and conversions are held against."},
		"drivers.features": {doc: "Further columns of the posts: words are groups, many different numbers are a length or a count."},

		"attribution":            {doc: "The credit of a conversion, shared among touches."},
		"attribution.name":       {doc: "What pages call it."},
		"attribution.touch":      {doc: `The column whose values are touches, such as "channel", or "action".`},
		"attribution.actions":    {doc: "The events that may be touches; all but the conversion where it is left out."},
		"attribution.conversion": {doc: "The action that converts; its value is summed."},
		"attribution.window":     {doc: "How long before the conversion a touch still counts."},
		"attribution.halfLife":   {doc: `Of the model "time decay"; 7d where it is left out.`},
		"attribution.direct":     {doc: `The touch that last non-direct passes over; "direct" where it is left out.`},

		"data":          {doc: "Files as they were exported."},
		"data.files":    {doc: `A pattern, relative to the site: "data/instagram/*.csv".`},
		"data.kind":     {"What the rows are; recognised where it is left out, but for sessions: one row a visit, with a column an action.", []string{"posts", "metrics", "events", "sessions", "orders", "links", "daily"}},
		"data.format":   {doc: "The name of an export format, where it is not recognised."},
		"data.columns":  {doc: `Ours = theirs; a time may stand in two columns: published_at = ["Date", "Time"].`},
		"data.sheet":    {doc: "The sheet of a workbook."},
		"data.locale":   {doc: `How its numbers are written: a language, or "," or "." as the decimal sign.`},
		"data.dates":    {"The order of day, month and year.", []string{"dmy", "mdy", "ymd"}},
		"data.zone":     {doc: "The IANA zone of times without an offset."},
		"data.match":    {doc: "Column = regular expression whose first group is the post's id."},
		"data.platform": {doc: "Whose posts these rows are about, where the file does not say."},
		"data.account":  {doc: "Which account, where the file does not say."},
		"data.key":      {"none keeps rows that look the same.", []string{"auto", "none"}},

		"quality":               {doc: "How bad a file may be."},
		"quality.maxRejected":   {doc: `The share of a file's rows that may be rejected, "1%" or 0.01; more fails the build.`},
		"privacy":               {doc: "What is too small to show."},
		"privacy.minGroup":      {doc: "Groups of fewer people are withheld."},
		"warehouse":             {doc: "The SQL engine that computes."},
		"warehouse.dsn":         {doc: `Empty: DuckDB, embedded. "env:NAME" reads the environment; secrets stand nowhere else.`},
		"warehouse.memoryLimit": {doc: `Such as "2GB".`},
		"warehouse.threads":     {doc: "0: all cores."},
		"markup":                {doc: "What Markdown may do."},
		"markup.unsafe":         {doc: "Let raw HTML through."},
		"budget":                {doc: "How heavy a page may be before the rule page-weight speaks."},
		"budget.page":           {doc: `What a browser loads at once (HTML, styles, fonts, scripts, images that are not lazy; before compression), such as "1MB" or "600kB"; 0 is no bound.`},
		"check":                 {doc: `What "likewise check" finds: each rule is an error, a warning, or off.`},

		"break":          {doc: "A day from which a metric counts something else; nothing is compared across it."},
		"break.metric":   {doc: "The metric that changed."},
		"break.at":       {doc: "The first day of the new meaning, such as 2025-04-21."},
		"break.platform": {doc: "Whose metric it is; that of every platform where it is left out."},
		"break.note":     {doc: "What changed, for readers."},

		"contract":               {doc: "What the data must meet; a breach fails the build with exit code 3."},
		"contract.table":         {"The table it is about.", tables},
		"contract.required":      {doc: "Columns without empty cells."},
		"contract.unique":        {doc: "Columns that together name a row."},
		"contract.range":         {doc: "Column = [least, most]."},
		"contract.allowed":       {doc: "Column = its values."},
		"contract.references":    {doc: "Column = the table that has the same column and value."},
		"contract.rows":          {doc: "[least] or [least, most]."},
		"contract.freshness":     {doc: `How old the newest row may be, such as "8d"; asked by "likewise check".`},
		"contract.types":         {doc: "Column = the type that each of its values must have: " + strings.Join(model.ContractTypes(), ", ") + "."},
		"contract.falling":       {doc: "Columns in the order of a funnel: in no row may a later one be larger than one before it."},
		"contract.fallingTotals": {doc: "Columns in the order of a funnel: no later one may sum to more than the one before it, over the rows that have both."},
		"contract.maxDrop":       {doc: `How many fewer rows than in the report that stands in the destination (or --previous), such as "20%".`},
		"contract.severity":      {"A breach is an error, or told only.", []string{"error", "warn"}},
	}
	for _, code := range (Check{}).Rules() {
		out["check."+code] = key{"The rule " + code + ".", severities}
	}
	return out
}

// schema is the part of JSON Schema that site.toml needs.
type schema struct {
	Schema      string             `json:"$schema,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        string             `json:"type,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	Default     any                `json:"default,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	AnyOf       []*schema          `json:"anyOf,omitempty"`
	Required    []string           `json:"required,omitempty"`
	// Additional is false where a table has no other keys, or the schema of any key.
	Additional any `json:"additionalProperties,omitempty"`
}

// Schema is the JSON Schema of site.toml, for editors. It ends in a newline.
func Schema() []byte {
	root := object(reflect.TypeFor[Config](), reflect.ValueOf(Default()), "", keys())
	root.Schema, root.Title = "https://json-schema.org/draft/2020-12/schema", "site.toml of likewise"
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(root); err != nil { // only texts, lists and tables are in it
		return nil
	}
	return b.Bytes()
}

// object is the schema of a table. defaults may be invalid: then there are none.
func object(t reflect.Type, defaults reflect.Value, prefix string, docs map[string]key) *schema {
	s := &schema{Type: "object", Properties: map[string]*schema{}, Additional: false}
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("toml")
		if tag == "" || tag == "-" {
			continue
		}
		var value reflect.Value
		if defaults.IsValid() {
			value = defaults.Field(i)
		}
		p := typed(t.Field(i).Type, value, prefix+tag, docs)
		p.Description, p.Enum = docs[prefix+tag].doc, docs[prefix+tag].enum
		s.Properties[tag] = p
	}
	return s
}

// typed is the schema of a value of a Go type.
func typed(t reflect.Type, value reflect.Value, name string, docs map[string]key) *schema {
	text := &schema{Type: "string"}
	switch t {
	case reflect.TypeFor[model.Duration]():
		return text
	case reflect.TypeFor[model.Proportion](), reflect.TypeFor[*model.Proportion]():
		return &schema{AnyOf: []*schema{text, {Type: "number"}}}
	case reflect.TypeFor[Size]():
		return &schema{AnyOf: []*schema{text, {Type: "integer"}}}
	case reflect.TypeFor[model.Names]():
		return &schema{AnyOf: []*schema{text, {Type: "array", Items: text}}}
	case reflect.TypeFor[model.Step]():
		names := []*schema{text, {Type: "array", Items: text}}
		table := &schema{Type: "object", Additional: false, Required: []string{"action"}, Properties: map[string]*schema{"action": {AnyOf: names}, "where": text, "name": text}}
		return &schema{AnyOf: append(slices.Clone(names), table)}
	}
	s := &schema{}
	switch t.Kind() {
	case reflect.String:
		s.Type = "string"
	case reflect.Bool:
		s.Type = "boolean"
	case reflect.Int:
		s.Type = "integer"
	case reflect.Float64:
		s.Type = "number"
	case reflect.Slice:
		return &schema{Type: "array", Items: typed(t.Elem(), reflect.Value{}, name, docs)}
	case reflect.Map:
		return &schema{Type: "object", Additional: typed(t.Elem(), reflect.Value{}, name, docs)}
	case reflect.Struct:
		return object(t, value, name+".", docs)
	}
	if value.IsValid() && !value.IsZero() {
		s.Default = value.Interface()
	}
	return s
}
