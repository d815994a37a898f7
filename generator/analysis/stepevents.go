package analysis

import (
	"context"
	"fmt"
	"strings"

	"likewise/generator/model"
)

// stepEvents counts, for every step, the events that it may take, takes, and of those the ones that name no post. It is
// empty where the log tells of no posts.
func (wk *walk) stepEvents(ctx context.Context) ([]model.StepEvents, error) {
	if !holds(wk.columns, "post_id") {
		return nil, nil
	}
	var cols []string
	for j, s := range wk.Path() {
		takes := wk.steps[j]
		cols = append(cols, "count(case when "+actionIn(s.Actions)+" then 1 end)", "count(case when "+takes+" then 1 end)",
			"count(case when ("+takes+") and post_id is null then 1 end)")
	}
	row, err := wk.row(ctx, fmt.Sprintf("select %s from %s", strings.Join(cols, ", "), wk.from))
	if err != nil || len(row) < len(cols) {
		return nil, err
	}
	out := make([]model.StepEvents, len(wk.steps))
	for j, s := range wk.Path() {
		n := row[3*j:]
		out[j] = model.StepEvents{Step: wk.labels[j], Where: s.Where, Events: int(n[0]), Taken: int(n[1]), NoPost: int(n[2])}
	}
	return out, nil
}
