"""Conversion of whole pages: what comes out, and its facts."""
from __future__ import annotations

import pytest

from markup_checks import fault_of_html
from mingbai.markup.convert import Converted, Embed, Heading, ImageUse, LinkUse, convert

PAGE = "docs/lessons/mediation.md"


def page(body: str, first_line: int = 1) -> Converted:
    result = convert(body, PAGE, first_line)
    assert fault_of_html(result.html) == ""
    return result


def clean(body: str) -> Converted:
    result = page(body)
    assert result.problems == ()
    return result


@pytest.mark.parametrize(("body", "html"), [
    ("", "\n"), ("一段话", "<p>一段话</p>\n"), ("第一行\n第二行", "<p>第一行第二行</p>\n"), ("one\ntwo", "<p>one\ntwo</p>\n"),
    ("བོད་\nཡིག", "<p>བོད་ཡིག</p>\n"), ("一  \n二", "<p>一<br>二</p>\n"), ("　　缩进", "<p>缩进</p>\n"), ("    四格不是代码", "<p>四格不是代码</p>\n"),
    ("**重** *轻* `码 <b>`", "<p><strong>重</strong> <em>轻</em> <code>码 &lt;b&gt;</code></p>\n"),
    ("**“引号”**是", "<p><strong>“引号”</strong>是</p>\n"), ("*甲**乙*丙", "<p>*甲**乙*丙</p>\n"), ("字*轻*字", "<p>字<em>轻</em>字</p>\n"),
    ("***a* b** *c **d***", "<p><strong><em>a</em> b</strong> <em>c <strong>d</strong></em></p>\n"), ("**a * b**", "<p><strong>a * b</strong></p>\n"),
    ("第_条第_款 __x__", "<p>第_条第_款 __x__</p>\n"), ("2*3*4", "<p>2*3*4</p>\n"), ("snake_case_word", "<p>snake_case_word</p>\n"),
    ("材料：\n- 身份证\n- 户口本", "<p>材料：</p>\n<ul><li>身份证</li>\n<li>户口本</li>\n</ul>\n"),
    ("步骤：\n1. 听\n2. 劝", "<p>步骤：</p>\n<ol><li>听</li>\n<li>劝</li>\n</ol>\n"), ("3. 丙\n4. 丁", '<ol start="3"><li>丙</li>\n<li>丁</li>\n</ol>\n'),
    ("上\n\n---\n\n下", "<p>上</p>\n<hr>\n<p>下</p>\n"), ("上\n---", "<p>上</p>\n<hr>\n"),
    ("> 引\n> 用", "<blockquote><p>引用</p>\n</blockquote>\n"),
    ("&lt;b&gt; &amp;amp; A&B &copy; &nope;", "<p>&lt;b&gt; &amp;amp; A&amp;B © &amp;nope;</p>\n"),
    ("&#x202e;倒", "<p>&amp;#x202e;倒</p>\n"), (r"\*不斜\* \[不链\](term:x)", "<p>*不斜* [不链](term:x)</p>\n"),
    ("{{ x }} {% y %} --8<-- \"z\"", '<p>{{ x }} {% y %} --8&lt;-- "z"</p>\n'), ("{: #id .cls onclick=x }", "<p>{: #id .cls onclick=x }</p>\n"),
    ("https://a.cn 不链", "<p>https://a.cn 不链</p>\n"), ("a@b.cn", "<p>a@b.cn</p>\n"),
    ("```python\nx < 1\n```", '<pre tabindex="0"><code class="language-python">x &lt; 1\n</code></pre>\n'),
    ("~~~\n## 不是标题\n~~~", '<pre tabindex="0"><code>## 不是标题\n</code></pre>\n'),
    ("``` 两 词\nx\n```", '<pre tabindex="0"><code>两 词\nx\n</code></pre>\n'),
    ("- 一\n\n    ```\n    码\n    ```", '<ul><li><p>一</p>\n<pre tabindex="0"><code>码\n</code></pre>\n</li>\n</ul>\n'),
])
def test_html(body: str, html: str) -> None:
    assert clean(body).html == html


