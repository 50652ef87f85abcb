"""Who is whom in the whole corpus: one speaker_id a person, and one row of `speakers` an id."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from helpers.saying import speakers
from helpers.tables import Stored, Writer

NAMED = ("article_id", "name", "kind", "role")


class People:
    """The speakers of all articles in order, and the ids that `speakers.link` gives them."""

    def __init__(self, drafts: Stored, story_of: Mapping[str, str]):
        self._drafts, self._first, self._number = drafts, array("q"), {}
        known: dict[str, str] = {}  # an id that many people share is kept once
        self._ids = [known.setdefault(i, i) for i in speakers.link(_Rows(drafts, story_of))]
        for k, row in enumerate(drafts.rows("speakers", ["article_id"])):
            if row["article_id"] not in self._number:
                self._number[row["article_id"]] = len(self._first)
                self._first.append(k)
        self._first.append(len(self._ids))

    def ids_of(self, article_id: str) -> Sequence[str]:
        """The ids of the speakers of an article, by their number in it."""
        k = self._number.get(article_id)
        return [] if k is None else self._ids[self._first[k] : self._first[k + 1]]

    def id_of(self, article_id: str, local: int | None) -> str | None:
        """The id of the speaker `local` of an article; None for nobody."""
        return None if local is None else self._ids[self._first[self._number[article_id]] + local]

    def write(self, folder: Path) -> None:
        """Write the table `speakers`, in order of first appearance."""
        often = {i for i, n in Counter(self._ids).items() if n > 1}
        merged: dict[str, dict] = {}
        for row, i in zip(self._drafts.rows("speakers"), self._ids, strict=True):
            if i in often:
                merged[i] = _merged(merged.get(i), row)
        with Writer("speakers", folder) as out:
            for row, i in zip(self._drafts.rows("speakers"), self._ids, strict=True):
                if i not in often:
                    out.add([{**row, "speaker_id": i}])
                elif i in merged:
                    out.add([{**merged.pop(i), "speaker_id": i}])


class _Rows:
    """The speakers with the stories of their articles, read anew each time they are asked for."""

    def __init__(self, drafts: Stored, story_of: Mapping[str, str]):
        self._drafts, self._story_of = drafts, story_of

    def __iter__(self) -> Iterator[dict]:
        for row in self._drafts.rows("speakers", NAMED):
            yield {**row, "story_id": self._story_of.get(row["article_id"])}


def _merged(known: dict | None, person: dict) -> dict:
    """A name leads an office, the longest in Latin letters the others, which become aliases; the first role stays."""
    if known is None:
        return person
    named = [p for p in (known, person) if p["kind"] == "named person"] or [known, person]
    name = max((p["name"] for p in named), key=lambda n: ("a" <= n.casefold()[:1] <= "ɏ", len(n)))
    others = dict.fromkeys([known["name"], person["name"], *known["aliases"], *person["aliases"]])
    return {**known, "name": name, "kind": named[0]["kind"], "aliases": [n for n in others if n != name],
            "role": known["role"] or person["role"], "side": known["side"] or person["side"]}
