"""Write the sample corpus and its truth tables from the sources in `pages/`.

    python tests/sample_source/build.py            write data/sample
    python tests/sample_source/build.py --check    change nothing; exit 1 if data/sample is not what would be written
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from layout import page_bytes, record  # noqa: E402
from markup import Source, read_source  # noqa: E402
from truth import tables  # noqa: E402

SAMPLE = HERE.parents[1] / "data" / "sample"
MANIFEST = ("file", "outlet", "url", "published", "story")
KEPT = {"README.md", "labels.csv"}  # written by hand


def sources() -> list[Source]:
    """All sources, in the order of their file and record."""
    found = [read_source(p) for p in sorted((HERE / "pages").glob("*.txt"))]
    return sorted(found, key=lambda s: (s.header["path"], int(s.header.get("record", 0))))


def lines(rows: list[dict]) -> bytes:
    rows = (json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in rows)
    return "".join(row + "\n" for row in rows).encode("utf-8")


def files(found: list[Source]) -> dict[str, bytes]:
    """Every file of the sample by its path in it."""
    out: dict[str, bytes] = {}
    records: dict[str, list[dict]] = {}
    listed = []
    for source in found:
        path = source.header["path"]
        if source.header["format"] == "jsonl":
            records.setdefault(path, []).append(record(source))
        else:
            out[path] = page_bytes(source)
            # A page says little of itself; which story it tells, the collector knows.
            given = source.header.get("manifest", "").split()
            cells = {"outlet": "outlet_name", "url": "url", "published": "date"}
            told = {c: source.header[h] if h in given else "" for c, h in cells.items()}
            listed.append({"file": path, **told, "story": source.header.get("story", "")})
    out |= {path: lines(rows) for path, rows in records.items()}
    out |= {f"truth/{name}.jsonl": lines(rows) for name, rows in tables(found).items()}
    if listed:
        sheet = io.StringIO()
        writer = csv.DictWriter(sheet, MANIFEST, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
        out["manifest.csv"] = sheet.getvalue().encode("utf-8")
    return out


def on_disk() -> set[str]:
    return {p.relative_to(SAMPLE).as_posix() for p in SAMPLE.rglob("*") if p.is_file()} - KEPT


def main(args: list[str]) -> int:
    wanted = files(sources())
    stale = sorted(on_disk() - wanted.keys())
    differing = [
        name
        for name, data in sorted(wanted.items())
        if not (SAMPLE / name).is_file() or (SAMPLE / name).read_bytes() != data
    ]
    if "--check" in args:
        for name in differing + stale:
            print(f"data/sample/{name} is not what the sources say; run {Path(__file__).name}", file=sys.stderr)
        return 1 if differing or stale else 0
    for name in differing:
        target = SAMPLE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(target.name + ".new")
        beside.write_bytes(wanted[name])
        os.replace(beside, target)
    for name in stale:
        (SAMPLE / name).unlink()
    print(f"{len(wanted)} files, {len(differing)} written, {len(stale)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
