// The preview's half that lives in the page: it listens for changes and brings them in without a reload where it can.
// It keeps the scroll position, open details, and whatever the reader typed. A site's own scripts hear of a page that was brought up to
// date by the event "likewise:update" on the document, and enhance again what they enhance.
(() => {
  "use strict";
  const me = document.currentScript;
  const own = new URL(me.src).pathname.replace(/live\.js$/, "");
  const navigate = me.dataset.navigate === "true";
  let version = me.dataset.version;
  let shown = me.dataset.page; // output path of what was served: the page's own, or that of the 404 page
  me.remove();

  // pageFile is the output path that the address asks for.
  const pageFile = () => {
    const path = decodeURIComponent(location.pathname).slice(1);
    return path === "" || path.endsWith("/") ? path + "index.html" : path;
  };

  // ---- keeping the reader's place across a reload ----

  const placeKey = "likewise:place:" + location.pathname;
  const detailsKey = (d, i) => d.id || (d.querySelector("summary")?.textContent ?? "") + "#" + i;
  const savePlace = () => {
    const open = [...document.querySelectorAll("details")].map((d, i) => [detailsKey(d, i), d.open]);
    sessionStorage.setItem(placeKey, JSON.stringify({ x: scrollX, y: scrollY, open }));
  };
  const restorePlace = () => {
    const saved = sessionStorage.getItem(placeKey);
    if (!saved) return;
    sessionStorage.removeItem(placeKey);
    const place = JSON.parse(saved);
    const open = new Map(place.open);
    document.querySelectorAll("details").forEach((d, i) => {
      const was = open.get(detailsKey(d, i));
      if (was !== undefined) d.open = was;
    });
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  };
  const reload = () => { savePlace(); location.reload(); };

  // ---- bringing a page up to date in place ----

  const syncAttributes = (old, fresh, keepExtra) => {
    for (const { name, value } of fresh.attributes) {
      if (name === "open" && old.localName === "details") continue;
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    if (keepExtra) return;
    for (const { name } of [...old.attributes]) {
      if (name === "open" && old.localName === "details") continue;
      if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    }
  };

  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

  // morph makes old look like fresh and touches nothing that is equal already.
  const morph = (old, fresh, keepExtra = false) => {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    syncAttributes(old, fresh, keepExtra);
    morphChildren(old, [...old.childNodes], [...fresh.childNodes]);
  };

  const morphChildren = (parent, old, fresh) => {
    while (old.length && fresh.length && old[0].isEqualNode(fresh[0])) { old.shift(); fresh.shift(); }
    let after = null; // what follows the part that differs
    while (old.length && fresh.length && old.at(-1).isEqualNode(fresh.at(-1))) { after = old.pop(); fresh.pop(); }
    for (const node of fresh) {
      const at = old.findIndex((o) => alike(o, node));
      const next = old.length ? old[0] : after;
      if (at < 0) {
        parent.insertBefore(document.importNode(node, true), next);
        continue;
      }
      const [kept] = old.splice(at, 1);
      if (kept !== next) parent.insertBefore(kept, next);
      if (!kept.isEqualNode(node)) morph(kept, node);
    }
    for (const o of old) o.remove();
  };

  // ---- style sheets ----

  const sheets = (doc) => [...doc.querySelectorAll('link[rel~="stylesheet"]')];
  const address = (link) => { const u = new URL(link.getAttribute("href"), location.href); u.searchParams.delete("likewise"); return u.href; };

  // arrive waits until a new sheet is applied, so that the page is never seen without one.
  const arrive = (link) => new Promise((done) => {
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    setTimeout(done, 2000);
  });

  const swapSheet = async (link) => {
    const fresh = link.cloneNode();
    const u = new URL(link.href);
    u.searchParams.set("likewise", version);
    fresh.href = u.href;
    const there = arrive(fresh);
    link.after(fresh);
    await there;
    link.remove();
  };

  // morphHead brings in new sheets first, and takes the old ones away when they are there.
  const morphHead = async (fresh) => {
    document.title = fresh.title;
    const have = sheets(document), want = sheets(fresh);
    const added = [];
    for (const link of want) {
      if (have.some((h) => address(h) === address(link))) continue;
      const copy = document.importNode(link, true);
      added.push(arrive(copy));
      document.head.append(copy);
    }
    await Promise.all(added);
    for (const link of have) if (!want.some((w) => address(w) === address(link))) link.remove();
  };

  const scripts = (doc) => [...doc.querySelectorAll("script[src]")].map((s) => new URL(s.getAttribute("src"), location.href).href)
    .filter((src) => !new URL(src).pathname.startsWith(own)).sort().join("\n");
  const firstScripts = scripts(document);

  const refreshPage = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (scripts(fresh) !== firstScripts) return reload(); // a script that is gone cannot be undone
    for (const s of fresh.querySelectorAll("script[src]")) if (new URL(s.getAttribute("src"), location.href).pathname.startsWith(own)) s.remove();
    version = answer.headers.get("X-Likewise-Version") ?? version;
    shown = answer.ok ? pageFile() : "404.html";
    await morphHead(fresh);
    const { scrollX: x, scrollY: y } = window;
    syncAttributes(document.documentElement, fresh.documentElement, true);
    morph(document.body, fresh.body, true);
    scrollTo({ left: x, top: y, behavior: "instant" });
    document.dispatchEvent(new CustomEvent("likewise:update"));
  };

  // refreshParts handles files that the page uses while its own text stays.
  const refreshParts = async (changed) => {
    const files = new Set(changed);
    const uses = (url) => { const u = new URL(url, location.href); return u.origin === location.origin && files.has(decodeURIComponent(u.pathname).slice(1)); };
    if ([...document.querySelectorAll("script[src]")].some((s) => uses(s.src))) return reload();
    await Promise.all(sheets(document).filter((l) => uses(l.href)).map(swapSheet));
    for (const img of document.querySelectorAll("img[src]")) {
      if (!uses(img.src)) continue;
      const u = new URL(img.src);
      u.searchParams.set("likewise", version);
      img.src = u.href;
    }
  };

  const onChange = async ({ changed, target }) => {
    const here = changed.includes(pageFile()) || changed.includes(shown);
    if (navigate && target && target !== pageFile()) {
      location.assign("/" + target.split("/").map(encodeURIComponent).join("/").replace(/(^|\/)index\.html$/, "$1"));
      return;
    }
    if (here) await refreshPage();
    await refreshParts(changed);
  };

  // ---- problems, over the last good page ----

  const style = `
    :host { all: initial; position: fixed; inset: 0; z-index: 2147483647; overflow: auto; background: rgb(0 0 0 / .55); color-scheme: light dark; }
    main { box-sizing: border-box; max-width: 60rem; margin: 6vh auto; padding: 1.5rem 2rem; border-top: 6px solid #c0392b; border-radius: 6px;
      background: light-dark(#fffdfa, #1d1c1a); color: light-dark(#222, #eee); font: 16px/1.5 system-ui, sans-serif; box-shadow: 0 10px 40px rgb(0 0 0 / .4); }
    header { display: flex; justify-content: space-between; align-items: start; gap: 1rem; }
    h1 { margin: 0 0 .5rem; font-size: 1.25rem; }
    ol { margin: 0; padding: 0; list-style: none; }
    li { padding: .9rem 0; border-top: 1px solid light-dark(#e5ded3, #3a3835); overflow-wrap: anywhere; }
    p { margin: .2rem 0; }
    .where { font: 14px ui-monospace, monospace; opacity: .8; }
    .error { color: light-dark(#b3261e, #ff8a80); } .warning { color: light-dark(#8a5a00, #ffca6b); }
    pre { margin: .4rem 0; padding: .6rem .8rem; overflow: auto; border-radius: 4px; background: light-dark(#f3eee6, #2a2926); font: 14px/1.4 ui-monospace, monospace; }
    button { font: inherit; padding: .2rem .8rem; cursor: pointer; }
    @media (max-width: 40rem) { main { margin: 0; padding: 1rem; border-radius: 0; } }`;
  let overlay = null;

  const element = (name, text, className) => {
    const e = document.createElement(name);
    if (text) e.textContent = text;
    if (className) e.className = className;
    return e;
  };

  const hide = () => { overlay?.remove(); overlay = null; };

  const item = (p) => {
    const li = element("li");
    const where = [p.file, p.line, p.line && p.column].filter(Boolean).join(":");
    if (where) li.append(element("p", where, "where"));
    const text = element("p");
    text.append(element("strong", p.severity + ": ", p.severity), p.text);
    li.append(text);
    if (p.excerpt) li.append(element("pre", p.excerpt));
    if (p.hint) li.append(element("p", p.hint, "hint"));
    return li;
  };

  const onProblems = ({ stale, problems }) => {
    hide();
    if (!problems.length) return;
    overlay = document.createElement("likewise-problems");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // the way that a policy without unsafe-inline leaves open
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const main = element("main");
    main.setAttribute("role", "alertdialog");
    main.setAttribute("aria-label", stale ? "The build failed" : "The site cannot be published");
    const header = element("header");
    const close = element("button", "Hide");
    close.addEventListener("click", hide);
    header.append(element("h1", stale ? "The build failed. Behind this is the last good page." : "The site cannot be published like this. Behind this is the page as it would be."), close);
    const list = element("ol");
    list.append(...problems.map(item));
    main.append(header, list);
    root.append(main);
    document.documentElement.append(overlay);
  };
  addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });

  // ---- the stream ----

  let stream = null;
  let work = Promise.resolve(); // one change after another
  const queue = (f) => { work = work.then(f).catch(reload); };

  const listen = () => {
    if (stream) return;
    stream = new EventSource(own + "events?page=" + encodeURIComponent(pageFile()) + "&v=" + encodeURIComponent(version));
    const on = (name, f) => stream.addEventListener(name, (e) => {
      const data = JSON.parse(e.data);
      queue(async () => { await f(data); version = e.lastEventId || version; });
    });
    on("change", onChange);
    on("problems", onProblems);
    on("reload", reload);
  };

  // A browser opens six streams a host at most: hidden tabs give theirs back and catch up when they are looked at.
  const settle = () => {
    if (document.visibilityState === "visible") return listen();
    stream?.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", settle);
  addEventListener("pagehide", () => { stream?.close(); stream = null; });
  addEventListener("pageshow", settle);
  restorePlace();
  settle();
})();
