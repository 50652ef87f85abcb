"""Words first: “…,” X said; …, X said; “…,” said X, the mayor; …, according to X; and Mayor: …."""

from __future__ import annotations

import re

from helpers.saying.clauses import Paragraph
from helpers.saying.cues import LINKS, Found, Group, Range, group, over_adverbials, present
from helpers.saying.ends import clause_end
from helpers.saying.phrases import VERBAL, first_subject, left_phrase, name_of, right_phrase
from helpers.saying.reported import source_left


def words_first(p: Paragraph, g: Group, lo: int, hi: int) -> Found | None:
    """The attribution of a cue whose words stand before it, or around it, in the sentence from `lo` to `hi`."""
    tags = p.tags
    if g.passive or (g.form == "ing" and not g.continuous) or (g.infinitive and tags[g.start - 1 : g.start] == "t"):
        return None
    before = tags[g.start - 1] if g.start > lo else ""
    if before in LINKS or (before == "," and g.start - 1 > lo) or before == "-":
        stop = _inverted(p, g, before, lo, hi)
        if stop and not (before == "K" and _term(tags, g.start, lo) and tags[stop : stop + 1] not in (",", ".", "")):
            source = name_of(p, g.end, stop)
            return _aside(p, g, source, (g.start, g.end), g.start, stop, lo, hi)
        if before != ",":
            return None
    subject = left_phrase(p, g.start, lo) or _after_quotation(tags, g.start, lo)
    if subject is None or subject[0] <= lo:
        return None
    s = subject[0]
    if tags[s - 1] == "S" and p.words[s - 1].lower() == "as" and "aside" in g.verb.takes:
        return _as_said(p, g, subject, lo, hi)
    if tags[s - 1] in ",-KLQ" and _closes(p, g, s, lo, hi):
        return _aside(p, g, subject, (g.start, g.end), s, over_adverbials(p, g, hi), lo, hi)
    return None


def _inverted(p: Paragraph, g: Group, before: str, lo: int, hi: int) -> int | None:
    """“…,” said X: where X with its apposition ends."""
    tags = p.tags
    stop = right_phrase(p, g.end, hi)
    takes = {"aside", "quote", "clause"} & g.verb.takes
    if stop == g.end or g.start != g.at or not takes or g.verb.lemma == "tell":
        return None
    after = tags[stop] if stop < hi else "."
    if before == ",":
        # without quotation marks a name has to follow, or "said" and the end of the sentence
        plain = g.verb.lemma == "say" and after != ","
        named = "P" in tags[g.end : stop]
        if after not in ".,w(" or "aside" not in takes or not (plain or named) or not _is_clause(tags[lo : g.start]):
            return None
        subject = left_phrase(p, g.start, lo) if after != "." else None
        if subject and subject[0] <= lo + 1:
            return None  # "Ann Hill, who led the yard, said Bo Reed, …": the sentence has its subject already
    elif after not in ",.;:-(IFSRYwBCZEGtQKL":
        return None
    return _apposition_right(p, stop, hi)


def _after_quotation(tags: str, verb: int, lo: int) -> Range | None:
    """Whatever stands between a quotation and its verb (“…,” a voice from above says)."""
    for k in range(verb - 1, max(lo, verb - 10), -1):
        if tags[k] in "KL":
            return (k + 1, verb) if verb - k > 1 and tags[k + 1] not in "BCS" else None
        if tags[k] in VERBAL or tags[k] in ",;:-WS":
            return None
    return None


def _closes(p: Paragraph, g: Group, s: int, lo: int, hi: int) -> bool:
    """Is "X said" at the end of X's words, and not at the beginning of others?"""
    tags, takes = p.tags, g.verb.takes
    link = tags[s - 1]
    quoted = link in LINKS or (s - 2 >= lo and tags[s - 2] in LINKS)
    if link == "Q" and "object" in takes and "aside" not in takes:
        return False
    if "aside" not in takes and not (quoted and {"quote", "clause", "object"} & takes):
        return False
    end = over_adverbials(p, g, hi)
    follows = tags[end] if end < hi else "."
    if not quoted and (
        follows == ":" or follows in LINKS or (follows == "," and tags[end + 1 : end + 2] in ("Q", "K", "L"))
    ):
        return False
    if link == "K" and _term(tags, s, lo):
        return follows in ".,;-:)"
    return (link in "KL" and follows not in "WQKL") or follows in ".,;-:)QKL" or (quoted and follows in "SBCGZwIF")


def _term(tags: str, at: int, lo: int) -> bool:
    """Is the quotation before token `at` a title or a term in a phrase without a verb (In a talk with “Tea,” …)?"""
    begin = _quotation_start(tags, lo, at)
    return begin > lo and tags[begin - 1] not in ",:-;.()" and not _has_verb(tags, lo, begin)


