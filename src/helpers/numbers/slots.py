"""The table of a story's numbers: each quantity of each article, in the slot of its object, with its relation.

A false conflict is worse than a missed one: numbers are in *conflict* only where the object is the same with
certainty and the ranges their words allow do not meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.numbers.mentions import mentions_of, versions_of, weights
from helpers.numbers.objects import slots_of
from helpers.numbers.relations import derived, products, related, totals, with_strangers
from helpers.numbers.story import Slot, Story
from helpers.text.ngrams import Text

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "slot", "article_id", "start", "end", "kind", "value", "low", "high", "unit", "about", "modifiers", "approx",
    "relation",
)  # fmt: skip


def numbers(texts: Sequence[Text]) -> pd.DataFrame:
    """The numbers of one story, grouped into slots and related; a row for each place where one stands.

    Columns: slot (numbered in order of first mention), article_id, start, end, kind, value, low, high, unit, about,
    modifiers, approx (see `quantities.quantities`), relation. Relations are to the value that most outlets give
    exactly:

    * same; unit (the same in another unit); rounding, bound, vague (looser, and the ranges meet); derivable (two clock
      times differ by it, several numbers add up to it, a sum for each times how many makes it, or a date told from the
      day of publication agrees with it: a row covers the parts);
    * update, correction: superseded by a later version of the outlet's own article, or by what its sentence says
      ("replaces an estimate of 300"); correction where the article says that it corrects;
    * conflict: the ranges do not meet, noun, place, time and what is told of the noun are the same, the contexts agree,
      each article has this one number of it, and the values are of one order. Where no value has a majority, all are
      marked. Dates and clock times never conflict: which event they date is seldom certain;
    * different_object: numbers of the same noun that are not certainly of one object; one_only: no counterpart.

    >>> said = "The sea took 412 homes in Marl.", "In Marl the sea took about 400 homes."
    >>> numbers([Text(s, s, s, None, True, s, ((0, len(s)),)) for s in said])["relation"].tolist()
    ['same', 'rounding']
    """
    import pandas as pd

    return pd.DataFrame(number_rows(texts), columns=list(COLUMNS))


def number_rows(texts: Sequence[Text]) -> list[tuple]:
    """The rows of `numbers`, without the frame: a value for each of COLUMNS."""
    rows = []
    for slot, relations in enumerate(_slots(texts)):
        places = [(m.article, *place, m, relation) for m, relation in relations for place in m.places]
        for a, start, end, m, relation in sorted(places, key=lambda p: p[:3]):
            rows.append((
                slot, texts[a].article_id, start, end, m.kind, m.value, m.low, m.high, m.unit, m.about, m.modifiers,
                m.approx, relation,
            ))  # fmt: skip
    return rows


def _slots(texts: Sequence[Text]) -> list[list[tuple]]:
    """The related mentions of each slot, in the order of first mention."""
    mentions = [m for a, t in enumerate(texts) for m in mentions_of(a, t)]
    story = Story(texts, mentions, weights(mentions), versions_of(texts))
    slots = slots_of(story)
    runs = totals(story)
    sums = [derived(slot, runs) for slot in slots]
    parts = {id(p) for found in sums for _, of in found for p in of}
    product_of = {id(total) for total, _, _ in products(slots, story)}
    out: list[list[tuple]] = []
    single: Slot = []
    for slot, found in zip(slots, sums, strict=True):
        also = [(m, "derivable") for m, _ in found]
        if len({m.article for m in slot}) > 1 or len(slot) > 1:
            rows = related(slot, story)
            if any(id(m) in product_of for m in slot):
                rows = [(m, "derivable" if relation in ("same", "one_only") else relation) for m, relation in rows]
            elif found:  # what another's numbers come to has a counterpart
                rows = [(m, "same" if relation == "one_only" else relation) for m, relation in rows]
            out.append(rows + also)
        elif found or id(slot[0]) in parts:
            out.append([(slot[0], "same" if found else "derivable"), *also])
        elif id(slot[0]) in product_of:
            out.append([(slot[0], "derivable")])
        else:
            single.append(slot[0])
    for slot in with_strangers(single, story):
        out.append(related(slot, story) if len(slot) > 1 else [(slot[0], "one_only")])
    return sorted(out, key=lambda s: min((m.article, m.start) for m, _ in s))
