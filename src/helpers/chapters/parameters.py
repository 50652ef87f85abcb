"""The parameters of the methods: every number that the code decides by, as its own source states it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import helpers

_CONSTANT = re.compile(r"\A([A-Z][A-Z0-9_]*) = (-?[0-9][0-9_.]*)(?: +# *(.*))?")
UNDECIDING = ("engine", "showing", "figures", "show")  # rooms whose numbers decide how things run and look, not results


@cache
def parameters() -> tuple[dict[str, str], ...]:
    """Each numeric constant of the methods: module, parameter, value, meaning (the comment beside it; else empty).

    Read from the source, so that no list has to be kept in step with it.

    >>> [p["value"] for p in parameters() if (p["module"], p["parameter"]) == ("significance", "alpha")]
    ['0.05']
    """
    root = Path(helpers.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        module = path.relative_to(root).with_suffix("").as_posix()
        if module.split("/")[0] in UNDECIDING:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if m := _CONSTANT.fullmatch(line):
                name = m[1].lower().replace("_", " ")
                found.append({"module": module, "parameter": name, "value": m[2].replace("_", ""),
                              "meaning": (m[3] or "").strip()})
    return tuple(found)
