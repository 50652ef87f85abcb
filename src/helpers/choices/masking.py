"""What a comparison of words leaves out: captions, labels, datelines, credits, addresses, and lines that recur.

A word that sets two outlets apart because one prints "Image copyright" over its pictures says nothing about how
a story is told. Every rule here looks at the form of a line or at all texts together, never at which side a
text is on: what is masked does not depend on what is compared, so random deals stay a fair yardstick.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from helpers import lists
from helpers.text.terms import word_list

OFTEN = 3  # texts at least, and one in fifty, for a line or run to count as recurring
PROSE = 0.5  # share of a text's words in lines that end as sentences do, from which other lines are told apart
SENTENCE = 40  # words from which a line is prose however it ends
SHORT = 12  # words up to which a line that ends in a bracket is no sentence
LONG = 400  # characters of a line that may recur
EDGE = 4  # words at the end of a line that make a formula where they recur ("contributed to this report")
MOST = 8  # words of a line that may be such a formula with names before it

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w[\w'’-]*")
_DIGITS = re.compile(r"\d+")
_ENDS = tuple(".!?…:;,\"”’'")
_LABEL = re.compile(  # "CLOSE", "FILE PHOTO:", "WASHINGTON (Reuters) -" at the start of a line
    r"^[ \t\[(]{0,4}(?:[A-Z][A-Z.'’]{4,}|[A-Z][A-Z.'’]{2,}(?=[ ,]{1,2}[A-Z][A-Z.'’]{2}))"
    r"(?:[ ,]{1,2}[A-Z][A-Z.'’]+){0,4}(?![\w'’])"
    r"(?:[^\n()]{0,30}\([^\n()]{1,40}\))?(?=[ \t]{0,3}[-–—:|]|[ \t]+[A-Z“\"(]|[ \t]*$)", re.MULTILINE)
_ADDRESS = re.compile(r"https?:\S*|www\.\S+|pic\.twitter\S+|@(?<!\w@)\w+")
_DOMAIN = re.compile(r"\.(?:com|org|net|co\.uk)\b\S*")
_NAMED = re.compile(r"[\w.-]{0,60}\Z")
# Each begins with one fixed character, which is what makes searching quick.
_BRACKETS = (re.compile(r"\([^()\n]{1,120}\)"), re.compile(r"\[[^\[\]\n]{1,120}\]"))
_PICTURE = frozenset(
    ["photo", "photos", "photograph", "image", "images", "picture", "pictured", "video", "screengrab", "credit",
     "courtesy"])  # fmt: skip
_MEMBER = re.compile(r"-(?<=[^\w][A-Z]-)[A-Z][A-Za-z.]{1,6}(?=[),;])")  # "(D-Calif.)": how a house names members
_SEAM = re.compile(r"[a-z]{3}(?=[A-Z][a-z])")
_FULL_NAME = re.compile(r"(?<!\w)(?:[A-Z][\w.'’()-]{0,20} ){0,2}[A-Z][\w'’-]{0,20}\Z")
GLUED = 600  # characters that a tooltip glued to a name may have ("Dell RookRook to quit council Vote delayed MORE")


def furniture(texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """For each text what is no prose: (start, end, why) in order, not overlapping.

    `why` is one of recurring line, recurring formula, no sentence, label or dateline, credit, address, glued links,
    member's tag. Lines recur when three texts, and one in fifty, hold them.

    >>> furniture(["Gale nears\\nThe ferry stays in port. (Photo: A. Quill)\\nSEAVIEW (Tide) - It is a long wait."])
    [[(36, 53, 'credit'), (54, 68, 'label or dateline')]]
    """
    lines = [[(m.start(), m.end()) for m in _LINE.finditer(t)] for t in texts]
    keys = [[_keys(line) for line in t.lower().split("\n") if line] for t in texts]
    often = max(OFTEN, len(texts) / 50)
    holders = Counter(k for own in keys for k in {k for pair in own for k in pair if k})
    recurring = {k for k, n in holders.items() if n >= often}
    return [_masked(t, own, k, recurring) for t, own, k in zip(texts, lines, keys, strict=True)]


def house_words(names: Sequence[str] = ()) -> frozenset[str]:
    """Words never compared: those of the outlets' names, and courtesy titles (data/house_style.txt).

    >>> sorted(house_words(["The Fen Star"]) - house_words())
    ['fen', 'star', 'the']
    """
    return _courtesy() | {w for name in names for w in word_list(name)}


def without(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """The text with these spans left out, a line break in place of each.

    >>> without("Rain. ADVERTISEMENT", [(6, 19, "")])
    'Rain. \\n'
    """
    kept, at = [], 0
    for start, end, _ in spans:
        kept.append(text[at:start])
        at = end
    return "\n".join([*kept, text[at:]]) if kept else text


def blank(text: str, spans: Iterable[tuple]) -> str:
    """The text with a blank for each character of spans (start, end, …), which are in order, so that offsets stay.

    >>> blank("Rain. (Photo: A. Quill) It fell.", [(6, 23, "credit")])
    'Rain.                   It fell.'
    """
    kept, at = [], 0
    for start, end, *_ in spans:
        kept += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*kept, text[at:]]) if kept else text


def blanked(texts: Sequence[str]) -> list[str]:
    """The texts with a blank for each character that is no prose, so that offsets stay what they were.

    >>> blanked(["Rain. (Photo: A. Quill) It fell."])
    ['Rain.                   It fell.']
    """
    return [blank(text, spans) for text, spans in zip(texts, furniture(texts), strict=True)]


def _masked(text: str, lines: list[tuple[int, int]], keys: list[tuple], recurring: set) -> list[tuple[int, int, str]]:
    spans = []
    sizes = [text.count(" ", s, e) + 1 for s, e in lines]
    prose = [n >= SENTENCE or _ends(text, s, e, n) for (s, e), n in zip(lines, sizes, strict=True)]
    told = sum(n for n, p in zip(sizes, prose, strict=True) if p) >= PROSE * sum(sizes)
    again = ["recurring line" if w in recurring else "recurring formula" if f in recurring else "" for w, f in keys]
    copied = sum(n for n, why in zip(sizes, again, strict=True) if why) > PROSE * sum(sizes)  # a copy is no furniture
    for i, ((s, e), why) in enumerate(zip(lines, again, strict=True)):
        if why and not copied:
            spans.append((s, e, why))
        elif i and told and not prose[i]:
            spans.append((s, e, "no sentence"))
    starts = (s for s, _ in lines if text[s + 1 : s + 3].isupper())
    spans += [(*m.span(), "label or dateline") for m in (_LABEL.match(text, s) for s in starts) if m]
    spans += [(s, e, "address") for s, e in _addresses(text)]
    spans += [(*m.span(), "credit") for b in _BRACKETS for m in b.finditer(text) if _is_credit(m[0])]
    spans += [(m.start() - 1, m.end(), "member's tag") for m in _MEMBER.finditer(text)]
    spans += [(s, e, "glued links") for s, e in _glued(text)]
    out: list[tuple[int, int, str]] = []
    for start, end, why in sorted(spans, key=lambda span: span[0]):
        if not out or start >= out[-1][1]:
            out.append((start, end, why))
        elif end > out[-1][1]:
            out[-1] = (out[-1][0], end, out[-1][2])
    return out


def _ends(text: str, start: int, end: int, words: int) -> bool:
    """Whether the line ends as a sentence does."""
    line = text[start:end].rstrip()
    if line[-1:] in ")]":
        return words > SHORT or line[-2:-1] in (".", "!", "?")
    return line.endswith(_ENDS) and (words > 3 or line[-1:] != ":")


def _keys(line: str) -> tuple[str | None, str | None]:
    """What lines in small letters share that say the same: the line, and its end where names stand before that."""
    if len(line) > LONG:
        return None, None
    line = line.strip()
    if len(line) > 12 * (EDGE + MOST):
        return line, None
    line = _DIGITS.sub("0", line)
    words = _WORD.findall(line)
    edge = "… " + " ".join(words[-EDGE:]) if EDGE < len(words) <= EDGE + MOST else None
    return line or None, edge


def _addresses(text: str) -> list[tuple[int, int]]:
    """Web addresses and the names of accounts."""
    found = [m.span() for m in _ADDRESS.finditer(text)] if "http" in text or "@" in text or "www." in text else []
    for m in _DOMAIN.finditer(text):
        found.append((_NAMED.search(text, max(0, m.start() - 60), m.start()).start(), m.end()))
    return found


def _glued(text: str) -> list[tuple[int, int]]:
    """Lists of links that a page glues to a name, up to the word MORE."""
    found, at = [], text.find("MORE")
    while at >= 0:
        before = max(text.rfind("\n", 0, at) + 1, at - GLUED, found[-1][1] if found else 0)
        if seam := _SEAM.search(text, before, at):
            # The tooltip opens with the name in full, its last word glued to the list.
            name = _FULL_NAME.search(text, max(before, seam.end() - 60), seam.end())
            found.append((name.start() if name else seam.end(), at + 4))
        at = text.find("MORE", at + 4)
    return found


def _is_credit(bracket: str) -> bool:
    words = _WORD.findall(bracket)
    return not _agencies().isdisjoint(words) or not _PICTURE.isdisjoint(w.lower() for w in words)


@cache
def _courtesy() -> frozenset[str]:
    return lists.words("house_style.txt")


@cache
def _agencies() -> frozenset[str]:
    """The one-word signs of news and picture agencies of data/agencies.csv."""
    return frozenset(r["sign"] for r in lists.rows("agencies.csv") if " " not in r["sign"]) | {"Getty"}
