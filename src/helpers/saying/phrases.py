"""The noun phrase beside a verb: subjects to its left, with their appositions; names to its right."""

from __future__ import annotations

import re

from helpers.saying.clauses import VERBAL, Paragraph

NOMINAL = frozenset("NP0gDQfIFtCEZRVGY")  # tags a noun phrase may hold, read from right to left
_CLAUSE = frozenset(",VXAM")  # tags that end the participle clause of "a report published in May"
LONG_TERM = 30  # characters: what is longer in quotation marks is no title or nickname inside a noun phrase


def left_phrase(p: Paragraph, verb: int, lo: int) -> tuple[int, int] | None:
    """The noun phrase that ends just before token `verb` and does not begin before `lo`, as a token range."""
    asked, known = (verb, lo), p.phrases
    if asked not in known:  # the shapes that a verb may have ask for the same one after another
        known[asked] = _left_phrase(p, verb, lo)
    return known[asked]


def _left_phrase(p: Paragraph, verb: int, lo: int) -> tuple[int, int] | None:
    relative = p.tags.find("w", max(lo, verb - 15), verb) >= 0 and _with_relative(p, verb, lo)
    return relative or _phrase_before(p, verb, lo)


_RELATIVE = re.compile(r"(?<=[NP0])w[RA]*(?:[XE]|V(?=n?[tIF])|A)[^,;:\-()wWKLVSBC]*$")


def _with_relative(p: Paragraph, verb: int, lo: int) -> tuple[int, int] | None:
    """ "Officials who were briefed on the plan": a subject with a relative clause between it and its verb."""
    m = _RELATIVE.search(p.tags, max(lo, verb - 15), verb)
    if not m or m.end() - m.start() < 3 or p.words[m.start()].lower() not in ("who", "which"):
        return None
    if p.tags[verb - 1] in "Ho" or (p.tags[verb - 1] in "R" and p.tags[verb - 2] in "Ho"):
        return None  # "a clerk who was sure he said so"
    head = _simple_left(p, m.start() - 1, lo)
    return (head[0], verb) if head else None


def _phrase_before(p: Paragraph, verb: int, lo: int) -> tuple[int, int] | None:
    tags = p.tags
    j = _over_time(tags, verb - 1, lo)
    if j < lo:
        return None
    if tags[j] == ",":
        if tags[j - 1] == ")" and (opened := tags.rfind("(", max(lo, j - 6), j)) > lo:
            named = _simple_left(p, opened - 1, lo)  # "Ann Hill (R-Arton), said"
            return named and (named[0], j)
        return _with_apposition(p, j, lo)
    if tags[j] == "-":
        opened = tags.rfind("-", lo, j)
        head = _simple_left(p, opened - 1, lo) if opened > lo else None
        return (head[0], j) if head else None
    if tags[j] == "V" and tags[j - 1 : j] in ("N", "P") and p.words[j].endswith("ed"):
        return _simple_left(p, j - 1, lo)  # "a report published Wednesday said"
    if tags[j] in "ELNP":
        near = max(lo, j - 8)
        reduced, seen = tags.rfind("E", near, j + 1), tags.rfind("VI", near, j)
        if seen > reduced and seen > near and p.words[seen + 1] == "by":
            reduced = seen
        # "a report published in May said", "papers seen by the Tribune show"
        if reduced > lo and tags[reduced - 1] in "NP" and _CLAUSE.isdisjoint(tags[reduced + 1 : j + 1]):
            head = _simple_left(p, reduced - 1, lo)
            if head and (reduced == j or tags[reduced + 1] in "IYt"):
                return head[0], verb
    return _simple_left(p, j, lo)


def _over_time(tags: str, j: int, lo: int) -> int:
    """Step back over "on Tuesday", "(aged 7)" between a subject and its verb."""
    if j >= lo and tags[j] == ")":
        opened = tags.rfind("(", max(lo, j - 12), j)
        return opened - 1 if opened > lo else j - 1
    k = j
    while k > lo and tags[k] in "Y0":
        k -= 1
    if k < j and "Y" in tags[k + 1 : j + 1]:
        if tags[k] in "ID" and k > lo:
            k -= 1
        return _over_time(tags, k, lo) if tags[k] == ")" else k
    return j


