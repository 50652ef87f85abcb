"""Keeping the report of a large corpus small: fewer passages shown behind a number, and no page that nothing leads to.

A report of a few hundred pages holds them whole. One of thousands holds the cited passages alone, each in its
paragraph, and of the pages those that a shown passage leads to; `evidence.jsonl` still lists what was counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from heapq import heapify, heapreplace
from typing import Any, NamedTuple

from helpers.showing.evidence import MOST, and_more

SIZE = 12_000_000  # bytes of the chapters and the captured pages together; 8 MB more are for everything else
FRAME = 6_500  # bytes of a whole captured page without its text
BARE = 4_600  # bytes of one that holds what is cited of it alone, without that
CITED = 450  # bytes of a cited passage on such a page: its paragraph, an anchor, the rule that lights it up
PLACES = 3_000_000  # bytes of evidence.jsonl
A_PLACE = 25  # bytes of a place there, at least
NAMED = 300_000  # places behind one number, times pages: thousands of numbers travel from the notebooks to the report
LEAST = 200

_PASSAGE = r'<li><a class="passage"[^>]*>(?:[^<]|</?span[^>]*>)*+</a></li>'
_LIST = re.compile(rf'<ul>((?:{_PASSAGE})++)(?:<li class="more"[^>]*>and ([\d,]+) more[^<]*</li>)?</ul>')
_ONE = re.compile(_PASSAGE)
_HREF = re.compile(r'href="pages/([A-Za-z0-9_-]+)\.html(#[^"]*+)?')


def kept(pages: int) -> int:
    """How many places a number of a corpus of so many pages takes with it: all that a few hundred pages can give.

    >>> kept(37), kept(1_000), kept(39_000)
    (8108, 300, 200)
    """
    return max(LEAST, NAMED // max(pages, 1))


def lightened(html: str, most: int = MOST, held: Collection[str] | None = None) -> str:
    """Our markup with at most `most` passages in each list, and without the places of those that are not shown; where
    `held` names pages, with passages of these alone, and the first of a list that has none of them.

    >>> lightened('<ul><li><a class="passage" href="#">a</a></li><li><a class="passage" href="#">b</a></li></ul>', 1)
    '<ul><li><a class="passage" href="#">a</a></li><li class="more">and 1 more, listed in evidence.jsonl</li></ul>'
    """

    def cut(m: re.Match[str]) -> str:
        links = _Links.of(m)
        shown = links.shown(most, held)
        return f"<ul>{''.join(links.markup[k] for k in shown)}{and_more(links.n - len(shown))}</ul>"

    return _LIST.sub(cut, html)


class _Links(NamedTuple):
    """A list of passages: the markup of each, the page and the place on it where each leads, and how many it stands
    for."""

    markup: list[str]
    places: list[tuple[str, str]]
    n: int

    @classmethod
    def of(cls, m: re.Match[str]) -> _Links:
        markup = _ONE.findall(m[1])
        return cls(markup, list(map(_place, markup)), len(markup) + int((m[2] or "0").replace(",", "")))

    def shown(self, most: int, held: Collection[str] | None) -> Sequence[int]:
        """The positions of those that are shown."""
        if held is None:
            return range(min(most, len(self.markup)))
        return ([k for k, (page, _) in enumerate(self.places) if page in held] or [0])[:most]


def _place(link: str) -> tuple[str, str]:
    place = _HREF.search(link)
    return (place[1], place[2] or "") if place else ("", "")


class Plan(NamedTuple):
    """What a report holds: so many passages behind a number, all captured pages `whole` or what is cited of them; of
    which pages it shows passages, where these are not all."""

    most: int
    whole: bool
    held: frozenset[str] | None = None


def plan(htmls: Sequence[str], pages: int, characters: int) -> Plan:
    """The fullest plan by which the chapters (their markup) and the captured pages (so many, of so many characters)
    stay within `SIZE`; the leanest, where none does.

    >>> plan([], 37, 200_000), plan([], 39_000, 200_000_000)
    (Plan(most=25, whole=True, held=None), Plan(most=25, whole=False, held=None))
    """
    lists = [_Links.of(m) for html in htmls for m in _LIST.finditer(html)]
    rest = sum(len(_LIST.sub("", html)) for html in htmls)
    size, _, places = _shown(lists, MOST, None)
    if rest + size + characters + FRAME * pages + CITED * places <= SIZE:
        return Plan(MOST, True)
    few = _few_pages(lists)
    for most, held in (*((n, None) for n in (MOST, 10, 5, 3)), *((n, few) for n in (5, 3, 1))):
        size, led_to, places = _shown(lists, most, held)
        if rest + size + BARE * led_to + CITED * places <= SIZE:
            break
    return Plan(most, False, held)


def _few_pages(lists: Iterable[_Links]) -> frozenset[str]:
    """Few pages of which every list has a passage: the one that most of the lists without any can have, again and again
    (the greedy cover of Chvátal, A Greedy Heuristic for the Set-Covering Problem, 1979).
    """
    held: set[str] = set()
    left = {k: dict.fromkeys(page for page, _ in links.places) for k, links in enumerate(lists)}
    lists_of: dict[str, set[int]] = {}
    for k, pages in left.items():
        for page in pages:
            lists_of.setdefault(page, set()).add(k)
    queue = [(-len(own), n, page) for n, (page, own) in enumerate(lists_of.items())]
    heapify(queue)
    while left:
        gain, n, page = queue[0]
        now = -len(lists_of[page])
        if now > gain:  # some of its lists have a passage by now
            heapreplace(queue, (now, n, page))
            continue
        held.add(page)
        for k in list(lists_of[page]):
            for other in left.pop(k):
                lists_of[other].discard(k)
    return frozenset(held)


def _shown(lists: Iterable[_Links], most: int, held: Collection[str] | None) -> tuple[int, int, int]:
    """The size of the lists as `lightened` makes them; how many captured pages, and passages on them, they lead to."""
    size, led_to = 0, set()
    for links in lists:
        shown = links.shown(most, held)
        size += len("<ul></ul>") + sum(len(links.markup[k]) for k in shown) + len(and_more(links.n - len(shown)))
        led_to.update(links.places[k] for k in shown)
    return size, len({page for page, _ in led_to}), len(led_to)


def evidence_lines(rows: Sequence[dict[str, Any]]) -> Iterable[str]:
    """The lines of evidence.jsonl; where they would take more than `PLACES`, long lists are cut; `more` says by how
    many passages.

    >>> list(evidence_lines([{"claim": "gulls", "passages": [["p1", 0, 5]]}]))
    ['{"claim": "gulls", "passages": [["p1", 0, 5]]}\\n']
    """
    for most in (None, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10):
        if most != 10 and A_PLACE * sum(len(row["passages"][:most]) for row in rows) > PLACES:  # no need to write it
            continue
        lines = [json.dumps(_cut(row, most), ensure_ascii=False) + "\n" for row in rows]
        if sum(map(len, lines)) <= PLACES:
            break
    return lines


def _cut(row: dict[str, Any], most: int | None) -> dict[str, Any]:
    if most is None:
        return row
    row = row | {"against": row["against"][:most]} if "against" in row else row
    hidden = len(row["passages"]) - most
    return row if hidden <= 0 else row | {"passages": row["passages"][:most], "more": hidden + row.get("more", 0)}
