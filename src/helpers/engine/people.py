"""Who is whom in the whole corpus: one speaker_id a person, and one row of `speakers` an id."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from helpers.saying import speakers
from helpers.tables import Stored, Writer

NAMED = ("article_id", "name", "kind", "role")
OWN = -1  # of a speaker whom no other article has


class People:
    """The speakers of all articles in order, and the ids that `speakers.link` gives them."""

    def __init__(self, drafts: Stored, story_of: Mapping[str, str]):
        self._drafts = drafts
        # Most speakers stay within their article, so that their ids need not be kept: OWN.
        known: dict[str, int] = {}
        self._shared = array("i", (
            OWN if i is None else known.setdefault(i, len(known)) for i in speakers.linked(_Rows(drafts, story_of))
        ))  # fmt: skip
        self._names = list(known)
        self._first: dict[str, int] = {}  # article_id -> the place of its first speaker
        for k, row in enumerate(drafts.rows("speakers", ["article_id"])):
            self._first.setdefault(row["article_id"], k)

    def id_of(self, article_id: str, local: int | None) -> str | None:
        """The id of the speaker `local` of an article; None for nobody."""
        if local is None:
            return None
        k = self._shared[self._first[article_id] + local]
        return speakers.own_id(article_id, local) if k == OWN else self._names[k]

    def write(self, folder: Path) -> None:
        """Write the table `speakers`, in order of first appearance."""
        often = {k for k, n in Counter(self._shared).items() if n > 1 and k != OWN}
        merged: dict[int, dict] = {}
        for row, k in zip(self._drafts.rows("speakers"), self._shared, strict=True):
            if k in often:
                merged[k] = _merged(merged.get(k), row)
        with Writer("speakers", folder) as out:
            for row, k in zip(self._drafts.rows("speakers"), self._shared, strict=True):
                if k not in often:
                    out.add([{**row, "speaker_id": self.id_of(row["article_id"], row["local"])}])
                elif k in merged:
                    out.add([{**merged.pop(k), "speaker_id": self._names[k]}])


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
