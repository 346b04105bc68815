// Search in the reader's language, on http and on file://: the index comes as scripts that call mingbai.search.data.
// Tokens and codes are those of hooks/mingbai/outputs/tokens.py and search_codes.py.
(function () {
  "use strict";
  var mingbai = window.mingbai = window.mingbai || {}, html = document.documentElement, files = {};

  // ---- tokens
  var PAIRED = /\u0e00-\u0eff\u1000-\u109f\u1950-\u19df\u3007\u3041-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}/u.source,
    WORD = /0-9a-z\u00df-\u052f\u0620-\u06ff\u1e00-\u1fff/.source,
    TIBETAN = /\u0f00\u0f35-\u0f39\u0f40-\u0fbc/.source,
    MONGOLIAN = /\u1807\u180a\u1820-\u18aa\u202f/.source,
    RUNS = new RegExp("([" + PAIRED + "]+)|([" + WORD + "]+)|([" + TIBETAN + "]+(?:[\u0f0b\u0f0c]+[" + TIBETAN + "]+)*)|([" + MONGOLIAN + "]+)", "gu"),
    OUTSIDE = new RegExp("[^" + PAIRED + WORD + TIBETAN + MONGOLIAN + "]+", "gu"),
    NUMERAL = "零一二三四五六七八九", UNIT = {十: 10, 百: 100, 千: 1000};

  function fold(text) {
    return text.normalize("NFC").replace(/[\u00ad\u180b-\u180d\u180f\u200b-\u200d\u2060\ufeff]/g, "")
      .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); })
      .replace(/[\u0f20-\u0f29\u1810-\u1819]/g, function (c) { return c.charCodeAt(0) & 15; })
      .replace(/\u180e/g, "\u202f").toLowerCase();
  }

  function number(text) {
    if (/^[0-9]/.test(text)) return +text;
    var total = 0, digit = 0;
    Array.from(text).forEach(function (c) {
      if (UNIT[c]) { total += (digit || 1) * UNIT[c]; digit = 0; }
      else digit = digit * 10 + (c === "〇" ? 0 : c === "两" ? 2 : NUMERAL.indexOf(c));
    });
    return total + digit;
  }

  function tokenise(text, rule) {
    var tokens = [], folded = fold(text), article = /(第?)([一二三四五六七八九〇零两十百千]+|[0-9]+)([条款项章])/g, m, list, i;
    if (rule === "none") return tokens;
    function pairs(list, between) {
      for (i = 1; i < list.length; i++) tokens.push(list[i - 1] + between + list[i]);
    }
    RUNS.lastIndex = 0;
    while ((m = RUNS.exec(folded))) {
      if (m[1]) {
        list = Array.from(m[1]);
        if (list.length < 2) tokens.push(m[1]);
        pairs(list, "");
      } else if (m[2]) {
        tokens.push(rule === "words" && /^[a-z]{3,}[a-rt-z]s$/.test(m[2]) ? m[2].length > 4 && /ies$/.test(m[2]) ? m[2].slice(0, -3) + "y" : m[2].slice(0, -1) : m[2]);
      } else if (m[3]) {
        list = m[3].split(/[\u0f0b\u0f0c]+/);
        tokens.push.apply(tokens, list);
        pairs(list, "\u0f0b");
      } else {
        list = m[4].replace(/^\u202f+|\u202f+$/g, "");
        i = list.split("\u202f")[0];
        if (list) tokens.push(list);
        if (i !== list) tokens.push(i);
      }
    }
    while ((m = article.exec(folded))) {
      if (/^[0-9]/.test(m[2]) ? m[2].length < 6 : m[1] && m[2].length < 10) tokens.push("§" + number(m[2]) + m[3]);
    }
    return tokens;
  }

  function exact(text) {
    return "=" + fold(text).replace(OUTSIDE, "-").replace(/^-+|-+$/g, "");
  }

  // ---- codes
  var VALUE = [], LEADS = [0, 65, 84, 86], FIRST = [1], SIZE = 0, AGAIN;
  for (var c = 33; c < 127; c++) if ('"\\<>'.indexOf(String.fromCharCode(c)) < 0) VALUE[c] = SIZE++;
  AGAIN = SIZE -= 3;
  for (c = 0; c < 3; c++) FIRST[c + 1] = FIRST[c] + (LEADS[c + 1] - LEADS[c]) * Math.pow(SIZE, c);

  // Calls each(id, times) for every document of a coded list; `id` is the last one before it.
  function decode(text, id, each) {
    var i = 0, end = text.length, value, more, gap, times;
    while (i < end) {
      value = VALUE[text.charCodeAt(i++)];
      more = value < 65 ? 0 : value < 84 ? 1 : value < 86 ? 2 : 3;
      for (gap = value - LEADS[more], value = more; value--;) gap = gap * SIZE + VALUE[text.charCodeAt(i++)];
      id += gap + FIRST[more];
      for (times = 1; i < end && (value = VALUE[text.charCodeAt(i)]) >= AGAIN; i++) times += 4 >> value - AGAIN;
      each(id, times);
    }
  }

  function shardOf(term, shards) {
    var crc = -1, bytes = new TextEncoder().encode(term), i, k;
    for (i = 0; i < bytes.length; i++) for (crc ^= bytes[i], k = 8; k--;) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    return ~crc & shards - 1;
  }

  function part(kind, number) {
    return kind + (number >> 7) + "/" + (256 + (number & 127)).toString(16).slice(1);
  }

  function entry(text, term) {
    var start = (text || "").indexOf(" " + term + ">");
    return start < 0 ? "" : text.slice(start += term.length + 2, text.indexOf(" ", start));
  }

  // ---- the index in memory
  function Index(language, root) {
    this.path = root + "search/" + language + "/";
    this.files = files[language] = files[language] || {};
    this.missing = [];
  }

  // Loads parts, each once, then calls done(); notes those that fail and those of another edition.
  Index.prototype.load = function (parts, done) {
    var self = this, open = 1;
    function close() { if (!--open) done(); }
    parts.forEach(function (name, i) {
      if (self.files[name] || parts.indexOf(name) < i) return;
      open++;
      mingbai.load(self.path + name + ".js", function () {
        var file = self.files[name], meta = self.files.meta;
        if (!file) { if (self.missing.indexOf(name) < 0) self.missing.push(name); }
        else if (meta && meta.edition !== (name === "delta" ? file.data.base : file.edition)) self.stale = true;
        close();
      });
    });
    close();
  };

  Index.prototype.get = function (name) {
    return this.files[name] && this.files[name].data;
  };

  Index.prototype.open = function (done) {
    var self = this;
    self.load(["meta", "delta"], function () {
      if (self.get("meta") && !self.base) self.prepare(self.get("meta"), self.get("delta") || {});
      done();
    });
  };

  Index.prototype.prepare = function (meta, delta) {
    var self = this, lengths = meta.lengths + (delta.lengths || ""), size = lengths.length, step = meta.step, at = 0, id, level;
    self.stale = self.stale || delta.base !== undefined && delta.base !== self.files.meta.edition;
    self.delta = delta;
    self.end = meta.lengths.length;
    self.base = new Uint32Array(size);
    self.length = new Float32Array(size);
    self.count = self.mean = 0;
    for (id = 0; id < size; id++) {
      level = VALUE[lengths.charCodeAt(id)];
      self.length[id] = level && Math.pow(2, 3 + level / 8);
    }
    decode(delta.dead || "", -1, function (id) { self.length[id] = 0; });
    for (id = 0; id < size; id++) if (self.length[id]) { self.count++; self.mean += self.length[id]; }
    self.mean /= self.count || 1;
    decode(meta.pages + (delta.pages || ""), 0, function (next) {
      self.base.fill(at * step, at * step, next * step);
      at = next;
    });
  };

  // The query's terms: [{term, run}]; terms of one run stand side by side in the query.
  Index.prototype.plan = function (query) {
    var rule = this.get("meta").rule, terms = [], known = {};
    function add(term, run) {
      if (!known[term] && terms.length < 48) known[term] = terms.push({term: term, run: run});
    }
    add(exact(query), -1);
    query.split(/[ \t\n\u3000,.;:!?\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f]+/).forEach(function (piece, run) {
      tokenise(piece, rule).forEach(function (term) { add(term, run); });
    });
    return terms;
  };

  Index.prototype.shard = function (term) {
    return part("t", shardOf(term, this.get("meta").shards));
  };

  // BM25 (k1 1.2, b 0.75) over any of the terms, in slices; done(ids) gets the best sections, best first.
  Index.prototype.score = function (terms, current, done) {
    var self = this, size = self.base.length, score = new Float32Array(size), seen = new Uint8Array(size), touched = [], at = 0, run, weight, length;
    function one(item) {
      var ids = [], times = [], k, id, tf, idf, last = !terms[at + 1] || terms[at + 1].run !== item.run;
      function each(id, n) { if (self.length[id]) { ids.push(id); times.push(n); } }
      decode(entry(self.get(self.shard(item.term)), item.term), -1, each);
      decode(entry(self.delta.terms, item.term), self.end - 1, each);
      idf = Math.log(1 + (self.count - ids.length + 0.5) / (ids.length + 0.5));
      if (item.run !== run) { run = item.run; weight = length = 0; seen.fill(0); }
      weight += idf;
      length++;
      for (k = 0; k < ids.length; k++) {
        id = ids[k];
        tf = times[k];
        if (!score[id]) touched.push(id);
        score[id] += run < 0 ? 100 * tf : idf * tf * 2.2 / (tf + 0.3 + 0.9 * self.length[id] / self.mean);
        // A section with every pair of a run most likely has the run itself.
        if (++seen[id] === length && last && length > 1 && run >= 0) score[id] += weight;
      }
    }
    (function slice() {
      var start = performance.now();
      if (!current()) return;
      while (at < terms.length && performance.now() - start < 8) { one(terms[at]); at++; }
      if (at < terms.length) return setTimeout(slice, 0);
      done(self.best(touched, score));
    })();
  };

  // The best 20 sections, at most 4 of a page; the page's own standing (its first section) counts a quarter.
  Index.prototype.best = function (touched, score) {
    var base = this.base, top = [], pages = {};
    touched.forEach(function (id) {
      var value = score[id] + (base[id] === id ? 0 : score[base[id]] / 4), k = top.length;
      if (k > 79 && top[79].value >= value) return;
      while (k && (top[k - 1].value < value || top[k - 1].value === value && top[k - 1].id > id)) k--;
      top.splice(k, 0, {id: id, value: value});
      if (top.length > 80) top.pop();
    });
    return top.map(function (item) { return item.id; }).filter(function (id) {
      return (pages[base[id]] = (pages[base[id]] || 0) + 1) < 5;
    }).slice(0, 20);
  };

  Index.prototype.block = function (id) {
    return id < this.end ? part("d", Math.floor(id / this.get("meta").block)) : "delta";
  };

  // What is shown of a section, null where its file is missing.
  Index.prototype.describe = function (id) {
    var fresh = id >= this.end, rows = fresh ? this.delta.documents : this.get(this.block(id)), k, row;
    if (!rows) return null;
    k = fresh ? id - this.end : id % this.get("meta").block;
    row = rows[k];
    while (rows[k].length < 6) k--;
    return {heading: row[0], anchor: row[1], excerpt: row[2], title: rows[k][3], url: rows[k][4], kind: rows[k][5]};
  };

  // done(documents, terms): the sections found, best first.
  Index.prototype.search = function (query, current, done) {
    var self = this;
    self.missing = [];
    self.open(function () {
      var terms;
      if (!self.base || !current()) return current() && done([], []);
      terms = self.plan(query);
      self.load(terms.map(function (item) { return self.shard(item.term); }), function () {
        self.score(terms, current, function (ids) {
          self.load(ids.map(self.block, self), function () {
            if (current()) done(ids.map(self.describe, self).filter(Boolean), terms.map(function (item) { return item.term; }));
          });
        });
      });
    });
  };

  // ---- the form
  function element(tag, name, text, parent) {
    var made = document.createElement(tag);
    if (name) made.className = "search-" + name;
    made.textContent = text || "";
    if (parent) parent.appendChild(made);
    return made;
  }

  function link(href, text, parent) {
    var made = element("a", "", text, parent);
    made.href = href;
    return made;
  }

  function mark(parent, text, terms) {
    var lower = text.toLowerCase(), hit = [], i, k, from;
    terms.forEach(function (term) {
      if (/^[=\u00a7]/.test(term) || term.length < 2 && term < "\u0f00") return;
      for (i = -1; (i = lower.indexOf(term, i + 1)) >= 0;) for (k = i; k < i + term.length; k++) hit[k] = 1;
    });
    for (from = i = 0; i <= text.length; i++) {
      if (i < text.length && hit[i] === hit[from]) continue;
      if (hit[from]) element("mark", "", text.slice(from, i), parent);
      else parent.appendChild(document.createTextNode(text.slice(from, i)));
      from = i;
    }
  }

  function mount(form) {
    var input = form.querySelector("input[type=search]"), results = form.querySelector("[data-search-results]"),
      status = form.querySelector("[data-search-status]"), root = html.dataset.root || "", index = new Index(html.dataset.language, root),
      turn = 0, timer, shown = "";
    function word(name) { return form.getAttribute("data-" + name) || ""; }

    function clear(message) {
      results.textContent = "";
      status.textContent = message || "";
    }

    function show(documents, terms) {
      var list, groups = {}, notes = [];
      clear();
      documents.forEach(function (found) {
        var group = groups[found.url], item, section;
        if (!group) {
          list = list || element("ol", "list", "", results);
          item = groups[found.url] = element("li", "page", "", list);
          section = element("p", "title", "", item);
          mark(link(root + found.url, "", section), found.title, terms);
          if (word("kind-" + found.kind)) element("span", "kind", word("kind-" + found.kind), section);
          group = item;
        }
        section = link(root + found.url + (found.anchor && "#" + encodeURIComponent(found.anchor)), "", group);
        section.className = "search-section";
        if (found.heading && found.heading !== found.title) mark(element("b", "", "", section), found.heading, terms);
        mark(element("span", "excerpt", "", section), found.excerpt, terms);
      });
      if (index.stale) notes.push(word("refresh"));
      if (index.missing.length) notes.push(word("missing").replace("{part}", index.missing.map(function (name) { return "search/" + html.dataset.language + "/" + name + ".js"; }).join(", ")));
      if (documents.length) notes.push(word("count").replace("{n}", documents.length));
      else if (!notes.length) {
        notes.push(word("none"));
        list = element("p", "help", "", results);
        if (word("glossary")) link(word("glossary"), word("glossary-label"), list);
        if (word("hotline-label")) link("tel:12348", word("hotline-label"), list);
      }
      status.textContent = notes.join(" ");
    }

    function run() {
      var query = input.value.trim(), mine;
      clearTimeout(timer);
      if (query === shown) return;
      shown = query;
      mine = ++turn;
      if (!query) return clear();
      status.textContent = word("loading");
      if (form.hasAttribute("data-search-page")) history.replaceState(null, "", "#q=" + encodeURIComponent(query));
      index.search(query, function () { return mine === turn; }, show);
    }

    function fromHash() {
      var found = /^#q=(.*)/.exec(location.hash);
      if (!found) return;
      try { input.value = decodeURIComponent(found[1].replace(/\+/g, " ")); } catch (error) { return; }
      run();
    }

    function move(event) {
      var links = [input].concat(Array.from(results.querySelectorAll("a"))), at = links.indexOf(document.activeElement),
        way = {ArrowDown: 1, ArrowUp: -1}[event.key];
      if (event.key === "Escape") {
        input.value = "";
        run();
        input.focus();
      } else if (way && at >= 0 && links[at + way]) links[at + way].focus();
      else return;
      event.preventDefault();
    }

    function later(event) {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(run, 120);
    }

    form.addEventListener("submit", function (event) { event.preventDefault(); run(); });
    form.addEventListener("keydown", move);
    input.addEventListener("input", later);
    input.addEventListener("compositionend", later);
    input.addEventListener("focus", function () { index.open(function () {}); });
    window.addEventListener("hashchange", fromHash);
    fromHash();
    if (input.value.trim()) run();
    else if (document.activeElement === input) index.open(function () {});
  }

  mingbai.search = {
    data: function (language, name, edition, data) {
      (files[language] = files[language] || {})[name] = {edition: edition, data: data};
    },
    mount: mount,
    tokenise: tokenise
  };
})();
