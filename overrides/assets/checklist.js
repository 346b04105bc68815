/* Ticks that stay on this device: under mb1:<site>:checklist:<id> as {item id: 1}. Items are known by their ids, so
   ticks survive rewording and moving; ids that are no longer on the list are left alone. */
(function () {
  "use strict";
  const make = mingbai.make;

  function read(key) {
    try {
      const kept = JSON.parse(mingbai.store.get(key) || "{}");
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch (fault) {
      return {};
    }
  }

  mingbai.component("checklist", function (list) {
    const words = list.dataset;
    const key = "checklist:" + words.list;
    const boxes = Array.prototype.slice.call(list.querySelectorAll("input[data-item]"));
    let ticks = read(key);

    const status = make("div", "status");
    const bar = make("progress");
    const said = make("p");
    const reset = make("button", "", words.reset);
    const note = make("p", "kept", words.kept);
    said.setAttribute("role", "status");
    bar.setAttribute("aria-hidden", "true");
    bar.max = boxes.length || 1;
    reset.type = "button";
    [bar, said, reset].forEach(function (one) { status.appendChild(one); });
    list.appendChild(status);
    list.appendChild(note);

    function show() {
      let done = 0;
      boxes.forEach(function (box) {
        box.checked = ticks[box.dataset.item] === 1;
        if (box.checked) done++;
      });
      const all = boxes.length;
      bar.value = done;
      reset.hidden = !done;
      said.textContent = mingbai.fill(words.progress, { done: done, all: all }) + (done === all && all ? " · " + words.done : "");
    }

    function keep() {
      const state = mingbai.store.set(key, Object.keys(ticks).length ? JSON.stringify(ticks) : null);
      note.textContent = state === "full" ? words.full : state ? words.unkept : words.kept;
      if (state) note.setAttribute("role", "alert"); else note.removeAttribute("role");
    }

    list.addEventListener("change", function (event) {
      const id = event.target.dataset.item;
      if (!id) return;
      if (event.target.checked) ticks[id] = 1; else delete ticks[id];
      keep();
      show();
    });

    /* Asking happens inside the page: dialogs of the browser are blocked in some apps. */
    reset.addEventListener("click", function () {
      const ask = make("div", "status");
      const yes = make("button", "", words.yes), no = make("button", "", words.no);
      ask.setAttribute("role", "group");
      ask.setAttribute("aria-label", words.reset);
      ask.appendChild(make("p", "", words.ask));
      [no, yes].forEach(function (button) {
        button.type = "button";
        ask.appendChild(button);
        button.addEventListener("click", function () {
          if (button === yes) {
            boxes.forEach(function (box) { delete ticks[box.dataset.item]; });
            keep();
          }
          ask.remove();
          status.hidden = false;
          show();
          (reset.hidden ? boxes[0] : reset).focus();
        });
      });
      status.hidden = true;
      list.insertBefore(ask, note);
      no.focus();
    });

    window.addEventListener("storage", function (event) {
      if (event.key !== null && event.key !== mingbai.store.prefix + key) return;
      ticks = read(key);
      show();
    });

    const state = mingbai.store.set("probe", "1") || mingbai.store.set("probe", null);
    if (state) note.textContent = state === "full" ? words.full : words.unkept;
    show();
  });
})();
