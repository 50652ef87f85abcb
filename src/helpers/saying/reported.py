"""Cue first: X said that …; X told Y …; X, who denied …; X praised …; …, adding that …."""

from __future__ import annotations

import re

from helpers import lists
from helpers.saying.clauses import Paragraph
from helpers.saying.cues import LINKS, Found, Group, Range, present
from helpers.saying.ends import clause_end, object_end, within_outer_clause
from helpers.saying.phrases import VERBAL, first_subject, left_phrase, right_phrase


def cue_first(
    p: Paragraph, g: Group, later: list[Group], found: list[Found], lo: int, hi: int, sentence: int
) -> Found | None:
    tags, words = p.tags, p.words
    source = source_left(p, g, found, lo, sentence, hi)
    if source is None or (source[1] - source[0] == 1 and words[source[0]].lower() in _NOBODY):
        return None
    if g.passive:
        return _passive(p, g, hi, lo)
    if later and tags[g.end : later[0].start] == "I" and words[g.end] == "by" and later[0].form == "ing":
        return None  # responded by saying: the second verb is the cue
    if "quote" in g.verb.takes and len(g.verb.takes) == 1 and LINKS.isdisjoint(tags[g.end : g.end + 8]):
        return None
    begin, cue_end = _content_start(p, g, hi)
    inside = _inside_relative(p, g, source, hi)
    if inside:
        return inside
    if begin is None or begin >= hi:
        return None  # "the mayor warned residents of": the text is cut off
    clausal = tags[begin] in "WQKL" or _clausal(p, begin, hi, g)
    end = clause_end(p, begin, hi, later, g.form) if clausal else object_end(p, begin, hi, later)
    if tags[begin] == "Q" and "clause" not in g.verb.takes and tags[begin + 1 : begin + 2] in ("F", "I", "C", "t"):
        end = begin + 1  # "opts for “another way” for the sake of …"
    end = within_outer_clause(p, source, begin, end, sentence)
    while end > begin and tags[end - 1] in ",-:;C":
        end -= 1
    if end <= begin or (g.verb.lemma == "call" and not clausal and _merely_called(p, g, begin, end)):
        return None
    if g.verb.kind in ("thought", "finding", "stance") and "M" in tags[g.start : g.at]:
        return None  # "would prefer", "will find"
    rule = "that" if tags[begin] == "W" else "quoted" if tags[begin] in LINKS else "clause" if clausal else "object"
    if g.form == "ing" and not g.continuous:
        rule = "participle " + rule
    if g.infinitive and not _uttered(p, g) and LINKS.isdisjoint(tags[begin : begin + 2]):
        return None  # "came to say", "is expected to announce": nothing has been said yet
    sources = [source] if source[1] > source[0] else []
    return Found(sources, [(g.start, cue_end)], [(begin, end)], rule, g.verb, g.at, present(g))


def _uttered(p: Paragraph, g: Group) -> bool:
    """Has it been said after all: "went on to say", "continued to argue", "was quick to add"?"""
    head, before = p.words[g.start].lower(), p.words[g.start - 1].lower()
    goes = before == "on" and g.start > 1 and p.words[g.start - 2].lower() in ("went", "goes", "going", "gone", "go")
    return goes or before in ("quick", "pains") or head.startswith(("continu", "began", "begun", "start"))


def _inside_relative(p: Paragraph, g: Group, source: Range, hi: int) -> Found | None:
    """ "the port, which critics say would sink", "what she said was a mistake": the words stand around the clause."""
    tags, relative = p.tags, source[0] - 1
    if source[1] == 0 or relative < 0 or g.end >= hi or "clause" not in g.verb.takes or g.infinitive:
        return None
    word = p.words[relative].lower()
    if tags[relative] not in "wW" or tags[g.end] not in "AMXVE" or word in ("who", "if", "how", "why"):
        return None
    if word == "that" and tags[relative - 1 : relative] not in ("N", "P", "g"):
        return None
    end = clause_end(p, g.end, hi, [])
    comma = tags.find(",", g.end, end)
    parts = [(relative, relative + 1), (g.end, comma if comma > g.end and tags[relative - 1] == "," else end)]
    return Found([source], [(g.start, g.end)], parts, "clause", g.verb, g.at, present(g))


def _merely_called(p: Paragraph, g: Group, begin: int, end: int) -> bool:
    """ "called the office", "a town called Arton": an object, and nothing that it is called."""
    if p.words[begin - 1].lower() in ("for", "on"):
        return False
    if not LINKS.isdisjoint(p.tags[begin:end]):
        return False
    stop = right_phrase(p, begin, end)
    return stop >= end or p.tags[stop] in "tIYRFVXAMEU"


