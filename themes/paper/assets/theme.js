// The button that turns light into dark and back; without this script the system's scheme is followed.
(function () {
  var button = document.querySelector("button.theme");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    var root = document.documentElement;
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("likewise-theme", root.dataset.theme); } catch (_) { /* kept for this page only */ }
  });
})();
