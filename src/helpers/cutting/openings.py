"""Signs that a text begins or breaks off: headlines over a lead, by-lines and datelines, cut-off excerpts."""

from __future__ import annotations

import re

from helpers.cutting.furniture import Line, is_credit, is_name
from helpers.cutting.patterns import BYLINE, DATELINE
from helpers.cutting.seams import content, kicker_end, restates

Mark = tuple[int, int, str, str, int | None, str]  # start, end, role, kind, article, rule
RUN_IN = re.compile(r"\b[A-Z]{3,}[A-Z .,]{0,30}\([^()]{2,40}\)\s*[-–—]")  # "By Ada Quill PORT (Agency) -"
ANALYSIS = re.compile(r"(?:analysis|at the scene|explainer|profile)(?:\s?[:|–-]|\sby\b)", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
LENGTH = re.compile(r"\b\d{1,2}:\d\d$")
CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m)?\b", re.IGNORECASE)
SENTENCES = re.compile(r"[^\W\d_]{4}[.!?]\s")
ABOVE = 12_000  # characters of the text above that a headline is compared with
NUMBERED = re.compile(r"\d{1,2}[.)]\s")
LONG = 30  # words: below it a line without an end is a headline, a list item or a caption, not a cut-off excerpt
ASIDES = ("byline", "timestamp", "credit", "caption", "share", "comments")  # what stands between headline and text
WHOLE = 90  # words: a line as long as this is a whole article printed on one line


def aside(u: Line) -> tuple[str, str, str]:
    """Role, kind and rule of a line that belongs to no article we cut out."""
    if u.kind:
        return "furniture", u.kind, u.rule
    if u.ending == "dots" and u.words >= LONG // 2:
        return "teaser", "body", "excerpt left off with dots"
    if u.words >= 20:
        return "furniture", "other", "text outside the articles"
    return "furniture", "link" if u.words >= 4 else "menu", "short line outside the articles"


def is_headline(u: Line) -> bool:
    return u.kind is None and 2 <= u.words <= 30 and not u.listed and u.ending != "colon"


def cut_off(u: Line) -> bool:
    """Whether a line is a long text without an end."""
    return u.kind is None and LONG <= u.words <= 200 and u.ending in ("open", "dots")


def excerpt(text: str, units: list[Line], k: int, last: int, usual: float) -> bool:
    """Whether a teaser begins at line k: cut off, and more than just one unfinished paragraph of the article."""
    u = units[k]
    if not cut_off(u):
        return False
    if kicker_end(text, u.start, u.end):
        return True
    following = next((v for v in units[k + 1 :] if v.prose), None)
    if following is None:
        return u.words >= max(60, 2.0 * usual)
    return cut_off(following) or following.glued or (u.words >= 2.0 * usual and following.words >= 100)


def credited_start(below: str) -> bool:
    """Whether a paragraph opens with an agency's dateline, or a by-line run into one."""
    line = DATELINE.match(below[:120])
    if line and line["agency"] and line["place"][:2].isupper():
        return True
    return bool(BYLINE.match(below[:40]) and RUN_IN.search(below[:140]))


def opens_article(text: str, units: list[Line], k: int, first: int) -> bool:
    """Whether a headline at line k opens another article: a by-line or dateline below it, or a lead that says it again
    in words that the text above has not used."""
    return signed_below(text, units, k) or restated_below(text, units, k, first)


def heads(text: str, units: list[Line], k: int) -> list[Line]:
    """The lines below line k but for credits, where line k looks like a headline; else none."""
    u = units[k]
    if u.kind or not 4 <= u.words <= 28 or u.listed or u.signed or u.ending == "colon":
        return []
    if LENGTH.search(text, max(u.start, u.end - 8), u.end):
        return []  # a film's title and how long it runs
    if u.ending == "stop" and not set(text[u.end - 2 : u.end]) & set("!?"):
        return []  # a sentence
    if SENTENCES.search(text, u.start, u.end):
        return []  # more than one sentence
    return [v for v in units[k + 1 : k + 6] if v.kind not in ("timestamp", "credit", "caption", "share", "advert")]


def signed_below(text: str, units: list[Line], k: int) -> bool:
    """Whether a by-line, a date with its year, or a dateline follows the headline at line k."""
    after = heads(text, units, k)
    if not after:
        return False
    below = units[k + 1]
    if below.kind == "timestamp" and YEAR.search(text, below.start, below.end) and sum(u.prose for u in after[:3]) >= 2:
        return units[k].ending == "open" or text[units[k].end - 1] in "?!"
    if after[0].kind == "byline":
        return not boxed(text, units[k], after)
    return credited_start(text[after[0].start : after[0].end])


def boxed(text: str, head: Line, after: list[Line]) -> bool:
    """Whether a signed text is a box within an article: its by-line calls it an analysis, or its title is short and its
    text does not take it up, as a headline's does."""
    said = text[head.start : head.end]
    if ANALYSIS.match(said) or ANALYSIS.match(text, after[0].start, after[0].end):
        return True
    lead = " ".join(text[v.start : v.end] for v in after[1:3])
    return head.words < 6 and len(set(content(said.split())) & set(content(lead.split()))) < 2