def test_headings() -> None:
    result = clean("## 故事 {#story}\n\n## 第二\n\n### 细\n\n### 细\n\n## 三 ##\n\n## 第十二条之一 名称\n\n## Article 13 Name\n\n### **重**`码`")
    assert result.headings == (
        Heading(2, "story", "故事"), Heading(2, "s2", "第二"), Heading(3, "s2-1", "细"), Heading(3, "s2-2", "细"), Heading(2, "s3", "三"),
        Heading(2, "a12-1", "第十二条之一 名称"), Heading(2, "a13", "Article 13 Name"), Heading(3, "s5-1", "重码"),
    )
    assert '<h3 id="s5-1"><strong>重</strong><code>码</code></h3>' in result.html


def test_places_of_headings_do_not_depend_on_the_language() -> None:
    chinese, english = clean("## 甲\n\n### 乙\n\n## 丙"), clean("## First\n\n### Second\n\n## Third")
    assert [id for _, id, _ in chinese.headings] == [id for _, id, _ in english.headings]


def test_headings_carry_no_citation_links_and_no_double_links() -> None:
    result = clean("## 《民法典》第三条 {#rule}\n\n[看《民法典》第三条](lesson:x)")
    assert 'class="law"' not in result.html
    assert [link.target for link in result.links] == ["lesson:x"]


def test_links_stay_placeholders() -> None:
    result = page(
        "[三十天](law:人民调解法#33) [](term:x) [案](../cases/y.md#a)\n\n[网](https://a.cn \"题\") [电](tel:12348) [上](#top) [词](plain:) <https://b.cn/?a=1&b>", 7
    )
    assert result.html == (
        '<p><a data-ref="law:人民调解法#33">三十天</a> <a data-ref="term:x"></a> <a data-ref="md:../cases/y.md#a">案</a></p>\n'
        '<p><a href="https://a.cn" rel="noreferrer" class="outgoing" title="题">网</a> <a href="tel:12348">电</a> <a href="#top">上</a> '
        '<span class="plain">词</span> <a href="https://b.cn/?a=1&amp;b" rel="noreferrer" class="outgoing">https://b.cn/?a=1&amp;b</a></p>\n'
    )
    assert result.links == (
        LinkUse("law:人民调解法#33", 7, "三十天"), LinkUse("term:x", 7, ""), LinkUse("md:../cases/y.md#a", 7, "案"), LinkUse("https://a.cn", 9, "网"),
        LinkUse("tel:12348", 9, "电"), LinkUse("#top", 9, "上"), LinkUse("plain:", 9, "词"), LinkUse("https://b.cn/?a=1&b", 9, "https://b.cn/?a=1&b"),
    )


def test_lines_of_equal_links_and_of_links_in_code() -> None:
    result = page("[a](term:x)\n\n`[a](term:x)`\n\n```\n[a](term:x)\n```\n\n[a](term:x)\n\n- [a](term:x)\n- 二 [a](term:x)", 10)
    assert [link.line for link in result.links] == [10, 18, 20, 21]


def test_citations() -> None:
    result = clean("依照《民法典》第一千条\n和第三条至第五条。《村规民约》第二章。\n\n`《民法典》第九条`")
    assert '<a data-ref="law:民法典#1000" class="law">《民法典》第一千条</a>' in result.html
    assert '<a data-ref="law:民法典#3" class="law" data-to="5">第三条至第五条</a>。《村规民约》第二章' in result.html
    assert result.links == (
        LinkUse("law:民法典#1000", 1, "《民法典》第一千条", True), LinkUse("law:民法典#3", 2, "第三条至第五条", True),
        LinkUse("law:民法典#5", 2, "第三条至第五条", True),
    )


def test_pictures() -> None:
    result = clean('字\n\n![公示栏](../images/board.jpg "题")')
    assert result.images == (ImageUse("../images/board.jpg", 3, "公示栏"),)
    assert '<img data-ref="asset:images/board.jpg" alt="公示栏" title="题" loading="lazy">' in result.html


