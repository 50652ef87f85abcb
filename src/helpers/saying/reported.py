"""Cue first: X said that …; X told Y …; X, who denied …; X praised …; …, adding that …."""

from __future__ import annotations

from helpers.saying.clauses import Paragraph
from helpers.saying.cues import LINKS, Found, Group, Range, present
from helpers.saying.phrases import VERBAL, first_subject, left_phrase, right_phrase
from helpers.saying.words import word_set


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
    if "quote" in g.verb.takes and len(g.verb.takes) == 1 and not any(t in LINKS for t in tags[g.end : g.end + 8]):
        return None
    begin, cue_end = _content_start(p, g, hi)
    inside = _inside_relative(p, g, source, hi)
    if inside:
        return inside
    if begin is None:
        return None
    clausal = tags[begin] in "WQKL" or _clausal(p, begin, hi, g)
    end = clause_end(p, begin, hi, later, g.form) if clausal else _object_end(p, begin, hi, later)
    if tags[begin] == "Q" and "clause" not in g.verb.takes and tags[begin + 1 : begin + 2] in ("F", "I", "C", "t"):
        end = begin + 1  # "opts for “another way” for the sake of …"
    end = _within_outer_clause(p, source, begin, end, sentence)
    while end > begin and tags[end - 1] in ",-:;C":
        end -= 1
    if end <= begin or (g.verb.lemma == "call" and not clausal and _merely_called(p, g, begin, end)):
        return None
    if g.verb.kind in ("thought", "finding", "stance") and "M" in tags[g.start : g.at]:
        return None  # "would prefer", "will find"
    rule = "that" if tags[begin] == "W" else "quoted" if tags[begin] in LINKS else "clause" if clausal else "object"
    if g.form == "ing" and not g.continuous:
        rule = "participle " + rule
    if g.infinitive and not _uttered(p, g) and not any(t in LINKS for t in tags[begin : begin + 2]):
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
    if tags[relative] not in "wW" or tags[g.end] not in "AMXVE" or p.words[relative].lower() in ("who", "if", "how", "why"):
        return None
    if tags[relative] == "W" and p.words[relative].lower() == "that" and tags[relative - 1 : relative] not in ("N", "P", "g"):
        return None
    end = clause_end(p, g.end, hi, [])
    comma = tags.find(",", g.end, end)
    parts = [(relative, relative + 1), (g.end, comma if comma > g.end and tags[relative - 1] == "," else end)]
    return Found([source], [(g.start, g.end)], parts, "clause", g.verb, g.at, present(g))


def _merely_called(p: Paragraph, g: Group, begin: int, end: int) -> bool:
    """ "called the office", "a town called Arton": an object, and nothing that it is called."""
    if p.words[begin - 1].lower() in ("for", "on"):
        return False
    if any(t in LINKS for t in p.tags[begin:end]):
        return False
    stop = right_phrase(p, begin, end)
    return stop >= end or p.tags[stop] in "tIYRF"


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
    return p.words[near[1] - 1].lower() in ("statement", "statements") and near[0] > lo and p.tags[near[0] - 1] in "VXEZG"


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
    return any(w.lower() in word_set("documents.txt") for w in p.words[at : right_phrase(p, at, hi)])


def _far_start(p: Paragraph, k: int, hi: int) -> int | None:
    """ "said in a speech on Tuesday that …": the start of the words beyond the adverbials."""
    tags, words = p.tags, p.words
    if k >= hi or tags[k] not in "IRYtFSG,DPZfN":
        return None
    for j in range(k, min(k + 22, hi)):
        t = tags[j]
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
    if j > k and j < hi and tags[j] in "HUD" and (tags[j] == "U" or any(t in VERBAL for t in tags[j + 1 : j + 12])):
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
        tags = tags.split(",")[0]  # announced two cuts, some felt …: an object, and the writer's own words
    return any(t in VERBAL for t in tags)


