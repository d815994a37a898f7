package analysis

import (
	"math"
	"testing"

	"likewise/generator/model"
)

// 72 of 167 against 82 of 208, as in the demo; Newcombe's own case, 56 of 70 against 48 of 80, in methods.md.
func TestGroupDifference(t *testing.T) {
	groups := func(with, liked, without, others int) []model.GroupTotal {
		return []model.GroupTotal{{Name: model.LikedConverting, Posts: with}, {Name: model.LikedNotConverting, Posts: liked - with}, {Name: model.QuietConverter, Posts: without}, {Name: model.Neither, Posts: others - without}}
	}
	if d := groupDifference(groups(56, 70, 48, 80)); math.Abs(d.Value-.2) > 1e-9 || math.Abs(d.Low-.0524314724) > 1e-9 || math.Abs(d.High-.3338726540) > 1e-9 || d.N != 150 {
		t.Errorf("%+v", d)
	}
	if d := groupDifference(groups(72, 167, 82, 208)); !(d.Low < 0 && d.High > 0) {
		t.Errorf("%+v", d)
	}
	if d := groupDifference(groups(3, 9, 0, 0)); d.OK() {
		t.Errorf("nobody to compare with: %+v", d)
	}
}
