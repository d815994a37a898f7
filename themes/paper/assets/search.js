// A search over the titles of all pages, in a dialog; "/" opens it. Files opened from a folder may not be read by
// scripts, so it is offered only where a server hands out search.json.
(function () {
  var root = document.currentScript.dataset.root;
  var button = document.querySelector("button.search");
  if (!button || !window.HTMLDialogElement || location.protocol === "file:") return;
  var entries, dialog, input, list;

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  function element(name, parent, attributes) {
    var e = document.createElement(name);
    for (var key in attributes) e.setAttribute(key, attributes[key]);
    parent.append(e);
    return e;
  }
  function build() {
    dialog = element("dialog", document.body, { "class": "search", "aria-label": button.getAttribute("aria-label") });
    input = element("input", dialog, { type: "search", "aria-label": button.getAttribute("aria-label"), autocomplete: "off", spellcheck: "false" });
    list = element("ul", dialog, { "aria-live": "polite" });
    input.addEventListener("input", show);
    dialog.addEventListener("click", function (e) { if (e.target === dialog) dialog.close(); });
  }
  function show() {
    var words = plain(input.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!entries || !words.length) return;
    var found = entries.filter(function (e) {
      return words.every(function (w) { return e.plain.includes(w); });
    });
    found.slice(0, 12).forEach(function (e) {
      var item = element("li", list, {});
      var link = element("a", item, { href: root + e.path.split("/").map(encodeURIComponent).join("/") + "index.html", dir: "auto" });
      link.textContent = e.title;
      if (e.date) element("small", item, {}).textContent = e.date.slice(0, 10);
    });
    if (!found.length) element("li", list, {}).textContent = button.dataset.none;
  }
  function open() {
    if (!dialog) build();
    dialog.showModal();
    input.select();
    if (entries) return;
    fetch(root + "search.json").then(function (r) { return r.json(); }).then(function (all) {
      entries = all;
      entries.forEach(function (e) { e.plain = plain(e.title + " " + (e.description || "")); });
      show();
    }).catch(function () { dialog.close(); button.hidden = true; });
  }

  button.hidden = false;
  button.addEventListener("click", open);
  document.addEventListener("keydown", function (e) {
    var at = e.target;
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /^(input|textarea|select)$/i.test(at.tagName) || at.isContentEditable) return;
    e.preventDefault();
    open();
  });
})();
