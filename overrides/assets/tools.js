/* Read aloud, copy as text, print: loaded when the reading menu is opened. What happened is always said in words. */
(function () {
  "use strict";
  const make = mingbai.make;
  const speech = window.speechSynthesis;
  const BLOCKS = /^(P|LI|TR|H[1-6]|DT|DD|DIV|SECTION|UL|OL|DL|TABLE|BLOCKQUOTE|DETAILS|SUMMARY|LABEL)$/;

  /** A voice of this device for the page's language; none that would send the text to a server. */
  function voice() {
    const tag = document.documentElement.lang.toLowerCase();
    const short = tag.split("-")[0];
    if (!speech || short === "mn") return null; // voices for "mn" read Cyrillic
    return speech.getVoices().filter(function (one) {
      const own = one.lang.toLowerCase().split(/[-_]/)[0];
      return one.localService && (own === short || (short === "zh" && own === "cmn"));
    })[0] || null;
  }

  /** The text of an element, blocks on lines of their own, folded answers included. */
  function textOf(node) {
    let text = "";
    node.childNodes.forEach(function (child) {
      if (child.nodeType === 3) text += child.nodeValue.replace(/\s+/g, " ");
      if (child.nodeType !== 1 || child.hidden || child.matches("svg, button, progress, .cue, .status, .paper, .kept, .help")) return;
      if (child.matches("input[type=checkbox]")) text += child.checked ? "☑ " : "□ ";
      else if (child.tagName === "BR") text += "\n";
      else if (child.tagName === "TD") text += " | " + textOf(child);
      else if (child.classList.contains("blank")) text += "______";
      else text += BLOCKS.test(child.tagName) ? "\n" + textOf(child) + "\n" : textOf(child);
    });
    return text;
  }

  function tidy(text) {
    return text.split("\n").map(function (line) { return line.trim(); }).filter(Boolean).join("\n");
  }

  function pageText(words) {
    const pieces = [tidy(textOf(document.querySelector("article")))];
    document.querySelectorAll("aside .refs, .help").forEach(function (one) { pieces.push(tidy(textOf(one))); });
    pieces.push(tidy(textOf(document.querySelector(".disclaimer"))));
    if (/^http/.test(location.protocol)) pieces.push(words.copyLink + " " + location.href);
    return pieces.join("\n\n");
  }

  function showText(said, text, words, copied) {
    const box = make("textarea");
    box.value = text;
    box.readOnly = true;
    box.setAttribute("aria-label", words.copyText);
    said.textContent = words.copyFailed;
    said.parentNode.appendChild(box);
    box.select();
    let well = false;
    try { well = document.execCommand("copy"); } catch (fault) { well = false; }
    if (well) { box.remove(); copied(); }
  }

  function copy(tools, said) {
    const words = tools.dataset, text = pageText(words);
    const copied = function () { said.textContent = words.copied; };
    const byHand = function () { showText(said, text, words, copied); };
    const old = tools.querySelector("textarea");
    if (old) old.remove();
    if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(copied, byHand);
    else byHand();
  }

  function hush(button) {
    speech.cancel();
    if (button.words) button.lastElementChild.textContent = button.words;
    button.reading = false;
  }

  /** Short pieces: some engines stop in the middle of a long one. */
  function aloud(button) {
    if (button.reading) { hush(button); return; }
    const own = voice(), label = button.lastElementChild;
    const text = tidy(textOf(document.querySelector("article")));
    const pieces = text.match(/[^。！？；.!?;\n]{1,120}[。！？；.!?;\n]*/g) || [];
    button.words = label.textContent;
    label.textContent = button.dataset.stop;
    button.reading = true;
    pieces.forEach(function (piece, number) {
      const part = new SpeechSynthesisUtterance(piece);
      part.voice = own;
      part.lang = own.lang;
      part.rate = 0.9;
      if (number === pieces.length - 1) part.onend = function () { hush(button); };
      speech.speak(part);
    });
  }

  function offerVoice(tools) {
    const button = tools.querySelector("[data-do=aloud]");
    button.parentNode.hidden = !voice();
  }

  if (speech) window.addEventListener("pagehide", function () { speech.cancel(); });

  mingbai.parts.tools = {
    open(tools) {
      offerVoice(tools);
      if (speech && speech.addEventListener) speech.addEventListener("voiceschanged", function () { offerVoice(tools); });
    },
    run(name, tools, button) {
      const said = tools.querySelector(".said");
      if (name === "copy") copy(tools, said);
      if (name === "aloud") aloud(button);
      if (name === "print" && /MicroMessenger/.test(navigator.userAgent)) said.textContent = tools.dataset.printFailed;
      else if (name === "print") { tools.open = false; window.print(); }
    },
  };
})();
