// Runs before the first paint: puts on the colour scheme that the reader chose on an earlier page.
(function () {
  try {
    var theme = localStorage.getItem("likewise-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (_) { /* storage may be closed to us: the system's scheme stays */ }
})();
