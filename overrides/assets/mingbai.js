/* The core of every page: finds components by data-mb, loads what a page needs later, keeps what a reader chose.
   Classic script, ES2017, no fetch: all of it works from a disk as well. A page is complete without it. */
(function () {
  "use strict";
  const html = document.documentElement;
  const PREFIX = "mb1:" + html.dataset.key + ":"; // "mb1" is the version of what we keep; one area serves all file:// pages
  const makers = {};
  const loading = {};

  const mingbai = window.mingbai = {
    root: html.dataset.root || "",
    language: html.dataset.language,
    key: html.dataset.key,
    loaded: {}, // path -> true for scripts that are already inside the page (one-file courses)
    parts: {}, // what lazily loaded scripts offer: card, tree, tools

    /** Name a component: `make(element)` runs once for each element with that word in data-mb. */
    component(name, make) {
      makers[name] = make;
      mingbai.mountAll(document);
    },

    /** Start every component under `node`; a fault in one leaves the others alone. */
    mountAll(node) {
      node.querySelectorAll("[data-mb]").forEach(function (element) {
        const done = element.mounted || (element.mounted = {});
        element.dataset.mb.split(" ").forEach(function (name) {
          if (!makers[name] || done[name]) return;
          done[name] = true;
          try { makers[name](element); } catch (fault) { console.error("mingbai: " + name, fault); }
        });
      });
    },

    /** Load a script from the site's root once; `then(true)` when it is there, `then(false)` when it cannot be had. */
    load(path, then) {
      if (mingbai.loaded[path]) { then(true); return; }
      if (loading[path]) { loading[path].push(then); return; }
      const waiting = loading[path] = [then];
      const script = document.createElement("script");
      const end = function (well) {
        delete loading[path];
        mingbai.loaded[path] = well;
        waiting.forEach(function (one) { one(well); });
      };
      script.src = mingbai.root + path;
      script.onload = function () { end(true); };
      script.onerror = function () { script.remove(); end(false); };
      document.head.appendChild(script);
    },

    /** Load assets/<name>.js and hand over what it put into `parts`; `failed()` when it cannot be had. */
    use(name, then, failed) {
      mingbai.load("assets/" + name + ".js", function () {
        if (mingbai.parts[name]) then(mingbai.parts[name]); else if (failed) failed();
      });
    },

    /** What is kept on this device, as text. `set` says "" (kept), "missing" (no storage) or "full". */
    store: {
      prefix: PREFIX,
      get(key) {
        try { return localStorage.getItem(PREFIX + key); } catch (fault) { return null; }
      },
      set(key, value) {
        try {
          if (value === null) localStorage.removeItem(PREFIX + key); else localStorage.setItem(PREFIX + key, value);
          return "";
        } catch (fault) {
          return fault && /quota/i.test(fault.name) ? "full" : "missing";
        }
      },
    },

    /** Link the fonts of the other scripts; the browser then fetches those that are really shown. */
    fonts() {
      (html.dataset.fonts || "").split(" ").forEach(function (code) {
        const href = mingbai.root + "assets/fonts/" + code.toLowerCase() + ".css";
        if (!code || document.querySelector('link[href="' + href + '"]')) return;
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = href;
        document.head.appendChild(link);
      });
    },

    /** Make an element: make("p", "class", "text"). */
    make(tag, name, text) {
      const element = document.createElement(tag);
      if (name) element.className = name;
      if (text) element.textContent = text;
      return element;
    },

    /** Fill the {gaps} of a word. */
    fill(words, gaps) {
      return words.replace(/\{(\w+)\}/g, function (all, name) { return name in gaps ? gaps[name] : all; });
    },

    /** Called by assets/release.js: says in the footer which edition this is. */
    release(facts) {
      const line = document.querySelector("[data-release]");
      if (!line || !facts.edition) return;
      const words = [facts.name || line.textContent, line.dataset.edition + " " + facts.edition];
      if (facts.code) words.push(line.dataset.code + " " + facts.code);
      line.textContent = words.join(" · ");
    },
  };

  html.classList.add("js");

  // What the reader chose stands in attributes of <html>; the style sheet does the rest.
  ["size", "scheme", "lines"].forEach(function (name) {
    const kept = mingbai.store.get(name);
    if (kept) html.dataset[name] = kept;
  });

  mingbai.component("menu", function (menu) {
    const summary = menu.querySelector("summary");
    document.addEventListener("click", function (event) {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("toggle", function () { if (menu.open && menu.querySelector("[hreflang]")) mingbai.fonts(); });
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) { menu.open = false; summary.focus(); }
    });
  });

  mingbai.component("tools", function (tools) {
    const defaults = { size: "0", scheme: "auto", lines: "vertical" };
    const buttons = tools.querySelectorAll("[data-set]");
    const show = function () {
      buttons.forEach(function (button) {
        const now = html.dataset[button.dataset.set] || defaults[button.dataset.set];
        button.setAttribute("aria-pressed", String(now === button.dataset.value));
      });
    };
    show();
    tools.addEventListener("click", function (event) {
      const button = event.target.closest("button");
      if (button && button.dataset.set) {
        html.dataset[button.dataset.set] = button.dataset.value;
        mingbai.store.set(button.dataset.set, button.dataset.value);
        show();
      } else if (button) {
        mingbai.use("tools", function (parts) { parts.run(button.dataset.do, tools, button); });
      }
    });
    tools.addEventListener("toggle", function () {
      if (tools.open) mingbai.use("tools", function (parts) { parts.open(tools); });
    });
  });

  mingbai.component("print", function (button) {
    button.addEventListener("click", function () {
      const tools = document.querySelector("[data-mb~=tools]");
      if (/MicroMessenger/.test(navigator.userAgent) && tools) {
        button.insertAdjacentElement("afterend", mingbai.make("p", "small", tools.dataset.printFailed));
      } else window.print();
    });
  });

  mingbai.component("search", function (form) {
    const status = form.querySelector("[data-search-status]"), results = status.parentNode;
    let mounted = false;
    const mount = function () {
      if (mounted) return;
      mounted = true;
      mingbai.load("assets/search.js", function (well) {
        if (well && mingbai.search) { mingbai.search.mount(form); return; }
        mounted = false;
        status.textContent = form.dataset.failed;
      });
    };
    form.addEventListener("submit", function (event) { event.preventDefault(); mount(); });
    form.addEventListener("focusin", function () { results.hidden = false; mount(); });
    form.addEventListener("input", mount);
    document.addEventListener("click", function (event) { results.hidden = !form.contains(event.target) && !form.closest(".kind-search"); });
    if (/^#q=/.test(location.hash) && form.closest(".kind-search")) mount();
  });

  const plain = function (event) { // a click that means "here", not "in a new tab"
    return !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  };
  mingbai.plain = plain;

  mingbai.component("tree", function (link) {
    link.addEventListener("click", function (event) {
      if (!plain(event)) return;
      event.preventDefault();
      const leave = function () { location.href = link.href; };
      mingbai.use("tree", function (parts) { parts.open(link, leave); }, leave);
    });
  });

  // A tap or Enter on a glossary word opens its card; the script comes with the first word that is touched.
  mingbai.component("cards", function (article) {
    let pointer = "mouse";
    const term = function (event) { return event.target.closest && event.target.closest("a.term[data-term]"); };
    const act = function (name, link, event) {
      const leave = function () { if (name === "click") location.href = link.href; };
      mingbai.use("card", function (parts) { parts[name](link, article, pointer, event); }, leave);
    };
    article.addEventListener("pointerdown", function (event) { pointer = event.pointerType; });
    article.addEventListener("keydown", function () { pointer = "key"; });
    article.addEventListener("pointerover", function (event) {
      if (event.pointerType === "mouse" && term(event)) act("hover", term(event));
    });
    article.addEventListener("click", function (event) {
      const link = term(event);
      if (!link || !plain(event)) return;
      if (link.hasAttribute("aria-expanded") && pointer !== "touch") return; // second time: follow the link
      event.preventDefault();
      act("click", link);
    });
  });

  mingbai.component("exit", function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      document.title = link.dataset.title;
      document.body.hidden = true;
      location.replace(link.href);
    });
  });

  window.addEventListener("load", function () {
    setTimeout(function () { mingbai.load("assets/release.js", function () {}); }, 200);
  });
})();
