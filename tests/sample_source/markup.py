"""Read one marked-up page source: blocks, paragraphs, sentences and the marks in them.

A source file is a header (`key: value` lines, up to the first blank line), then blocks, then tables.

    @main body                 a block: role and kind, then words like `glue` or `id=r1`
    #governance                first in a paragraph: its topic (main text only)
    One sentence a line.       lines of a paragraph are joined by a space; a blank line ends it
    == attributions            a table: one row a line, cells divided by blanks

Marks are milestones, so they may overlap: `{F12} … {/F12}`, or `{/}` for the mark opened last.

    {F12} {F12 vaguer}         a fact of facts.csv, with its verdict (states unless said)
    {1c} {1s} {1q}             content, source and cue of attribution 1 (see its row in `== attributions`)
    {N homes 412 homes same}   a number: slot of slots.csv, value, unit, relation
    {L residents}              a label for a referent
    {R S2}                     a passage that stands in several pages (passages.csv says of what kind)
    {Q scare}                  in quotation marks, yet nobody's speech

Two signs make invisible characters visible here: `␣` is a no-break space, `¬` a soft hyphen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

MARK = re.compile(r"\{(/?)([^{}]*)\}")
INVISIBLE = str.maketrans({"␣": "\u00a0", "¬": "\u00ad"})
STRAIGHT_SINGLE = str.maketrans({"“": "'", "”": "'", "‘": "'", "’": "'"})


class SourceError(Exception):
    """A source file breaks the rules above; the message names file and place."""


@dataclass
class Mark:
    key: str
    words: tuple[str, ...]
    start: int
    end: int = -1


@dataclass
class Para:
    """One paragraph (one line of the page): its text, its sentences and marks, offsets within `text`."""

    text: str
    topic: str | None
    sentences: list[tuple[int, int]]
    marks: list[Mark]
    start: int = -1  # where the paragraph begins in the page text; set when the page is laid out


@dataclass
class Block:
    role: str
    kind: str
    flags: frozenset[str]
    attrs: dict[str, str]
    paras: list[Para]


@dataclass
class Source:
    name: str
    header: dict[str, str]
    blocks: list[Block]
    tables: dict[str, list[list[str]]] = field(default_factory=dict)

    def paras(self, role: str | None = None):
        """(block, paragraph) pairs in document order, all or those of one role."""
        return [(b, p) for b in self.blocks if role in (None, b.role) for p in b.paras]


def read_para(lines: list[str], where: str) -> Para:
    """Join the lines of a paragraph, taking its marks out.

    >>> p = read_para(["#money {F1}It cost {N damage 61 m_crowns}61 crowns{/}.", "Much.{/}"], "doc")
    >>> p.text, p.topic, p.sentences
    ('It cost 61 crowns. Much.', 'money', [(0, 18), (19, 24)])
    >>> [(m.key, p.text[m.start : m.end]) for m in p.marks]
    [('F1', 'It cost 61 crowns. Much.'), ('N', '61 crowns')]
    """
    topic = None
    if lines[0].startswith("#"):
        topic, _, lines[0] = lines[0][1:].partition(" ")
        lines = [line for line in lines if line]
    text, sentences, marks, open_marks = "", [], [], []
    for line in lines:
        text += " " if text else ""
        begin, at = len(text), 0
        for found in MARK.finditer(line):
            text += line[at : found.start()]
            at = found.end()
            closing, body = found.groups()
            if not closing:
                key, *words = body.split()
                marks.append(Mark(key, tuple(words), len(text)))
                open_marks.append(marks[-1])
                continue
            matching = [m for m in open_marks if not body or m.key == body]
            if not matching:
                raise SourceError(f"{where}: nothing to close with {found.group()} in: {line}")
            matching[-1].end = len(text)
            open_marks.remove(matching[-1])
        text += line[at:]
        sentences.append((begin, len(text)))
    if open_marks:
        raise SourceError(f"{where}: {open_marks[-1].key} is never closed in: {text[:60]}")
    if text != text.strip() or "  " in text:
        raise SourceError(f"{where}: stray blanks in: {text[:60]}")
    return Para(text, topic, sentences, marks)


def changed(raw: str, changes: list[tuple[str, str]], where: str) -> str:
    """`raw` with each (old, new) put through; every old text must stand there exactly once."""
    for old, new in changes:
        if raw.count(old) != 1:
            raise SourceError(f"{where}: {raw.count(old)} places, not one, for the change of: {old[:70]}")
        raw = raw.replace(old, new)
    return raw


def read_changes(text: str) -> list[tuple[str, str]]:
    """`- old` and `+ new` lines, groups divided by blank lines; `- ` alone is an empty line; none: a true copy."""
    out = []
    for group in re.split(r"\n\s*\n", text.strip("\n")) if text.strip() else []:
        lines = group.split("\n")
        old = "\n".join(line[2:] for line in lines if line.startswith("-"))
        new = "\n".join(line[2:] for line in lines if line.startswith("+"))
        out.append((old, new))
    return out


def read_source(path: Path) -> Source:
    """Read a source file; `base: NAME` with a `== changes` table makes it a changed copy of another one."""
    head, _, raw = path.read_text(encoding="utf-8").partition("\n\n")
    header = dict(re.split(r":\s*", line, maxsplit=1) for line in head.splitlines())
    if "base" in header:
        base = path.with_name(header["base"] + ".txt").read_text(encoding="utf-8")
        own, _, changes = raw.partition("== changes\n")
        if own.strip():
            raise SourceError(f"{path.name}: a changed copy holds nothing but its changes")
        raw = changed(base.partition("\n\n")[2], read_changes(changes), path.name)
    return parse(path, header, raw)


def parse(path: Path, header: dict[str, str], raw: str) -> Source:
    body, *rest = re.split(r"^== (\w+)\n", raw, flags=re.M)
    tables = {
        name: [line.split() for line in text.splitlines() if line.strip()]
        for name, text in zip(rest[::2], rest[1::2], strict=True)
    }
    body = body.translate(INVISIBLE)
    if header.get("quotes") == "straight_single":
        body = body.translate(STRAIGHT_SINGLE)
    if header.get("accents") == "decomposed":
        body = unicodedata.normalize("NFD", body)
    source = Source(path.stem, header, [], tables)
    for chunk in re.split(r"^@", body, flags=re.M)[1:]:
        first, _, text = chunk.partition("\n")
        role, kind, *words = first.split()
        attrs = dict(w.split("=", 1) for w in words if "=" in w)
        if role == "include":
            include(source, path.with_name(kind + ".txt"))
            continue
        paras = [
            read_para(group.split("\n"), f"{path.name} @{role} {kind}")
            for group in re.split(r"\n\s*\n", text.strip("\n"))
            if group.strip()
        ]
        source.blocks.append(Block(role, kind, frozenset(w for w in words if "=" not in w), attrs, paras))
    return source


def include(source: Source, path: Path) -> None:
    """Put the main article of another source here, as a carrier prints it: with the carrier's characters."""
    _head, _, raw = path.read_text(encoding="utf-8").partition("\n\n")
    carried = {k: source.header[k] for k in ("quotes", "accents") if k in source.header}
    other = parse(path, carried, raw)
    source.blocks += [b for b in other.blocks if b.role == "main" and "uncarried" not in b.flags]
    source.tables.setdefault("attributions", []).extend(other.tables.get("attributions", []))
