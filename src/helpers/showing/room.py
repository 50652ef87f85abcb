"""Keeping the report of a large corpus small: fewer passages shown behind a number, and no page that nothing leads to.

A report of a few hundred pages holds them whole. One of thousands holds the cited passages alone, each in its
paragraph, and of the pages those that a shown passage leads to; `evidence.jsonl` still lists what was counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from helpers.showing.evidence import MOST, and_more
from helpers.showing.passages import cited

SIZE = 12_000_000  # bytes of the chapters and the captured pages together; 8 MB more are for everything else
FRAME = 6_500  # bytes of a captured page without its text
CITED = 450  # bytes of a cited passage on it: its paragraph, an anchor, the rule that lights it up
PLACES = 4_500_000  # bytes of evidence.jsonl
A_PLACE = 25  # bytes of a place there, at least
NAMED = 2_000_000  # places behind one number, times pages: thousands of numbers travel from the notebooks to the report
LEAST = 200

_PASSAGE = r'<li><a class="passage"[^>]*>(?:[^<]|</?span[^>]*>)*+</a></li>'
_LIST = re.compile(rf'<ul>((?:{_PASSAGE})++)(?:<li class="more"[^>]*>and ([\d,]+) more[^<]*</li>)?</ul>')
_ONE = re.compile(_PASSAGE)


def kept(pages: int) -> int:
    """How many places a number of a corpus of so many pages takes with it: all that a few hundred pages can give.

    >>> kept(37), kept(1_000), kept(39_000)
    (54054, 2000, 200)
    """
    return max(LEAST, NAMED // max(pages, 1))


def lightened(html: str, most: int = MOST) -> str:
    """Our markup with at most `most` passages in each list, and without the places of those that are not shown.

    >>> lightened('<ul><li><a class="passage" href="#">a</a></li><li><a class="passage" href="#">b</a></li></ul>', 1)
    '<ul><li><a class="passage" href="#">a</a></li><li class="more">and 1 more, listed in evidence.jsonl</li></ul>'
    """

    def cut(m: re.Match[str]) -> str:
        links = _ONE.findall(m[1])
        hidden = max(0, len(links) - most) + int((m[2] or "0").replace(",", ""))
        return f"<ul>{''.join(links[:most])}{and_more(hidden)}</ul>"

    return _LIST.sub(cut, html)


class Plan(NamedTuple):
    """What a report holds: so many passages behind a number, all captured pages `whole` or what is cited of them."""

    most: int
    whole: bool


def plan(htmls: Sequence[str], pages: int, characters: int) -> Plan:
    """The fullest plan by which the chapters (their markup) and the captured pages (so many, of so many characters)
    stay within `SIZE`; the leanest, where none does.

    >>> plan([], 37, 200_000), plan([], 39_000, 200_000_000)
    (Plan(most=25, whole=True), Plan(most=25, whole=False))
    """
    shown = [lightened(html) for html in htmls]
    if sum(map(len, shown)) + characters + FRAME * pages + CITED * _led_to(shown)[1] <= SIZE:
        return Plan(MOST, True)
    for most in (MOST, 10, 5, 3, 2):
        shown = [lightened(html, most) for html in shown]
        led_to, places = _led_to(shown)
        if sum(map(len, shown)) + FRAME * led_to + CITED * places <= SIZE:
            return Plan(most, False)
    return Plan(1, False)


def _led_to(htmls: Sequence[str]) -> tuple[int, int]:
    """How many captured pages, and passages on them, some markup leads to."""
    places = set(chain.from_iterable(map(cited, htmls)))
    return len({page for page, _, _ in places}), len(places)


def evidence_lines(rows: Sequence[dict[str, Any]]) -> Iterable[str]:
    """The lines of evidence.jsonl; where they would take more than `PLACES`, long lists are cut, with `more` left out.

    >>> list(evidence_lines([{"claim": "gulls", "passages": [["p1", 0, 5]]}]))
    ['{"claim": "gulls", "passages": [["p1", 0, 5]]}\\n']
    """
    for most in (None, 5000, 1000, 200, 50, 10):
        if most != 10 and A_PLACE * sum(len(row["passages"][:most]) for row in rows) > PLACES:
            continue
        lines = [json.dumps(_cut(row, most), ensure_ascii=False) + "\n" for row in rows]
        if sum(map(len, lines)) <= PLACES:
            break
    return lines


def _cut(row: dict[str, Any], most: int | None) -> dict[str, Any]:
    hidden = 0 if most is None else len(row["passages"]) - most
    return row if hidden <= 0 else row | {"passages": row["passages"][:most], "more": hidden + row.get("more", 0)}
