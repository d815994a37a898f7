package chart

// canvas is a sketch whose data coordinates are pixels, the y axis upwards: for charts that lay out their marks
// themselves, in more than one frame. spot turns a pixel as words and rules know it into such a coordinate.
func canvas(width, height float64) *sketch {
	return &sketch{width: width, height: height, x: scale{low: 0, high: width, from: 0, to: width}, y: scale{low: 0, high: height, from: height, to: 0}}
}

// spot is a datum at a pixel.
func (s *sketch) spot(x, y float64) item { return at(round(x), round(s.height-y)) }
