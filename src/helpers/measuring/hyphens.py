"""Where English words may be parted, by the patterns that pyphen ships.

The method is Liang's (Word Hy-phen-a-tion by Com-put-er, Stanford 1983), as pyphen has it. The patterns are read as
the lines they are, and only those that a word meets are taken apart: that is sooner ready, and nothing is
kept for every word ever seen. A test holds `partings` to pyphen's own answer.
"""

from __future__ import annotations

from functools import cache

from helpers import lists


def partings(word: str) -> int:
    """At how many places a word in small letters may be parted, two letters from its ends or further in.

    >>> partings("hyphenation"), partings("legislation"), partings("strength")
    (2, 3, 0)
    """
    patterns, begun = _patterns()
    marked = f".{word}."
    last = len(marked)
    levels = [0] * (last + 1)
    for start in range(last - 1):
        for end in range(start + 1, last + 1):
            letters = marked[start:end]
            if letters in patterns:
                for at, level in _levels(patterns[letters]):
                    if level > levels[start + at]:
                        levels[start + at] = level
            if end - start > 2 and letters not in begun:
                break  # no longer pattern begins so
    return sum([level & 1 for level in levels[3 : len(word)]])


@cache
def _patterns() -> tuple[dict[str, str], frozenset[str]]:
    """The letters of each pattern -> the pattern with its figures; what begins a longer one, from three letters on."""
    path = lists.folder_of("pyphen") / "dictionaries" / "hyph_en_US.dic"
    lines = [line for line in path.read_bytes().split(b"\n") if line and not line[:1].isupper()]
    patterns = b"\n".join(lines)
    letters = patterns.translate(None, b"0123456789").decode("utf-8").split("\n")  # bytes lose their figures sooner
    begun = frozenset([word[:n] for word in letters for n in range(3, len(word))])
    return dict(zip(letters, patterns.decode("utf-8").split("\n"), strict=True)), begun


@cache
def _levels(pattern: str) -> list[tuple[int, int]]:
    """The figures of a pattern, each with its place among the letters."""
    out, at = [], 0
    for c in pattern:
        if c.isdigit():
            out.append((at, int(c)))
        else:
            at += 1
    return out
