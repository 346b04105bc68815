"""The child process: order, faults of single pages, death and return."""
from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from mingbai.markup.convert import convert
from mingbai.markup.worker import Converter

PAGES = [(f"## 第{n}页\n\n[a](term:t{n}) 《民法典》第{n + 1}条", f"docs/p{n}.md", 4) for n in range(20)]

MISCHIEF = textwrap.dedent("""
    import sys
    sys.path.insert(0, sys.argv[1])
    import mingbai.markup.worker as worker
    real = worker.convert
    def convert(body, path, first_line):
        if body == "hang":
            while True: pass
        if body == "die": __import__("os")._exit(3)
        if body == "bug": raise KeyError("x")
        if body == "babble": worker.sys.__stdout__ and print("noise")
        return real(body, path, first_line)
    worker.convert = convert
    worker.serve()
""")


@pytest.mark.parametrize("children", [1, 3])
def test_results_come_in_order(children: int) -> None:
    with Converter(children) as converter:
        assert converter.convert_many(PAGES) == [convert(*page) for page in PAGES]


def test_nothing_is_started_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with Converter() as converter:
        assert converter.convert_many([]) == []


def test_bad_pages_do_not_stop_the_others() -> None:
    bodies = ["好一", "hang", "好二", "die", "bug", "babble", "好三"]
    with Converter(limit=3, start=MISCHIEF) as converter:
        results = converter.convert_many([(body, "docs/a.md", 1) for body in bodies])
    assert [[problem.code for problem in result.problems] for result in results] == [
        [], ["page-too-slow"], [], ["page-crashed"], ["page-crashed"], [], [],
    ]
    assert [result.html for result in results if not result.problems] == ["<p>好一</p>\n", "<p>好二</p>\n", "<p>babble</p>\n", "<p>好三</p>\n"]
    assert results[1].html == "<pre>hang</pre>\n"


def test_a_child_that_cannot_start_is_a_problem_of_its_pages() -> None:
    with Converter(start="import sys; sys.exit(3)") as converter:
        results = converter.convert_many([("一", "docs/a.md", 1), ("二", "docs/b.md", 1)])
    assert [problem.code for result in results for problem in result.problems] == ["page-crashed", "page-crashed"]


def test_the_limit_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGBAI_PAGE_SECONDS", "0.5")
    with Converter(start=MISCHIEF) as converter:
        (result,) = converter.convert_many([("hang", "docs/a.md", 1)])
    assert [problem.code for problem in result.problems] == ["page-too-slow"]


def test_locale_does_not_matter() -> None:
    program = "import sys; sys.path.insert(0, sys.argv[1]); from mingbai.markup.worker import Converter\n" \
              f"with Converter() as c: sys.stdout.buffer.write(c.convert_many([({ascii('法律明白人 བོད')}, 'docs/a.md', 1)])[0].html.encode())"
    hooks = os.path.dirname(os.path.dirname(sys.modules["mingbai"].__file__ or ""))
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", program, hooks], env=environment, capture_output=True, check=True)
    assert done.stdout.decode() == "<p>法律明白人 བོད</p>\n"


def test_a_converter_may_be_used_again_after_close() -> None:
    converter = Converter()
    assert converter.convert_many(PAGES[:1]) and not converter.close()
    assert converter.convert_many(PAGES[:1]) == [convert(*PAGES[0])]
    converter.close()
