"""The shipped fonts: HarfBuzz writes the site's text with the whole font and with the subset, glyph for glyph alike."""
from __future__ import annotations

import functools
import hashlib
import io
import os
import re
import subprocess
import sys
import types
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from mingbai.outputs.font_cutting import subset_font
from mingbai.outputs.fonts import ALWAYS, parse_ranges, render_font_css, write_fonts
from mingbai.problems import Problems
from mingbai.reading.yaml_file import parse_yaml
from mingbai.records.fields import Place, Reader
from mingbai.records.language import Language

uharfbuzz = pytest.importorskip("uharfbuzz")

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "node_modules"
SAMPLES = ROOT / "tests" / "samples"
LIMITS = {"bo": 80_000, "mn-Mong": 30_000}
"""Bytes that a page of the language may load for its font."""
SCRIPTS = {"bo": re.compile(r"[\u0f00-\u0fff]"), "mn-Mong": re.compile(r"[\u1800-\u18af]")}

needs_packages = pytest.mark.skipif(
    not (PACKAGES / "@fontsource").is_dir(), reason="no fonts in node_modules: run `npm ci --ignore-scripts`"
)


class Memory(dict[str, bytes]):
    """A cache that counts nothing and forgets nothing."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


@functools.cache
def languages() -> dict[str, Language]:
    path, problems = "data/languages.yml", Problems()
    node = parse_yaml((ROOT / path).read_text(encoding="utf-8"), path, problems)
    assert node is not None
    reader = Reader(path, problems, frozenset())
    found = {id: reader.record(Language, value, id=id, place=Place(path, line)) for id, (line, value) in node.value.items()}
    assert not list(problems)
    return found


@functools.cache
def site_text() -> str:
    """Everything in the project that may hold letters of these scripts, escapes of YAML undone."""
    files = sorted((ROOT / "docs").rglob("*.md")) + sorted((ROOT / "data").rglob("*.yml"))
    return "\n".join(_unescape(path.read_text(encoding="utf-8")) for path in files)


def _unescape(text: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text)


def lines(code: str) -> list[str]:
    """Sample and site text of a script, in runs as long as a line."""
    text = (SAMPLES / f"{code}.txt").read_text(encoding="utf-8") + "\n" + site_text()
    return [line for line in dict.fromkeys(text.split("\n")) if SCRIPTS[code].search(line)]


@functools.cache
def built() -> dict[str, bytes]:
    """The files as the site ships them."""
    problems = Problems()
    texts = {code: site_text() for code in SCRIPTS}
    made = write_fonts(ROOT, types.SimpleNamespace(languages=languages()), texts, Memory(), problems)
    assert not list(problems), [problem.line_text("en") for problem in problems]
    return made


class Shaper:
    """One font in HarfBuzz, with the outlines of its glyphs as their names."""

    def __init__(self, data: bytes) -> None:
        self._font = TTFont(io.BytesIO(data))
        self._glyphs = self._font.getGlyphSet()
        self._order = self._font.getGlyphOrder()
        self._font.flavor = None
        plain = io.BytesIO()
        self._font.save(plain)
        self._shape = uharfbuzz.Font(uharfbuzz.Face(plain.getvalue()))
        self.known = set(self._font.getBestCmap())

    @functools.cache
    def outline(self, glyph: int) -> str:
        pen = DecomposingRecordingPen(self._glyphs)
        self._glyphs[self._order[glyph]].draw(pen)
        return hashlib.sha256(repr(pen.value).encode()).hexdigest()[:16]

    def shape(self, text: str, script: str, direction: str = "ltr") -> list[tuple[object, ...]]:
        """(outline, is .notdef, cluster, advances, offsets) of each glyph."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script = direction, script
        uharfbuzz.shape(self._shape, buffer)
        return [
            (self.outline(info.codepoint), info.codepoint == 0, info.cluster,
             place.x_advance, place.y_advance, place.x_offset, place.y_offset)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]


@functools.cache
def shapers(code: str) -> tuple[Shaper, Shaper]:
    """(whole font, subset)."""
    language = languages()[code]
    whole = (PACKAGES / language.font_package / language.font_file).read_bytes()
    return Shaper(whole), Shaper(built()[f"assets/fonts/{code.lower()}.woff2"])


def own_runs(code: str, line: str) -> list[str]:
    """The parts of a line that a browser takes from the shipped font: the letters it knows."""
    known = shapers(code)[1].known
    runs = re.split(r"\x00+", "".join(letter if ord(letter) in known else "\x00" for letter in line))
    return [run for run in runs if SCRIPTS[code].search(run)]


@needs_packages
@pytest.mark.parametrize("code", SCRIPTS)
def test_site_text_looks_as_with_the_whole_font(code: str) -> None:
    whole, part = shapers(code)
    script = {"bo": "Tibt", "mn-Mong": "Mong"}[code]
    directions = ("ltr", "ttb") if languages()[code].vertical else ("ltr",)
    checked = 0
    for line in lines(code):
        for run in own_runs(code, line):
            for direction in directions:
                expected, got = whole.shape(run, script, direction), part.shape(run, script, direction)
                assert got == expected, f"shapes differ: {run!r} {direction}"
                assert not any(glyph[1] for glyph in got), f".notdef in {run!r}"
            checked += 1
    assert checked > 100


@needs_packages
@pytest.mark.parametrize("code", SCRIPTS)
def test_every_letter_of_the_script_is_there(code: str) -> None:
    known = shapers(code)[1].known
    lacking = {letter for line in lines(code) for letter in SCRIPTS[code].findall(line) if ord(letter) not in known}
    sample_only = {letter for letter in lacking if letter not in site_text()}
    # The sample also holds Sanskrit letters; a page that uses them gets them, see the next test.
    assert lacking == sample_only
    assert sample_only <= set("ཊཌཎཥཀྵཱཱུྃྜཱྀྵ") if code == "bo" else not sample_only


