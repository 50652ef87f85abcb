"""Every regular expression of the workbook, and strings made from each that drive it to its worst.

Method: the places where backtracking can multiply are repeats; so each pattern is taken apart, and a string is made
that leads up to each of its repeats and then goes on repeating what it takes (as Davis et al., "The impact of regular
expression denial of service (ReDoS) in practice", FSE 2018, find most slow patterns to be of this shape).
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as op
import re._parser as parser
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Pattern = re.Pattern[Any]

COMMON = ("a", "A", "a ", "A ", "Aa ", "Aa. ", "0", "0 ", "0,", "1.", "-", "—", '"', "“", "”", "“a” ", "'", "’", "(",
          ")", "()", "[", "<", "<a ", "<!--", " ", "\t", "\n", " \n", "\r\n", "a\n", "\u00a0", ".", ",", ":", "/", "|",
          "&#", "\\", "{", "@ ", "é", "\u0301", "日", "_", "a-", "a.", "A.", "a’", "A, ", "\x1c")  # fmt: skip


@contextmanager
def collecting() -> Iterator[dict[tuple, Pattern]]:
    """Every pattern that code of ours compiles, or has compiled, while the block runs; {(pattern, flags): it}."""
    found: dict[tuple, Pattern] = {}
    compile_ = re._compile

    def compiled(pattern: Any, flags: int) -> Pattern:
        made = compile_(pattern, flags)
        frame = sys._getframe(2)
        if str(frame.f_globals.get("__name__", "")).startswith("helpers"):
            found[made.pattern, made.flags] = made
        return made

    re._compile = compiled
    try:
        yield found
    finally:
        re._compile = compile_


def in_modules() -> dict[tuple, Pattern]:
    """Every pattern that stands in a module of ours, however deep in tuples, lists and dicts."""
    import helpers

    found: dict[tuple, Pattern] = {}

    def look(value: Any, depth: int = 4) -> None:
        if isinstance(value, re.Pattern):
            found[value.pattern, value.flags] = value
        elif isinstance(value, dict) and depth:
            for item in value.values():
                look(item, depth - 1)
        elif isinstance(value, list | tuple) and depth:
            for item in value:
                look(item, depth - 1)

    for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
        for name, value in list(vars(importlib.import_module(module.name)).items()):
            if name != "__builtins__":
                look(value)
    return found


def attacks(pattern: Pattern, most: int = 40) -> list[tuple[str, str]]:
    """(what leads up, what goes on and on) for a pattern: at most `most`, beside those of COMMON."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.UNICODE & ~re.DEBUG)
    found: dict[tuple[str, str], None] = {}

    def walk(items: Any, before: str) -> str:
        """A string that `items` match, after `before`; on the way every repeat is noted."""
        for kind, value in items:
            if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
                low, high, inner = value
                once = walk(inner, before)[len(before) :]
                if high > 3:
                    found[before[-200:], once or "a"] = None
                    found["", before[-30:] + once] = None
                before += once * max(low, 1 if high else 0)
            elif kind is op.SUBPATTERN:
                before = walk(value[3], before)
            elif kind is op.ATOMIC_GROUP:
                before = walk(value, before)
            elif kind is op.BRANCH:
                ways = [walk(way, before) for way in value[1][:4]]
                before = ways[0]
            elif kind in (op.ASSERT, op.ASSERT_NOT):
                if kind is op.ASSERT and value[0] < 0:
                    before = walk(value[1], before)
                else:
                    walk(value[1], before)
            else:
                before += letter(kind, value)
        return before

    whole = walk(tree, "")
    found["", whole or "a"] = None
    found["", whole[: len(whole) // 2] or "a"] = None
    return list(found)[:most]


def letter(kind: Any, value: Any) -> str:
    """A character that a part of a pattern takes."""
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if kind is op.ANY:
        return "a"
    if kind is op.CATEGORY:
        return {op.CATEGORY_DIGIT: "7", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a", op.CATEGORY_NOT_DIGIT: "a",
                op.CATEGORY_NOT_SPACE: "a", op.CATEGORY_NOT_WORD: " "}[value]  # fmt: skip
    if kind is op.IN:
        if value[0][0] is op.NEGATE:
            taken = [letter(*v) for v in value[1:] if v[0] is not op.RANGE]
            return next(c for c in "aA7 ,.;~^" if c not in taken and not (c == "a" and (op.CATEGORY, op.CATEGORY_WORD)
                                                                           in value))
        return letter(*value[0])
    if kind is op.RANGE:
        return chr(value[0])
    return ""


def strings(pattern: Pattern, size: int) -> Iterator[tuple[str, str | bytes]]:
    """(description, string of about `size` characters) that should be slow for the pattern, if any is."""
    units = [*attacks(pattern), *(("", unit) for unit in COMMON)]
    for before, unit in units:
        for end in ("", "\0!"):
            text = before + unit * (size // len(unit)) + end
            yield f"{before!r} + {unit!r} * n + {end!r}", text if isinstance(pattern.pattern, str) else text.encode()


def run(pattern: Pattern, text: Any) -> int:
    """Look for the pattern all through the text, in each way it may be looked for."""
    return sum(1 for _ in pattern.finditer(text))
