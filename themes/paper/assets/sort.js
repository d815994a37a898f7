// Makes the heads of <table data-sort> into buttons that sort its rows by the cells' data-key, else by their text.
(function () {
  function key(row, column) {
    var cell = cellAt(row, column);
    if (!cell) return "";
    return cell.hasAttribute("data-key") ? cell.getAttribute("data-key") : cell.textContent.trim();
  }
  function cellAt(row, column) {
    for (var i = 0, at = 0; i < row.cells.length; at += row.cells[i].colSpan, i++) if (at === column) return row.cells[i];
    return null;
  }
  function compare(a, b, up) {
    if (a === "" || b === "") return (a === "") - (b === ""); // what has no number stays last
    var x = Number(a), y = Number(b);
    var order = isNaN(x) || isNaN(y) ? a.localeCompare(b, document.documentElement.lang) : x - y;
    return up ? order : -order;
  }
  function sort(table, column, up) {
    var body = table.tBodies[0];
    Array.from(body.rows).map(function (row) { return [key(row, column), row]; })
      .sort(function (a, b) { return compare(a[0], b[0], up); })
      .forEach(function (pair) { body.append(pair[1]); });
  }
  document.querySelectorAll("table[data-sort]").forEach(function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      if (head.hasAttribute("data-fixed")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var was = head.getAttribute("aria-sort");
        var up = was ? was === "descending" : column < 2;
        table.querySelectorAll("[aria-sort]").forEach(function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        sort(table, column, up);
      });
    });
  });
})();
