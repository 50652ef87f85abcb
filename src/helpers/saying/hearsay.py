"""What a speaker was told by somebody else: hearsay inside what is said in quotation marks."""

from __future__ import annotations

import re

# In spoken words only what the speaker says of their own circle, or was told themselves, counts: "my aunt says …",
# "they tell us …". "Ministers say …" in a quotation is an argument, not hearsay.
_SAYS = r"(?:said|says|reckons?|reckoned|swears?|swore|claims?|claimed|heard|thinks|tells? (?:me|us)|told (?:me|us))"
_KIN = re.compile(
    rf"\b(?P<source>(?:[Mm]y|[Oo]ur) [a-z]+(?:[ -][a-z]+)?) (?P<cue>{_SAYS})(?:,| that)? (?P<content>\S[^;\n]*)"
)
_TOLD = re.compile(
    r"\b(?P<source>[Tt]hey|[Hh]e|[Ss]he|[Ss]omebody|[Ss]omeone|[Pp]eople) "
    r"(?P<cue>(?:had |have )?(?:told|tell|tells) (?:me|us)),?(?: that)? (?P<content>\S[^;\n]*)"
)
# what stands in every match of a pattern: quicker to look for than the pattern
_PATTERNS = ((_KIN, ("my ", "My ", "our ", "Our ")), (_TOLD, ("told ", "tell")))
_WHO = re.compile(r"\b(?:[Mm]y|[Oo]ur) [a-z]+\b")
# "…, and I …", "….": where what was told ends and the speaker goes on
_END = re.compile(r", (?:and|but|so) |[.!?](?=\s+[A-Z“\"‘']|$)")
_OPENING, _CLOSING = "“‘\"'`", "”’\"' "


def nested(text: str, row: dict) -> list[dict]:
    """The hearsay told within the quoted content of an attribution, as rows like it (type hearsay).

    >>> t = "“My aunt told me the gate was shut,” she said."
    >>> [r] = nested(t, {"content": [[0, 36]], "source": [[37, 40]], "cue": [[41, 45]], "type": "source"})
    >>> [t[s:e] for part in ("source", "cue", "content") for s, e in r[part]]
    ['My aunt', 'told me', 'the gate was shut']
    """
    if row["type"] != "source":
        return []
    found = []
    for start, end in row["content"]:
        if text[start] not in _OPENING:
            continue
        said = text[start:end]
        for pattern, hints in _PATTERNS:
            for hint in hints:
                if hint in said:
                    break
            else:
                continue
            for m in pattern.finditer(text, start, end):
                source = [list(m.span("source"))]
                if pattern is _TOLD:
                    earlier = list(_WHO.finditer(text, max(start, m.start() - 60), m.start()))
                    if not earlier and m["source"].lower() in ("he", "she"):
                        continue
                    if earlier and m["source"].lower() in ("he", "she"):
                        source.insert(0, list(earlier[-1].span()))
                stop = _content_end(text, m.start("content"), m.end("content"))
                if stop - m.start("content") > 3:
                    found.append(_row(text, source, list(m.span("cue")), [m.start("content"), stop]))
                break  # one for a quotation
    return found[:1]


def _content_end(text: str, start: int, end: int) -> int:
    quoted = text[start] in "‘“\"'"
    stop = None if quoted else _END.search(text, start, end)
    end = stop.start() if stop else end
    return end if quoted else start + len(text[start:end].rstrip(_CLOSING + ","))


def _row(text: str, source: list, cue: list, content: list) -> dict:
    return {
        "source": source, "cue": [cue], "content": [content],
        "form": "direct" if text[content[0]] in "‘“\"'" else "indirect", "type": "hearsay", "confidence": 0.5,
    }  # fmt: skip