def restated_below(text: str, units: list[Line], k: int, first: int) -> bool:
    """Whether the text below the headline at line k says it again, as leads do."""
    u = units[k]
    after = heads(text, units, k)
    if not after:
        return False
    if k and NUMBERED.match(text, units[k - 1].start, units[k - 1].end) and units[k - 1].words <= 15:
        return False  # a picture's or a film's title below the article's own numbered subhead
    below = text[after[0].start : after[0].end]
    if is_name(below):
        after = after[1:] or after
        below = text[after[0].start : after[0].end]
    if not after[0].prose or tabular(below):
        return False
    if u.words < 6 or after[0].words < 12 or (u.ending == "stop" and text[u.end - 1] in "!?"):
        return False
    if sum(v.prose for v in units[k + 1 : k + 9]) < 3 and after[0].words < 90:
        return False
    head = text[u.start : u.end]
    lead = " ".join(text[v.start : v.end] for v in after[:2])
    if not restates(head, lead):
        return False
    above = set(content(text[max(units[max(first, 0)].start, u.start - ABOVE) : u.start].split()))
    said = set(content(head.split()))
    return len(said - above) >= 0.5 * len(said)


def tabular(said: str) -> bool:
    """Whether a line gives results rather than tells: a fifth of its words hold digits."""
    words = said.split()
    return sum(w[:1].isdigit() or w[1:2].isdigit() for w in words) >= max(2, 0.2 * len(words))


def headline_before(text: str, units: list[Line], first: int, breaks: list[int]) -> int | None:
    """The headline above the article that begins at line `first`, or the article's own first line; None if unsure."""
    lead = " ".join(text[v.start : v.end] for v in [v for v in units[first:] if v.prose][:4])
    floor = max([b for b in breaks if b <= first] or [0])
    own = units[first]
    below = units[first + 1] if first + 1 < len(units) else None
    if below and own.words <= 5 and text[own.start : own.end].isupper() and below.ending == "open" and (
        below.words >= 4 and not below.prose and is_headline(below)
    ):
        return first + 1  # below a kicker
    if not own.prose and is_headline(own) and (restates(text[own.start : own.end], lead) or first == 0):
        return first
    top = max(floor, first - 25)
    said = set(content(lead.split()))
    names = [k for k in range(top, first) if is_headline(units[k])]
    names = [k for k in names if restates(text[units[k].start : units[k].end], lead) and not timed(text, units[k])]
    signed = [k for k in range(top, first) if units[k].kind == "byline" and not units[k].listed]
    above = [k for k in names if signed and k < signed[-1]]
    at = max(above or names, key=lambda k: (share(text, units[k], said), k), default=None)
    if at is not None:
        return higher(text, units, at, top, said)
    if (at := above_credits(text, units, first, top)) is not None:
        return at
    if floor + 1 <= first <= floor + 4:  # the text's own first line, or the one below a masthead
        own = [k for k in range(floor, first) if is_headline(units[k]) and units[k].ending != "dots"]
        at = next((k for k in own if units[k].words >= 4), own[0] if own else None)
    return at


def timed(text: str, u: Line) -> bool:
    """Whether a line opens with a time of day, as the entries of a live page and its overview do."""
    return CLOCK.match(text, u.start, u.end) is not None


def above_credits(text: str, units: list[Line], first: int, top: int) -> int | None:
    """The headline right above the by-line and date that stand over line `first`, one kicker or standfirst between at
    most; None where no such line does."""
    k = first - 1
    signed = False
    while k >= top:
        u = units[k]
        named = u.kind is None and is_credit(text[u.start : u.end])
        if not named and u.kind not in ASIDES and not (u.words <= 3 and u.kind in (None, "menu")):
            break
        signed = signed or named or u.kind in ("byline", "timestamp")
        k -= 1
    if signed and k >= top and is_headline(units[k]) and units[k].words >= 4 and units[k].ending != "dots":
        return k
    return None


def share(text: str, u: Line, said: set[str]) -> float:
    """How much of a line's meaning words are among `said`; less for a sentence with a full stop."""
    words = set(content(text[u.start : u.end].split()))
    return len(words & said) / max(len(words), 1) - (0.3 if text[u.end - 1] == "." else 0.0)


def higher(text: str, units: list[Line], at: int, top: int, said: set[str]) -> int:
    """The headline over line `at`, where that is a standfirst, a picture's or a film's title: the line next above it,
    but for credits and buttons, that takes up two of the lead's words; else `at`."""
    for k in range(at - 1, max(top, at - 8) - 1, -1):
        u = units[k]
        if u.kind in ASIDES:
            continue
        words = set(content(text[u.start : u.end].split()))
        if text[units[at].start : units[at].end] in text[u.start : u.end]:
            break  # the path of menus that leads to the headline
        if is_headline(u) and u.words >= 4 and u.ending != "stop" and len(words & said) >= max(2, 0.25 * len(words)):
            return k
        break
    return at
