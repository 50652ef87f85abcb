"""What only the text around an attribution tells of its type, settled when all of a text has been read.

"It says" is a document where one was just named; a body that speaks "in a statement" speaks as a document; a name
brought in as a figure of a film stays one; and a non-response gets the excuse that is given for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from helpers import lists
from helpers.saying.cover import cover
from helpers.saying.hearsay import nested
from helpers.saying.names import is_document, read
from helpers.saying.silences import excuse
from helpers.saying.words import closed_classes

_BACK = 480  # characters in which what "it" stands for is looked for, at most three sentences
_STOP = re.compile(r"(?<=[.!?])[\"”’']?\s+|\n+")
_TOKEN = re.compile(r"[^\W_][\w’'-]*|[,;:()—–]")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_IN_A = re.compile(
    r"[IiTtBbVvWw](?<!\w.)(?:(?<=[Ii])n|(?<=[Tt])hrough|(?<=[Bb])y|(?<=[Vv])ia|(?<=[Ww])ith)"  # a class first: faster
    r"\s+(?:an?|its|the|their|one)\s+((?:[\w’'-]+\s+){0,4}[\w-]+)\b"
)
_PRESENT = re.compile(r"\b(?:does|has|is|(?!was\b|has\b|is\b)[a-z]+s)\b")
_NAME = r"[A-ZÀ-Þ][\w’'-]{0,60}+(?: [A-ZÀ-Þ][\w’'-]{0,60}+){0,3}"


def settle(text: str, rows: list[dict]) -> list[dict]:
    """The rows of `helpers.sources.attributions`, types settled, each with `excuse` (spans; [] where none is given).

    What somebody is told, within what a speaker says, is added as hearsay ("“My aunt told me it was shut,” he said").

    >>> rows = [{"source": [[26, 28]], "cue": [[29, 33]], "content": [[34, 51]], "form": "indirect",
    ...          "type": "source", "confidence": 0.7}]
    >>> settle("The report came at noon. \\nIt says nobody was asked.", rows)[0]["type"]
    'document'
    """
    figures = _figures(text)
    out = []
    for row in rows:
        kind = row["type"]
        if kind in ("source", "thought") and row["source"]:
            phrase = text[slice(*row["source"][0])]
            if figures and any(name in phrase for name in figures):
                kind = "character"
            elif kind == "source" and _may_be_document(phrase):
                kind = "document" if _is_document(text, row, phrase) else kind
        out.append({**row, "type": kind, "excuse": excuse(text, row) if kind == "non_response" else []})
        for told in nested(text, row):
            out.append({**told, "excuse": []})
    return out


# --- documents ---------------------------------------------------------------------------------------------


def _may_be_document(phrase: str) -> bool:
    low = phrase.lower()
    words = (low,) if phrase.isalpha() else _WORD.findall(low)
    return low == "it" or phrase.isupper() or not lists.words("organisations.txt").isdisjoint(words)


def _is_document(text: str, row: dict, phrase: str) -> bool:
    """Is "it" a document here, or does a body speak by a document ("the union said in a statement")?"""
    it = phrase.lower() == "it"
    begin = max(0, row["source"][0][0] - _BACK)
    start, end = _around(text, row)
    if it and not _names_document(text[min(begin, start) : end]):
        return False
    if not it and (not any(map(_in_one, _IN_A.finditer(text, start, end))) or read(phrase).kind != "organisation"):
        return False
    begin = text.rfind("\n", 0, begin) + 1
    masked = text[:begin] + cover(text[begin:end])
    return (it and _it_is_document(masked, row)) or _in_a_document(masked, row)


def _names_document(near: str) -> bool:
    """Does a stretch of text hold a noun for a document, or say that something reads so?"""
    words = _WORD.findall(near.lower())
    return not (lists.words("documents.txt").isdisjoint(words) and _READS.isdisjoint(words))


_READS = frozenset(("read", "reads"))


def _in_one(m: re.Match[str]) -> bool:
    """Is what a match of `_IN_A` names a document ("in an open letter", but not "in a hall of records")?"""
    words = takewhile(lambda w: closed_classes().get(w, "R") in "RY", _WORD.findall(m[1].lower()))
    return any(map(is_document, words))


def _around(text: str, row: dict) -> tuple[int, int]:
    """Where the medium of an attribution may be named: from a little before its source or cue to a little behind."""
    spans = row["source"] + row["cue"] + row["content"]
    start, end = min(s for s, _ in row["source"] + row["cue"]), max(e for _, e in spans)
    return max(0, start - 160), min(end + 120, len(text))


def document_before(text: str, at: int) -> str | None:
    """The phrase of the document last named before an offset, within three sentences: what "it" may stand for.

    >>> document_before("The first report came out. It says no.", 27)
    'The first report'
    """
    for sentence in _sentences_before(text, at):
        found = _documents(sentence)
        if found:
            return found[0] if _subject_is_document(sentence) else found[-1]
    return None


def _sentences_before(text: str, at: int) -> list[str]:
    """The sentence begun before an offset and the two before it, the nearest first."""
    pieces = _STOP.split(text[max(0, at - _BACK) : at])
    return [s for s in reversed(pieces) if s.strip(' "“”’\'\ue000')][:3]


def _documents(sentence: str) -> list[str]:
    """Phrases of documents, a determiner or an owner with the noun: "its first report", "the union's letter"."""
    found, begin = [], None
    tokens = list(_TOKEN.finditer(sentence))
    for k, m in enumerate(tokens):
        low = m[0].lower()
        tag = closed_classes().get(low)
        if tag == "D" or low.endswith(("'s", "’s")):
            begin = m.start() if begin is None or tag == "D" else begin
        elif (tag and tag not in "RY") or not m[0][0].isalnum():
            begin = None
        elif begin is not None and is_document(low):
            last = k + 1 == len(tokens) or not is_document(tokens[k + 1][0].lower())  # "a letter file"
            if last:
                found.append(sentence[begin : m.end()])
                begin = None
    return found


def _subject_is_document(sentence: str) -> bool:
    """Does a sentence begin with a document ("The report, an interim one, had …")?"""
    found = _documents(sentence)
    return bool(found) and sentence.lstrip(' "“”’\'\ue000').startswith(found[0])


def _it_is_document(masked: str, row: dict) -> bool:
    start = row["source"][0][0]
    cue = " ".join(masked[s:e] for s, e in row["cue"])
    if re.search(r"\breads?\b", cue):
        return True
    present = bool(_PRESENT.search(cue))
    for sentence in _sentences_before(masked, start):
        if _documents(sentence):
            return present or _subject_is_document(sentence)
        words = [w.lower() for w in _WORD.findall(sentence)]
        if any(w in lists.words("organisations.txt") for w in words[:6]):
            return False
    return False


def _in_a_document(masked: str, row: dict) -> bool:
    """ "… said in a statement", "In a note to members, the union …": is the medium named in the writer's own words?"""
    spans = sorted(row["source"] + row["cue"])
    first = max(0, spans[0][0] - 160)
    begin = max((m.end() for m in _STOP.finditer(masked, first, spans[0][0])), default=first)
    pieces, at, stop = [], begin, spans[-1][1] + 120
    for s, e in sorted(row["content"]):
        if s >= stop:
            break
        pieces.append(masked[at:s] if s > at else "")
        at = max(at, e)
    pieces.append(masked[at:stop] if stop > at else "")
    own = "\n".join(pieces)
    after = _STOP.search(own, max(0, spans[-1][1] - spans[0][0]))
    own = own[: after.start()] if after else own
    return any(map(_in_one, _IN_A.finditer(own)))


