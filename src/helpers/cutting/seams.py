"""Where one text ends and the next begins inside a single line of a page: kickers, headlines, notices glued on."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, islice

from helpers import lists
from helpers.cutting.furniture import NOTE_WORDS, Line, ending, has, line_of
from helpers.cutting.patterns import CLOSERS, COPYRIGHT, DATELINE, OPENERS, ORIGIN_NOTE

SENTENCE_END = re.compile(r"[.!?…。][\"'”’)\]]{0,2}(?=\s|[A-Z\"'‘“])\s*")
TEXT_END = re.compile(r"[.!?…。)\]\"'”’]\s*(?=[^\W\d_])")
LONG_SENTENCE = re.compile(r"[.!?]\s+\S+(?:\s+\S+){11}")
NAME_WITHIN = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]{2,}")
LONGEST = 20_000  # characters of a line that are looked at for links glued into it
KNOWN = 6_000  # characters above in which a name counts as known
DAYS = frozenset([
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
    "April", "May", "June", "July", "August", "September", "October", "November", "December",
])  # fmt: skip
SIGNS = re.compile(r"\W")
TOOLTIP = re.compile(r"[a-z]{3}[A-Z][a-z].{0,500}?\bMORE\b")  # links glued to a name within a sentence, up to "MORE"
TOKEN = re.compile(r"\S+")
DATELINE_SIGN = re.compile(r"[(–—]|--|\s-\s")  # one of these stands in every dateline
SMALL = frozenset([
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "is", "it", "its", "nor", "of",
    "off", "on", "or", "over", "per", "s", "so", "than", "the", "to", "up", "v", "via", "vs", "with", "after",
    "before", "are", "be", "out", "amid", "about", "against", "between", "under", "without",
])  # fmt: skip
NOTICE = re.compile(
    r"(?:Sign up (?:for|to) (?:our|the) (?:daily |weekly |free )?newsletters?|Subscribe to our (?:newsletter|channel)|"
    r"Read more|Advertisement|ADVERTISEMENT|Follow us on [A-Z]\w+)[^.!?]{0,60}[.!]?$"
)

# What stands behind the last sentence of a line, words without which it does not, its kind and rule.
TAILS = (
    (COPYRIGHT, ("©", "(c)", "copyright"), "copyright", "copyright behind the last sentence"),
    (ORIGIN_NOTE, NOTE_WORDS, "origin_note", "origin note behind the last sentence"),
    (NOTICE, ("sign up", "subscribe", "read more", "advertisement", "follow us"), "newsletter",
     "notice behind the last sentence"),
)  # fmt: skip


@cache
def machine_messages() -> tuple[re.Pattern[str], frozenset[str]]:
    """Any opening of a failed widget's message (word list `furniture_tails.txt`), and how such openings begin."""
    rows = lists.lines("furniture_tails.txt")
    return re.compile("|".join(map(re.escape, rows))), frozenset(r[:3] for r in rows)


def kicker_end(text: str, start: int, end: int) -> int | None:
    """End of a kicker in capitals that begins at `start` ("BUDGET GAP: …"), or None.

    >>> kicker_end("BUDGET GAP: The council met", 0, 27)
    12
    >>> kicker_end("Budget gap: the council met", 0, 27) is None
    True
    """
    colon = text.find(":", start, min(end, start + 70))
    if colon < 0 or colon + 1 >= end or not text[colon + 1].isspace():
        return None
    words = text[start:colon].strip(OPENERS + CLOSERS + " ")
    letters = sum(c.isalpha() for c in words)
    if letters < 3 or words.upper() != words or words.lower() == words or len(words.split()) > 7:
        return None
    rest = text[colon + 1 : end].lstrip()
    first = rest.lstrip(OPENERS)[:1]
    return end - len(rest) if first.isupper() or first.isdigit() else None


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A crude stem, enough to see that a lead restates its headline."""
    return SIGNS.sub("", word.casefold().removesuffix("'s").removesuffix("’s"))[:5]


@lru_cache(maxsize=50_000)
def meaning(word: str) -> str:
    """The stem of a word that carries meaning: longer than two letters, no function word of headlines; else "".

    >>> meaning("Councils,"), meaning("about")
    ('counc', '')
    """
    small = len(word.strip(OPENERS + CLOSERS + ".,:;")) <= 2 or word.casefold() in SMALL
    return "" if small else stem(word)


@lru_cache(maxsize=50_000)
def look(word: str) -> tuple[str, bool, bool]:
    """Meaning of a headline's word, whether it is one that title case makes large, and whether it is large."""
    large = word.casefold() not in SMALL
    return meaning(word), large, large and word.lstrip(OPENERS)[:1].isupper()


def content(words: list[str]) -> list[str]:
    """Stems of the words that carry the meaning."""
    return [m for m in map(meaning, words) if m]


def restates(headline: str, lead: str) -> bool:
    """Whether a lead takes up at least three, and at least two fifths, of a headline's meaning words.

    >>> restates("Harbour council votes to close the old fish market", "The council will close the market, it said.")
    True
    """
    said = set(content(headline.split()))
    shared = said & set(content(lead.split()))
    return len(shared) >= 3 and len(shared) >= 0.4 * len(said)


