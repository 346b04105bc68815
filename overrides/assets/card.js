/* The card of a glossary word, loaded with the first word that is touched. Its texts come from
   data/cards/<language>-<shard>.js, which calls mingbai.cards(). One card at a time; Esc, a second tap and a tap
   outside close it. */
(function () {
  "use strict";
  const make = mingbai.make;
  const known = {};
  let card = null; // {box, link, byHover}
  let timer = 0;

  mingbai.cards = function (language, cards) {
    Object.assign(known[language] || (known[language] = {}), cards);
  };

  function shard(id) {
    let sum = 0;
    for (let i = 0; i < id.length; i++) sum += id.charCodeAt(i);
    return ("0" + (sum % 16).toString(16)).slice(-2);
  }

  function fetchCard(id, then) {
    const language = mingbai.language;
    mingbai.load("data/cards/" + language.toLowerCase() + "-" + shard(id) + ".js", function () {
      then((known[language] || {})[id]);
    });
  }

  function line(box, label, text) {
    const p = make("p");
    p.appendChild(make("small", "", label + " "));
    p.appendChild(document.createTextNode(text));
    box.appendChild(p);
  }

  function badge(words, status) {
    return make("span", "badge " + status, status === "reviewed" ? words.reviewed : words.draft);
  }

  function others(facts, words) {
    const list = make("ul");
    mingbai.fonts();
    facts.l.forEach(function (other) {
      const item = make("li");
      const name = make("small", "", other[1]);
      const text = make("span", "", other[2]);
      name.lang = text.lang = other[0];
      [name, " ", text, " ", badge(words, other[3])].forEach(function (part) { item.append(part); });
      list.appendChild(item);
    });
    return list;
  }

  function build(facts, link, words) {
    const box = make("div", "card");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", words.label);
    box.tabIndex = -1;
    box.appendChild(make("p", "card-title", facts ? facts.t : link.textContent));
    box.appendChild(make("p", "", facts ? facts.d : words.failed));
    if (facts && facts.n) line(box, words.difference, facts.n);
    if (facts && facts.c) line(box, words.colloquial, facts.c.join("、"));
    if (facts && facts.l) box.appendChild(others(facts, words));
    if (facts && facts.s) line(box, words.source, facts.s);
    const more = make("a", "more", words.open);
    more.href = link.href;
    box.appendChild(more);
    const shut = make("button", "shut", "×");
    shut.type = "button";
    shut.setAttribute("aria-label", words.close);
    shut.addEventListener("click", function () { close(true); });
    box.appendChild(shut);
    return box;
  }

  /** Below the word, above it where there is no room; beside it in vertical text; never over the edge. */
  function place(box, link) {
    const rects = link.getClientRects();
    const word = rects[rects.length - 1] || link.getBoundingClientRect();
    const width = box.offsetWidth, height = box.offsetHeight;
    const wide = document.documentElement.clientWidth, high = window.innerHeight;
    const gap = 8;
    let left = word.left, top = word.bottom + gap;
    if (getComputedStyle(link).writingMode.indexOf("vertical") === 0) {
      left = word.right + gap + width < wide ? word.right + gap : word.left - gap - width;
      top = word.top;
      if (left < gap) { left = gap; top = word.bottom + gap; }
    } else if (top + height > high - gap && word.top - gap - height > 0) {
      top = word.top - gap - height;
    }
    left = Math.max(gap, Math.min(left, wide - width - gap));
    box.style.left = left + window.pageXOffset + "px";
    box.style.top = Math.max(top, gap) + window.pageYOffset + "px";
    if (box.getBoundingClientRect().bottom > high) box.scrollIntoView({ block: "nearest" });
  }

  function close(refocus) {
    clearTimeout(timer);
    if (!card) return;
    const old = card;
    card = null;
    old.box.remove();
    old.link.removeAttribute("aria-expanded");
    if (refocus) old.link.focus();
  }

  function open(link, words, byHover, byKey) {
    close(false);
    const wanted = link;
    open.wanted = wanted;
    fetchCard(link.dataset.term, function (facts) {
      if (open.wanted !== wanted || (byHover && !link.matches(":hover"))) return;
      const box = build(facts, link, words);
      document.body.appendChild(box);
      card = { box: box, link: link };
      link.setAttribute("aria-expanded", "true");
      place(box, link);
      if (byKey) box.focus({ preventScroll: true });
      box.addEventListener("keydown", keys);
      if (byHover) [box, link].forEach(function (one) { one.addEventListener("pointerleave", leave); });
    });
  }

  /** Tab past the end of the card goes on after the word, before its start back to the word. */
  function keys(event) {
    if (event.key !== "Tab" || !card) return;
    const stops = card.box.querySelectorAll("a, button");
    const at = document.activeElement;
    if (event.shiftKey && (at === card.box || at === stops[0])) { event.preventDefault(); close(true); }
    if (!event.shiftKey && at === stops[stops.length - 1]) close(true);
  }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      if (!card || card.box.matches(":hover") || card.link.matches(":hover") || card.box.contains(document.activeElement)) return;
      close(false);
    }, 300);
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && card) close(card.box.contains(document.activeElement));
  });
  document.addEventListener("pointerdown", function (event) {
    if (card && !card.box.contains(event.target) && !card.link.contains(event.target)) close(false);
  });

  mingbai.parts.card = {
    click(link, article, pointer) {
      if (card && card.link === link) { close(false); return; }
      open(link, article.dataset, false, pointer === "key");
    },
    hover(link, article) {
      if (card && card.link === link) return;
      clearTimeout(timer);
      timer = setTimeout(function () { if (link.matches(":hover")) open(link, article.dataset, true, false); }, 250);
    },
  };
})();