def _simple_left(p: Paragraph, j: int, lo: int) -> tuple[int, int] | None:
    tags, end = p.tags, j + 1
    if j < lo:
        return None
    if tags[j] in "HoU":
        return j, end
    if tags[j] == "w" or (tags[j] == "W" and j > lo and tags[j - 1] in "NP" and p.words[j] == "that"):
        return _relative(p, j, lo)
    if tags[j] not in "NP0gQYZED":
        return None
    if tags[j] == "Q" and len(p.words[j]) > LONG_TERM:
        return None
    limit = max(lo, end - 30)
    k, start, conj = j, end, None
    while k >= limit:
        t = tags[k]
        if t in "NP0g":  # most words of most phrases
            start = k
            k -= 1
            continue
        if t not in NOMINAL or (t == "Q" and len(p.words[k]) > LONG_TERM):
            break
        if t in "VG" or (t in "EZ" and k > limit and tags[k - 1] not in "DgNPR0CfIF"):
            break
        if t == "E" and tags[k - 1 : k] in ("N", "P"):
            break  # "the council elected Smith": a verb
        if t == "R" and (k == j or tags[k + 1] not in "EN"):
            break
        if t == "I" and (k == limit or tags[k - 1] not in "NP0gQ"):
            break
        if t == "t" and (k in (limit, j) or tags[k - 1] != "N" or tags[k + 1] not in "DNPg"):
            break  # but "sources close to the family"
        if t == "F" and (k == limit or tags[k - 1] not in "NP0gQ"):
            break
        if t == "C":
            if k == limit or tags[k - 1] not in "NP0gQ":
                break
            conj = k
        if t == "Y" and k < j and tags[k + 1] not in "0NY":
            break
        if t not in "CIFft":
            start = k
        if (
            t == "D"
            and k > limit
            and tags[k - 1] not in "fIFCt"
            and p.words[k - 1].lower() not in ("all", "both", "some")
        ):
            break
        k -= 1
    if start >= end:
        return None
    if (
        conj is not None
        and start <= conj
        and k >= lo
        and (tags[k] in VERBAL or tags[start - 1 : start] in tuple("XEV"))
    ):
        start = conj + 1  # the phrase before "and" is the object of the clause before
    while start < end - 1 and tags[start] in "CR":
        start += 1
    return start, end


def _relative(p: Paragraph, j: int, lo: int) -> tuple[int, int]:
    """ "Mary Smith, who": the relative pronoun with what it stands for."""
    k = j - 1
    if k >= lo and p.tags[k] == ",":
        k -= 1
    head = _simple_left(p, k, lo) if k >= lo and p.tags[k] in "NP0gQ" else None
    return (head[0] if head and j - head[0] < 12 else j), j + 1


LONG_SOURCE = 16  # tokens: appositions beyond are left to the sentence


def name_of(p: Paragraph, s: int, e: int) -> tuple[int, int]:
    """A source phrase without ", who …", and without its apposition where that makes it long."""
    relative = p.tags.find(",w", s, e)
    if relative < 0 and "whose" in p.words[s:e]:
        relative = p.words.index("whose", s, e) - 1
    if relative > s:
        e = relative
    comma = p.tags.find(",", s + 1, e) if e - s > LONG_SOURCE else -1
    return (s, comma) if comma > s else (s, e)


def _with_apposition(p: Paragraph, comma: int, lo: int) -> tuple[int, int] | None:
    """ "Steve Hill, the dean of Arton, said": the phrase before the commas with what stands between them."""
    tags, right = p.tags, comma
    for _ in range(5):
        left = tags.rfind(",", lo, right)
        if left < 0:
            break
        first = tags[left + 1]
        if right - left > 40 or first in "BC;:-":
            break
        if first in "AXM":  # "Ann Hill, whose port, Arton, is shut, said"
            right = left
            continue
        head = _simple_left(p, _over_time(tags, left - 1, lo), lo)
        if head is None:
            if first in "wSEZI0" or right - left <= 3:
                right = left
                continue
            break
        # "…, Ill., said": the phrase found may itself be in apposition to what stands before
        before = head[0] - 1
        if (before > lo and tags[before] == "," and tags[head[0]] in "D0") or (before > lo and tags[before] in "wZEW"):
            further = tags.rfind(",", lo, head[0]) if tags[before] != "," else before
            if further > lo:
                above = _simple_left(p, further - 1, lo)
                if above and "P" in tags[above[0] : above[1]]:
                    return name_of(p, above[0], comma)
        return name_of(p, head[0], comma)
    return _simple_left(p, comma - 1, lo)


def right_phrase(p: Paragraph, at: int, hi: int) -> int:
    """Where the noun phrase that begins at token `at` ends (`at` itself if none begins there)."""
    tags, k = p.tags, at
    if k < hi and tags[k] in "Ho":
        return k + 1
    while k < hi:
        t = tags[k]
        if t == "D" and k > at and tags[k - 1] not in "CIFfDRt":
            break
        if (
            t in "NP0gD"
            or (t in "EZ" and k + 1 < hi and tags[k + 1] in "NP" and (k == at or tags[k - 1] in "DgNP"))
            or (t == "~" and k > at and p.words[k] == ".")
            or (t == "Q" and k > at)
        ):
            k += 1
        elif t == "t" and k > at and p.words[k - 1] == "close" and tags[k + 1 : k + 2] in ("D", "P", "N"):
            k += 1  # "a person close to the mayor"
        elif t in "KL" and k > at and tags[k - 1] in "gDP":
            return k + 1
        elif (
            t in "fFI"
            and k > at
            and k + 1 < hi
            and tags[k + 1] in "NPDg"
            and (t != "I" or p.words[k] in ("in", "at", "from"))
        ) or (t == "C" and k > at and k + 1 < hi and tags[k + 1] in "PDN"):
            k += 1
        else:
            break
    return k


def first_subject(p: Paragraph, lo: int, before: int) -> tuple[int, int] | None:
    """The subject of the first finite verb of a sentence that begins at `lo`, looked for up to `before`."""
    tags = p.tags
    for k in range(lo + 1, min(before, lo + 60)):
        if tags[k] in VERBAL and not (tags[k] == "E" and tags[k - 1] in "Dg" and tags[k + 1 : k + 2] in ("N", "P")):
            found = left_phrase(p, k, lo)
            if found and not (tags[found[1] - 1] == "w" and tags[lo] in "SZGE"):
                return found
    return None