# --- figures of films and books ----------------------------------------------------------------------------


_DRAWN = ("cartoon", "animated", "fictional", "imaginary", "puppet")


@cache
def _figure_names() -> re.Pattern[str]:
    fiction = lists.by_kind("fiction.csv")
    figure, drawn = "|".join(fiction["figure"]), "|".join(_DRAWN)
    return re.compile(
        rf"\b(?:[Ii]ts|[Aa]n?|[Tt]he)(?: [a-z-]+){{0,3}} (?:{figure}),? (?:is |called |named )?({_NAME})"
        rf"|({_NAME})(?: \([^()\n]{{0,30}}\))?, (?:an?|the|its)(?: [a-z-]+){{0,3}} (?:{figure})\b"
        rf"|\b(?:[Aa]n?|[Tt]he) (?:{drawn}) [a-z-]+,? (?:called |named )?({_NAME})"
    )


@cache
def _figure_stems() -> tuple[str, ...]:
    """The words for figures without those that begin like another: each of all begins with one of them."""
    every = (*lists.by_kind("fiction.csv")["figure"], *_DRAWN)
    return tuple(word for word in every if not any(word != stem and word.startswith(stem) for stem in every))


@cache
def _figure_hint() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join((*lists.by_kind("fiction.csv")["figure"], *_DRAWN)) + r")\b")


@cache
def _works() -> re.Pattern[str]:
    fiction = lists.by_kind("fiction.csv")
    return re.compile(r"\b(?:" + "|".join(fiction["work"] + fiction["scene"]) + r"|" + "|".join(_DRAWN) + r")\b")


def _figures(text: str) -> frozenset[str]:
    """Names of figures: those brought in as one where a film, a play or a book is told of."""
    works, found = _works(), set()
    for hint in _figure_hints(text):
        lo, hi = max(0, hint.start() - 120), hint.end() + 120
        if not works.search(text, max(0, lo - 400), hi + 100):
            continue
        for m in _figure_names().finditer(text, lo, hi):
            found.add(m[1] or m[2] or m[3])
    return frozenset(name for name in found if len(name) > 2)


def _figure_hints(text: str) -> Iterator[re.Match[str]]:
    """The words for figures in a text, each looked for by itself: most texts have none."""
    letters = text.encode("latin-1", "ignore")  # in which a word is sooner found
    for stem in _figure_stems():
        if stem.encode("ascii") in letters:
            at = text.find(stem)
            while at >= 0:
                if hint := _figure_hint().match(text, at):
                    yield hint
                at = text.find(stem, at + 1)
