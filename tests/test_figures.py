"""Figures say their data in words, hold nothing but plain SVG, and are the same every time."""

import math
import re
from functools import cache

import pandas as pd
import pytest
from lxml import etree

from helpers import figures
from helpers.showing import drawing
from helpers.showing.svg import SVG, embedded

HOSTILE = "<script>alert(1)</script> $x^2$ & \x00\"'"


@cache
def drawn(name: str) -> list[figures.Figure]:
    counts = pd.DataFrame({"o": [name, "Beta", None], "v": [62.0, 41.5, None], "lo": [50.0, 30, None],
                           "hi": [70.0, 55, None], "say": [name, "b", "c"], "a": [3, 0, 0],
                           "b": [9, 4, 0]})  # fmt: skip
    articles = pd.DataFrame({"o": [name, name, "Beta", "Beta"], "v": [8.0, 12.0, 9.5, None]})
    pages = pd.DataFrame([(name, 0, 40, "furniture"), (name, 40, 100, "main"), ("two", 0, 50, "teaser"),
                          ("two", 60, 80, "other")], columns=["page", "start", "end", "role"])  # fmt: skip
    facts = pd.DataFrame({"fact": [name, "The mill burnt."], "Post": ["states", "left_out"], name: ["vaguer", None],
                          "Gamma": ["differs", "cut_off"]})  # fmt: skip
    return [
        figures.bars(counts, "o", "v", name, low="lo", high="hi", unit="%", note=name),
        figures.bars(counts, "o", "v", name, value_label="say"),
        figures.stacked(counts, "o", ["a", "b"], name),
        figures.strip(articles, "o", "v", name, intervals={"Beta": (9, 10)}, unit="grade", note=name),
        figures.zones(pages, name),
        figures.matrix(facts, name),
    ]


@pytest.mark.parametrize("position", range(6))
def test_hostile_labels_stay_text(position: int) -> None:
    figure = drawn(HOSTILE)[position]
    root = etree.fromstring(figure.svg)
    assert not list(root.iter(f"{SVG}script", f"{SVG}style", f"{SVG}metadata"))
    assert "<script>alert(1)</script>" in root.get("aria-label")
    assert "style=" not in figure.svg and "http" not in re.sub(r'xmlns(:\w+)?="[^"]+"', "", figure.svg)
    written = " ".join(root.itertext())
    assert "$x^2$" in written or "…" in written  # never set as a formula
    assert embedded(figure.svg, "g1-") is not None


@pytest.mark.parametrize("position", range(6))
def test_the_same_data_gives_the_same_bytes(position: int) -> None:
    assert drawn.__wrapped__("Alpha")[position] == drawn("Alpha")[position]


def test_ids_of_different_figures_differ() -> None:
    ids = [i for n in ("Alpha", "Delta") for f in drawn(n) for i in etree.fromstring(f.svg).xpath("//@id")]
    assert ids and len(ids) == len(set(ids))
    points = [v for f in drawn("Alpha") for v in re.findall(r'(?:url\(|href=")#([\w-]+)', f.svg)]
    assert set(points) <= set(ids)


def test_words_hold_every_value() -> None:
    bars, named, stacked, strip, zones, matrix = drawn("Alpha")
    assert (
        bars.words
        == "Alpha: 62.0 % (interval 50.0 to 70.0); Beta: 41.5 % (interval 30.0 to 55.0); unknown: unknown. Alpha"
    )
    assert named.words == "Alpha: Alpha; Beta: b; unknown: c."
    assert stacked.words == "Alpha: a 25 %, b 75 %; Beta: a 0 %, b 100 %; unknown: nothing counted."
    assert strip.words == (
        "Alpha: 2 articles, mean 10.0 grade, from 8.0 to 12.0; Beta: 1 article, mean 9.5 grade, from 9.5 to 9.5 "
        "(interval 9.0 to 10.0), 1 unknown. Alpha"
    )
    assert zones.words == "Alpha: main article 60 %, page furniture 40 %; two: teaser 62 %, other 25 %."
    assert matrix.words.startswith("Alpha: Post states it, Alpha says it more vaguely, Gamma says something different;")
    assert "The mill burnt.: Post not found there, Alpha unknown, Gamma cut off: cannot be known." in matrix.words
    assert set(bars._repr_mimebundle_()) == {"image/svg+xml", "text/plain", "text/csv"}
    assert bars._repr_mimebundle_()["text/plain"].startswith("Alpha\nAlpha: 62.0 %")


def test_bars_are_as_long_as_their_values() -> None:
    df = pd.DataFrame({"o": ["a", "b", "c"], "v": [10, 20, -10]})
    root = etree.fromstring(figures.bars(df, "o", "v", "Lengths").svg)
    blue = [p.get("d") for p in root.iter(f"{SVG}path") if p.get("fill") == drawing.PALETTE["blue"]]
    xs = [[float(x) for x in re.findall(r"[ML] ([\d.]+) ", d)] for d in blue]
    widths = [max(x) - min(x) for x in xs]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01) and widths[2] == pytest.approx(widths[0], rel=0.01)
    assert max(xs[2]) == pytest.approx(min(xs[0]), abs=0.1)  # both begin at zero


