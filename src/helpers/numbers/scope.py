"""What limits a number, read from its sentence: what is told of the things counted, where, when, how surely.

Two numbers of one noun are of one object only where their limits agree: 40 houses in one village and 75 in another,
a plan and what came of it, the whole and a part, a toll and the earlier toll that it replaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from helpers import lists
from helpers.numbers.numerals import DAYS, MONTHS

_PLACE = re.compile(
    r"\b(?:in|at|near|outside|around|across|throughout|(?:village|town|city|port|parish|district|county|state|council"
    r"|province|region|island) of)"
    r" (?:the )?(?:[^\W\d_]{2,20} ){0,2}?(?:of )?(?P<name>[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){0,3})"
)
_CAPITAL = re.compile(" [A-Z]")
LAST = 50  # characters before a number in which the words stand that make it a part
# What follows is looked for in lower case: patterns that ignore case mostly take longer.
_PLANS = re.compile(
    r"\b(?:plan(?:s|ned)?|expect(?:s|ed)?|forecast|predict(?:s|ed)?|project(?:s|ed)|target|goals?|aim(?:s|ed)?"
    r"|propos(?:e|es|ed|al)|budgeted|scheduled|was to|were to|is to|are to|will|hopes? to|hoped|intend(?:s|ed)?)\b"
)
_OPEN = re.compile(
    r"\b(?:could|would|might|may|if|unless|whether|capacity|limit|maximum|minimum|allowed|permitted|as if|feared"
    r"|risk|usual(?:ly)?|normal(?:ly)?|average|typical(?:ly)?)\b"
)
_PART = re.compile(
    r"\b(?:including|among them|another|further|additional|next|first|last|other|extra"
    r"|of (?:them|whom|which|those|these),?(?: about| some| at least)?) ?$"
)
_PART_IN = re.compile(r"(?<!or )\b(?:more|fewer|other|others|additional|further|extra|new)\b(?! than)")
_PART_AFTER = re.compile(
    r" (?:of (?:them|whom|which|these|those|the|his|her|its|their)|more|fewer|others)\b"
)
_RATE = re.compile(
    r"\A[^.;:!?\n]{0,25}?\b(?:each|apiece|per|every|to any|(?:an?) (?:minute|hour|day|night|week|month|year|head|person"
    r"|piece|household|family|share|barrel|tonne|ton))\b"
)
_EACH = re.compile(r"\b(?:each|every) [^.,;:!?\n]{0,40}$")
_AGAINST = re.compile(
    r"\b(?:against|oppos(?:e|es|ed|ing)|reject(?:s|ed)?|voted no|no votes?|disapprov\w+|denounc\w+|fell|fallen|falls"
    r"|dropped|declin\w+|decreas\w+|lost|los(?:e|es|ing)|without|fewer|unable|failed|closed|cut|down)\b"
)
_NOT = re.compile(r"\b(?:not|never|no longer|rather than|instead of|nor|denied) (?:\w+ )?$")
_TAIL = r"(?:,? (?:of|was|were|had|been|put|at|gave|said|stood|that|which|it|there|to|only|the|an?)){0,5} ?$"
_EARLIER = re.compile(
    r"\b(?:(?:earlier|first|initial|previous|preliminary|original|former|overnight|provisional) "
    r"(?:estimate|figure|count|toll|number|report|total|tally|version)s?|replac(?:e|es|ed|ing)(?: an?| the)?"
    r"(?: [^\W\d_]+)?(?: estimate| figure| count| toll| number| total)?|initially|originally|previously"
    r"|(?:toll|figure|number|total|count|tally|estimate|it) (?:(?:up|down|revised|raised|lowered|corrected) from"
    rf"|(?:was|is) not)){_TAIL}"
)
_EARLIER_AFTER = re.compile(
    r"[^.;:!?\n]{0,30}\b(?:given|reported|announced|estimated|said) (?:earlier|overnight|at first|before|initially)\b"
    r"|,? as (?:first|initially|earlier|previously) (?:reported|said|thought|estimated)\b"
)
_TOLD_WRONG = re.compile(
    r"\b(?:correction|corrected|clarification|put right|we were wrong|misstated|earlier version|previous version"
    r"|in error|erroneously|mistakenly|wrongly)\b"
)
_TOLD = re.compile(r"\b(?:said|stated|gave|reported|put|misstated|wrote)\b")
_CLAUSE, _CLAUSE_END = re.compile(r"[;:!?]\s|\n"), re.compile(r"[;:!?](?:\s|$)|\n")
_PIECE, _POINT = re.compile(r"[,;:]\s"), re.compile(r"[,;:.!?]\s")
_THEN = re.compile(
    r"\b(?:last (?:year|month|week|season|summer|winter|spring|autumn)|the (?:previous|preceding) (?:year|month|week)"
    r"|a year (?:earlier|ago|before)|years? (?:earlier|ago|before)|next (?:year|month|week))\b"
)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|1st|2nd|3rd|[4-9]th|latest|previous|earlier)\b"
)
_YEAR = re.compile(r"\b(?:in|of|by|since|from|during) (?:[A-Z][a-z]+ )?(?P<y>(?:19|20)\d\d)\b")


_MONTH, _WEEKDAY = (
    re.compile(r"\b(?:" + "|".join(w[:3].title() for w in names) + r")(?:[a-z]{3,6}|\.|t\.)?(?= |,|\.|$|\d)")
    for names in (MONTHS, DAYS)
)
_DAYS = (_MONTH, _WEEKDAY, re.compile(r"\b(?:morning|noon|midday|afternoon|evening|night|midnight|dawn|overnight)\b"))


@dataclass(frozen=True)
class Scope:
    """The limits of one number.

    `frame` is what is told of what it counts (dead, injured, notice, …); `places`, `times` and `days` (months,
    weekdays, parts of the day) are what it is tied to; then whether it is a plan, open (could, may, if), a part of a
    whole, a rate, of those against or fewer, denied, or `replaced` (update or correction: the sentence says that
    another figure holds).
    """

    frame: str = ""
    places: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    days: tuple[frozenset[str], ...] = (frozenset(),) * 3
    plan: bool = False
    open: bool = False
    part: bool = False
    rate: bool = False
    against: bool = False
    denied: bool = False
    replaced: str = ""

    def can_be_one(self, other: Scope) -> bool:
        """Whether nothing here says that the two are of different objects."""
        return self.of_one_kind(other) and not (self.places and other.places and not self.places & other.places)

    def of_one_kind(self, other: Scope) -> bool:
        """The same, places aside."""
        return (not self.frame or not other.frame or self.frame == other.frame) and not (
            self.times and other.times and not self.times & other.times
        )

    def surely_one(self, other: Scope) -> bool:
        """Whether the limits also allow to say that two numbers that cannot both hold contradict."""
        sound = not any(x.open or x.part or x.denied or x.replaced for x in (self, other))
        alike = all(
            getattr(self, name) == getattr(other, name) for name in ("plan", "rate", "frame", "times", "against")
        )
        apart = any(a and b and not a & b for a, b in zip(self.days, other.days, strict=True))
        return sound and alike and not apart and self.can_be_one(other)



@cache
def _frames() -> dict[tuple[str, str], re.Pattern[str]]:
    """(kind, place) -> a pattern of its cues, each group named after the number of its frame."""
    out = {}
    for kind, place in (("count", "before"), ("count", "after"), ("duration", "before"), ("duration", "after")):
        rows = [r for r in lists.rows("number_frames.csv") if (r["kind"], r["place"]) == (kind, place)]
        parts = []
        for frame in dict.fromkeys(r["frame"] for r in rows):
            cues = [_cue(r["cue"]) for r in rows if r["frame"] == frame]
            parts.append(f"(?P<{frame.replace(' ', '_')}>{'|'.join(sorted(cues, key=lambda c: (-len(c), c)))})")
        near = r"[^\W\d_'’]+"
        if place == "before":
            pattern = rf"\b(?:{'|'.join(parts)})(?: (?!(?:and|but|or|while)\b){near}){{0,3}} ?$"
        else:
            pattern = rf"(?: (?!no\b|nobody\b|none\b|not\b|never\b){near}){{0,4}}? (?:{'|'.join(parts)})\b"
        out[kind, place] = re.compile(pattern)
    return out


def _cue(words: str) -> str:
    return " ".join(r"[^\W\d_]+(?: [^\W\d_]+)?" if w == "*" else re.escape(w) for w in words.split())


def scope(text: str, start: int, end: int, kind: str, sentence: tuple[int, int]) -> Scope:
    """The limits of the number at [start, end) in its sentence."""
    s, e = sentence
    before, after = text[max(s, start - 110) : start], text[end : min(e, end + 110)]
    clause = _CLAUSE.split(before)[-1] + text[start:end] + _CLAUSE_END.split(after, 1)[0]
    near = _PIECE.split(before)[-1] + text[start:end] + _PIECE.split(after, 1)[0]
    named = _CAPITAL.search(near)  # most name no place
    places = frozenset(w for m in _PLACE.finditer(near) for w in _name(m["name"])) if named else frozenset()
    days = tuple(frozenset([day.casefold()[:3] for day in p.findall(clause)]) for p in _DAYS)
    years = [m["y"] for m in _YEAR.finditer(clause)] if "19" in clause or "20" in clause else []
    as_written = before
    before, inside, after, clause, near = (part.lower() for part in (before, text[start:end], after, clause, near))
    replaced = ""
    if _EARLIER.search(before) or _EARLIER_AFTER.match(after):
        replaced = "update"
    wrong = _TOLD_WRONG.search(before)
    if wrong and _TOLD.search(as_written[wrong.start() :]):
        replaced = "correction"
    return Scope(
        frame=_frame(before[-40:], inside, after[:60], kind),
        places=places,
        times=frozenset() if kind == "date" else frozenset([*_times(clause, near), *years]),
        days=days,
        plan=bool(_PLANS.search(near)),
        open=bool(_OPEN.search(near)),
        part=bool(
            _PART.search(before, max(0, len(before) - LAST)) or _PART_IN.search(before + inside, len(before))
            or _PART_AFTER.match(after)
        ),
        rate=bool(_RATE.match(after) or (kind == "money" and _EACH.search(before))),
        against=bool(_AGAINST.search(near)),
        denied=bool(_NOT.search(before)),
        replaced=replaced,
    )


def _frame(before: str, inside: str, after: str, kind: str) -> str:
    if kind not in ("count", "duration"):
        return ""
    follows, leads = _frames()[kind, "after"], _frames()[kind, "before"]
    # "1,200 evacuated citizens": what stands inside the expression is tried as what follows its number.
    _, gap, within = inside.partition(" ")
    m = follows.match(after) or leads.search(_POINT.split(before)[-1]) or follows.match(gap + within)
    return m.lastgroup.replace("_", " ") if m and m.lastgroup else ""


def _times(clause: str, near: str) -> list[str]:
    return [m[0] for m in _THEN.finditer(clause)] + [m[0] for m in _ORDINAL.finditer(near)]


def _name(name: str) -> list[str]:
    words = name.casefold().replace("-", " ").split()
    return [] if any(w in DAYS or w in MONTHS for w in words) else words