def _as_said(p: Paragraph, g: Group, subject: Range, lo: int, hi: int) -> Found | None:
    """ "As X noted, …" and "…, as X noted"."""
    tags, opens = p.tags, subject[0] - 1
    end = over_adverbials(p, g, hi)
    follows = tags[end] if end < hi else "."
    if tags[lo:opens] in ("", "B", "C") and follows == ",":
        content = (end + 1, clause_end(p, end + 1, hi, [])) if end + 1 < hi else None
    elif opens - 1 > lo and tags[opens - 1] in ",K" and follows in ".,;-":
        content = (lo, opens - (tags[opens - 1] == ","))
    else:
        return None
    if content is None or not _is_clause(tags[content[0] : content[1]]):
        return None
    return Found([subject], [(g.start, g.end)], [content], "aside", g.verb, g.at, present(g))


def quoted_by_any_verb(p: Paragraph, lo: int, hi: int) -> Found | None:
    """“…,” X thundered: beside a quotation that ends in a comma any verb in the past is one of speech."""
    tags = p.tags
    k = tags.find("K", lo, hi)
    if k < 0:
        return None
    for verb in range(k + 2, min(k + 11, hi)):
        if tags[verb] in "EX" and tags[verb - 1] in "HNPg0R":
            subject = (
                _after_quotation(tags, verb, lo) if tags[verb - 1] != "R" else _after_quotation(tags, verb - 1, lo)
            )
            after = tags[verb + 1] if verb + 1 < hi else "."
            if subject and after in ".,;IYRSFt-ZG":
                begin = _quotation_start(tags, lo, k + 1)
                return Found([subject], [(verb, verb + 1)], [(begin, k + 1)], "quoted aside", None, verb, False)
            return None
        if tags[verb] not in "HDNP0gfIR":
            return None
    return None


def _is_clause(tags: str) -> bool:
    """Does a stretch hold a verb or a quotation?"""
    return not (VERBAL.isdisjoint(tags) and LINKS.isdisjoint(tags))


def _aside(p: Paragraph, g: Group, source: Range, cue: Range, stop: int, resume: int, lo: int, hi: int) -> Found | None:
    """Content before the clause [stop, resume), and after it where the sentence goes on."""
    tags = p.tags
    begin = lo
    quoted = not LINKS.isdisjoint(tags[max(lo, stop - 1 - (tags[stop - 1] == ",")) : stop])
    while begin < stop and tags[begin] in ",;:.)-":
        begin += 1
    if begin > 0 and begin == lo and lo < stop and tags[begin] in "BC":
        begin += 1
    end = stop
    while end > begin and tags[end - 1] in ",-":
        end -= 1
    if end <= begin:
        return None
    if quoted and "Q" not in tags[begin : end - 1] and not _part_of_clause(tags[begin:end]):
        begin = _quotation_start(tags, begin, end)
    content = [(begin, end)]
    whole = _has_verb(tags, begin, end) or not LINKS.isdisjoint(tags[begin:end])
    rest = resume
    while rest < hi and tags[rest] in ",-:;":
        rest += 1
    if (rest > resume or tags[resume : resume + 1] in ("Q", "K", "L")) and _goes_on(
        tags, resume, rest, hi, quoted, whole
    ):
        content.append((rest, clause_end(p, rest, hi, [])))
    if not quoted and len(content) == 1 and not whole:
        return None
    if len(content) == 2 and not tags[begin:end].strip("CBR,"):
        del content[0]  # "And, she said, …"
    return Found([source], [cue], content, "quoted aside" if quoted else "aside", g.verb, g.at, present(g))


def _has_verb(tags: str, begin: int, end: int) -> bool:
    """Does a stretch hold a finite verb?"""
    return _FINITE.search(tags, begin, end) is not None


_FINITE = re.compile(r"(?<!t)[VXEAMU]")


def _goes_on(tags: str, comma: int, rest: int, hi: int, quoted: bool, whole: bool) -> bool:
    """Do the words of the source go on at `rest`, after the clause that names it?"""
    after = tags[rest] if rest < hi else "."
    if after in LINKS:
        return True
    if quoted:
        near = not LINKS.isdisjoint(tags[rest + 1 : rest + 7])
        return after in "CBWIFtf" and near and "V" not in tags[rest:hi]
    return tags[comma] == "," and (after in "WAMXC" or (after in "EVInSHUDPNR0" and not whole))


_PLAINLY_FINITE = frozenset("AMXV")


def _part_of_clause(tags: str) -> bool:
    """Is a quotation the end of a clause in the writer's own words ("The plan is “dead,” X said")?"""
    head = tags.rstrip("QKL,")
    if head[-1:] in (":", "(", ";"):
        return False
    return not _PLAINLY_FINITE.isdisjoint(head) or head[-1:] in ("W", "I", "D", "f", "t", "N", "E", "P")


def _quotation_start(tags: str, begin: int, end: int) -> int:
    k = end
    while k > begin and tags[k - 1] in "QKL,":
        k -= 1
    return k if k < end else begin


