"""Where an article ends: before another one begins, before the notes on its author, before the paper's own notices."""

from __future__ import annotations

import re
from statistics import median

from helpers.cutting.furniture import QUOTED, ROLE_MARK, SIGNED_END, Line, is_credit
from helpers.cutting.neighbours import menu_share
from helpers.cutting.openings import excerpt, is_headline, restated_below, signed_below
from helpers.cutting.patterns import BIO, BYLINE, NAME, TUNE_IN
from helpers.cutting.retold import LEAD, retold_below
from helpers.cutting.seams import SMALL, goes_on, kicker_end

STUB = 60  # words: what is shorter and stands above a signed text is its summary
MOST_HEADS = 2  # lines like headlines from which a text has sections: one more is no sign of another article
WHOLE_ABOVE = 150  # words that stand above an article which tells the same story anew
MOST_NOTICES = 8  # lines of a paper's own notices under its article
# "NOTICES: Choir practice is on Tuesday."
NOTICES = re.compile(
    r"(?:NOTICES?|NOTICE BOARD|ANNOUNCEMENTS?|IN BRIEF|BRIEFS|SMALL ADS|CLASSIFIEDS?|WHAT[’']S ON|DIARY DATES|"
    r"BIRTHS|DEATHS|LOST AND FOUND|CORRECTIONS?|CLARIFICATIONS?)\s?:\s"
)


def first_cut(text: str, units: list[Line], first: int, last: int) -> int:
    """Where within [first, last) another article, an excerpt, or a label over excerpts begins, else `last`."""
    prose = [u.words for u in units[first:last] if u.prose]
    usual = median(prose or [30])
    seen = words = heads = 0
    whole = sum(prose)
    plain = menu_share(units) <= 0.4  # on a page with menus other articles are labelled
    for k in range(first, last):
        u = units[k]
        if seen >= 2 and excerpt(text, units, k, last, usual) and not quoted_in(text, units, k, first, last):
            return k
        if seen >= 2 and words >= STUB and (
            signed_below(text, units, k)
            or (
                words >= 0.15 * whole and restated_below(text, units, k, first)
                and not goes_on(text, units[first].start, u.start, len(text))
            )
        ):
            return k
        if plain and seen >= LEAD and is_headline(u) and u.ending == "open":
            heads += 1
            if heads <= MOST_HEADS and words >= max(WHOLE_ABOVE, 0.3 * whole) and retold_below(text, units, k, first):
                return k
        if seen and u.kind == "related_label" and u.rule != "label of a single link" and over_excerpts(units, k, last):
            return k
        seen += u.prose
        words += u.words
    return last


def quoted_in(text: str, units: list[Line], k: int, first: int, last: int) -> bool:
    """Whether the unfinished text at line k is one that the article shows, as it shows a post: no kicker, and whole
    paragraphs on the same names go on below."""
    u = units[k]
    if kicker_end(text, u.start, u.end):
        return False
    below = [v for v in units[k + 1 : min(last, k + 12)] if v.prose and v.ending == "stop"]
    return len(below) >= 3 and goes_on(text, units[first].start, below[0].start, len(text))


def over_excerpts(units: list[Line], k: int, last: int) -> bool:
    """Whether the texts below the label at line k are left off with dots, as excerpts of other articles are."""
    below = [u for u in units[k + 1 : last] if u.prose][:2]
    return bool(below) and all(u.ending == "dots" for u in below)


def trimmed_end(text: str, units: list[Line], first: int, last: int) -> int:
    """`last` without what trails the last paragraph: furniture, one or two stray short lines, the notes on author and
    paper."""
    last = before_notes(text, units, first, last)
    if last + 1 < len(units) and units[last + 1].kind == "paywall" and units[last].kind is None and (
        units[last].words >= 8 and units[last].ending == "open" and not units[last].listed
    ):
        last += 1
    own = units[last - 1]
    if last < len(units) and units[last].kind == "paywall" and own.kind is None and own.words >= 8:
        return last  # the text breaks off before the demand to pay
    end = last
    tail = units[-1]
    breaks_off = tail.words >= 20 or text[tail.start : tail.end].split()[-1] in SMALL
    if last == len(units) and tail.kind is None and breaks_off:
        return last  # the page breaks off within the article
    while end > first + 1 and (units[end - 1].kind or (units[end - 1].ending == "open" and not units[end - 1].prose)):
        end -= 1
        if units[end].signed:
            return end + 1
    own = [u.kind is None or u.rule == "bare address" for u in units[end:last]]
    if sum(own) >= 3 and sum(own) >= 0.7 * (last - end):
        end = last  # a list that closes the article
    return end


def before_notes(text: str, units: list[Line], first: int, last: int) -> int:
    """`last` without the notes that close a page's article: the paper's notices, the credit of where it first stood
    and the buttons below, the lines on its author."""
    end = last
    told = max([k for k in range(first, last) if units[k].prose and units[k].words >= 20] or [first])
    labels = [k for k in range(first, last) if kicker_end(text, units[k].start, units[k].end)]
    seen = 0
    for k in range(first, last):
        u = units[k]
        if seen >= 3 and u.kind == "origin_note" and k > told:
            end = k
            break
        opens = NOTICES.match(text, u.start, u.end) or (k in labels[:1] and len(labels) > 1)  # several, only here
        if seen >= 3 and last - k <= MOST_NOTICES and opens:
            end = k
            break
        seen += u.prose
    end = before_own_name(text, units, first, end)
    names = authors(text, units, first)
    while end - first > 4:
        k = end - 1
        while k > first and not units[k].prose:
            k -= 1  # the author's name alone, buttons
        promoted = units[k].words <= 30 and TUNE_IN.match(text, units[k].start, units[k].end)
        if end - k > 4 or not (promoted or about_author(text, units[k], names)):
            break
        end = k
    return end


def before_own_name(text: str, units: list[Line], first: int, end: int) -> int:
    """`end` without a last line in which the paper speaks of itself: it opens with the name in the page's first line
    and stands apart from the text above."""
    name = text[units[0].start : units[0].end]
    last = units[end - 1]
    if first > 0 and end - first > 3 and 1 <= units[0].words <= 5 and len(name) >= 6 and units[0].kind is None and (
        text.startswith(name + " is ", last.start) or text.startswith(name + " was ", last.start)
    ):
        return end - 1
    return end


def authors(text: str, units: list[Line], first: int) -> list[str]:
    """The names in the by-lines above line `first` and right below."""
    out = []
    for u in units[max(first - 12, 0) : first + 4]:
        said = text[u.start : u.end]
        if u.kind == "byline" or (u.kind is None and not u.prose and ROLE_MARK.search(said) and is_credit(said)):
            by = BYLINE.match(said)
            found = NAME.match(said, by.end() if by else 0)
            if found:
                out.append(found.group())
    return out


def about_author(text: str, u: Line, names: list[str]) -> bool:
    """Whether a closing paragraph tells of the article's author: its role, or its name without a word of anybody."""
    said = text[u.start : u.end]
    if u.words <= 60 and BIO.match(said):
        return True
    if u.words > 120 or QUOTED.search(said) or SIGNED_END.search(said):
        return False
    return any(name in said or said.startswith(name.split()[0] + " is ") for name in names)