_NOBODY = frozenset(("nobody", "anybody", "anyone", "you", "none", "there"))


def source_left(p: Paragraph, g: Group, found: list[Found], lo: int, sentence: int, hi: int = 0) -> Range | None:
    """The source of a cue whose words follow; (0, 0) where the text names none; None: not an attribution."""
    tags = p.tags
    k = g.start - 1
    if g.passive:
        return (0, 0)
    before = tags[k] if k >= sentence else ""
    if g.form == "ing" and not g.continuous:
        if before in ("N", "P", "g") and p.words[k].lower() not in ("without", "by"):
            near = left_phrase(p, g.start, lo)
            if near and not _put_out(p, near, lo):
                return near
        if found and found[-1].source and found[-1].source[0][0] >= sentence:
            return found[-1].source[0]
        if k <= sentence:
            return _subject_to_come(p, g, hi)
        return first_subject(p, sentence, g.start)
    if g.infinitive and before == "":
        return None
    if before in ("C", "B") or (before == "," and (found or k == lo)):
        near = found[-1].source[0] if found and found[-1].source else None
        if before != "," or near is None:
            return near or first_subject(p, sentence, g.start)
        direct = left_phrase(p, g.start, lo)
        return direct or near
    if g.infinitive and tags[g.start : g.start + 1] == "t":
        return first_subject(p, sentence, g.start)
    direct = left_phrase(p, g.start, min(lo, g.start))
    if direct is None and before in VERBAL:
        return None
    return direct


def _put_out(p: Paragraph, near: Range, lo: int) -> bool:
    """Is the noun before a participle what somebody put out ("issued a statement saying …")?"""
    statement = p.words[near[1] - 1].lower() in ("statement", "statements")
    return statement and near[0] > lo and p.tags[near[0] - 1] in "VXEZG"


def _subject_to_come(p: Paragraph, g: Group, hi: int) -> Range | None:
    """ "Since announcing that …, Ann Hill has …": the subject of the main clause."""
    comma = p.tags.find(",", g.end, hi)
    while comma > 0 and comma + 1 < hi:
        stop = right_phrase(p, comma + 1, hi)
        if stop > comma + 1 and stop < hi and p.tags[stop] in VERBAL:
            return comma + 1, stop
        comma = p.tags.find(",", comma + 1, hi)
    return None


def _content_start(p: Paragraph, g: Group, hi: int) -> tuple[int | None, int]:
    """Where the words after a cue begin, and where the cue with its particle ends."""
    tags, words, takes = p.tags, p.words, g.verb.takes
    k = g.end
    if k >= hi:
        return None, k
    low = words[k].lower()
    if low in takes and tags[k] in "IFft":
        if tags[k] == "t" and "infinitive" in takes and k + 1 < hi and tags[k + 1] in "NVX":
            return k, g.end
        k += 1
        if k < hi and tags[k] == "R" and words[k].lower() == "that":
            k += 1
        return (k, k) if k < hi and tags[k] not in ".;)" else (None, k)
    if low == "out" and tags[k] == "I":
        k += 1
        if k >= hi:
            return None, k
    if tags[k : k + 1] == "t" and "infinitive" in takes:
        return k, g.end
    if "hearer" in takes and tags[k : k + 1] and tags[k] not in "WQKL:,":
        stop = right_phrase(p, k, hi)
        while stop < hi and tags[stop] in "RY":
            stop += 1
        if stop > k and stop < hi:
            nxt = tags[stop]
            if nxt in "WQKLDHUPg" or ("infinitive" in takes and tags[stop : stop + 2].lstrip("n")[:1] == "t"):
                return stop, g.end
            if nxt in ",:" and tags[stop + 1 : stop + 2] in ("Q", "K", "L"):
                return stop + 1, g.end
            if nxt in "If" and words[stop].lower() in takes:
                return stop + 1, g.end
            far = _far_start(p, stop, hi)
            if far is not None:
                return far, g.end
        if "object" not in takes:
            return None, g.end
    if tags[k] in "WQKL":
        return k, g.end
    if tags[k] in ":," and tags[k + 1 : k + 2] in ("Q", "K", "L") and k + 1 < hi:
        return k + 1, g.end
    if tags[k] == ":" and k + 1 < hi and "clause" in takes:
        return k + 1, g.end
    far = _far_start(p, k, hi) if "clause" in takes or "quote" in takes else None
    if far is not None:
        return far, g.end
    while k < hi and (tags[k] in "RY" or (tags[k : k + 2] == "DY" and tags[k + 2 : k + 3] != "f")):
        k += 1
    if k >= hi:
        return None, g.end
    if k > g.end and (tags[k] in "WQKL" or ("infinitive" in takes and tags[k] == "t")):
        return k, g.end
    if tags[k] == "f":
        k = g.end  # "said much of the work was done"
    if "infinitive" in takes and tags[k : k + 2] == "IY" and tags[k + 2 : k + 3] == "t":
        return k + 2, g.end
    if tags[k] in "DHUPN0goZEGR" and ("object" in takes or ("clause" in takes and _clausal(p, k, hi, g))):
        return k, g.end
    if "document" in takes and _names_document(p, k, hi):
        return k, g.end
    if tags[k] in "SI" and "clause" in takes and "aside" in takes and _clausal(p, k, hi, g) and "," in tags[k:hi]:
        return k, g.end  # said if the vote fails, he would …
    return None, g.end


