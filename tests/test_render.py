"""Pages are whole in themselves: landmarks, headings in order, no foreign markup, a policy that fits."""

import base64
import hashlib
import json
import re
from itertools import pairwise

import invented
import pytest
from lxml import html as markup

from helpers import show
from helpers.showing import prose, reading, render


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("report")
    invented.report(folder)
    return {str(p.relative_to(folder)): p.read_text("utf-8") for p in sorted(folder.rglob("*.html"))}


NAMES = ["02_sources.html", "index.html", "methods.html", "pages/page-1.html"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_holds_nothing_foreign(pages: dict[str, str], name: str) -> None:
    tree = markup.document_fromstring(pages[name])
    assert not tree.xpath("//img | //iframe | //link | //object | //embed | //base | //form")
    assert not tree.xpath("//@*[starts-with(name(), 'on')] | //@style | //@src")
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    for inline in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", pages[name], re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    for href in tree.xpath("//a/@href"):
        assert re.match(r"#|(\.\./)?[\w/-]+\.html|figures/[\w-]+\.csv|https://x\.example/$", href), href
    assert len(pages[name].encode()) < 200_000


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_in_order(pages: dict[str, str], name: str) -> None:
    tree = markup.document_fromstring(pages[name])
    for landmark in ("header", "main", "footer"):
        assert len(tree.xpath(f"//body//{landmark}")) == 1
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {a[1:] for a in tree.xpath("//a/@href") if a.startswith("#")} <= set(ids)
    assert all(t.xpath(".//th") for t in tree.xpath("//table"))


def test_passages_that_are_cited_are_anchored(pages: dict[str, str]) -> None:
    cited = show.cited(pages["02_sources.html"])
    assert len(cited) == 3
    for page_id, start, end in cited:
        assert pages[f"pages/{page_id}.html"].count(f'id="p{start}-{end}"') == 1


def test_a_notebook_page_shows_results_and_folds_code(pages: dict[str, str]) -> None:
    tree = markup.document_fromstring(pages["02_sources.html"])
    assert tree.xpath("string(//h1)") == "Who gets to speak?"
    assert tree.xpath("string(//p[@class='lede'])") == "Which outlets name their sources?"
    assert tree.xpath("//details[@class='code']/summary/text()")[0] == "Inputs"
    assert [len(tree.xpath(f"//{e}")) for e in ("figure", "table")] == [6, 1]
    assert all(tree.xpath("//figure/*[name()='svg']/@aria-label"))
    assert "The Examiner quotes most." in tree.xpath("string(//div[starts-with(@class, 'samestory answer')])")
    assert "Named" in tree.xpath("//nav[@class='contents']//a/text()")
    assert len(tree.xpath("//input[@type='search']")) == 1
    assert [a.get("aria-current") for a in tree.xpath("//nav[@aria-label='Report']//a")] == [None, "page", None]
    for pre in tree.xpath("//pre[@class='output']"):
        assert len(pre) == 0  # text alone


def test_notebooks_as_they_stand_on_disk(pages: dict[str, str]) -> None:
    nb = json.loads(json.dumps(invented.notebook()))
    for cell in nb["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
        for output in cell.get("outputs", []):
            for kind, text in output.get("data", {}).items():
                output["data"][kind] = text.splitlines(keepends=True)
    made = render.notebook_page(nb, title=invented.HOSTILE, nav=invented.NAV, current="02_sources.html", generated="x")
    assert made == pages["02_sources.html"]


def test_without_text_only_short_passages_are_kept() -> None:
    long = " ".join(f"word{i}" for i in range(60))
    page = {"page_id": "p", "text": f"Before. {long} After."}
    made = render.captured_page(page, [], [(8, 8 + len(long))], invented.NAV, with_text=False)
    assert "Before." not in made and "word30" not in made and "word1 " in made
    assert f'id="p8-{8 + len(long)}"' in made


def test_an_empty_index_is_a_page() -> None:
    made = render.index_page({"title": "none", "nav": []})
    assert "<h1>none</h1>" in made and "What cannot be concluded" not in made


def test_zones_show_the_whole_text_once() -> None:
    zones = reading.zones(invented.TEXT, invented.SEGMENTS, [invented.SPEECH, invented.OVERLAP, invented.ACROSS])
    assert [z.role for z in zones] == ["furniture", "main", "teaser", "related", "furniture"]
    shown = "\n".join(markup.fragment_fromstring(z.html, create_parent=True).text_content() for z in zones)
    assert shown.split() == invented.TEXT.split()


def test_highlights_cover_the_passage_across_overlaps_and_zones() -> None:
    spans = sorted([invented.SPEECH, invented.OVERLAP, invented.ACROSS])
    zones = reading.zones(invented.TEXT, invented.SEGMENTS, spans)
    tree = markup.fragment_fromstring("".join(z.html for z in zones), create_parent=True)
    for i, (start, end) in enumerate(spans):
        lit = "".join(m.text_content() for m in tree.xpath(f"//mark[contains(concat(' ', @class, ' '), ' c{i} ')]"))
        assert lit.split() == invented.TEXT[start:end].split()
        assert f"#p{start}-{end}:target) .c{i}" in reading.highlights(spans)


def test_only_what_stands_in_long_passages_alone_is_called_long() -> None:
    text = "The sea came in. " * 100
    segments = [{"start": 0, "end": len(text), "role": "main"}]
    html = reading.zones(text, segments, [(0, len(text) - 1), (17, 33)])[0].html
    marks = markup.fragment_fromstring(html, create_parent=True).xpath("//mark")
    assert ["long" in m.get("class").split() for m in marks] == [True, False, True]
    assert marks[1].text_content() == text[17:33]


def test_odd_segments_and_passages_are_borne() -> None:
    text = "abcdef"
    segments = [{"start": 4, "end": 99, "role": "main"}, {"start": 2, "end": 5, "role": "teaser"}]
    odd = [(0, 0), (3, 3), (6, 6), (5, 50), (70, 90)]
    zones = reading.zones(text, segments, odd)
    assert [z.role for z in zones] == ["untold", "teaser", "main"]
    html = "".join(z.html for z in zones)
    assert markup.fragment_fromstring(html, create_parent=True).text_content() == text
    assert all(html.count(f'id="p{s}-{e}"') == 1 for s, e in odd)
    assert reading.zones("", [], [(0, 0)])[0].html == '<span class="anchor" id="p0-0"></span>'


def test_headings_keep_their_order_and_ids() -> None:
    outline = prose.Outline()
    outline.take("table")
    made = prose.to_html("# A\n\n#### Table\n\n## Table\n\n##### B *c*\n\n## ", outline)
    assert re.findall(r"<(h\d) id=\"([^\"]+)\"", made) == [
        ("h2", "a"), ("h3", "table-2"), ("h2", "table-3"), ("h3", "b-c"), ("h2", "section"),
    ]  # fmt: skip
    assert outline.contents[3] == (3, "b-c", "B c")


def test_markdown_lets_no_markup_through() -> None:
    source = "<b onclick=x>a</b> [l](javascript:x) [m](data:text/html,x) ![i](http://x/y.png) `<i>` [t](02_a.html#b)"
    made = prose.to_html(source, prose.Outline())
    tree = markup.fragment_fromstring(made, create_parent=True)
    assert {e.tag for e in tree.iter()} == {"div", "p", "a", "code"}
    assert tree.xpath("//a/@href") == ["02_a.html#b"]
