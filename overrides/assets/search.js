/* Search in the reader's language, on http and from a disk: the index comes as scripts that call mingbai.search.data.
   Tokens and codes are those of hooks/mingbai/outputs/tokens.py and search_codes.py. */
(function () {
  "use strict";
  const mingbai = window.mingbai, html = document.documentElement, files = {};

  // ---- tokens
  const PAIRED = /\u0e00-\u0eff\u1000-\u109f\u1950-\u19df\u3007\u3041-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}/u.source;
  const WORD = /0-9a-z\u00df-\u052f\u0620-\u06ff\u1e00-\u1fff/.source;
  const TIBETAN = /\u0f00\u0f35-\u0f39\u0f40-\u0fbc/.source;
  const MONGOLIAN = /\u1807\u180a\u1820-\u18aa\u202f/.source;
  const RUNS = new RegExp(`([${PAIRED}]+)|([${WORD}]+)|([${TIBETAN}]+(?:[་༌]+[${TIBETAN}]+)*)|([${MONGOLIAN}]+)`, "gu");
  const OUTSIDE = new RegExp(`[^${PAIRED + WORD + TIBETAN + MONGOLIAN}]+`, "gu");
  const DIGITS = "〇一二三四五六七八九零 两", UNITS = { 十: 10, 百: 100, 千: 1000 };

  const fold = (text) => text.normalize("NFC").replace(/[\u00ad\u180b-\u180d\u180f\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u0f20-\u0f29\u1810-\u1819]/g, (c) => c.charCodeAt(0) & 15).replace(/\u180e/g, "\u202f").toLowerCase();

  function articleNumber(numeral) {
    let total = 0, digit = 0;
    for (const c of numeral) {
      if (UNITS[c]) {
        total += (digit || 1) * UNITS[c];
        digit = 0;
      } else digit = digit * 10 + DIGITS.indexOf(c) % 10;
    }
    return total + digit;
  }

  const singular = (word) => /^[a-z]{2,}[a-rt-z]s$/.test(word) ? word.replace(/^(..+)ies$/, "$1y").replace(/s$/, "") : word;

  function tokenise(text, rule) {
    const tokens = [], folded = fold(text);
    if (rule === "none") return tokens;
    const pairs = (list, between) => list.slice(1).forEach((one, i) => tokens.push(list[i] + between + one));
    folded.replace(RUNS, (run, paired, word, tibetan) => {
      if (paired) {
        const list = Array.from(run);
        if (list[1]) pairs(list, ""); else tokens.push(run);
      } else if (word) tokens.push(rule === "words" ? singular(run) : run);
      else if (tibetan) {
        const list = run.split(/[་༌]+/);
        tokens.push(...list);
        pairs(list, "་");
      } else {
        const whole = run.replace(/^\u202f+|\u202f+$/g, ""), stem = whole.split("\u202f")[0];
        if (whole) tokens.push(whole);
        if (stem !== whole) tokens.push(stem);
      }
    });
    folded.replace(/(第?)([一二三四五六七八九〇零两十百千]+|[0-9]+)([条款项章])/g, (all, prefix, numeral, unit) => {
      const plain = /[0-9]/.test(numeral);
      if (plain ? numeral.length < 6 : prefix && numeral.length < 10) tokens.push("§" + (plain ? +numeral : articleNumber(numeral)) + unit);
    });
    return tokens;
  }

  const exactToken = (text) => "=" + fold(text).replace(OUTSIDE, "-").replace(/^-|-$/g, "");

  // ---- codes
  const VALUE = [], LEADS = [0, 65, 84, 86], FIRST = [1];
  let count = 0;
  for (let c = 33; c < 127; c++) if (!'"\\<>'.includes(String.fromCharCode(c))) VALUE[c] = count++;
  const BASE = count - 3; // the last three symbols repeat a document
  for (let n = 0; n < 3; n++) FIRST[n + 1] = FIRST[n] + (LEADS[n + 1] - LEADS[n]) * Math.pow(BASE, n);

  // Calls each(id, times) for every document of a coded list; counting goes on from `id`.
  function decode(text, id, each) {
    let i = 0;
    const next = () => VALUE[text.charCodeAt(i++)];
    while (i < text.length) {
      let value = next(), times = 1;
      const more = value < 65 ? 0 : value < 84 ? 1 : value < 86 ? 2 : 3;
      value -= LEADS[more];
      for (let n = more; n; n--) value = value * BASE + next();
      id += value + FIRST[more];
      while ((value = next()) >= BASE) times += 4 >> value - BASE;
      i--;
      each(id, times);
    }
  }

  function shardOf(term, shards) {
    let crc = -1;
    new TextEncoder().encode(term[0] === "=" ? Array.from(term).slice(1, 3).join("") : term).forEach((byte) => {
      crc ^= byte;
      for (let n = 8; n; n--) crc = crc >>> 1 ^ (crc & 1 && 0xedb88320);
    });
    return ~crc & shards - 1;
  }

  const partName = (kind, number) => kind + (number >> 7) + "/" + (256 + (number & 127)).toString(16).slice(1);

  function entryOf(text, term) {
    const start = text.indexOf(` ${term}>`) + term.length + 2;
    return start < term.length + 2 ? "" : text.slice(start, text.indexOf(" ", start));
  }

  // ---- the index of one language in memory
  class Index {
    constructor(language) {
      this.path = `search/${language}/`;
      this.files = files[language] = files[language] || {};
      this.missing = new Set();
    }

    get(name) {
      return (this.files[name] || {}).data;
    }

    // Loads parts, each once, then calls done(); notes those that fail and those of another edition.
    load(names, done) {
      const wanted = new Set(names.filter((name) => !this.files[name]));
      let open = wanted.size + 1;
      const close = () => --open || done();
      wanted.forEach((name) => mingbai.load(this.path + name + ".js", () => {
        if (!this.files[name]) this.missing.add(name);
        close();
      }));
      close();
    }

    open(done) {
      this.load(["meta", "delta"], () => {
        if (this.get("meta") && !this.base) this.prepare(this.get("meta"), this.get("delta") || {});
        done();
      });
    }

    prepare(meta, delta) {
      const lengths = meta.lengths + (delta.lengths || ""), size = lengths.length;
      const base = this.base = new Uint32Array(size), length = this.length = new Float32Array(size);
      const sizes = VALUE.map((level) => level && Math.pow(2, 3 + level / 8));
      let at = 0, total = 0;
      this.meta = meta;
      this.delta = delta;
      this.end = meta.lengths.length;
      this.count = 0;
      for (let id = 0; id < size; id++) length[id] = sizes[lengths.charCodeAt(id)];
      decode(delta.dead || "", -1, (id) => { length[id] = 0; });
      for (let id = 0; id < size; id++) if (length[id]) total += length[id], this.count++;
      this.mean = total / this.count;
      decode(meta.pages + (delta.pages || ""), 0, (end) => {
        base.fill(at, at, at = end * meta.step);
      });
    }

    // Terms of one run stand side by side in the query; run -1 is the query as a whole.
    plan(query) {
      const terms = new Map([[exactToken(query), -1]]);
      query.split(/[ \t\n\u3000,.;:!?，。、；：！？]+/).forEach((piece, run) => {
        tokenise(piece, this.meta.rule).forEach((term) => terms.has(term) || terms.set(term, run));
      });
      return Array.from(terms).slice(0, 48).map(([term, run]) => ({ term, run, part: partName("t", shardOf(term, this.meta.shards)) }));
    }

    // BM25 (k1 1.2, b 0.75) over any of the terms, in slices; done(ids) gets the best sections, best first.
    score(terms, current, done) {
      const score = new Float32Array(this.base.length), seen = new Uint8Array(this.base.length), touched = [], cited = [];
      let at = 0, weight, width;
      const add = ({ term, run, part }) => {
        const ids = [], times = [];
        const each = (id, n) => {
          if (this.length[id]) ids.push(id) && times.push(n);
        };
        decode(entryOf(this.get(part) || "", term), -1, each);
        decode(entryOf(this.delta.terms || "", term), this.end - 1, each);
        const idf = Math.log(1 + (this.count - ids.length + 0.5) / (ids.length + 0.5));
        const ends = !terms[at] || terms[at].run !== run;
        if (at < 2 || terms[at - 2].run !== run) {
          weight = width = 0;
          seen.fill(0);
        }
        weight += idf;
        width++;
        ids.forEach((id, n) => {
          const tf = times[n];
          if (!score[id]) touched.push(id);
          if (term[0] === "§") cited[id] = true;
          score[id] += run < 0 ? 100 * tf : idf * tf * 2.2 / (tf + 0.3 + 0.9 * this.length[id] / this.mean);
          // A section with every pair of a run most likely has the run itself.
          if (++seen[id] === width && ends && width > 1) score[id] += weight;
        });
      };
      const slice = () => {
        const start = performance.now();
        if (!current()) return;
        while (terms[at] && performance.now() - start < 10) add(terms[at++]);
        if (terms[at]) setTimeout(slice); else done(this.best(touched, score, cited));
      };
      slice();
    }

    // The best 20 sections, at most 4 of a page. The page's own standing, that of its first section, counts a quarter,
    // for the article that the query cites in full: 民法典1165条.
    best(touched, score, cited) {
      const top = [], pages = {}, base = this.base;
      touched.forEach((id) => {
        const value = score[id] + (base[id] === id ? 0 : score[base[id]] / (cited[id] ? 1 : 4));
        let k = top.length;
        if (k > 79 && top[79].value > value) return;
        while (k && (top[k - 1].value < value || top[k - 1].value === value && top[k - 1].id > id)) k--;
        top.splice(k, 0, { id, value });
        top.length = Math.min(top.length, 80);
      });
      return top.map(({ id }) => id).filter((id) => (pages[base[id]] = (pages[base[id]] || 0) + 1) < 5).slice(0, 20);
    }

    partOf(id) {
      return id < this.end ? partName("d", Math.floor(id / this.meta.block)) : "delta";
    }

    // What is shown of a section: heading, anchor, excerpt, title, url, kind; null where its file is missing.
    describe(id) {
      const data = this.get(this.partOf(id));
      const rows = id < this.end ? data : data.documents;
      if (!rows) return null;
      let k = id < this.end ? id % this.meta.block : id - this.end;
      const row = rows[k].slice(0, 3);
      while (rows[k].length < 6) k--;
      return row.concat(rows[k].slice(3));
    }

    // Calls done(documents, terms, last) twice: for the first three sections, whose files come first, and for the others.
    search(query, current, done) {
      this.missing.clear();
      this.open(() => {
        if (!current()) return;
        if (!this.base) { done([], [], true); return; }
        const plan = this.plan(query), terms = plan.map(({ term }) => term);
        this.load(plan.map(({ part }) => part), () => this.score(plan, current, (ids) => {
          const show = (some, others) => this.load(some.map(this.partOf, this), () => {
            if (!current()) return;
            done(some.map(this.describe, this).filter(Boolean), terms, !others.length);
            if (others.length) show(others, []);
          });
          show(ids.slice(0, 3), ids.slice(3));
        }));
      });
    }

    stale() {
      const editions = Object.keys(this.files).map((name) => name === "delta" ? this.get(name).base : this.files[name].edition);
      return new Set(editions).size > 1;
    }
  }

  // ---- the form
  function make(tag, name, text, parent) {
    const made = parent.appendChild(document.createElement(tag));
    if (name) made.className = "search-" + name;
    made.textContent = text;
    return made;
  }

  function mark(text, terms, parent) {
    const lower = text.toLowerCase(), hit = [];
    terms.forEach((term) => {
      if (/^[=§]|^\w$/.test(term)) return;
      for (let at = -1; (at = lower.indexOf(term, at + 1)) >= 0;) for (let k = at; k < at + term.length; k++) hit[k] = true;
    });
    for (let from = 0, to = 0; from < text.length; from = to) {
      while (to < text.length && hit[to] === hit[from]) to++;
      if (hit[from]) make("mark", "", text.slice(from, to), parent);
      else parent.appendChild(document.createTextNode(text.slice(from, to)));
    }
  }

  function mount(form) {
    const language = html.dataset.language, root = html.dataset.root || "", index = new Index(language);
    const input = form.querySelector("input[type=search]"), results = form.querySelector("[data-search-results], [data-results]");
    const status = form.querySelector("[data-search-status]") || results.parentNode.insertBefore(document.createElement("p"), results);
    status.setAttribute("role", "status");
    const word = (name) => form.getAttribute("data-" + name) || "";
    let turn = 0, timer, shown = "";

    function link(href, name, text, parent) {
      const made = make("a", name, text, parent);
      made.href = href;
      return made;
    }

    // Returns a function that adds sections to the page, those of one page together.
    function shower() {
      const groups = {};
      let count = 0, list;
      return (documents, terms, last) => {
        if (!list) {
          results.textContent = "";
          list = make("ol", "list", "", results);
        }
        documents.forEach(([heading, anchor, excerpt, title, url, kind]) => {
          const item = groups[url] = groups[url] || make("li", "page", "", list);
          if (!item.firstChild) {
            const line = make("p", "title", "", item);
            mark(title, terms, link(root + url, "", "", line));
            if (word("kind-" + kind)) make("span", "kind", word("kind-" + kind), line);
          }
          const section = link(root + url + (anchor && "#" + encodeURIComponent(anchor)), "section", "", item);
          if (heading !== title) mark(heading, terms, make("b", "", "", section));
          mark(excerpt, terms, make("span", "excerpt", "", section));
          count++;
        });
        if (last) conclude(count);
      };
    }

    function conclude(count) {
      const notes = [], missing = Array.from(index.missing, (name) => index.path + name + ".js").join(", ");
      if (index.stale()) notes.push(word("refresh"));
      if (missing) notes.push((word("missing") || word("partial")).replace("{part}", missing));
      if (count) notes.push(word("count").replace("{n}", count));
      else {
        results.textContent = "";
        if (!notes.length) notes.push(word("none"));
        if (word("glossary")) link(word("glossary"), "help", word("glossary-label"), results);
        if (word("hotline-label")) link("tel:12348", "help", word("hotline-label"), results);
      }
      status.textContent = notes.join(" ");
    }

    function run() {
      const query = input.value.trim();
      clearTimeout(timer);
      if (query === shown && status.textContent) return;
      const mine = ++turn;
      shown = query;
      status.textContent = query && word("loading");
      if (form.hasAttribute("data-search-page")) history.replaceState(null, "", "#q=" + encodeURIComponent(query));
      if (!query) results.textContent = "";
      else index.search(query, () => mine === turn, shower());
    }

    function later(event) {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(run, 120);
    }

    function follow() {
      const found = /^#q=(.*)/.exec(location.hash);
      if (!found) return;
      try { input.value = decodeURIComponent(found[1]); } catch (fault) { input.value = found[1]; }
      run();
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run();
    });
    form.addEventListener("keydown", (event) => {
      const links = [input, ...results.querySelectorAll("a")], way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const to = way && links[links.indexOf(document.activeElement) + way];
      if (event.key === "Escape") {
        input.value = "";
        run();
        input.focus();
      } else if (to) to.focus();
      else return;
      event.preventDefault();
    });
    input.addEventListener("input", later);
    input.addEventListener("compositionend", later);
    window.addEventListener("hashchange", follow);
    follow();
    if (input.value) run();
    input.addEventListener("focus", () => index.open(() => {}));
    if (document.activeElement === input) index.open(() => {});
  }

  mingbai.search = {
    data(language, name, edition, data) {
      (files[language] = files[language] || {})[name] = { edition, data };
    },
    mount,
    tokenise,
  };
})();