def test_nothing_and_much_can_be_drawn() -> None:
    none = pd.DataFrame({"o": [], "v": [], "page": [], "start": [], "end": [], "role": []})
    empty = [
        figures.bars(none, "o", "v", "x"), figures.stacked(none, "o", ["v"], "x"), figures.strip(none, "o", "v", "x"),
        figures.zones(none, "x"), figures.matrix(none[["o", "v"]], "x"),
    ]  # fmt: skip
    for figure in empty:
        assert figure.words == "Nothing to draw."
        etree.fromstring(figure.svg)
    many = pd.DataFrame({"o": [f"n{i}" for i in range(500)], "v": [math.inf] + [1] * 499})
    figure = figures.bars(many, "o", "v", "x")
    assert figure.words.endswith("First 60 of 500 rows.") and len(figure.svg) < 60_000
    assert figure.words.startswith("n0: unknown; n1: 1;")


def test_text_stays_inside() -> None:
    df = pd.DataFrame(
        {"o": ["A very long name of an outlet that nobody could ever print on one line " * 3], "v": [123456.5]}
    )
    root = etree.fromstring(figures.bars(df, "o", "v", "A finding " * 40, unit="words").svg)
    for text in root.iter(f"{SVG}text"):
        size, weight = float(text.get("font-size").removesuffix("px")), text.get("font-weight", "normal")
        width = drawing.width_of(text.text, size, "bold" if weight == "700" else "normal")
        assert float(text.get("x")) + width <= drawing.WIDTH + 1


def test_embedding_takes_the_title_out_and_refuses_what_is_not_ours() -> None:
    figure = drawn("Alpha")[0]
    svg, title, label = embedded(figure.svg, "g1-")
    assert title == "Alpha" and label == f"Alpha {figure.words}"
    root, whole = etree.fromstring(svg), etree.fromstring(figure.svg)
    assert len(root.findall(f".//{SVG}text")) == len(whole.findall(f".//{SVG}text")) - 1
    assert all(i.startswith("g1-") for i in root.xpath("//@id"))
    link = '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="http://e.example/a"/>'
    for foreign in ("<style>a</style>", "<script>x</script>", link, "<foreignObject/>", '<g onload="x"/>'):
        assert embedded(figure.svg.replace("<title>", foreign + "<title>"), "g1-") is None
    assert embedded("<svg", "g1-") is None
    assert embedded(figure.svg.replace(" data-top=", " data-x="), "g1-") is None


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("palette", [drawing.PALETTE, drawing.PALETTE_DARK])
def test_text_is_legible_on_every_series_colour(palette: dict[str, str]) -> None:
    for name in (*drawing.SERIES, "ink", "muted"):
        light, dark = sorted([luminance(palette[name]), luminance(palette["paper"])], reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_a_matrix_of_many_outlets_keeps_room_for_the_facts() -> None:
    df = pd.DataFrame({"fact": ["The ferry sailed"], **{f"Outlet {k}": ["states"] for k in range(40)}})
    drawn = figures.matrix(df, "Who tells it", note="Weak matches are unknown.")
    assert "First 14 of 40 outlets." in drawn.words and "Weak matches are unknown." in drawn.words
    marks = sorted(float(use.get("x")) for use in etree.fromstring(drawn.svg).iter(f"{SVG}use"))
    assert len(marks) == 1 + 14 and marks[1] > drawing.width_of("The ferry sailed"), "the first is that of the key"
    assert drawn.csv.splitlines()[0].count(",") == 40


def test_of_thousands_of_articles_the_spread_is_drawn():
    import numpy as np

    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"o": np.repeat([f"Paper {k}" for k in range(70)], 40), "v": rng.normal(10, 2, 2800)})
    few, many = figures.strip(rows.head(1200), "o", "v", "Grades"), figures.strip(rows, "o", "v", "Grades")
    assert len(many.svg) < len(few.svg) / 2, "no mark for each article"
    assert many.words.startswith("Paper 0: 40 articles, mean ") and "First 60 of 70 rows." in many.words
    head, first, *_ = many.csv.splitlines()
    assert head.split(",")[1:4] == ["articles", "mean", "percentile 5"] and len(many.csv.splitlines()) == 61
    own = rows[rows["o"] == "Paper 0"]["v"]
    assert [float(n) for n in first.split(",")[2:4]] == pytest.approx([own.mean(), np.percentile(own, 5)])
    assert len(few.csv.splitlines()) == 1201


def test_the_map_of_many_pages_holds_the_numbers_of_those_drawn():
    rows = pd.DataFrame({"page": [f"p{k}" for k in range(100)], "start": 0, "end": 9, "role": "main"})
    drawn = figures.zones(rows, "Pages")
    assert "First 60 of 100 pages." in drawn.words and len(drawn.csv.splitlines()) == 61