@needs_packages
def test_a_page_with_sanskrit_letters_gets_them() -> None:
    language = languages()["bo"]
    source = PACKAGES / language.font_package / language.font_file
    text = (SAMPLES / "bo.txt").read_text(encoding="utf-8").replace("\n", "")
    whole, part = Shaper(source.read_bytes()), Shaper(subset_font(source, text, parse_ranges(ALWAYS)))
    for run in re.findall(r"[\u0f00-\u0fff ]+", text):
        assert part.shape(run, "Tibt") == whole.shape(run, "Tibt"), run


@needs_packages
def test_without_closure_stacks_would_differ() -> None:
    """The comparison above can fail: a font cut letter by letter does not pass it."""
    from fontTools import subset

    language = languages()["bo"]
    source = PACKAGES / language.font_package / language.font_file
    options = subset.Options()
    options.layout_features, options.layout_closure, options.flavor = ["*"], False, "woff2"
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=parse_ranges(language.font_ranges))
    cutter.subset(font)
    target = io.BytesIO()
    subset.save_font(font, target, options)
    whole, part = shapers("bo")[0], Shaper(target.getvalue())
    assert part.shape("སྒྲིག", "Tibt") != whole.shape("སྒྲིག", "Tibt")


@needs_packages
@pytest.mark.parametrize("code", SCRIPTS)
def test_weight(code: str) -> None:
    assert len(built()[f"assets/fonts/{code.lower()}.woff2"]) <= LIMITS[code]
    assert len(built()[f"assets/fonts/{code.lower()}.name.woff2"]) <= 8_000


@needs_packages
def test_mongolian_run_stays_in_one_font() -> None:
    """Spaces, joiners and selectors inside words must come from the same file as the letters."""
    known = shapers("mn-Mong")[1].known
    assert {0x20, 0x180B, 0x180C, 0x180D, 0x180E, 0x180F, 0x200C, 0x200D, 0x202F} <= known
    assert not re.search("unicode-range", built()["assets/fonts/mn-mong.css"].decode())


@needs_packages
def test_names_of_languages_are_in_the_menu_font() -> None:
    for code in SCRIPTS:
        part = Shaper(built()[f"assets/fonts/{code.lower()}.name.woff2"])
        assert {ord(letter) for letter in languages()[code].name} <= part.known


@needs_packages
def test_same_bytes_under_another_hash_seed_and_time_zone() -> None:
    source = PACKAGES / languages()["mn-Mong"].font_package / languages()["mn-Mong"].font_file
    program = (
        "import sys, hashlib, pathlib; from mingbai.outputs.font_cutting import subset_font;"
        "print(hashlib.sha256(subset_font(pathlib.Path(sys.argv[1]), '\\u1820\\u1828\\u182d', [*range(0x1820, 0x1831), 0x202F])).hexdigest())"
    )
    results = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT / "hooks")}
        run = subprocess.run([sys.executable, "-c", program, str(source)], env=environment, capture_output=True, text=True, check=True)
        results.add(run.stdout)
    assert len(results) == 1


@needs_packages
def test_the_cache_saves_the_cutting(monkeypatch: pytest.MonkeyPatch) -> None:
    language = languages()["mn-Mong"]
    library = types.SimpleNamespace(languages={"mn-Mong": language})
    cache = Memory()
    first = write_fonts(ROOT, library, {"mn-Mong": "ᠠᠡ法"}, cache, Problems())
    monkeypatch.setattr("mingbai.outputs.font_cutting.subset_font", lambda *_: pytest.fail("cut again"))
    assert write_fonts(ROOT, library, {"mn-Mong": "律ᠡᠠ"}, cache, Problems()) == first
    assert set(first) == {f"assets/fonts/{name}" for name in ("mn-mong.woff2", "mn-mong.css", "mn-mong.ofl.txt", "mn-mong.name.woff2", "names.css")}
    assert b"SIL OPEN FONT LICENSE" in first["assets/fonts/mn-mong.ofl.txt"]


@needs_packages
def test_letters_that_the_font_lacks_are_named() -> None:
    problems = Problems()
    library = types.SimpleNamespace(languages={"mn-Mong": languages()["mn-Mong"]})
    write_fonts(ROOT, library, {"mn-Mong": "\u180f\u18ab"}, Memory(), problems)
    (problem,) = problems
    assert (problem.code, problem.severity, dict(problem.details)["letters"]) == ("font-lacks-letters", "warning", "U+18AB")


def test_a_missing_package_is_a_problem_with_its_line(tmp_path: Path) -> None:
    problems = Problems()
    made = write_fonts(tmp_path, types.SimpleNamespace(languages=languages()), {}, Memory(), problems)
    assert made == {}
    assert [(one.code, one.severity, one.line > 0) for one in problems] == [("font-missing", "error", True)] * 2
    assert "make site" in list(problems)[0].text("zh")


def test_ranges() -> None:
    assert parse_ranges(" U+0F40-0F42, u+f72 ,") == {0xF40, 0xF41, 0xF42, 0xF72}
    assert parse_ranges("") == frozenset()
    for wrong in ("0F40", "U+0F42-0F40", "U+110000", "U+0F40-"):
        with pytest.raises(ValueError):
            parse_ranges(wrong)


def test_css_is_relative_and_swaps() -> None:
    css = render_font_css(languages()["bo"])
    assert 'font-family: "Mingbai Tibetan"' in css and 'url("bo.woff2")' in css and "font-display: swap" in css
    assert "//" not in css
