// Brings a chart to life when a reader reaches for it: tooltips and highlighting over the drawing that is there already.
// Whatever goes wrong, the drawing stays.
(function () {
  "use strict";

  var self = document.currentScript;
  var loading = null;

  // load fetches ECharts once a page, from the URL in data-echarts of the figure or of this script's tag.
  function load(figure) {
    if (loading) return loading;
    loading = new Promise(function (resolve, reject) {
      var tag = document.createElement("script");
      tag.src = figure.getAttribute("data-echarts") || (self && self.getAttribute("data-echarts")) || "";
      tag.onload = function () {
        if (window.likewiseCharts) resolve(window.likewiseCharts);
        else reject(new Error("the chart library did not load"));
      };
      tag.onerror = function () {
        loading = null;
        reject(new Error("the chart library did not load"));
      };
      document.head.appendChild(tag);
    });
    return loading;
  }

  // paint puts the theme's colours in place of custom properties, which only SVG understands, not ECharts.
  function paint(node, style) {
    for (var k in node) {
      var v = node[k];
      if (v && typeof v === "object") paint(v, style);
      else if (typeof v === "string" && /^var\(--[a-z]+\)$/.test(v)) node[k] = style.getPropertyValue(v.slice(4, -1)).trim() || "currentColor";
    }
    return node;
  }

  function visibleDrawing(figure) {
    var all = figure.querySelectorAll("svg.chart-wide, svg.chart-narrow");
    for (var i = 0; i < all.length; i++) if (all[i].getBoundingClientRect().width > 0) return all[i];
    return null;
  }

  function optionOf(figure, drawing) {
    var data = figure.querySelector('script[type="application/json"]');
    var both = JSON.parse(data.textContent);
    return drawing.classList.contains("chart-narrow") ? both.narrow : both.wide;
  }

  // stage lays a layer exactly over the drawing, as large in its own pixels as the drawing's viewBox.
  function stage(figure, drawing, layout) {
    var layer = document.createElement("div");
    layer.className = "chart-live";
    layer.setAttribute("aria-hidden", "true");
    var inner = document.createElement("div");
    inner.style.cssText = "transform-origin:0 0;width:" + layout.width + "px;height:" + layout.height + "px";
    layer.appendChild(inner);
    figure.appendChild(layer);
    function fit() {
      var box = drawing.getBoundingClientRect(), home = figure.getBoundingClientRect(), scale = box.width / layout.width;
      layer.style.cssText = "left:" + (box.left - home.left - figure.clientLeft) + "px;top:" + (box.top - home.top - figure.clientTop) +
        "px;width:" + box.width + "px;height:" + layout.shown * scale + "px;overflow:hidden";
      inner.style.transform = "scale(" + scale + ")";
      return scale;
    }
    return { layer: layer, inner: inner, fit: fit };
  }

  // targets are the data that have a name, with their places in the layer's own pixels.
  function targets(chart, layout) {
    var out = [];
    layout.option.series.forEach(function (s, i) {
      if (s.silent) return;
      s.data.forEach(function (d, j) {
        if (!d.name) return;
        var at = chart.convertToPixel({ seriesIndex: i }, d.value);
        if (at && isFinite(at[0]) && isFinite(at[1])) out.push({ x: at[0], y: at[1], bar: s.type === "bar", plain: s.type === "line" && s.lineStyle.width > 8, text: d.name, series: i, index: j });
      });
    });
    return out;
  }

  // nearest is the datum that a pointer means: the bar whose row it is in, or the closest dot within a finger's width.
  function nearest(list, x, y) {
    var best = null, least = 28;
    list.forEach(function (t) {
      var dx = t.bar && x <= t.x ? 0 : x - t.x;
      var distance = Math.sqrt(dx * dx + (y - t.y) * (y - t.y));
      if (distance < least) {
        least = distance;
        best = t;
      }
    });
    return best;
  }

  function attach(figure, chart, staged, layout) {
    var list = targets(chart, layout), tip = document.createElement("div"), current = null;
    tip.className = "chart-tip";
    tip.hidden = true;
    tip.setAttribute("aria-hidden", "true");
    figure.appendChild(tip);

    function hide() {
      if (current && !current.plain) chart.dispatchAction({ type: "downplay", seriesIndex: current.series, dataIndex: current.index });
      current = null;
      tip.hidden = true;
    }
    function move(event) {
      var box = staged.layer.getBoundingClientRect(), home = figure.getBoundingClientRect(), scale = box.width / layout.width;
      var found = nearest(list, (event.clientX - box.left) / scale, (event.clientY - box.top) / scale);
      if (!found) return hide();
      if (found !== current) {
        hide();
        current = found;
        if (!found.plain) chart.dispatchAction({ type: "highlight", seriesIndex: found.series, dataIndex: found.index });
        tip.textContent = found.text;
        tip.hidden = false;
      }
      var x = box.left - home.left + found.x * scale, y = box.top - home.top + found.y * scale;
      tip.style.left = Math.max(0, Math.min(x + 12, home.width - tip.offsetWidth)) + "px";
      tip.style.top = Math.max(0, y - tip.offsetHeight - 10) + "px";
    }
    staged.layer.addEventListener("pointermove", move);
    staged.layer.addEventListener("pointerdown", move);
    staged.layer.addEventListener("pointerleave", hide);
    return function () {
      tip.remove();
    };
  }

  // start draws the live chart; the result takes it away again.
  function start(figure, charts) {
    var drawing = visibleDrawing(figure);
    if (!drawing) return null;
    var layout = optionOf(figure, drawing), style = getComputedStyle(figure);
    paint(layout.option, style);
    layout.option.textStyle = { fontFamily: style.getPropertyValue("--sans").trim() || style.fontFamily };
    var staged = stage(figure, drawing, layout), chart = null, detach = function () {};
    staged.fit();
    function stop() {
      figure.classList.remove("is-live");
      detach();
      if (chart) chart.dispose();
      staged.layer.remove();
    }
    try {
      chart = charts.show(staged.inner, layout.option, layout.width, layout.height);
      detach = attach(figure, chart, staged, layout);
      figure.classList.add("is-live");
    } catch (problem) {
      stop();
      throw problem;
    }
    return stop;
  }

  // wake is called once a figure. A change of width or of colour scheme starts the chart afresh.
  function wake(figure) {
    load(figure).then(function (charts) {
      var stop = start(figure, charts), width = figure.clientWidth;
      function again() {
        if (stop) stop();
        try {
          stop = start(figure, charts);
        } catch (problem) {
          stop = null;
        }
      }
      if (window.ResizeObserver) {
        new ResizeObserver(function () {
          if (figure.clientWidth !== width) {
            width = figure.clientWidth;
            again();
          }
        }).observe(figure);
      }
      window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
      new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
    }).catch(function () {});
  }

  document.querySelectorAll("figure[data-chart]").forEach(function (figure) {
    var kinds = ["pointerenter", "focusin", "touchstart"];
    function reach() {
      kinds.forEach(function (kind) {
        figure.removeEventListener(kind, reach);
      });
      wake(figure);
    }
    kinds.forEach(function (kind) {
      figure.addEventListener(kind, reach, { passive: true });
    });
  });
})();
