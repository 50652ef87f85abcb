"""The ground floor: paragraphs, sentences, words and quotations of a text, each with its offsets.

Every function takes a text and returns a list of (start, end) pairs: Python `str` offsets, end exclusive, in
order, not overlapping. None of them raises on any string.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import pairwise

from helpers import lists
from helpers.text.excerpt import Excerpt

__all__ = ["WORD", "Excerpt", "paragraphs", "quotations", "sentences", "words"]

WORD = re.compile(
    r"[^\W_](?:(?:\.[^\W\d_]){1,9}+\.|[\w\u0300-\u036f]*+)"  # U.S., a.m., or letters and figures
    r"(?:(?:['’ʼ‐‑-]|(?<=\d)[.,:](?=\d))[^\W_][\w\u0300-\u036f]*+)*+"  # isn't, U.S.-led, 1,180
)
_RARE_STOPS = "…。！？｡؟۔।"
_STOP = re.compile(rf"[.!?{_RARE_STOPS}][.!?{_RARE_STOPS}]*+[\"'”’»›)\]」』）]*+(?:\[\d{{1,3}}\])*+(?:“(?=\s))?+")
# Most texts have none of the rare stops; then one before a small letter, a figure or a comma ends nothing.
_COMMON_STOP = re.compile(_STOP.pattern.replace(_RARE_STOPS, "") + "(?! ?[a-z]|[0-9,;:])")
_NEXT = re.compile(r"[\s\"'“”‘’«»‹›„(\[–—―•*·¿¡-]*+([^\W_][\w’'&.]{0,40}+)?")
_SPEAKER = re.compile(r"(?:[^\W\d_][\w.'’-]{0,79}+ ){1,6}?([a-z]{1,79})\b")
_TOKEN = re.compile(r"(?:[^\s\"“‘«(\[—–/'’]['’]?){0,24}+$")
_INSIDE = re.compile(r"(?<=[a-z,;’”] )[^\W\d_]\w+")  # a word that opens no sentence
_FEW = 8  # words looked for one by one, in a tenth of the time that reading a whole text takes
_OPENING = frozenset('"“‘«„')
_DASHES = frozenset("–—―-")
_QUOTES = frozenset("\"'”’»›」』“")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The lines of `text` that hold more than white space, trimmed.

    >>> paragraphs("Rain\\n\\n  It fell all day. ")
    [(0, 4), (8, 24)]
    """
    out, at = [], 0
    for line in (text.replace("\r", "\n") if "\r" in text else text).split("\n"):
        inked = line.strip()
        if inked:
            start = at + line.index(inked[0])
            out.append((start, start + len(inked)))
        at += len(line) + 1
    return out


