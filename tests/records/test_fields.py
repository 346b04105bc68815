"""Reading plain data into records."""
from __future__ import annotations

from mingbai.problems import Problems
from mingbai.reading.yaml_file import parse_yaml
from mingbai.records.checklist import Checklist
from mingbai.records.fields import Place, Reader, Text
from mingbai.records.term import Term

LANGUAGES = frozenset({"zh", "en", "bo"})


def read(shape, text):
    problems = Problems()
    node = parse_yaml(text, "x.yml", problems)
    record = Reader("x.yml", problems, LANGUAGES).record(shape, node, id="x", place=Place("x.yml", 1))
    return record, [(p.line, p.code) for p in problems]


def test_scalars_stay_what_the_author_typed():
    record, problems = read(Term, "title: NO\ndefinition: 3.10\npinyin: 0123\ncolloquial: [on, 1e3, 2024-01-01, ~]\n")
    assert problems == []
    assert record.title["zh"] == "NO" and record.definition["zh"] == "3.10" and record.pinyin == "0123"
    assert record.colloquial == ("on", "1e3", "2024-01-01", "~")


def test_text_in_several_languages_and_the_best_for_a_reader():
    record, _ = read(Term, "title: {zh: 词, en: word}\ndefinition: 解\n")
    assert record.title.best("en") == ("word", "en")
    assert record.title.best("bo") == ("词", "zh")
    assert Text("词") == Text({"zh": "词"})


def test_one_value_may_stand_for_a_list_of_one():
    record, problems = read(Term, "title: 词\ndefinition: 解\ncolloquial: 说和\n")
    assert problems == [] and record.colloquial == ("说和",)


def test_all_faults_of_a_record_are_reported_together():
    record, problems = read(Term, "tittle: 词\ndefinition: [a]\nmark: maybe\norder: zwei\ndate: 2024-13-01\nreview: don\n")
    assert record is None
    assert {code for _, code in problems} == {
        "unknown-key", "missing-field", "field-not-text", "field-not-yes-no", "field-not-number", "field-not-date", "field-choice",
    }


def test_lines_point_at_the_key():
    _, problems = read(Term, "title: 词\n\n\nwrong: 1\ndefinition: 解\n")
    assert problems == [(4, "unknown-key")]


def test_nested_records_are_read_and_checked():
    text = "title: 单\ngroups:\n  - title: 组\n    items:\n      - {id: A b, text: 文}\n      - {id: ok, text: 文, moth: 3}\n"
    record, problems = read(Checklist, text)
    assert record is None
    assert problems == [(5, "field-pattern"), (6, "unknown-key")]


def test_empty_values_count_as_absent():
    record, problems = read(Term, "title: 词\ndefinition: 解\npinyin:\nlaw:\n")
    assert problems == [] and record.pinyin == "" and record.law == ()
