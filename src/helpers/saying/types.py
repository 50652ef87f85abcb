"""The type of an attribution: source, thought, non-response, document, character, hearsay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from helpers import lists
from helpers.saying.clauses import Paragraph
from helpers.saying.cues import LINKS, Found
from helpers.saying.phrases import right_phrase
from helpers.saying.words import cue_forms


@dataclass
class Passage:
    """What is being told while a text is read: inside the description of a work, and who speaks in it.

    `near`: where the last sentence that names a work ends ("Its heroine is …" right behind it tells of the work).
    """

    work: bool = False
    named: frozenset[str] = frozenset()
    near: int = -1


@cache
def _fiction() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in lists.by_kind("fiction.csv").items()}


@cache
def works() -> frozenset[str]:
    """Words that can begin a passage about a film, a play …, with a small letter or a capital."""
    fiction = _fiction()
    low = fiction["work"] | fiction["scene"] | fiction["figure"] | fiction["lead"]
    return low | frozenset(w.capitalize() for w in low)


def tells_of_work(words: list[str]) -> bool:
    """May a paragraph of these words begin a passage about a film, a play …?"""
    return not works().isdisjoint(words)


def follow(passage: Passage, p: Paragraph, lo: int, hi: int) -> Passage:
    """Whether a sentence is, or goes on, the description of a film, a play, a novel or an acted video.

    Entered by "In the film …", by a narrator or a character, or by a work in whose sentence somebody is
    portrayed; left by a sentence told in the past tense.
    """
    if not passage.work and works().isdisjoint(p.words[lo:hi]):
        return Passage(near=passage.near) if passage.named else passage
    words = [w.lower() for w in p.words[lo:hi]]
    tags = p.tags[lo:hi]
    fiction = _fiction()
    at = [k for k, w in enumerate(words) if w in fiction["work"] or w in fiction["scene"]]
    figure = not fiction["figure"].isdisjoint(words)
    portrayed = not fiction["portrayal"].isdisjoint(words)
    acted = any(words[k] in fiction["work"] for k in at)
    inside = any(k < 9 and "in" in words[max(0, k - 6) : k] for k in at)
    lead = len(words) > 1 and words[0] == "its" and words[1] in fiction["lead"] | fiction["figure"]
    inside = inside or (lead and 0 <= p.starts[lo] - passage.near < 80)
    acted = acted or lead
    near = p.ends[hi - 1] if at else passage.near
    past, present = _tenses(words, tags) if inside or passage.work else (False, False)
    if (figure and (at or passage.work)) or (inside and (present or not past) and (acted or portrayed or figure)):
        return Passage(True, passage.named | _introduced(p, lo, hi), near)
    if passage.work and not (past and not present):
        return Passage(True, passage.named | _introduced(p, lo, hi), near)
    return Passage(near=near)


def _tenses(words: list[str], tags: str) -> tuple[bool, bool]:
    """Does a sentence hold a verb in the past, and one in the present?"""
    past = present = False
    for k, (word, t) in enumerate(zip(words, tags, strict=True)):
        if t == "A":
            past = past or word in ("was", "were", "had", "did")
            present = present or word in ("is", "are", "has", "have", "does", "do")
        elif t == "V":
            form = cue_forms()[word.replace("’", "'")][1]
            participle = tags[k - 1 : k] in ("D", "A") or word in _fiction()["portrayal"]
            past = past or (form == "past" and not participle)
            present = present or form == "s"
        elif t == "U":
            present = True
        elif t == "X":
            present = present or word.endswith("s")
            past = past or not word.endswith("s")
        elif t == "E" and tags[k - 1 : k] in ("P", "H"):
            past = True
        elif t == "N" and word.endswith("s") and tags[k - 1 : k] in ("H", "R"):
            present = True
    return past, present


def _introduced(p: Paragraph, lo: int, hi: int) -> frozenset[str]:
    """Names given to figures of a work: "a clerk named Orla"."""
    out = set()
    for k in range(lo, hi - 1):
        if p.words[k].lower() in ("named", "called", "plays", "playing", "portrays") and p.tags[k + 1] == "P":
            out.add(p.words[k + 1].lower())
    return frozenset(out)


def type_of(p: Paragraph, f: Found, passage: Passage) -> str:
    """The type of an attribution found in `p`, read in `passage`."""
    if f.rule == "non-response":
        return "non_response"
    head = _head(p, f)
    if passage.work and _speaks_in_work(p, f, passage, head):
        return "character"
    if _is_document(p, f, head):
        return "document"
    if (
        f.verb
        and f.verb.kind in ("thought", "stance")
        and all(LINKS.isdisjoint(p.tags[s:e]) for s, e in f.content)
    ):
        return "thought"
    if f.verb and f.verb.kind == "writing" and _puts_out_document(p, f):
        return "document"
    if _hearsay(p, f):
        return "hearsay"
    return "source"


def _puts_out_document(p: Paragraph, f: Found) -> bool:
    """"The office posted online instructions": a document is put out, and nobody is quoted."""
    if not f.content or p.tags[f.content[0][0]] in "WHQKL":
        return False
    s, e = f.content[0]
    stop = right_phrase(p, s, e)
    return any(w.lower() in lists.words("documents.txt") for w in p.words[s:stop])


_ALSO_NAMES = frozenset(("bill", "page", "pages", "law", "post", "chart", "label", "entry", "clause", "book", "sign"))


def _is_document(p: Paragraph, f: Found, head: str) -> bool:
    """Is the head of the source a noun for a document, and no name that looks like one ("Bill", the Arton Post)?"""
    if head not in lists.words("documents.txt") or not f.source:
        return False
    s, e = f.source[0]
    at = next(k for k in range(s, e) if p.words[k].lower() == head)
    if p.tags[at] != "P":
        return True
    opens = at == s or all(t == "P" for t in p.tags[s:at])  # "Mark Page", "Bill"
    return head not in lists.words("organisations.txt") and not (opens and head in _ALSO_NAMES)


def _head(p: Paragraph, f: Found) -> str:
    """The head noun of the source, lower case: the last noun before "of", "in", a comma, a clause of its own …"""
    if not f.source:
        return ""
    s, e = f.source[0]
    head = ""
    for k in range(s, e):
        t = p.tags[k]
        if t in "N0P" or (t in "VGZ" and k == s):
            head = p.words[k]
        elif t in "fFIt,wE-DH" and head:
            break
    return head.lower()


def _speaks_in_work(p: Paragraph, f: Found, passage: Passage, head: str) -> bool:
    if not f.source:
        return False
    fiction = _fiction()
    if head in fiction["figure"]:
        return True
    s, e = f.source[0]
    words = [w.lower() for w in p.words[s:e]]
    present = f.present or f.rule.startswith("participle")
    if not present or head in fiction["maker"] or head in lists.words("documents.txt") or head in fiction["work"]:
        return False
    named = [k for k in range(s, e) if p.tags[k] == "P"]
    if any(w in passage.named for w in words):
        return True
    # "a Northern party official" is nobody's name: a name stands alone or ends its phrase
    return not named or (
        p.tags[s] == "D" and p.tags[e - 1] != "P" and head == head.lower() and p.words[e - 1].lower() == head
    )


_TOLD = frozenset(
    ("tell", "say", "inform", "assure", "warn", "admit", "confess", "explain", "report", "claim", "write")
)


def _hearsay(p: Paragraph, f: Found) -> bool:
    """Does the content itself begin with somebody else saying something ("… that the clerk had told her …")?"""
    if not f.content or not f.verb or f.verb.kind not in ("speech", "writing"):
        return False
    s, e = f.content[0]
    told = False
    if "V" not in p.tags[s : s + 9]:
        return False
    for k in range(s, min(e, s + 9)):
        t = p.tags[k]
        if t == "V":
            verb, form = cue_forms()[p.words[k].lower().replace("’", "'")]
            return told and form == "past" and verb.lemma in _TOLD and p.words[k - 1].lower() not in ("was", "were")
        if t in "PN":
            told = True
        elif t in "QKL,XMw" or (t == "H" and not told):
            return False
    return False
