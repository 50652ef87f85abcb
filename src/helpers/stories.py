"""One story told by several articles: which facts stand where, which numbers are related, what changed.

Sentences and clauses are aligned by what they share (see `aligning`). An alignment says that two passages report the
same thing; it does not say that they agree, or that either is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from helpers.facts.aligning import align
from helpers.facts.grouping import Links, Telling, going_on, grouped, tellings
from helpers.facts.likeness import CANDIDATE, Unit
from helpers.facts.statements import Voice
from helpers.facts.versions import versions
from helpers.numbers.numerals import counted_as
from helpers.numbers.quantities import Counting
from helpers.numbers.slots import numbers
from helpers.text.ngrams import Text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Text", "facts", "numbers", "versions"]

CHANCE = 0.2  # pairs of a lower score do not speak for one fact at all
MIN_SIZE = 3  # things that a passage mentions, from which it is a fact though nobody else tells it
SURE = 0.93  # from here on numbers that cannot both hold make two tellings differ
FULL_TABLE = 40  # articles up to which every fact has a row for every article
NEAREST = 3  # weak matches kept for a fact that one of more articles alone tells


COLUMNS = (
    "fact_id", "article_id", "start", "end", "verdict", "score", "candidate_start", "candidate_end", "position",
    "voice", "speaker_id",
)  # fmt: skip


def facts(texts: Sequence[Text], voices: Mapping[str, Sequence[Voice]] | None = None) -> pd.DataFrame:
    """The facts of one story, as passages aligned across its articles: a row for each fact and article.

    `voices`: article_id -> the parts of its attributions, in order, for who says what; without it nobody is known.

    Columns: fact_id (numbered in order of first telling), article_id, start, end (the clauses, the sentence or the
    neighbouring sentences that tell this; null where nothing stands), verdict, score (of the closest telling of another
    article, see `likeness`; null where nobody else tells it), candidate_start, candidate_end (a weak match to look at,
    not counted), position (of the start in the article, 0 to 1), voice (attributed: half of the passage is what
    somebody is quoted or reported as saying; own: the outlet says so), speaker_id (who says it). Verdicts:

    * states; vaguer: gives no figure, or a loose one, where another gives an exact one, or far less than the fullest
      telling; differs: gives another figure for the same thing;
    * left_out; cut_off: not there, in an article that is not complete; unknown: there is a weak match (CANDIDATE to
      ALIGNED), or it is not known whether the article is complete and it has less than half the story's usual length.

    In stories of more than FULL_TABLE articles a fact that one article alone tells has that row and those of the
    NEAREST weak matches: every other article leaves it out, is cut off or unknown.
    """
    import pandas as pd

    out = pd.DataFrame(fact_rows(texts, voices), columns=list(COLUMNS))
    out[["score", "position"]] = out[["score", "position"]].astype(float)
    return out.astype(dict.fromkeys(["start", "end", "candidate_start", "candidate_end"], "Int64"))


def fact_rows(texts: Sequence[Text], voices: Mapping[str, Sequence[Voice]] | None = None) -> list[tuple]:
    """The rows of `facts`, without the frame: a value for each of COLUMNS, None where there is none."""
    units, near, mass, size = align(texts, voices, CHANCE)
    links: dict[int, list[tuple[int, float]]] = {}
    for (i, j), x in sorted(near.items()):
        links.setdefault(i, []).append((j, x))
        links.setdefault(j, []).append((i, x))
    clusters = going_on(grouped(units, near), units, links)
    middle = sorted(len(t.text) for t in texts)[len(texts) // 2] if texts else 0
    contents = None if voices is None else [_contents(voices.get(t.article_id, ())) for t in texts]
    counted = [Counting(t.text) for t in texts]
    rows = []
    clusters = [c for c in clusters if len(c) > 1 or size[c[0]] >= MIN_SIZE]
    for fact, members in enumerate(clusters):
        tellers = tellings(members, units, links)
        verdicts = dict(zip(tellers, _verdicts(tellers, counted, mass), strict=True))
        weak = _weak(members, units, links)
        of_many = len(tellers) == 1 and len(texts) > FULL_TABLE
        shown = sorted([*tellers, *_nearest(weak, next(iter(tellers)), texts)]) if of_many else range(len(texts))
        for a in shown:
            at = fact, texts[a].article_id
            if a in tellers:
                said = _told(texts[a], told := tellers[a], contents and contents[a])
                rows.append((*at, told.start, told.end, verdicts[a], told.score, None, None, *said))
            else:
                absent = _absence(texts[a], weak.get(a), units, middle)
                rows.append((*at, None, None, *absent, None, None, None))
    return rows


def _contents(voices: Sequence[Voice]) -> list[tuple[int, int, str | None]]:
    """Start, end and speaker of what is said in an article."""
    return [(v.start, v.end, v.speaker) for v in voices if v.part == "content"]


def _told(text: Text, told: Telling, contents: Sequence[tuple[int, int, str | None]] | None):
    """(position, voice, speaker_id) of a passage."""
    start, end = told.start, told.end
    position = round(start / max(len(text.text), 1), 4)
    if contents is None:
        return position, None, None
    said: dict[str | None, int] = {}
    for s, e, speaker in contents:
        if s < end and e > start:
            said[speaker] = said.get(speaker, 0) + min(end, e) - max(start, s)
    if 2 * sum(said.values()) < end - start:
        return position, "own", None
    return position, "attributed", max(said, key=lambda who: (said[who], who or ""))


def _verdicts(tellers: Mapping[int, Telling], counted: Sequence[Counting], mass: Sequence[float]) -> Iterator[str]:
    """The verdict of each telling of one fact."""
    said: dict[int, dict] = {}
    for a, told in tellers.items() if len(tellers) > 1 else ():
        said[a] = {
            (q["kind"], q["unit"], counted_as(q["about"])): q for q in counted[a].quantities(told.start, told.end)
        }
    fullest = max(mass[told.unit] for told in tellers.values())
    for a, told in tellers.items():
        verdict, score = "states", told.score
        for b in tellers:
            if a == b or score is None:
                continue
            for thing, q in said[b].items():
                mine = said[a].get(thing)
                if q["approx"] != "exact":
                    continue
                if mine is None:
                    verdict = "vaguer" if not said[a] and score >= SURE and verdict == "states" else verdict
                elif mine["low"] > q["high"] or q["low"] > mine["high"]:
                    verdict = "differs" if score >= SURE and thing[2] else verdict
                elif mine["approx"] != "exact" and verdict == "states":
                    verdict = "vaguer"
        if verdict == "states" and len(tellers) > 1 and mass[told.unit] < 0.4 * fullest:
            verdict = "vaguer"
        yield verdict


def _weak(members: Sequence[int], units: Sequence[Unit], links: Links) -> dict[int, tuple[int, float]]:
    """article -> (sentence, score) of its closest weak match with a fact."""
    out: dict[int, tuple[int, float]] = {}
    for k in members:
        for other, x in links.get(k, ()):
            a = units[other].article
            if a != units[k].article and CANDIDATE <= x > out.get(a, (0, 0.0))[1]:
                out[a] = (other, x)
    return out


def _nearest(weak: Mapping[int, tuple[int, float]], teller: int, texts: Sequence[Text]) -> list[int]:
    """The NEAREST articles of other outlets with a weak match."""
    outlet = texts[teller].outlet
    others = [a for a in weak if outlet is None or texts[a].outlet != outlet]
    return sorted(others, key=lambda a: (-weak[a][1], a))[:NEAREST]


def _absence(text: Text, weak: tuple[int, float] | None, units: Sequence[Unit], usual: int):
    """(verdict, score, candidate_start, candidate_end) of an article that does not tell a fact."""
    if weak is not None:
        return "unknown", weak[1], units[weak[0]].start, units[weak[0]].end
    if text.complete is False:
        return "cut_off", None, None, None
    if text.complete is None and len(text.text) < usual / 2:
        return "unknown", None, None, None
    return "left_out", None, None, None


