"""Where labels stand: words for a thing, in a text, each use once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from helpers import lists

Alternative = str | Sequence[str]
_RUN = re.compile(r"[\w-]+")  # a label begins where one does
_MARKS = re.compile(r"[^\w\x00-\x7f]")
# Of an ASCII text, everything but what stands in runs made a blank: splitting is three times as quick as searching.
_BLANKS = {i: " " for i in range(128) if not (chr(i).isalnum() or chr(i) in "-_")}


def label_counts(texts: Iterable[str], groups: Mapping[str, Sequence[str]]):
    """Every use of a label: DataFrame with text_index, referent, label (of several forms the first), start, end.

    In: texts, and {referent: labels}, a label perhaps of several forms, parted by commas. Where labels overlap the
    longer one counts. Offsets are into the text.

    >>> label_counts(["A border wall, then a wall"], {"barrier": ["wall", "border wall"]}).values.tolist()
    [[0, 'barrier', 'border wall', 2, 13], [0, 'barrier', 'wall', 22, 26]]
    >>> label_counts(["two barriers"], {"barrier": ["barrier, barriers"]})["label"].tolist()
    ['barrier']
    """
    import pandas as pd

    rows, known = [], []
    by_run: dict[str, list[tuple[int, str, str]]] = {}  # (place in `known`, longest word, first word) of labels
    by_stem: dict[str, list[tuple[int, str, str]]] = {}
    for n, (referent, labels) in enumerate(groups.items()):
        forms = {form: own[0] for own in map(forms_of, labels) for form in own}
        known.append((referent, tuple(forms), tuple(forms.values())))
        for begins, whole, *words in _beginnings(tuple(forms)):
            (by_run if whole else by_stem).setdefault(begins, []).append((n, *words))
    anywhere = by_stem.pop("", [])  # a use of some labels may begin with anything
    least = min(map(len, by_stem), default=0)
    heads = {stem[:least] for stem in by_stem}
    for i, text in enumerate(texts):
        small = small_letters(text)
        runs = set((small if small.isascii() else _MARKS.sub(" ", small)).translate(_BLANKS).split())
        able = [label for run in by_run.keys() & runs for label in by_run[run]] + anywhere
        if some := [run for run in runs if run[:least] in heads]:
            able += [label for stem, own in by_stem.items() if any(run.startswith(stem) for run in some)
                     for label in own]
        firsts: dict[int, set[str]] = {}
        for n, part, first in able:
            if part in small:
                firsts.setdefault(n, set()).add(first)
        for n, own in firsts.items():
            referent, flat, named = known[n]
            rows += [(i, referent, named[k], s, e) for k, s, e in uses_in(text, small, flat, own)]
    rows.sort(key=lambda r: (r[0], r[3], r[1]))
    return pd.DataFrame(rows, columns=["text_index", "referent", "label", "start", "end"])


def curated_labels() -> dict[str, list[str]]:
    """The workbook's own list, {referent: labels}, from `data/rival_labels.csv`.

    >>> curated_labels()["mood of the public"]
    ['disgruntled', 'disillusioned']
    """
    out: dict[str, list[str]] = {}
    for row in lists.rows("rival_labels.csv"):
        out.setdefault(row["referent"], []).append(row["label"])
    return out


def forms_of(alternative: Alternative) -> list[str]:
    """The forms of an alternative: parted by commas, or a list already.

    >>> forms_of("wall, walls")
    ['wall', 'walls']
    """
    parts = alternative.split(",") if isinstance(alternative, str) else alternative
    return [p.strip() for p in parts if p.strip()]


def uses_in(text: str, small: str, labels: tuple[str, ...], firsts: Collection[str] | None = None) -> list[
    tuple[int, int, int]
]:
    """(index in `labels`, start, end) of each use, in order, not overlapping; `small` is `small_letters` of the text.
    `firsts`: the first words of those labels that can stand in it, where that is known."""
    parts = _parts(labels)
    firsts = {first for part, first in parts if part in small} if firsts is None else firsts
    if not firsts:  # most texts use no label: far quicker than searching
        return []
    pattern, order = _pattern(labels)
    if len(small) != len(text) or not all(first for _, first in parts):
        found = pattern.finditer(text)
    else:
        found = _found_at(pattern, text, sorted({at for first in firsts for at in _places(first, small)}))
    return [(order[m.lastindex - 1], *m.span()) for m in found]


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _found_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds, if all it finds begins at one of the places, which are in order."""
    end = 0
    for at in places:
        if at >= end and (m := pattern.match(text, at)):
            end = m.end()
            yield m


def small_letters(text: str) -> str:
    """The text in small letters, as an expression that ignores case takes them: İ, ı and ſ match i and s."""
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


@cache
def _beginnings(labels: tuple[str, ...]) -> tuple[tuple[str, bool, str, str], ...]:
    """With what uses of each label begin, in small letters: (a run of letters and hyphens, or the beginning of one;
    whether it is a whole run), and the label's longest word and first (see `_parts`)."""
    out = []
    spelt = (label.strip() for label in labels if label.strip().rstrip("*").split())
    for label, (longest, first) in zip(spelt, _parts(labels), strict=True):
        run = _RUN.match(first)
        whole = bool(run) and not (label.endswith("*") and len(label.split()) == 1 and run[0] == first)
        out.append((run[0] if whole else first if run else "", whole, longest, first))
    return tuple(out)


@cache
def _parts(labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """For each label its longest word, which every text holds that uses it, and its first, with which each use begins;
    nothing where they are not ASCII."""
    words = (label.strip().rstrip("*").split() for label in labels)
    return tuple(tuple(w.lower() if w.isascii() else "" for w in (max(own, key=len), own[0])) for own in words if own)


@cache
def _pattern(labels: tuple[str, ...]):
    """One expression for all labels, the longest first, and which label each of its groups is."""
    order = sorted((i for i, label in enumerate(labels) if label.strip("* ")), key=lambda i: -len(labels[i]))
    parts = []
    for i in order:
        words = [re.escape(w) for w in labels[i].strip().rstrip("*").split()]
        parts.append("(" + r"\s{1,3}".join(words) + (r"\w*" if labels[i].strip().endswith("*") else "") + ")")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE), order