def goes_on(text: str, start: int, at: int, end: int) -> bool:
    """Whether the text behind `at` goes on with that before it: a fifth of the names in it, or more, are known.

    A subhead looks as the headline of another article does, and is far more common; so does a title on one line with
    its text. Only what is signed or labelled can be told from a section of the same article on the same people.
    """
    known = set(NAME_WITHIN.findall(text, max(start, at - KNOWN), at))
    names = set(NAME_WITHIN.findall(text, at, min(end, at + KNOWN // 4))) - DAYS
    return len(names & known) >= 0.2 * max(len(names), 5)


def headline_end(text: str, start: int, end: int) -> int | None:
    """Where a headline that begins at `start` ends, when its article runs on behind it on the same line; or None.

    Three signs, any of which will do: a dateline follows; a run of Capitalised Words gives way to a sentence;
    or the words behind the seam say the headline again, as leads do.
    """
    if not text[start : start + 9].lstrip(OPENERS)[:1].isupper():
        return None
    tokens = [(m.start(), m.group()) for m in islice(TOKEN.finditer(text, start, min(end, start + 420)), 45)]
    if len(tokens) < 12:
        return None
    words = [w for _, w in tokens]
    stems, large, upper = zip(*map(look, words), strict=True)
    larges, uppers = [0, *accumulate(large)], [0, *accumulate(upper)]
    plain = [0, *accumulate(w[:1].islower() and w not in SMALL for w in words)]
    said = len({*stems} - {""}) >= 3  # else nothing can be said again
    signs = [m.start() for m in islice(DATELINE_SIGN.finditer(text, tokens[3][0], min(end, start + 540)), 99)]
    best = None
    for k in range(3, min(len(tokens) - 6, 26)):
        before, (at, word) = tokens[k - 1][1], tokens[k]
        bare = before.strip(OPENERS + CLOSERS + ".,:;!?")
        if k > 3 and before.endswith((".", "!")) and len(bare) > 3 and not before.isupper():
            break  # a sentence ended: what began at `start` was one
        if not word.lstrip(OPENERS + "(@")[:1].isupper() or before.endswith((",", ";", ":", "-", "–", "—")):
            continue
        if before.casefold() in SMALL and not before.isupper():
            continue
        line = any(at < sign < at + 120 for sign in signs) and DATELINE.match(text[at : min(end, at + 120)])
        if line and k >= 4 and (line["agency"] or line["place"].isupper()) and len(line["place"].split()) <= 6:
            return at
        if k < 4:
            continue
        head = set(stems[:k]) - {""} if said else set()
        shared = head & set(stems[k : k + 18]) if said else head
        titled = uppers[k] >= 0.8 * larges[k]
        if len(shared) >= 3 and len(shared) >= 0.4 * len(head) and (titled or not before[:1].isupper()):
            score = (2, len(shared))
        elif titled and k >= 6 and plain[k + 7] - plain[k + 1] >= 2:
            score = (1, k)
        else:
            continue
        if best is None or score > best[0]:
            best = (score, at)
    return best[1] if best else None


def pieces(text: str, line: Line, usual: float, titled: bool = False) -> list[Line]:
    """One line cut where another text is glued on. `usual` is the page's usual number of words in a paragraph,
    `titled` says that a headline stands on the line before: then the line is that headline's article, whole.

    Only a long line is looked into; only the end of a sentence can be a seam.
    """
    if line.kind or line.words < 15:
        return [line]
    start, end = line.start, line.end
    body = text[start:end]
    tail = tail_at(text, start, end)
    out_tail = []
    if tail:
        at, kind, rule = tail
        out_tail = [line_of(text, at, end, forced=(kind, rule))]
        end = start + len(text[start:at].rstrip())
    cut = None
    left_off = ending(text[start:end]) != "stop"
    own = titled or kicker_end(text, start, end) is not None
    own = own or ("MORE" in body and TOOLTIP.search(body[:LONGEST]) is not None)
    if line.words >= 40:
        long = line.words >= max(100.0, 3 * usual)
        own = own or (left_off and headline_end(text, start, end) is not None)
        for m in SENTENCE_END.finditer(body):
            at = start + m.end()
            if end - at < 120:
                break
            if kicker_end(text, at, end) and (left_off or long):
                cut = at
                break
            if not own and (left_off or long) and end - at >= 200 and headline_end(text, at, end) and (
                not goes_on(text, start, at, end)
            ):
                cut = at
                break
    if cut is None:
        return [line_of(text, start, end), *out_tail] if tail else [line]
    return [line_of(text, start, cut), line_of(text, cut, end, glued=True), *out_tail]


def tail_at(text: str, start: int, end: int) -> tuple[int, str, str] | None:
    """Where furniture begins that is glued to the end of a line, with its kind and rule; or None."""
    last = text[max(start, end - 700) : end]
    base = end - len(last)
    messages, begin = machine_messages()
    for stop in TEXT_END.finditer(last):
        at = stop.end()
        if last[at : at + 3] in begin and messages.match(last, at) and not LONG_SENTENCE.search(last, at):
            return base + at, "error", "machine message behind the last sentence"
    low = last.lower()
    for pattern, signs, kind, rule in TAILS:
        for m in pattern.finditer(last) if has(low, signs) else ():
            at = base + m.start()
            before = text[start:at].rstrip()
            if (
                before
                and text[at].isupper() | (not text[at].isalpha())
                and ending(before) == "stop"
                and len(text[at:end].split()) <= 45
                and at > start
            ):
                return at, kind, rule
    return None
