"""Every regular expression of the package, and strings made from it that drive it to its worst.

A pattern is found where it is compiled: all modules are imported and all word lists turned into patterns while the
functions of `re` note what is asked of them; those within functions are read from the source. No list is kept by hand.

    python tests/hostile_patterns.py 1000000    how many, which take too long on so many characters, the slowest
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import re._constants as op
import re._parser as parser
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import NamedTuple

NAMES = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
SIGNS = "aA0 .,-'\n\t\"“”’(<&/é日_x;:!?)\x1c\u00a0"  # one of each class that a pattern can tell apart
END = "\x00\n!"  # what hardly a pattern ends on
LIMIT = 8.0  # CPU seconds that a million characters may take, at worst
SHORT = 22  # characters
UNITS = 8  # of a pattern's own repeated pieces that are tried behind each of its beginnings


class Asked(NamedTuple):
    """A pattern as it was given to `re`: its text or bytes, its flags, and the module that asked first."""

    pattern: str | bytes
    flags: int
    module: str


def noted(use: Callable[[], object]) -> list[Asked]:
    """The patterns that modules of the package, not yet imported, hand to `re` while `use` runs, in order."""
    found: dict[tuple[str | bytes, int], str] = {}
    real = {name: getattr(re, name) for name in NAMES}

    def listening(name: str) -> Callable:
        @wraps(real[name])
        def call(pattern, *args, **more):
            module = sys._getframe(1).f_globals.get("__name__", "")
            if module.split(".")[0] == "helpers" and not isinstance(pattern, re.Pattern):
                flags = more.get("flags", args[0] if name == "compile" and args else 0)
                found.setdefault((pattern, int(flags)), module)
            return real[name](pattern, *args, **more)

        return call

    try:
        for name in NAMES:
            setattr(re, name, listening(name))
        use()
    finally:
        for name in NAMES:
            setattr(re, name, real[name])
    return [Asked(pattern, flags, module) for (pattern, flags), module in found.items()]


def everything() -> None:
    """Import every module of the package and call what makes patterns of word lists: cached, and without arguments."""
    import helpers

    for found in sorted(m.name for m in pkgutil.walk_packages(helpers.__path__, "helpers.")):
        module = importlib.import_module(found)
        for made in list(vars(module).values()):
            if hasattr(made, "cache_clear") and made.__module__ == found and not inspect.signature(made).parameters:
                made()


def attacks(pattern: str | bytes, flags: int) -> Iterator[tuple[str, str, str]]:
    """(beginning, unit, end): strings `beginning + unit * n + end` that may cost the pattern more than they should.

    >>> ("ab", "0", END) in set(attacks("ab[0-9]+c", 0)), ("", "ab0", END) in set(attacks("ab[0-9]+c", 0))
    (True, True)
    """
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    tree = parser.parse(text, flags & ~re.LOCALE)
    begins, units = [""], []
    for begin, unit in steps(list(tree), ""):
        begins.append(begin)
        units += unit
    whole = witness(tree)
    begins, units = list(dict.fromkeys(begins)), list(dict.fromkeys(u for u in units if u))
    stride = max(1, len(units) // UNITS)
    for begin in begins[:: max(1, len(begins) // UNITS)]:
        for unit in units[::stride]:
            yield begin, unit, END
        if begin:
            yield "", begin, END
            yield "", begin + " ", END
    for unit in units:
        yield "", unit, END
    if whole:
        yield "", whole, END
        yield "", whole[:-1] or whole, END
        yield "", whole, whole


def steps(items: list, before: str) -> Iterator[tuple[str, list[str]]]:
    """The strings that lead to each place of a sequence, with what may repeat there."""
    for k, (kind, value) in enumerate(items):
        here = before + "".join(map(least, items[:k]))
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = value
            unit = witness(body)
            yield here, [unit, *(c for c in SIGNS if one(body, c)), unit + " "] if most > 9 else []
            yield from steps(list(body), here)
        elif kind is op.SUBPATTERN:
            yield from steps(list(value[3]), here)
        elif kind is op.ATOMIC_GROUP:
            yield from steps(list(value), here)
        elif kind is op.BRANCH:
            for branch in value[1][:9]:
                yield from steps(list(branch), here)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from steps(list(value[1]), here)
        yield here + least((kind, value)), []


def witness(tree: object) -> str:
    """A short string that the pattern matches, lookarounds aside."""
    return "".join(map(least, tree))


def least(item: tuple) -> str:
    kind, value = item
    if kind is op.LITERAL:
        return chr(value)
    if kind in (op.ANY, op.NOT_LITERAL, op.IN):
        return next((c for c in SIGNS if one([item], c)), chr(first(value)) if kind is op.IN else "")
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return witness(value[2]) * min(max(value[0], 1), 20)
    if kind is op.SUBPATTERN:
        return witness(value[3])
    if kind is op.ATOMIC_GROUP:
        return witness(value)
    if kind is op.BRANCH:
        return witness(value[1][0])
    if kind is op.ASSERT and value[0] < 0:
        return witness(value[1])
    return ""


def first(items: list) -> int:
    """Some character of a class that none of `SIGNS` is in."""
    kind, value = next((i for i in items if i[0] in (op.LITERAL, op.RANGE)), (op.LITERAL, ord("~")))
    return value[0] if kind is op.RANGE else value


def one(body: object, sign: str) -> bool:
    """Whether a body is one class of characters that `sign` is in."""
    items = list(body)
    if len(items) != 1:
        return False
    kind, value = items[0]
    if kind is op.SUBPATTERN:
        return one(value[3], sign)
    if kind is op.BRANCH:
        return any(one(b, sign) for b in value[1])
    if kind is op.LITERAL:
        return sign == chr(value)
    if kind is op.NOT_LITERAL:
        return sign != chr(value)
    if kind is op.ANY:
        return sign != "\n"
    if kind is not op.IN:
        return False
    negated = value[0][0] is op.NEGATE
    return any(_in(i, sign) for i in value[negated:]) != negated


def _in(item: tuple, sign: str) -> bool:
    kind, value = item
    if kind is op.LITERAL:
        return sign == chr(value)
    if kind is op.RANGE:
        return value[0] <= ord(sign) <= value[1]
    name = str(value)
    holds = bool(re.match(r"\d" if "DIGIT" in name else r"\s" if "SPACE" in name else r"\w", sign))
    return holds != ("_NOT_" in name)


def seconds(pattern: re.Pattern, parts: tuple[str, str, str], size: int) -> float:
    """CPU seconds that looking for the pattern everywhere in `size` characters of an attack takes."""
    begin, unit, end = parts
    text = begin + unit * max(1, (size - len(begin)) // len(unit)) + end
    given = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    for _ in pattern.finditer(given):
        pass
    return time.process_time() - began


def worst(asked: Asked, size: int = 500, kept: int = 1) -> list[tuple[str, str, str]]:
    """The attacks that take longest on a short string; where one takes a fiftieth of a second, it alone."""
    pattern = re.compile(asked.pattern, asked.flags)
    tried = list(dict.fromkeys(attacks(asked.pattern, asked.flags)))
    found = []
    for length in (SHORT, size):  # where time doubles with every character, a short string is long enough
        found = []
        for parts in tried:
            found.append((seconds(pattern, parts, length), parts))
            if found[-1][0] > 0.02:
                return [parts]
    return [parts for _, parts in sorted(found, reverse=True)[:kept]]


def cost(asked: Asked, size: int) -> tuple[float, str | None]:
    """CPU seconds for `size` characters of the worst attack, or of fewer where that is already too much; and what is
    wrong where time grows faster than the string, or one takes too long (LIMIT)."""
    pattern = re.compile(asked.pattern, asked.flags)
    took, said = 0.0, f"{asked.module}: {asked.pattern!r}"
    for parts in worst(asked):
        before = 0.0
        for length in (SHORT, *(size // 4**k for k in range(4, -1, -1))):
            took = seconds(pattern, parts, length)
            if before > 0.01 and before * 9 < took < 5:  # other work on the machine may have held it up
                before, took = (min(t, seconds(pattern, parts, n)) for t, n in ((before, length // 4), (took, length)))
            if before > 0.01 and took > before * 9:  # four times as long a string
                return took, f"{said} takes {took / before:.0f} times as long for {parts!r}"
            if took > max(0.05 if length == SHORT else 0.5, LIMIT * length / 1_000_000):  # the next may never end
                return took, f"{said} takes {took:.1f} s for {length} characters of {parts!r}"
            before = took
    return took, None


def too_slow(asked: Asked, size: int) -> str | None:
    """What is wrong with a pattern (see `cost`), or None."""
    return cost(asked, size)[1]


def literal() -> Iterator[Asked]:
    """Patterns that stand in the source of functions: found whether or not anything calls them."""
    import helpers

    for path in sorted(Path(helpers.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{name}" for name in NAMES}:
                given = node.args[0]
                if isinstance(given, ast.Constant):
                    said = [ast.unparse(k.value) for k in node.keywords if k.arg == "flags"]
                    last = ast.unparse(node.args[-1])
                    said += [last] if re.fullmatch(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*", last) else []
                    flags = sum({getattr(re, name) for s in said for name in re.findall(r"re\.([A-Z]+)", s)})
                    yield Asked(given.value, int(flags), path.stem)


def all_of_the_package() -> list[Asked]:
    """Every pattern, once; to be asked for in a program that has not imported the package yet."""
    found = noted(everything) + list(literal())
    return list({(a.pattern, a.flags): a for a in reversed(found)}.values())[::-1]


if __name__ == "__main__":
    asked = all_of_the_package()
    found = [(*cost(a, int(sys.argv[1])), f"{a.module}: {a.pattern!r}") for a in asked]
    slowest = [[round(took, 2), said[:150]] for took, _, said in sorted(found, reverse=True, key=lambda f: f[0])[:5]]
    print(json.dumps({"patterns": len(asked), "wrong": [w for _, w, _ in found if w], "slowest": slowest}))
