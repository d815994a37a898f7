package chart

import _ "embed"

//go:embed assets/echarts.min.js
var bundle string

//go:embed assets/charts.js
var script string

//go:embed assets/charts.css
var css string

//go:embed assets/echarts.LICENSE.txt
var licenceECharts string

//go:embed assets/echarts.NOTICE.txt
var noticeECharts string

//go:embed assets/zrender.LICENSE.txt
var licenceZRender string

// Bundle is the browser's copy of ECharts, the same that draws at build. It is fetched only when Script asks for it.
func Bundle() []byte { return []byte(bundle) }

// Script is the page script that brings drawings to life when a reader reaches for one.
//
// It expects <figure data-chart data-echarts="URL of Bundle">, holding <div class="chart"> with the two drawings, and the
// option in a <script type="application/json">. The URL may instead stand in data-echarts of the script's own tag. It needs no
// more than script-src 'self' and style-src 'self'.
func Script() []byte { return []byte(script) }

// CSS is the rules that drawings need: which of the two is shown, the typeface, the tooltip. Drawings take their
// colours from the custom properties --ink, --soft, --rule, --fill, --key, --warn and --paper, and their typeface
// from --sans.
func CSS() []byte { return []byte(css) }

// Licences is the licence text that has to go with Bundle.
func Licences() []byte {
	return []byte(noticeECharts + "\n\n" + licenceECharts + "\n\nzrender\n\n" + licenceZRender)
}
