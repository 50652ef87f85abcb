"""Non-responses: who was asked and did not answer."""

from __future__ import annotations

import re
from bisect import bisect_left

from helpers.saying.clauses import Paragraph
from helpers.saying.cues import Found
from helpers.saying.phrases import left_phrase, right_phrase

HINTS = frozenset((
    "respond", "responded", "reply", "replied", "comment", "comments", "commented", "reached", "contacted", "return",
    "returned", "response", "answer", "answered", "available", "unavailable", "unreachable", "unanswered", "declined",
    "declines", "refused", "refuses", "unsuccessful", "successful",
))  # fmt: skip
_NOT = r"(?:did|does|do|had|has|have|would|could|can|was|were|is|are)(?:\s+not|n['’]t)(?:\s+(?:yet|\w{2,12}ly)){0,2}"
_ASKED = (
    r"(?=[^.;]{0,60}\b(?:requests?|comments?|messages?|calls?|e-?mails?|questions?|inquir\w+|enquir\w+|quer\w+|"
    r"interviews?|letters?|voicemails?|texts?)\b)"
)
_WHEN = r"(?:for|to|on|at|by|because|as|despite|outside|after|late|until|before|over|during)"
# the person asked is the subject
_BEFORE = re.compile(
    rf"\b(?:{_NOT}\s+(?:respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|return(?:ed)?)\b{_ASKED}"
    rf"|{_NOT}\s+(?:comment(?:ed)?\b|(?:be\s+)?(?:reached|contacted|available)\b(?=\s+{_WHEN}\b|\s*[.,;]))"
    rf"|(?:could|can)not\s+(?:\w{{2,12}}ly\s+)?be\s+(?:reached|contacted)\b"
    rf"|(?:(?:has|have|had)\s+)?(?:declined|refused|declines|refuses)(?=\s+(?:to\s+(?:\w{{2,12}}ly\s+)?(?:comment|be\s+interviewed|"
    rf"answer|elaborate|respond|discuss|say|speak|talk|give\s+an?\s+interview)|(?:several\s+|an?\s+|all\s+)?(?:requests?|interviews?|comment))\b)"
    rf"|(?:had|has|have|offered|gave)\s+no\s+(?:\w{{2,12}}\s+)?(?:comment|response|reply)\b"
    rf"|(?:was|were|is|are)\s+un(?:available|reachable)\b(?=\s+(?:for|to)\b|\s*[.,;]))",
    re.IGNORECASE,
)
# nothing more is said than "did not respond": somebody must have asked, or a free day be the excuse
_BARE = re.compile(
    rf"\b{_NOT}\s+(?:respond|reply|answer)(?:ed)?\b"
    r"(?=\s*(?:[.,;]|$)|\s+(?:on|by|before|after|over|during|in time|because)\b)",
    re.IGNORECASE,
)
_WAS_ASKED = re.compile(
    r"\b(?:asked|put to|questions?|called|rang|telephoned|approached|contacted|sought|requests?|e-?mails?|wrote to)\b",
    re.IGNORECASE,
)
# the person asked follows a preposition: "calls to the mayor were not returned"
_AFTER = re.compile(
    r"\b(?:calls?|messages?|e-?mails?|requests?|questions?|inquir(?:y|ies)|letters?|efforts?|attempts?)\b"
    r"[^.;,]{0,60}?\s(?:to(?:\s+(?:reach|contact))?|with|for|at)\s+(?P<who>[^.;,]{2,120}?)\s+"
    r"(?P<cue>(?:was|were)(?:\s+not|n['’]t)(?:\s+\w{2,12}ly)?\s+(?:returned|answered|successful)|went\s+unanswered|"
    r"(?:was|were)\s+(?:unsuccessful|unanswered))\b",
    re.IGNORECASE,
)


def hints_silence(words: list[str]) -> bool:
    """May a paragraph of these words hold a non-response at all?"""
    return not HINTS.isdisjoint(words)