def clause_end(p: Paragraph, begin: int, hi: int, later: list[Group], form: str = "") -> int:
    """Where an indirect clause ends: the sentence, or a new cue of the same source, or ", but …"."""
    tags, words = p.tags, p.words
    if tags[begin] in "KL" and not (tags[begin] == "K" and begin + 1 < hi and tags[begin + 1] not in ",-"):
        k = begin
        while k + 1 < hi and tags[k + 1] in LINKS:
            k += 1
        if tags[k] == "L" or k + 1 >= hi or tags[k + 1] in ",-;.":
            return k + 1
    cues = {g.start: g for g in later}
    for k in range(begin + 1, hi):
        t = tags[k]
        if t == ";":
            return k
        if t == "-" and k + 1 < hi and tags[k + 1] in "CB":
            return k
        if t == "K":
            if k + 1 < hi and (tags[k + 1] == "G" or (tags[k + 1] == "C" and _new_cue(tags, k + 2, cues))):
                return k + 1
            continue
        if t == "," and k + 1 < hi:
            nxt = tags[k + 1]
            if nxt in "Sw" and tags[begin] == "t":
                return k
            if nxt == "B" or words[k + 1].lower() in ("although", "though", "according", "whereas"):
                return k
            if nxt == "G" or (nxt == "R" and tags[k + 2 : k + 3] == "G"):
                return k
            if (nxt == "C" or words[k + 1].lower() in ("while", "as")) and _new_cue(tags, k + 2, cues):
                return k
            if nxt == "C" and tags[k + 2 : k + 3] in ("S", "E", "X", "A"):
                return k
            if nxt in "HPD" and _new_cue(tags, k + 1, cues, beside_quotation=True):
                return k
            if nxt == "w" and words[k + 1].lower() == "which":
                continue
        if t == "C" and k + 1 in cues and cues[k + 1].form == form:
            return k
        if t == "C" and tags[k + 1 : k + 2] in ("H", "P", "D", "0") and _new_cue(tags, k + 1, cues):
            return k
        if t in "CB" and k + 1 in cues and cues[k + 1].form in ("past", "s") and "clause" in cues[k + 1].verb.takes:
            return k
    end = hi
    while end > begin and tags[end - 1] in ".":
        end -= 1
    return end


def _new_cue(tags: str, at: int, cues: dict[int, Group], beside_quotation: bool = False) -> bool:
    """Does a cue with or without a subject of its own follow (", and three others said")?"""
    for k in range(at, min(at + 7, len(tags))):
        if k in cues:
            g = cues[k]
            if beside_quotation and (tags[g.end : g.end + 1] not in (",", ":") or tags[g.end + 1] not in LINKS):
                return False
            return (
                g.form in ("past", "s")
                and not g.passive
                and (k == at or "aside" in g.verb.takes or (tags[at] == "H" and g.verb.kind in ("speech", "writing")))
            )
        if tags[k] not in "DHPN0gfR" and not (tags[k] == "I" and tags[k - 1] == "0"):
            return False
    return False


def _within_outer_clause(p: Paragraph, source: Range, begin: int, end: int, sentence: int) -> int:
    """Cut at the comma that closes ", who said …," or "While he says …, she …"."""
    tags = p.tags
    opens = source[0] - 1
    while opens > sentence and tags[opens] in "R":
        opens -= 1
    if source[1] and tags[source[1] - 1] == "w" and tags[source[1] - 2 : source[1] - 1] == ",":
        ends = "VXAMEU"
    elif tags[sentence] == "S" and (opens <= sentence or "," not in tags[sentence : source[0]]):
        ends = "HUDPNg0"
    elif sentence <= opens < source[0] and tags[opens] == "S" and tags[opens - 1] in ",BC":
        ends = "HUDPNg0"
    else:
        return end
    for k in range(begin + 1, end):
        if tags[k] == "," and k + 1 < end and tags[k + 1] in ends:
            return k
    return end


def _object_end(p: Paragraph, begin: int, hi: int, later: list[Group]) -> int:
    """Where the object of "praised", "denied", "called" ends."""
    tags, words = p.tags, p.words
    cues = {g.start for g in later}
    for k in range(begin + 1, hi):
        t = tags[k]
        if t in ";-(:" or (t == "S" and p.words[k].lower() not in ("as", "than")) or t == "B":
            return k
        if t == "," and words[k + 1 : k + 2] in (["along"], ["including"]):
            continue
        if t == "," and not (tags[k + 1 : k + 2] and tags[k + 1] in "PN" and tags[k + 2 : k + 3] in (",", "C")):
            return k
        if t == "C" and (k + 1 in cues or tags[k + 1 : k + 2] in ("X", "A", "M")):
            return k
        if t == "C" and tags[k + 1 : k + 2] == "E" and tags[k + 2 : k + 3] and tags[k + 2] in "tIDHWo":
            return k
        if t == "Y" or (t == "I" and tags[k + 1 : k + 2] == "Y"):
            return k
        if t == "K" and tags[k + 1 : k + 2] == "G":
            return k + 1
        if t == "L" and k + 1 < hi:
            return k + 1
    end = hi
    while end > begin and tags[end - 1] == ".":
        end -= 1
    return end


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
