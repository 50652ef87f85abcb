"""How long the whole workbook takes, beside the pipeline that a user would assemble, in CPU time, in one run.

    python benchmarks/speed.py [REFERENCE] [--peer PYTHON] [--n 1000] [--turns 1] [--sizes 300 1000]
        [--large] [--archive]

REFERENCE is a folder that holds `eval/allsides` and `eval/peers` (default: the environment variable
SAMESTORY_REFERENCE). PYTHON is the interpreter of an environment with `eval/peers/peer_requirements.txt`; without it
the pipeline is left out, and that is said. Every report is made cold, by the command, with a cache of its own that is
thrown away. Prints, each with its bar:

* a whole report of n articles less that of 10 (so without start-up), beside the stages of the pipeline on the same
  articles, and beside one pass of the regular expression for words: medians of the ratios of --turns turns;
* how the time of a report grows over --sizes (exponent; up to 3,000 articles come from the sample, more from
  `allsides/tile.py`; --large is 39,000), its memory (all its processes together) and its size;
* tables of the largest size: with one processor and with two, by the clock;
* the start of Python, of `samestory --help` and of `import helpers`;
* with --archive, the time and memory of tables of 390,000 articles (hours).

CPU seconds are those of all processes that a command started. Memory is looked at every second; what processes share
counts once (proportional set size), where the system tells. Read times by the clock on a quiet machine only: the load
is printed.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

FEW = 10  # articles of the report that is subtracted: start-up, imports, empty notebooks
SAMPLE, LARGE, ARCHIVE = 3_000, 39_000, 390_000
STARTS = 7
OURS = ("samestory", "numpy", "pandas", "scipy", "scikit-learn", "pyarrow", "matplotlib", "nbclient")
THEIRS = ("spacy", "textacy", "textstat", "scikit-learn", "pandas")


class Cost(NamedTuple):
    cpu: float  # seconds, of all processes
    clock: float
    memory: float  # MB, all processes together at their most


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("reference", nargs="?", default=os.environ.get("SAMESTORY_REFERENCE"))
    ap.add_argument("--peer", metavar="PYTHON", help="interpreter of the environment of the pipeline")
    ap.add_argument("--n", type=int, default=1000)
    ap.add_argument("--turns", type=int, default=1)
    ap.add_argument("--sizes", type=int, nargs="*", default=[300, 1000])
    ap.add_argument("--large", action="store_true", help=f"{LARGE:,} articles as well")
    ap.add_argument("--archive", action="store_true", help=f"tables of {ARCHIVE:,} articles as well")
    options = ap.parse_args()
    if not options.reference:
        ap.error("give the reference folder, or set SAMESTORY_REFERENCE")
    evaluation = Path(options.reference) / "eval"
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {load()}; "
          + ", ".join(f"{name} {version(name)}" for name in OURS), flush=True)
    with tempfile.TemporaryDirectory(prefix="samestory-speed-") as folder:
        corpora = Corpora(Path(folder), evaluation / "allsides")
        start()
        known = beside(corpora, evaluation / "peers/peer_pipeline.py", options)
        growth(corpora, sorted({*options.sizes, *([LARGE] if options.large else [])}), known)
        processes(corpora, min(SAMPLE, max(options.sizes, default=options.n)))
        if options.archive:
            archive(corpora)


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def show(what: str, value: str, bar: str = "") -> None:
    print(f"{what:76}{value:>22}   {bar}".rstrip(), flush=True)


class Corpora:
    """Folders of so many articles of one collection, made when they are asked for."""

    def __init__(self, folder: Path, source: Path):
        self.folder, self.source = folder, source

    def of(self, n: int) -> Path:
        made = self.folder / f"articles-{n}"
        if not made.exists():
            made.mkdir()
            records = self.source / "sample.jsonl.gz"
            if n > SAMPLE:
                records = self.folder / f"tiled-{n}.jsonl.gz"
                subprocess.run([sys.executable, self.source / "tile.py", str(-(-n // SAMPLE)), records], check=True)
            with gzip.open(records, "rb") as lines, (made / "articles.jsonl").open("wb") as out:
                out.writelines(islice(lines, n))
        return made

    def texts(self, n: int) -> list[str]:
        lines = (self.of(n) / "articles.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]


def samestory(*arguments: object, **more) -> Cost:
    """What a command costs whose cache is empty."""
    with tempfile.TemporaryDirectory(prefix="samestory-cache-") as cache:
        return cost([sys.executable, "-m", "helpers.cli", *map(str, arguments)], XDG_CACHE_HOME=cache, **more)


def cost(command: list, processors: int | None = None, **env: str) -> Cost:
    """What a command costs, with all processes that it starts; on at most so many `processors`."""
    before, began = os.times(), time.perf_counter()
    narrow = (lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])) if processors else None
    done = subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            preexec_fn=narrow)  # fmt: skip
    most = [0.0]
    watcher = threading.Thread(target=_watch, args=(done, most), daemon=True)
    watcher.start()
    said = done.communicate()[1]
    clock, after = time.perf_counter() - began, os.times()
    watcher.join()
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} stopped: {said.decode(errors='replace')[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(cpu, clock, most[0])


def _watch(process: subprocess.Popen, most: list[float]) -> None:
    """Keep in `most` the most memory (MB) that a process and its descendants hold; 0 where the system does not say."""
    while process.poll() is None:
        held = 0.0
        for pid in _family(process.pid):
            with contextlib.suppress(OSError):
                told = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                held += sum(int(line.split()[1]) for line in told if line.startswith("Pss:")) / 1024
        most[0] = max(most[0], held)
        time.sleep(1)


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def start() -> None:
    """How long Python, the command and the package take to start: medians, by the clock and in CPU time."""
    python = [sys.executable]
    for what, arguments, bar in (
        ("start of Python itself", ["-c", "pass"], ""),
        ("start of samestory --help", ["-m", "helpers.cli", "--help"], "bar 0.3 s"),
        ("import helpers", ["-c", "import helpers"], "bar 0.5 s"),
    ):
        turns = [cost(python + arguments) for _ in range(STARTS)]
        clock, cpu = median(t.clock for t in turns), median(t.cpu for t in turns)
        show(f"{what}: by the clock, CPU", f"{clock:.2f} s, {cpu:.2f} s", bar)


def beside(corpora: Corpora, pipeline: Path, options: argparse.Namespace) -> dict[int, Cost]:
    """The report beside the pipeline and beside a pass of a regular expression; what reports of each size cost."""
    from helpers import spans

    peer = _peer(pipeline, options)
    ratios: dict[str, list[float]] = {"peer": [], "words": []}
    texts = corpora.texts(options.n)
    for turn in range(options.turns):
        made = {n: report(corpora, n) for n in (options.n, FEW)}
        ours = made[options.n].cpu, made[FEW].cpu
        began = time.process_time()
        for text in texts:
            spans.WORD.findall(text)
        words = time.process_time() - began
        ratios["words"].append((ours[0] - ours[1]) / words)
        said = f"{ours[0]:.0f} - {ours[1]:.0f} s; words {words:.2f} s"
        if peer:
            theirs = _peer_seconds(peer, pipeline, corpora, options.n)
            ratios["peer"].append(theirs / (ours[0] - ours[1]))
            said += f"; pipeline {theirs:.0f} s"
        show(f"turn {turn + 1}: report of {options.n:,} articles less that of {FEW}, CPU", said)
    if peer:
        show("the pipeline's stages / the report", f"{median(ratios['peer']):.2f}", "bar 20, stretch 40")
    show("the report / one pass over the words", f"{median(ratios['words']):.0f}", "bar 40, stretch 20")
    return made


def _peer(pipeline: Path, options: argparse.Namespace) -> str | None:
    if not options.peer:
        print("No --peer was given: the pipeline that a user would assemble is left out.")
        return None
    ask = "import sys, importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
    said = subprocess.run([options.peer, "-c", ask, *THEIRS], capture_output=True, text=True)
    if said.returncode or not pipeline.exists():
        print(f"The pipeline is left out: {options.peer} lacks its packages, or {pipeline.name} is not there.")
        return None
    print(f"Pipeline: {said.stdout.strip()}", flush=True)
    return options.peer


def _peer_seconds(peer: str, pipeline: Path, corpora: Corpora, n: int) -> float:
    """CPU seconds of the stages of the pipeline, start-up left out as it measures itself."""
    result = corpora.folder / "peer.json"
    cost([peer, pipeline, corpora.of(n) / "articles.jsonl", "--n", str(n), "--json", result])
    return json.loads(result.read_text())["cpu"]


def report(corpora: Corpora, n: int) -> Cost:
    return samestory("report", corpora.of(n), "--out", corpora.folder / f"report-{n}")


def growth(corpora: Corpora, sizes: list[int], known: dict[int, Cost]) -> None:
    """Reports of several sizes: time, memory, size; and the exponent of time less that of FEW articles."""
    seconds = []
    for n in sizes:
        made = known.get(n) or report(corpora, n)
        seconds.append(made.cpu - known[FEW].cpu)
        files = (corpora.folder / f"report-{n}").rglob("*")
        weight = sum(p.stat().st_size for p in files if p.is_file()) / 1e6
        show(f"report of {n:,} articles: CPU, by the clock, memory, size",
             f"{made.cpu:.0f} s, {made.clock:.0f} s, {made.memory:,.0f} MB, {weight:.1f} MB",
             "bar 15 min, 4 GB, 20 MB" if n == LARGE else "")
    if len(sizes) > 1:
        show(f"exponent of time, {sizes[0]:,} to {sizes[-1]:,} articles", f"{exponent(sizes, seconds):.2f}", "bar 1.1")


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """The slope of the logarithm of time over that of size (least squares)."""
    x, y = ([math.log(max(v, 1e-9)) for v in values] for values in (sizes, seconds))
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)


def processes(corpora: Corpora, n: int) -> None:
    """Tables of `n` articles on one processor and on two, by the clock."""
    if len(getattr(os, "sched_getaffinity", lambda _: ())(0)) < 2:
        print("Fewer than two processors, or none that can be chosen: one against two is left out.")
        return
    one, two = (samestory("tidy", corpora.of(n), "--out", corpora.folder / f"tables-{k}", processors=k) for k in (1, 2))
    show(f"tables of {n:,} articles, by the clock: one processor / two ({load()})",
         f"{one.clock / two.clock:.2f}", "bar 1.7 on 3,000, quiet")
    show("memory of these tables (two processors)", f"{two.memory:,.0f} MB")


def archive(corpora: Corpora) -> None:
    """Tables of an archive."""
    made = samestory("tidy", corpora.of(ARCHIVE), "--out", corpora.folder / "archive")
    show(f"tables of {ARCHIVE:,} articles: CPU, by the clock, memory",
         f"{made.cpu:.0f} s, {made.clock:.0f} s, {made.memory:,.0f} MB", "bar 2 GB")


if __name__ == "__main__":
    main()