def non_responses(text: str, p: Paragraph, lo: int, hi: int) -> list[Found]:
    """The non-responses in the sentence of tokens [lo, hi): source: who was asked; content: what for, if said."""
    start, end = p.starts[lo], p.ends[hi - 1]
    out = []
    bare = [m for m in _BARE.finditer(text, start, end) if _asked(text, *m.span(), end)]
    for m in [*_BEFORE.finditer(text, start, end), *bare]:
        first, last = _tokens(p, *m.span())
        if first >= last or "Q" in p.tags[first:last]:
            continue
        source = left_phrase(p, first, lo)
        if source is None:
            continue
        stop = last
        while (
            stop < hi
            and p.tags[stop] not in ".;"
            and not (p.tags[stop] == "," and p.tags[stop + 1 : stop + 2] in ("C", "B"))
        ):
            stop += 1
        out.append(Found([source], [(first, last)], [(last, stop)] if stop > last else [], "non-response", None, first))
    for m in _AFTER.finditer(text, start, end):
        first, last = _tokens(p, *m.span("cue"))
        who = _tokens(p, *m.span("who"))
        asked = _tokens(p, m.start(), m.start("who"))
        who = (who[0], max(right_phrase(p, who[0], who[1]), who[0]))
        if who[0] < who[1] <= first < last:
            out.append(Found([who], [(first, last)], [asked], "non-response", None, first))
    return out


def _asked(text: str, start: int, stop: int, end: int) -> bool:
    """Had somebody asked before "did not respond", or is a free day given as the reason?"""
    return bool(_WAS_ASKED.search(text, max(0, start - 300), start) or _EXCUSE.search(text, stop, end))


_FREE = r"(?:holiday|weekend|leave|vacation|break|festival|recess|strike|furlough)"
_EXCUSE = re.compile(
    r"\b(?:because|citing|saying|owing to|due to|on account of|in view of)\s[^.;\n]{3,200}"
    r"|\b(?:on|during|over|amid|which fell on|as it was)\s+(?:an?|the|its|their|what was)\s+"
    rf"(?:[\w’'-]+\s+){{0,3}}{_FREE}\b"
    r"(?:\s+(?:in|for|at|on)\s[^.,;\n]{2,60})?"
    r"|(?<=, )an?\s+(?:[\w’'-]+\s+){0,2}(?:holiday|day off|day of mourning)\b(?:\s+(?:in|for)\s[^.,;\n]{2,60})?"
    r"|\b(?:on|during)\s+(?:annual |sick |parental |maternity )?(?:leave|vacation|holiday|recess|strike)\b"
    r"|\b(?:outside|after|out of)\s+(?:of\s+)?(?:normal\s+|regular\s+)?(?:business|office|working|opening)\s+hours\b"
    r"|\b(?:who|which)\s+(?:is|was|were|are)\s+(?:currently\s+)?"
    r"(?:away|abroad|closed|travell?ing|ill|in hospital|out of)\b[^.;\n]{0,80}"
    r"|\b(?:is|was|were|are)\s+closed\b[^.;\n]{0,80}",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(
    rf"(?<=[.!?\n])\s{{0,40}}+(?P<words>[^.\n]{{0,80}}\b(?:{_FREE}|closed (?:on|for|until|at))\b[^.\n]{{0,80}}+)\.",
    re.IGNORECASE,
)


def excuse(text: str, row: dict) -> list[list[int]]:
    """The excuse given for a non-response, as spans ([] where none is): in its sentence, else in a short next one.

    >>> t = "The ministry did not respond on a public holiday."
    >>> [t[s:e] for s, e in excuse(t, {"source": [[0, 12]], "cue": [[13, 28]], "content": [[29, 48]]})]
    ['on a public holiday']
    """
    spans = row["source"] + row["cue"] + row["content"]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    stop = re.compile(r"[.!?](?=\s|$)|\n").search(text, end)
    end = stop.start() if stop else len(text)
    begin = max(text.rfind(". ", max(0, start - 200), start) + 1, text.rfind("\n", 0, start) + 1, start - 200)
    found = _EXCUSE.search(text, begin, min(end, start + 600))
    if found:
        stop = found.end() if found.start() >= start else text.rfind(",", found.start(), min(start, found.end()))
        stop = found.end() if found.end() <= start else stop
        if stop > found.start():  # "Citing the law, the mayor declined …"
            return [[found.start(), found.start() + len(text[found.start() : stop].rstrip(" ,"))]]
    after = _HOLIDAY.match(text, min(end + 1, len(text)))
    return [list(after.span("words"))] if after else []


def _tokens(p: Paragraph, start: int, end: int) -> tuple[int, int]:
    return bisect_left(p.starts, start), bisect_left(p.starts, end)
