// The part of ECharts that the report uses, and the two ways to use it: draw (a string, at build) and show (in a page).
import { init, version } from "echarts/lib/core/echarts.js";
import { use } from "echarts/lib/extension.js";
import { install as bar } from "echarts/lib/chart/bar/install.js";
import { install as line } from "echarts/lib/chart/line/install.js";
import { install as sankey } from "echarts/lib/chart/sankey/install.js";
import { install as scatter } from "echarts/lib/chart/scatter/install.js";
import { install as grid } from "echarts/lib/component/grid/installSimple.js";
import { install as svg } from "echarts/lib/renderer/installSVGRenderer.js";

use([bar, line, sankey, scatter, grid, svg]);

// ECharts reads {a}, {b}, {c} and {@dimension} in a formatter string as templates, also where the string is data.
// Ours are always finished text: each becomes a function that returns it, which ECharts takes as it is.
function literal(node) {
  if (Array.isArray(node)) {
    node.forEach(literal);
  } else if (node && typeof node === "object") {
    for (const key of Object.keys(node)) {
      const value = node[key];
      if (key === "formatter" && typeof value === "string") node[key] = () => value;
      else literal(value);
    }
  }
  return node;
}

function draw(json, width, height) {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(literal(JSON.parse(json)));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

function show(element, option, width, height) {
  const chart = init(element, null, { renderer: "svg", width, height });
  chart.setOption(literal(option));
  return chart;
}

globalThis.likewiseCharts = { draw, show, version };
