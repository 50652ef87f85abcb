"""Two captures of one article, the earlier and the later: what changed, in words and in numbers."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from helpers.numbers.quantities import quantities
from helpers.text.ngrams import Text, word_key

if TYPE_CHECKING:
    import pandas as pd

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[.,:]\d+)*")


def versions(old: Text, new: Text) -> pd.DataFrame:
    """What changed between two captures of one article, sentence by sentence; unchanged sentences are left out.

    Columns: kind (added, removed, changed), old_start, old_end, new_start, new_end (null on the side where nothing
    stands), words_changed (of changed sentences: list of [old, new] runs of words), numbers_changed (list of
    [old, new] expressions); an empty string where there was or is none.

    >>> a = Text("a", "a", None, None, None, "The sea took 300 homes.", ((0, 23),))
    >>> b = Text("b", "b", None, None, None, "The sea took 412 homes.", ((0, 23),))
    >>> versions(a, b)[["kind", "words_changed", "numbers_changed"]].values.tolist()
    [['changed', [['300', '412']], [['300 homes', '412 homes']]]]
    """
    import pandas as pd

    keys = [[" ".join(word_key(m[0]) for m in _WORD.finditer(t.text[s:e])) for s, e in t.sentences] for t in (old, new)]
    rows = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for i, j in _matched(keys[0][i1:i2], keys[1][j1:j2]):
            before = old.sentences[i1 + i] if i is not None else None
            after = new.sentences[j1 + j] if j is not None else None
            kind = "changed" if before and after else "removed" if before else "added"
            rows.append(
                (
                    kind, *(before or (None, None)), *(after or (None, None)),
                    _words_changed(old.text[slice(*before)], new.text[slice(*after)]) if kind == "changed" else [],
                    _numbers_changed(old, before, new, after),
                )
            )
    out = pd.DataFrame(rows, columns=[
        "kind", "old_start", "old_end", "new_start", "new_end", "words_changed", "numbers_changed",
    ])  # fmt: skip
    return out.astype(dict.fromkeys(["old_start", "old_end", "new_start", "new_end"], "Int64"))


def _words_changed(old: str, new: str) -> list[list[str]]:
    """[old, new] runs of words in which two sentences differ, as written."""
    places = [list(_WORD.finditer(side)) for side in (old, new)]
    steps = difflib.SequenceMatcher(
        None, *([word_key(m[0]) for m in side] for side in places), autojunk=False
    ).get_opcodes()

    def run(text: str, side: list[re.Match], first: int, last: int) -> str:
        return text[side[first].start() : side[last - 1].end()] if first < last else ""

    return [
        [run(old, places[0], i1, i2), run(new, places[1], j1, j2)] for tag, i1, i2, j1, j2 in steps if tag != "equal"
    ]


def _matched(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Pair replaced sentences in order where half of their words agree; the rest were removed or added."""
    out: list[tuple[int | None, int | None]] = []
    left = list(range(len(old)))
    for j, b in enumerate(new):
        ratios = [(difflib.SequenceMatcher(None, old[i].split(), b.split(), autojunk=False).ratio(), -i) for i in left]
        best = max(ratios, default=(0.0, 0))
        if best[0] >= 0.5:
            i = -best[1]
            out += [(k, None) for k in left if k < i]
            left = [k for k in left if k > i]
            out.append((i, j))
        else:
            out.append((None, j))
    return out + [(k, None) for k in left]


def _numbers_changed(old: Text, before: tuple[int, int] | None, new: Text, after: tuple[int, int] | None) -> list:
    """[old, new] expressions of the quantities in which two sentences differ, paired by what they are of."""
    sides = []
    for text, span in ((old, before), (new, after)):
        sentence = text.text[slice(*span)] if span else ""
        sides.append(
            [
                (q["kind"], q["unit"], q["value"], q["approx"], sentence[q["start"] : q["end"]])
                for q in quantities(sentence)
            ]
        )
    gone = [q for q in sides[0] if q[:4] not in [p[:4] for p in sides[1]]]
    come = [q for q in sides[1] if q[:4] not in [p[:4] for p in sides[0]]]
    out = []
    for q in gone:
        partner = next((p for p in come if p[:2] == q[:2]), None)
        if partner:
            come.remove(partner)
        out.append([q[4], partner[4] if partner else ""])
    return out + [["", p[4]] for p in come]