def words(text: str) -> list[tuple[int, int]]:
    """The words of `text`: runs of letters and digits.

    Apostrophes (straight and curly) and hyphens inside a word belong to it; dashes part words. A number with
    points, commas or colons inside is one word (1,180; 3.9; 10:30); so is an abbreviation of single letters,
    with its full stops (U.S., a.m.). Scripts without spaces come as one word for each unbroken run.

    >>> t = "The U.S. didn’t pay 1,180 well-to-do clerks—or 3.9%."
    >>> [t[s:e] for s, e in words(t)]
    ['The', 'U.S.', 'didn’t', 'pay', '1,180', 'well-to-do', 'clerks', 'or', '3.9']
    """
    return list(map(re.Match.span, WORD.finditer(text)))


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text`, trimmed; a line holds at least one, and none crosses the end of a line.

    The exception are paragraphs that a program wrapped at a fixed width (see `_wrapped`): each is read as one
    line. A full stop ends no sentence after a title (Dr. Bolt), an initial, an abbreviation that runs on
    (U.S. forces, Jan. 3, No. 7), inside a number, or before a small letter. Closing quotation marks and
    brackets belong to the sentence they close; a quoted question runs on into its attribution ("Why?" he
    asked); the sentences of a longer quotation are sentences. Whether a capital after "U.S." opens a sentence
    is read from the word: an opener such as "The", or a word that the text elsewhere writes small (Mikheev,
    Periods, capitalized words, etc., Computational Linguistics 28, 2002).

    >>> t = "Dr. Bolt came at 9 a.m. Monday. “Why?” she asked. It was 3.5 miles."
    >>> [t[s:e] for s, e in sentences(t)]
    ['Dr. Bolt came at 9 a.m. Monday.', '“Why?” she asked.', 'It was 3.5 miles.']
    """
    out: list[tuple[int, int]] = []
    habits = _Habits(text)
    blocks = iter(_blocks(text))
    begin = end = 0
    stops = _STOP if any(stop in text for stop in _RARE_STOPS) else _COMMON_STOP
    for at, after in map(re.Match.span, stops.finditer(text)):
        while at >= end:
            if begin < end:
                out.append((begin, end))
            begin, end = next(blocks)
        if begin == at or after == end:
            continue
        ends = _plainly_ends(text, begin, at, after)
        if _ends_sentence(text, begin, at, after, end, habits) if ends is None else ends:
            out.append((begin, after))
            begin = after
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        out.append((begin, end))
    return out + list(blocks)


def quotations(text: str) -> list[tuple[int, int]]:
    """The quoted stretches of `text`, with their marks; see `helpers.text.quotes.quotations`."""
    from helpers.text.quotes import quotations as find

    return find(text)


class _Habits:
    """Which words a text writes small, and which with a capital, inside a sentence."""

    def __init__(self, text: str):
        self.text = text
        self.asked = 0

    def opens(self, word: str) -> bool:
        """Whether a capitalised word owes its capital to the sentence it opens, as far as this text shows."""
        return self._has_inside(word.lower()) and not self._has_inside(word)

    def _has_inside(self, word: str) -> bool:
        self.asked += 1
        if self.asked > _FEW:
            return word in self._all_inside
        at = self.text.find(" " + word)
        while at >= 0:
            found = _INSIDE.match(self.text, at + 1)
            if found and found.group() == word:
                return True
            at = self.text.find(" " + word, at + 1)
        return False

    @cached_property
    def _all_inside(self) -> frozenset[str]:
        return frozenset(_INSIDE.findall(self.text))


def _blocks(text: str) -> list[tuple[int, int]]:
    """The lines of `text`, with the lines of a wrapped paragraph joined."""
    lines = paragraphs(text)
    if not any(_adjoin(text, line, following) for line, following in pairwise(lines)):
        return lines
    out, group = [], lines[:1]
    for line in lines[1:]:
        if not _adjoin(text, group[-1], line):
            out += _joined(text, group)
            group = []
        group.append(line)
    return out + _joined(text, group)


def _adjoin(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether nothing but one line end stands between two lines."""
    return following[0] - line[1] == 1 or text[line[1] : following[0]] == "\r\n"


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(lines[0][0], lines[-1][1])] if _wrapped(text, lines) else lines


def _wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether three or more lines were filled to a width of 55 to 100 characters.

    A program that wraps breaks a line only where the next word would not fit: so no line but the last has
    room for the first word of the next within the width of the longest.
    """
    if len(lines) < 3:
        return False
    width = max(e - s for s, e in lines)
    if not 55 <= width <= 100:
        return False
    if any(len(text[s:e].split(None, 3)) < 4 for s, e in lines[:-1]):
        return False  # a script without spaces
    firsts = [len(text[s:e].split(None, 1)[0]) for s, e in lines[1:]]
    return all(e - s + 1 + first > width for (s, e), first in zip(lines, firsts, strict=False))


def _plainly_ends(text: str, begin: int, at: int, after: int) -> bool | None:
    """What `_ends_sentence` says of most marks, in little time; None where it has to be asked.

    None ends inside U.S.; all of . ! ? end before a space and a capital (an opening mark may stand between), a full
    stop if a word before it is no abbreviation; none ends behind a title.
    """
    following = text[after]
    if following != " ":
        return False if after - at == 1 and following.isupper() and text[at - 1].isupper() and text[at] == "." else None
    following = text[after + 1]
    if following in _OPENING:
        following = text[after + 2 : after + 3]
    if not "A" <= following <= "Z" or text[at] not in ".!?":
        return None
    if after - at > 1:
        return True if text[at:after] in ('."', ".”") else None
    if text[at] != ".":
        return True
    token = text[max(text.rfind(" ", begin, at) + 1, begin) : at].lower()
    if token in _abbreviations():
        return False if token in lists.abbreviations()["title"] else None
    return True if token.isalnum() and (len(token) > 3 or (len(token) > 1 and token.isalpha())) else None


def _ends_sentence(text: str, begin: int, at: int, after: int, end: int, habits: _Habits) -> bool:
    """Whether the sentence begun at `begin` ends with the mark from `at` to `after`; more text follows before `end`."""
    mark = text[at:after]
    if mark[0] not in ".!?…":
        return True
    core = mark[: len(mark) - len(mark.lstrip(".!?…"))]
    closed = not _QUOTES.isdisjoint(mark)
    follow = _NEXT.match(text, after, end)
    word = follow.group(1)
    if not word:
        # Closing marks after a space belong to what they close, and so does an ellipsis after a full stop.
        return follow.end() < end and text[follow.end()] not in ".!?…,;:"
    gap = text[after : follow.start(1)]
    if word[0].islower():
        return False
    if not gap[:1].isspace():
        return _runs_together(text, at, gap, word, core, closed)
    if closed:
        return core == "." or not _is_attribution(text, follow.start(1), end, word)
    does = _full_stop(text, begin, at, word) if core == "." else "ends"
    if does == "may":
        named = text[follow.end() + 1 : follow.end() + 2].isupper()  # U.S. Circuit Court
        opens = _opens(word) or not _OPENING.isdisjoint(gap) or (not named and habits.opens(word))
        return opens and _DASHES.isdisjoint(gap)
    return does == "ends"


def _full_stop(text: str, begin: int, at: int, word: str) -> str:
    """What the full stop at `at` does: "ends" the sentence, "runs on", or "may" end it before a word that opens one."""
    before = _TOKEN.search(text, max(begin, at - 24), at).group()
    kinds, last = lists.abbreviations(), before.lower().rpartition("-")[2]
    if at - begin == len(before) <= 3 and (before.isdigit() or len(before) == 1):
        return "runs on"  # "1. Heat the oven": the number of a list item
    if last in kinds["title"] or (last in kinds["number"] and word[0].isdigit()):
        return "runs on"
    initial = len(last) == 1 and before[-1].isupper()
    dotted = "." in last and all(len(part) <= 2 for part in last.split("."))
    proper = last in kinds["proper"] and before[:1].isupper()
    return "may" if initial or dotted or proper or last in kinds["may"] else "ends"


@cache
def _abbreviations() -> frozenset[str]:
    """All that data/abbreviations.txt lists as abbreviations of any kind."""
    return frozenset[str]().union(*(lists.abbreviations()[kind] for kind in ("title", "number", "may", "proper")))


def _opens(word: str) -> bool:
    """Whether a capitalised word is one that opens sentences and no name."""
    return word.replace("’", "'").lower() in lists.abbreviations()["opener"]


def _is_attribution(text: str, at: int, end: int, word: str) -> bool:
    """Whether a name and a verb of speech at `at` go on from a quoted question or exclamation."""
    if word != "I" and _opens(word):
        return False
    found = _SPEAKER.match(text, at, min(end, at + 80))
    return bool(found) and found.group(1) in lists.abbreviations()["speech"]


def _runs_together(text: str, at: int, gap: str, word: str, core: str, closed: bool) -> bool:
    """Whether a sentence ends at a mark with no space behind it, as scraping leaves it ("ended.The next")."""
    if gap:
        return gap in ("“", "«") and core != "…"
    if len(word) < 2 or not (word[0].isupper() and word[1:].islower()):
        return False
    before = _TOKEN.search(text, max(at - 24, 0), at).group()
    return closed or (core in ".?!" and len(before) > 2 and before.isalpha() and before[1:].islower())
