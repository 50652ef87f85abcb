"""Whether a second article begins on the same event, with nothing between but its headline: it tells the story anew.

Sections of one article look the same, and its people go on. But news gives a name in full once and then by its last
word; what introduces known people again under a new headline, in the words of the first lead, begins from the start.
Of 150 pairs of articles on one event, set one under the other, this parts 82; of 650 single articles it cuts one.
"""

from __future__ import annotations

import re
from itertools import islice

from helpers.cutting.furniture import Line
from helpers.cutting.openings import heads
from helpers.cutting.seams import content

LEAD = 3  # paragraphs
ABOVE = 40_000  # characters of the article above that are searched for a name
MOST_NAMES = 20  # that are looked for in the article above
LEAST = 120  # words of running text that follow at least
HEAD_SAID = 0.3  # of a headline's meaning words that the first article's lead has, at least
LEAD_SAID = 0.25  # of the shorter lead's meaning words that both leads have, at least
FULL_NAME = re.compile(r"\b([A-Z][a-z’'-]{1,20}) (?:[A-Z]\. )?([A-Z][a-z][a-z’'-]{1,20})\b")


def retold_below(text: str, units: list[Line], k: int, first: int) -> bool:
    """Whether the line k, within or behind the article that begins at line `first`, is a headline over the same story
    told anew."""
    u = units[k]
    said = text[u.start : u.end]
    if u.ending != "open" or not 4 <= u.words <= 22 or said.isupper() or said[0].islower() or ":" in said.split()[0]:
        return False  # section heads are set in capitals, links are labelled
    after = heads(text, units, k)
    below = [v for v in units[k + 1 : k + 7] if v.prose]
    if not after or not after[0].prose or len(below) < LEAD:
        return False
    if sum(v.words for v in units[k + 1 : k + 40] if v.prose) < LEAST:
        return False
    above = [v for v in units[first : min(k, first + 20)] if v.prose][:LEAD]
    one = meanings(text, above) | meanings(text, units[max(first - 1, 0) : first])
    two, head = meanings(text, below[:LEAD]), meanings(text, [u])
    if len(head & one) < HEAD_SAID * max(len(head), 3) or len(one & two) < LEAD_SAID * max(min(len(one), len(two)), 1):
        return False
    told = text[max(units[first].start, u.start - ABOVE) : u.start]
    names = islice(FULL_NAME.finditer(text, below[0].start, below[LEAD - 1].end), MOST_NAMES)
    return any(introduced(told, *m.groups()) for m in names)


def meanings(text: str, units: list[Line]) -> set[str]:
    """The stems of the words that carry the meaning of some lines."""
    return {stem for u in units for stem in content(text[u.start : u.end].split())}


def introduced(told: str, given: str, family: str) -> bool:
    """Whether a text names somebody in full once or twice and more often by the last name alone.

    >>> introduced("Ada Quill left. Quill had waited; nobody saw Quill go.", "Ada", "Quill")
    True
    """
    family = family.removesuffix("’s").removesuffix("'s")
    whole = len(re.findall(rf"\b{re.escape(given)} (?:[A-Z]\. )?{re.escape(family)}\b", told))
    alone = len(re.findall(rf"\b{re.escape(family)}\b", told)) - whole
    return 1 <= whole <= 2 and alone >= 2 * whole
