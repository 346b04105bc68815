/* The contents drawer, loaded with the first press on 目录. Its entries come from data/tree-<language>.js, which calls
   mingbai.tree(); where that is missing, the link to the contents page is followed. */
(function () {
  "use strict";
  const make = mingbai.make;
  const trees = {};
  let drawer = null;

  mingbai.tree = function (language, sections) { trees[language] = sections; };

  function entry(title, url) {
    const link = make("a", "", title);
    link.href = mingbai.root + url;
    if (link.href === location.href.split("#")[0]) link.setAttribute("aria-current", "page");
    return link;
  }

  function section(row) {
    const details = make("details");
    details.appendChild(make("summary", "", row[0]));
    const list = make("ul");
    [[row[0], row[1]]].concat(row[2]).forEach(function (page) {
      const item = make("li");
      item.appendChild(entry(page[0], page[1]));
      list.appendChild(item);
    });
    details.appendChild(list);
    details.open = !!list.querySelector("[aria-current]");
    return details;
  }

  function build(opener) {
    const box = make("div", "drawer");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-labelledby", "mb-drawer-title");
    box.tabIndex = -1;
    const title = make("h2", "", opener.dataset.title);
    title.id = "mb-drawer-title";
    const shut = make("button", "shut", "×");
    shut.type = "button";
    shut.setAttribute("aria-label", opener.dataset.close);
    box.appendChild(shut);
    box.appendChild(title);
    trees[mingbai.language].forEach(function (row) { box.appendChild(section(row)); });
    shut.addEventListener("click", function () { close(opener); });
    box.addEventListener("keydown", function (event) { keys(event, box, opener); });
    return box;
  }

  function keys(event, box, opener) {
    if (event.key === "Escape") { close(opener); return; }
    if (event.key !== "Tab") return;
    const stops = Array.prototype.filter.call(box.querySelectorAll("a, button, summary"), function (one) { return one.offsetParent; });
    const last = stops[stops.length - 1], at = document.activeElement;
    if (!event.shiftKey && at === last) { event.preventDefault(); stops[0].focus(); }
    if (event.shiftKey && (at === stops[0] || at === box)) { event.preventDefault(); last.focus(); }
  }

  function outside(event) {
    if (drawer && !drawer.contains(event.target)) close(null);
  }

  function close(opener) {
    if (!drawer) return;
    drawer.remove();
    drawer = null;
    document.removeEventListener("pointerdown", outside);
    if (opener) opener.focus();
  }

  mingbai.parts.tree = {
    open(opener, leave) {
      mingbai.load("data/tree-" + mingbai.language.toLowerCase() + ".js", function () {
        if (!trees[mingbai.language]) { leave(); return; }
        close(null);
        drawer = build(opener);
        document.body.appendChild(drawer);
        drawer.focus();
        document.addEventListener("pointerdown", outside);
        const here = drawer.querySelector("[aria-current]");
        if (here) here.scrollIntoView({ block: "center" });
      });
    },
  };
})();
