"""Keeping the report of a large corpus small: fewer passages shown behind a number, and no page that nothing leads to.

A report of a few hundred pages holds them whole. One of thousands holds the cited passages alone, each in its
paragraph, and of the pages those that a shown passage leads to; `evidence.jsonl` still lists what was counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.showing.evidence import MOST, and_more
from helpers.showing.passages import cited

WHOLE = 6_000_000  # characters of captured text that a report holds whole
PAGES = 1_500  # captured pages that a report of more text than that leads to
PLACES = 5_000_000  # bytes of evidence.jsonl
NAMED = 2_000_000  # places behind one number, times pages: thousands of numbers travel from the notebooks to the report
LEAST = 200

_PASSAGE = r'<li><a class="passage"[^>]*>(?:[^<]|</?span[^>]*>)*+</a></li>'
_LIST = re.compile(rf'<ul>((?:{_PASSAGE})++)(?:<li class="more" data-places="([^"]*)"(?: data-more="(\d+)")?>'
                   r"[^<]*</li>)?</ul>")
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
        hidden = max(0, len(links) - most) + len((m[2] or "").split()) + int(m[3] or 0)
        return f"<ul>{''.join(links[:most])}{and_more(hidden)}</ul>"

    return _LIST.sub(cut, html)


def most_shown(htmls: Sequence[str], large: bool) -> int:
    """How many passages to show behind a number, so that a `large` report leads to at most `PAGES` captured pages."""
    for most in (MOST, 10, 5, 3) if large else ():
        if len({page for html in htmls for page, _, _ in cited(lightened(html, most))}) <= PAGES:
            return most
    return 1 if large else MOST


def evidence_lines(rows: Sequence[dict[str, Any]]) -> Iterable[str]:
    """The lines of evidence.jsonl; where they would take more than `PLACES`, long lists are cut, with `more` left out.

    >>> list(evidence_lines([{"claim": "gulls", "passages": [["p1", 0, 5]]}]))
    ['{"claim": "gulls", "passages": [["p1", 0, 5]]}\\n']
    """
    for most in (None, 5000, 1000, 200, 50, 10):
        lines = [json.dumps(_cut(row, most), ensure_ascii=False) + "\n" for row in rows]
        if sum(map(len, lines)) <= PLACES:
            break
    return lines


def _cut(row: dict[str, Any], most: int | None) -> dict[str, Any]:
    hidden = 0 if most is None else len(row["passages"]) - most
    return row if hidden <= 0 else row | {"passages": row["passages"][:most], "more": hidden + row.get("more", 0)}
