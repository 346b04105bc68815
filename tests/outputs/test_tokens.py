"""Tokens: one rule in Python and in the browser, and the fast road for long Chinese texts."""
from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mingbai.outputs.tokens import article_number, exact_token, key_term, term_key, text_keys, tokenise

SAMPLES = {
    "han": [
        "", " ", "法", "法律", "法律明白人", "人民调解，不收费。", "第十二条", "第12条", "第 12 条", "民法典1165条", "第一千一百六十五条第二款",
        "第一百二十条之一", "第二十章第三节", "第一二〇条", "第两百条", "三条建议，第三条最要紧", "第123456条", "第零条", "ＡＢＣ１２３", "2024年12月31日",
        "法\u200b律\u00ad援助", "𠮷野家的𠮷字", "豈有此理", "你好，World! Law's end", "12348", "ཁྲིམས་ཀྱི་མི་ 法律", "ᠬᠠᠤᠯᠢ᠎ᠶᠢᠨ 法", "ꆈꌠꉙ", "한국어 조문 제3조",
        "เชียงรุ่ง", "юрист ЗАКОН", "قانۇن ماددىسى", "Éé Œuvre", "e\u0301cole", "İstanbul", "ΣΑΣ", "〇", "第〇条", "a法b律c", "１２３４５６条", "第十条、第十一条和第20条",
        "《民法典》（2020）第１１６５条", "\ufeff开头", "ﬁne", "①②", "第一百零五条", "第千条", "百条千款第三项", "一二三四五六七八九十条", "第一二三四五六七八九十条",
        "🙂好🙂", "﹙括号﹚", "Ｆｕｌｌ　Ｗｉｄｔｈ", "あいう 仮名", "ᦑᦺ ᦟᦹᧉ", "Ƃouxcuengh Vahcuengh", "条", "第条", "\U00020000\U00020001\U0002a6df",
    ],
    "words": [
        "The parties' laws", "processes process glass", "bus buses", "Mediation, villages & ties", "Article 12 of the Civil Code", "ABC-123 x2s news", "policies bodies dies",
        "调解 mediation", "s ss sss ssss", "don’t", "Naïve cafés", "",
    ],
    "tibetan": [
        "བོད་ཀྱི་ཁྲིམས།", "མི་དམངས་འདུམ་འགྲིག ༡༢", "བཀྲ་ཤིས༌བདེ་ལེགས། །ཞུ།", "་་ཁྲིམས་་", "ༀ་མ་ཎི", "ཁྲིམས་ལུགས། 法律 law", "༄༅། །དེབ་", "གླེང་བརྗོད་༼ལེའུ་༢༽", "གྷ", "",
    ],
    "mongolian": [
        "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠬᠠᠤᠯᠢ", "ᠬᠠᠤᠯᠢ\u180eᠶᠢᠨ", "ᠴᠢᠩᠭᠢᠰ᠂ ᠬᠠᠭᠠᠨ᠃", "\u202fᠤᠨ", "ᠠ\u180bᠪ\u180cᠴ\u180d", "᠑᠒ ᠳᠤᠭᠠᠷ", "ᠠ\u202fᠪ\u202fᠴ", "ᠬᠣᠯᠪᠣ᠎ᠠ 法律", "\u202f\u202f", "Монгол хэл",
    ],
    "none": ["法律", "law"],
}


def test_article_numbers_meet_in_one_token() -> None:
    for text in ("第十二条", "第12条", "第１２条", "12条"):
        assert "§12条" in tokenise(text, "han"), text
    assert "§3条" not in tokenise("三条建议", "han")
    assert article_number("一千一百六十五") == 1165 and article_number("一二〇") == 120 and article_number("两百零三") == 203


def test_han_is_cut_into_pairs_and_lone_characters() -> None:
    assert tokenise("调解书，法", "han") == ["调解", "解书", "法"]
    assert tokenise("法\u200b律", "han") == ["法律"]


def test_words_fold_plain_plurals() -> None:
    assert tokenise("Laws parties process 法律", "words") == ["law", "party", "process", "法律"]


def test_tibetan_syllables_and_neighbours() -> None:
    assert tokenise("བོད་ཡིག་དེབ།", "tibetan") == ["བོད", "ཡིག", "དེབ", "བོད་ཡིག", "ཡིག་དེབ"]


def test_mongolian_stem_before_the_narrow_space() -> None:
    assert tokenise("ᠮᠣᠩᠭᠣᠯ\u180eᠤᠨ", "mongolian") == ["ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ", "ᠮᠣᠩᠭᠣᠯ"]


def test_exact_tokens() -> None:
    assert exact_token("《人民调解法》") == "=人民调解法"
    assert exact_token("Legal Aid!") == "=legal-aid"
    assert exact_token("，") == "" and exact_token("长" * 41) == ""


@pytest.mark.parametrize("rule", SAMPLES)
def test_fast_road_gives_the_same_tokens(rule: str) -> None:
    for text in [*SAMPLES[rule], " ".join(SAMPLES[rule])]:
        assert Counter(map(key_term, text_keys(text, rule))) == Counter(tokenise(text, rule)), text


_ALPHABET = "第一二十百条款法律，。 \n12aBs之ཁྲ་།ᠮᠣ\u202f\u180e\u200b１Ａ𠮷あꆈ\u0301Ʃ🙂"


@settings(deadline=None)
@given(st.text(alphabet=_ALPHABET), st.sampled_from(list(SAMPLES)))
def test_fast_road_on_any_mixture(text: str, rule: str) -> None:
    assert Counter(map(key_term, text_keys(text, rule))) == Counter(tokenise(text, rule))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=3))
def test_keys_lead_back_to_terms(token: str) -> None:
    assert key_term(term_key(token)) == token