def test_records_are_put_in() -> None:
    result = page("话\n::: checklist border-walk\n话\n\n- 项\n\n    ::: quiz q1\n\n::: figures banma", 5)
    assert result.embeds == (Embed("checklist", "border-walk", 6), Embed("quiz", "q1", 11), Embed("figures", "banma", 13))
    assert '<p>话</p>\n<div data-embed="checklist:border-walk"></div>\n<p>话</p>' in result.html


def test_drawers() -> None:
    result = clean('!!! story "老**张**"\n    一\n\n    - 二\n\n!!! stop “你会怎么办？”\n    先劝。\n\n!!! say\n    提示')
    assert '<div class="admonition story"><p class="admonition-title">老<strong>张</strong></p>\n<p>一</p>\n<ul><li>二</li>\n</ul>\n</div>' in result.html
    assert '<details class="stop"><summary>你会怎么办？</summary>\n<p>先劝。</p>\n</details>' in result.html
    assert '<div class="admonition say"><p>提示</p>\n</div>' in result.html


def test_tables() -> None:
    result = clean("## 期限 {#time}\n\n事项如下：\n| 事 | 天 |\n|---|:-:|\n| 确认 | 30 |\n\n| 甲 | 乙 |\n|---|---|\n| `a|b` | c\\|d |")
    assert '<div class="table" role="region" tabindex="0" aria-label="期限"><table><thead><tr><th scope="col">事</th>' in result.html
    assert '<td align="center">30</td>' in result.html and "style=" not in result.html
    assert 'aria-label="期限 2"' in result.html
    assert "<td><code>a|b</code></td>\n<td>c|d</td>" in result.html


def test_ragged_rows_lose_nothing() -> None:
    result = page("| a | b |\n|---|---|\n| 1 | 2 | 3 | 4 |\n| 5 |")
    assert "<td>2 | 3 | 4</td>" in result.html and "<td>5</td>\n<td></td>" in result.html


def test_footnotes() -> None:
    result = clean("甲[^1]乙[^源]丙[^1]\n\n[^源]: 出处[链](term:x)\n\n[^1]: 《民法典》第三条\n\n    第二段")
    assert '<sup id="fnref-1"><a class="footnote-ref" href="#fn-1" role="doc-noteref">1</a></sup>' in result.html
    assert result.html.index('id="fn-1"') < result.html.index('id="fn-2"')
    assert 'href="#fnref-1-2"' in result.html
    assert [(link.target, link.line) for link in result.links] == [("law:民法典#3", 5), ("term:x", 3)]


def test_a_note_inside_a_note_and_a_note_of_its_own() -> None:
    result = page("甲[^1]\n\n[^1]: > [^2]: 里面[^2]\n\n[^3]: 没人提")
    assert "里面" in result.html and "没人提" in result.html


def test_text_of_the_page() -> None:
    assert clean("## 题 {#a}\n\n一**二**[三](term:x)\n\n- 四\n- 五\n\n| 六 | 七 |\n|---|---|\n| 八 | 九 |").text == "题\n一二三\n四\n五\n六\n七\n八\n九"


def test_json_round_trip() -> None:
    result = page("## 题\n\n[a](term:x) ![图示](a.png) 《民法典》第三条 [b](javascript:x)\n\n::: quiz q", 3)
    assert Converted.from_json(result.to_json()) == result


def test_equal_input_gives_equal_output_whatever_came_before() -> None:
    body = "## 题\n\n甲[^1]\n\n| a | b |\n|---|---|\n\n[^1]: 注\n\n```\nx\n```"
    first = convert(body, PAGE)
    for disturbing in ("```\nunclosed", "[^1]: a\n\n[^1]: b", "- " * 40 + "x", "*a **b " * 900, "!!! x\n\n    y"):
        convert(disturbing, PAGE)
        assert convert(body, PAGE) == first
