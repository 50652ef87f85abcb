"""Numbers whose noun or unit stands with another number: lists ("Ash Lane 96, Mill Row 84"), "the figure is 412",
"from 312 to 412 homes", "not 71 but 17", and sums whose currency was named before."""

from __future__ import annotations

import re
from bisect import bisect_left

from helpers.numbers.numerals import digit_value

REACH = 240  # characters back to the number that is meant
_ITEM = re.compile(
    r"(?:[,;]| and|, and) (?:(?:in |on |at )?(?:the )?(?:[A-Z][\w'’-]{1,30} ){1,3})(?P<n>\d{1,3}(?:,\d{3})?|\d{4,6})"
    r"(?=[,.;:!?)]|\s|$)(?![,.]\d)"
)
_FIGURE = re.compile(
    r"(?:^|[.!?:;”\"’(]\s{0,2}|, )(?:(?:the|that|this)(?: [^\W\d_]+)? (?:figure|number|total|toll|tally|count|sum"
    r"|estimate)|it|that) (?:is|was|now stands at|stands at|stood at|should be|should have been|rose to|has risen to"
    r"|came to|comes to)(?: now| in fact| actually| really)? $",
    re.IGNORECASE,
)
_STANDS = re.compile(r"\b(?:now )?(?:stands|stood|has risen|rose|rises|fell|has fallen|was put|is put) (?:at|to) $")
_MONEY = re.compile(
    r"\b(?:costs?|damages?|price[ds]?|bill|budget|worth|pay|pays|paid|spen[dt]\w*|loss(?:es)?|revenues?|profits?|debts?"
    r"|fund(?:s|ed|ing)|invest\w*|fees?|tax|wages?|salar(?:y|ies)|estimate)\b[^.;:!?]{0,50}$",
    re.IGNORECASE,
)
_SCALED = re.compile(r"\b(?:million|billion|trillion|bn|mn|tn)\b|\dm\b", re.IGNORECASE)
_MORE = re.compile(r" (?:more|fewer|other|new|of|[^\W\d_]+s\b)")
_CONTRAST = re.compile(r",? (?:and )?not |; not | rather than ")
_CHANGE = {"from ": re.compile(r" to "), "not ": re.compile(r",? but ")}


def resolved(text: str, found: list[dict]) -> list[dict]:
    """The quantities of `quantities.quantities`, in order, with the nouns and units that other numbers lend them."""
    out: list[dict] = []
    money = {q["unit"] for q in found if q["kind"] == "money"}
    for k, q in enumerate(found):
        if q["kind"] == "count" and q["unit"] == "":
            follower = found[k + 1] if k + 1 < len(found) else None
            q = _lent(text, q, out, follower) or _sum(text, q, money) or q
        out.append(q)
    items: dict[int, dict] = {}
    done = 0
    for q in out:
        if q["kind"] == "count" and q["about"] and q["start"] >= done:
            for item in _items(text, q):
                items[item["start"]] = item
                done = item["end"]
    out = [items[q["start"]] if q["kind"] == "count" and not q["about"] and q["start"] in items else q for q in out]
    starts = [q["start"] for q in out]
    new = [i for i in items.values() if not _meets(i, out, starts)]
    return sorted([*out, *new], key=lambda q: q["start"])


def _meets(item: dict, found: list[dict], starts: list[int]) -> bool:
    k = bisect_left(starts, item["end"])
    return k > 0 and found[k - 1]["end"] > item["start"]


def _lent(text: str, q: dict, earlier: list[dict], follower: dict | None) -> dict | None:
    """`q` with the unit and noun of the number that it continues or replaces."""
    before = text[max(0, q["start"] - 60) : q["start"]]
    if follower and not q["about"] and _changes(text, q, follower):
        return _as(q, follower)
    if not earlier or q["start"] - earlier[-1]["end"] > REACH:
        return None
    last = earlier[-1]
    follows = _changes(text, last, q) or _CONTRAST.fullmatch(text, last["end"], q["start"])
    if not q["about"] and (follows or _FIGURE.search(before)):
        return _as(q, last)
    if last["kind"] == "money" and _STANDS.search(before) and q["value"] > 0.01 * last["value"]:
        return _as(q, last)
    return None


def _changes(text: str, first: dict, second: dict) -> bool:
    """Whether two numbers are the ends of one change: "from 312 to 412 homes", "not 71 but 17"."""
    before = text[max(0, first["start"] - 5) : first["start"]].casefold()
    return any(before.endswith(w) and p.fullmatch(text, first["end"], second["start"]) for w, p in _CHANGE.items())


def _as(q: dict, other: dict) -> dict | None:
    if other["kind"] not in ("count", "money", "measure", "share"):
        return None
    same = {name: other[name] for name in ("kind", "unit", "written", "about")}
    if other["kind"] == "measure" and q["value"] < 1e3:
        return None  # a bare figure after "3.9 metres" seldom is in metres
    return {**q, **same}


def _sum(text: str, q: dict, money: set[str]) -> dict | None:
    """ "Damage put at 61 million", in a text that knows one currency."""
    if len(money) != 1 or not _SCALED.search(text, q["start"], q["end"] + 1) or _follows(text, q):
        return None
    if not _MONEY.search(text[max(0, q["start"] - 70) : q["start"]]) or _MORE.match(text, q["end"]):
        return None
    (unit,) = money
    return {**q, "kind": "money", "unit": unit, "written": unit, "about": ""}


def _follows(text: str, q: dict) -> bool:
    """Whether the expression itself ends with the noun it counts."""
    return not _SCALED.search(text, max(q["start"], q["end"] - 8), q["end"] + 1)


def _items(text: str, first: dict) -> list[dict]:
    """The further items of a list that a counted noun opens: "lost 118 boats, Ash Quay 96 and Mill Quay 84"."""
    out = []
    stop = min((k for k in (text.find(c, first["end"], first["end"] + 40) for c in ",;") if k >= 0), default=-1)
    m = _ITEM.match(text, stop) if stop >= 0 else _ITEM.match(text, first["end"])
    while m and len(out) < 60:
        value, slack = digit_value(m["n"], None, None)
        new = {"start": m.start("n"), "end": m.end("n"), "value": value, "low": value - slack, "high": value + slack}
        out.append({**first, **new, "approx": "exact"})
        m = _ITEM.match(text, m.end("n"))
    return out