def _apposition_right(p: Paragraph, at: int, hi: int, opening: bool = False) -> int:
    """ "said Ann Hill, the mayor of Arton.": the end of what stands in apposition after a name.

    `opening`: the name stands at the beginning of its sentence, so that the main clause is still to come.
    """
    tags, k = p.tags, at
    while k < hi and tags[k] == "," and k + 1 < hi and tags[k + 1] in "DwN0P" and k - at < 25:
        nxt = k + 1
        while nxt < hi and tags[nxt] not in ",.;:-" and tags[nxt] not in LINKS:
            nxt += 1
        inner = tags[k + 1 : nxt].partition("w")[0]  # "a fitter who has seen it" has no verb of its own
        if any(t in "VXAM" for t in inner) or (opening and "E" in inner):
            break
        k = nxt
    return k


ACCORDING = frozenset(("according", "According"))


def according_to(p: Paragraph, lo: int, hi: int) -> Found | None:
    """ "According to X, …" and "…, according to X"."""
    tags = p.tags
    k = next((k for k in range(lo, hi) if p.words[k] in ACCORDING), -1)
    if k < 0 or tags[k + 1 : k + 2] != "t":
        return None
    stop = k + 2
    while stop < hi and tags[stop] not in ",.;-:()" and not (stop > k + 2 and tags[stop] in "SWB"):
        stop += 1
    if stop <= k + 2:
        return None
    if tags[stop : stop + 1] == "(" and ")" in tags[stop : min(stop + 6, hi)]:
        stop = tags.index(")", stop) + 1  # "according to the Office of Harbours (OH)"
    if tags[stop + 1 : stop + 2] != "0":
        stop = _apposition_right(p, stop, hi, not tags[lo:k].strip(",-:~RCB"))
    source, begin, end = name_of(p, k + 2, stop), lo, k
    opened = tags.rfind("(", lo, k)
    if opened > lo and ")" not in tags[opened:k]:
        begin = opened + 1
    while end > begin and tags[end - 1] in ",-":
        end -= 1
    rest = stop + (tags[stop : stop + 1] == ",")
    if not tags[lo:end].strip(",-:~RCB"):
        content = [(rest, clause_end(p, rest, hi, []))] if rest < hi else []
    elif tags[end - 1] == "W":
        return None  # "reported that, according to …": the words belong to the verb
    else:
        content = [(begin, end)]
        if rest + 1 < hi and rest > stop and _goes_on(tags, stop, rest, hi, False, _has_verb(tags, begin, end)):
            content.append((rest, clause_end(p, rest, hi, [])))
    return Found([source], [(k, k + 2)], content, "according to", None, k) if content else None


def colon(p: Paragraph, lo: int, hi: int) -> Found | None:
    """A headline "Mayor: Bridge is safe", or a clause and a colon before a quotation."""
    tags = p.tags
    k = tags.find(":", lo, hi)
    if k <= lo or k + 1 >= hi:
        return None
    name = all(t in "PCfg0" for t in tags[lo:k]) and k - lo <= 6
    if tags[k + 1] in "KL" or (tags[k + 1] == "Q" and (k + 2 >= hi or tags[k + 2] == ".")):
        subject = (lo, k) if name else first_subject(p, lo, k) or left_phrase(p, k, lo)
        if subject:
            start = next((j for j in range(subject[1], k) if tags[j] in VERBAL), k)
            return Found([subject], [(start, k) if start < k else (k, k + 1)], [(k + 1, hi)], "colon", None, k)
        return None
    labels = p.words[k - 1].lower() in _LABELS or p.words[lo].lower() in _LABELS
    speaks = p.first or (k - lo > 1 and tags[lo:k] == "P" * (k - lo)) or p.words[lo].isupper()
    if name and speaks and lo == 0 and not labels and (p.words[k + 1][0].isalnum() or tags[k + 1] == "Q"):
        return Found([(lo, k)], [(k, k + 1)], [(k + 1, hi)], "headline", None, k)
    return None


_LABELS = frozenset(  # what stands before a colon and is no speaker
    ("note", "update", "updated", "related", "photo", "photos", "source", "sources", "watch", "read", "correction",
     "topics", "more", "video", "news", "by", "tags", "notice", "notices", "lost", "found", "wanted",
     "byline", "dateline", "breaking", "revealed", "bombshell", "exclusive", "analysis", "opinion", "review",
     "live", "q", "a", "question", "answer")
)  # fmt: skip


def introduces(p: Paragraph, lo: int, hi: int) -> Found | None:
    """A sentence that ends in a colon, "The mayor went on to say:", and has its words in the next paragraph."""
    tags = p.tags
    verbs = [k for k in range(lo, hi) if tags[k] in "VGXE"]
    subject = first_subject(p, lo, hi)
    cue = next((k for k in reversed(verbs) if tags[k] in "VG"), verbs[0] if verbs else hi - 1)
    g = group(p, cue, lo) if tags[cue] in "VG" else None
    if g:
        subject = source_left(p, g, [], lo, lo) or subject
    if not subject or subject[1] == 0:
        return None
    return Found([subject], [(g.start if g else cue, cue + 1)], [], "colon", g.verb if g else None, cue)
