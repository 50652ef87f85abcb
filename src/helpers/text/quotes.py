"""Quotations in a text: what stands between quotation marks of any kind, with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Any mark but an apostrophe inside a word; '' and `` are one mark, and the first of ''' after a word is one alone.
# The class stands first so that the search skips to the next mark.
_MARK = re.compile(r"""["“”„«»‘’'`](?!(?<=[^\W_]['’])[^\W_])(?:(?<=')(?!(?<=\S')''(?!'))'|(?<=`)`)?""")
_INK = re.compile(r"\S")
# an apostrophe at the front of a word, not an opening mark: 'em, '90s, 'tis
_CLIPPED = re.compile(r"['’‘](?:\d\ds?\b|(?:em|til|cause|tis|twas|n|round|bout)\b)", re.IGNORECASE)
_FAMILY = {"“": '"', "”": '"', "„": '"', '"': '"', "«": "«", "»": "«", "''": "''", "``": "''"}
_BEFORE_OPENING = frozenset(' \t\xa0\u2009\u202f([{—–-/…“"‘«:')


def quotations(text: str) -> list[tuple[int, int]]:
    """The outermost quotations of `text` as (start, end) offsets, marks included, in order.

    Knows “ ” „ " « » '' `` and the single marks ‘ ’ ' (told from apostrophes by their surroundings).
    A quotation never crosses a line break: one that runs over several paragraphs, each opened anew and
    only the last closed, gives one span a paragraph. A double mark that is never closed reaches to the
    end of its paragraph, so a stray mark spoils at most that; a stray single mark is passed over.

    >>> quotations('“It isn\\'t ours,” she said.')
    [(0, 16)]
    """
    spans: list[tuple[int, int]] = []
    lines: dict[int, list[re.Match[str]]] = {}  # end of a line -> its marks
    hi = -1
    for mark in _MARK.finditer(text):
        if mark.start() >= hi:
            hi = text.find("\n", mark.start())
            hi = len(text) if hi < 0 else hi
            lines[hi] = []
        lines[hi].append(mark)
    for hi, marks in lines.items():
        spans.extend(_in_line(text, text.rfind("\n", 0, hi) + 1, hi, marks))
    return spans


def _in_line(text: str, lo: int, hi: int, marks: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    opened, family = -1, ""  # the double quotation that is open, if any
    until = lo  # marks before this offset lie inside a single quotation already given
    singles = _single_marks(text, lo, hi, marks)
    closable = "close" in singles  # else look for no single quotation in this line
    for k, mark in enumerate(marks):
        s, e = mark.span()
        if s < until:
            continue
        kind = _FAMILY.get(mark[0])
        if kind is None:
            if closable and opened < 0 and singles[k] == "open":
                close = _single_close(text, marks, singles, k)
                if close:
                    until = close
                    yield s, close
                closable = close is not None
            continue
        before = text[s - 1] if s > lo else " "
        after = text[e] if e < hi else " "
        if opened < 0:
            if mark[0] in "”»" or (mark[0] not in "“„«" and not _may_open(before, after)):
                continue
            opened, family = s, kind
        elif mark[0] == "“" and text[opened] == "„":  # „so“
            yield opened, e
            opened = -1
        elif mark[0] in "“„«" or (kind == family and before.isspace() and not after.isspace()):
            opened, family = s, kind  # opened twice: the first mark was the stray one
        elif kind == family:
            yield opened, e
            opened = -1
    if opened >= 0:
        end = len(text[lo:hi].rstrip()) + lo
        if end > opened + 1:
            yield opened, end
    elif singles[0] == "open" and "close" not in singles:
        # not closed in its paragraph, and the next opens again
        begin = marks[0].start()
        follows = _INK.search(text, hi)
        if follows and follows[0] in "'‘" and not text.startswith("''", follows.start()) and not text[lo:begin].strip():
            yield begin, len(text[lo:hi].rstrip()) + lo


def _may_open(before: str, after: str) -> bool:
    return before in _BEFORE_OPENING and not after.isspace()


def _single_marks(text: str, lo: int, hi: int, marks: list[re.Match[str]]) -> list[str]:
    """For each mark of a line: "open" or "close" where a single mark may be that, else ""."""
    roles = []
    for mark in marks:
        s, e = mark.span()
        role = ""
        if mark[0] not in _FAMILY:
            before = text[s - 1] if s > lo else " "
            after = text[e] if e < hi else " "
            if mark[0] != "’" and before in _BEFORE_OPENING and (after.isalnum() or after in '…$[(“"@#'):
                role = "" if _CLIPPED.match(text, s) else "open"
            elif mark[0] != "‘" and not before.isspace() and not after.isalnum():
                role = "close"
        roles.append(role)
    return roles


def _single_close(text: str, marks: list[re.Match[str]], roles: list[str], k: int) -> int | None:
    for j in range(k + 1, len(marks)):
        if roles[j] != "close":
            continue
        s, e = marks[j].span()
        # the workers' rights: a plural owner, when another mark that may close comes before a new opening
        owner = text[s - 1] in "sS" and text[e : e + 1] == " " and text[e + 1 : e + 2].islower()
        if not (owner and next((r for r in roles[j + 1 : j + 8] if r), "") == "close"):
            return e
    return None