def _names_document(p: Paragraph, at: int, hi: int) -> bool:
    return any(w.lower() in lists.words("documents.txt") for w in p.words[at : right_phrase(p, at, hi)])


_MAY_START = re.compile(r"[WKLQXAMV;H]")  # the tags at which words may begin, or none can any more


def _far_start(p: Paragraph, k: int, hi: int) -> int | None:
    """ "said in a speech on Tuesday that …": the start of the words beyond the adverbials."""
    tags, words = p.tags, p.words
    if k >= hi or tags[k] not in "IRYtFSG,DPZfN":
        return None
    for m in _MAY_START.finditer(tags, k, min(k + 22, hi)):
        j, t = m.start(), m[0]
        if t == "W" and words[j].lower() == "that" and j > k and tags[j - 1] not in "f":
            if tags[j - 1] in "NP" and tags[j + 1 : j + 2] in ("V", "X", "A", "M"):
                return None  # "posted a link that shows"
            return j if tags[k] in "IRYtFSG,f" or j - k < 6 else None
        if t in "KL" or (t == "Q" and j > k and tags[j - 1] in ",:"):
            return j if j > k and tags[j - 1] in ",:~NPY" else None
        if t in "XAMV;" or t == "H":
            break
    # adverbials, then a clause: "said on Tuesday he would go"
    j = k
    while j < hi and tags[j] in "IRYF0t":
        if tags[j] in "RY0":
            j += 1
            continue
        stop = right_phrase(p, j + 1, hi)
        if stop == j + 1:
            if tags[j + 1 : j + 2] == "Y":
                j += 2
                continue
            return None
        j = stop
    if j > k and j < hi and tags[j] in "HUD" and (tags[j] == "U" or not VERBAL.isdisjoint(tags[j + 1 : j + 12])):
        return j
    return None


def _clausal(p: Paragraph, begin: int, hi: int, g: Group) -> bool:
    """Do the words that begin at `begin` hold a finite verb soon enough to be a clause?"""
    if "clause" not in g.verb.takes:
        return False
    tags = p.tags[begin + (p.tags[begin] != "U") : min(begin + 25, hi)]
    if g.verb.kind == "finding" and tags[:1] not in ("W", "U", "S"):
        stop = right_phrase(p, begin, hi)
        while stop < hi and p.tags[stop] == "R":
            stop += 1
        return stop < hi and p.tags[stop] in VERBAL
    if "object" in g.verb.takes:
        # announced two cuts, some felt …: an object, and the writer's own words
        whole = p.tags[g.start - 1 : g.start] not in ("w", "W") and _PARTED.match(tags)
        tags = tags if whole else tags.split(",")[0]
    return not VERBAL.isdisjoint(tags)


_PARTED = re.compile(r"\A[DPN0EgfC]+,[SIZWw][^,]+,R?[VXAME]")  # "the pier, if nothing is done, will …"


def _passive(p: Paragraph, g: Group, hi: int, lo: int) -> Found | None:
    """ "The plan was praised by the mayor"; "it was reported that …"."""
    tags, words, k = p.tags, p.words, g.end
    if k >= hi:
        return None
    subject = left_phrase(p, g.start, lo)
    extraposed = bool(subject) and words[subject[0]].lower() == "it" and "clause" in g.verb.takes
    if words[k].lower() == "by" and subject and ("object" in g.verb.takes or extraposed):
        stop = right_phrase(p, k + 1, hi)
        if stop > k + 1:
            content = subject
            if words[subject[0]].lower() == "it":
                at = next((j for j in range(stop, min(stop + 12, hi)) if tags[j] == "W"), None)
                if at is None:
                    return None  # "it was praised by the mayor": what was?
                content = (at, clause_end(p, at, hi, []))
            return Found([(k + 1, stop)], [(g.start, k + 1)], [content], "by", g.verb, g.at)
    if tags[k] == "W" and words[k].lower() == "that" and subject and words[subject[0]].lower() == "it":
        return Found([], [(g.start, k)], [(k, clause_end(p, k, hi, []))], "it was", g.verb, g.at)
    return None
