"""`samestory`: from a folder of captures to tidy tables or a report."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import UserError, one_line

if TYPE_CHECKING:
    from helpers.engine.hands import Run


# The rows of a corpus are many and no garbage: to look through them as often as Python does by itself took 7 %
# of the time of a run over 300 articles, and takes 2 % like this.
UNHURRIED = (50_000, 20, 100)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        raise UserError(f"{message}; see samestory --help.")


def main(argv: list[str] | None = None) -> int:
    """Run a command; the exit code is 0, or 2 after one plain sentence on stderr."""
    gc.set_threshold(*UNHURRIED)
    # What lies where the command is called is nobody's module: other processes of ours are not to look there.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        args = _parser().parse_args(argv)
        print(args.run(args))
        return 0
    except UserError as e:
        print(f"samestory: {one_line(str(e))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("samestory: stopped; nothing was changed.", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="samestory",
        description="Compare how outlets tell the same story: tidy tables and an HTML report from captured pages.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    report = commands.add_parser("report", help="run the notebooks over a corpus and write an HTML report")
    report.add_argument("corpus", nargs="?", metavar="CORPUS", help="folder or file of captures (default: the sample)")
    report.add_argument("--out", metavar="DIR", help="where the report goes (default: reports/NAME)")
    report.add_argument("--no-text", action="store_true", help="leave out the captured pages (copyright)")
    report.set_defaults(run=_report)
    tidy = commands.add_parser("tidy", help="write the tidy tables")
    tidy.add_argument("corpus", metavar="CORPUS", help="folder or file of captures")
    tidy.add_argument("--out", metavar="DIR", required=True, help="where the tables go")
    tidy.add_argument("--format", default="parquet", metavar="parquet|csv|jsonl", help="default: parquet")
    tidy.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="a dask scheduler whose workers do the work")
    tidy.set_defaults(run=_tidy)
    return parser


def _report(args: argparse.Namespace) -> Path:
    from helpers.corpus import SAMPLE
    from helpers.engine.hands import Run, cores
    from helpers.engine.progress import Progress
    from helpers.report import make

    corpus = Path(args.corpus) if args.corpus else SAMPLE
    out = Path(args.out) if args.out else Path("reports") / (corpus.resolve().stem or "corpus")
    started, run = time.monotonic(), Run(cores())
    with Progress() as progress:
        made = make(corpus, out, not args.no_text, progress, run)
    _sum_up(run, time.monotonic() - started)
    return made


def _tidy(args: argparse.Namespace) -> Path:
    from helpers.corpus import tidy
    from helpers.engine.hands import Run, cores
    from helpers.engine.progress import Progress

    started, run = time.monotonic(), Run(cores(), args.scheduler)
    with Progress() as progress:
        made = tidy(Path(args.corpus), Path(args.out), args.format, progress, run)
    _sum_up(run, time.monotonic() - started)
    return made


def _sum_up(run: Run, seconds: float) -> None:
    """What was done and what it took, on stderr."""
    rate = run.pages / max(seconds, 0.1)
    pages = "1 page" if run.pages == 1 else f"{run.pages:,} pages"
    print(
        f"samestory: {pages} ({run.kept:,} known from an earlier run) in {seconds:,.1f} s, "
        f"{rate:,.0f} a second{_memory()}.", file=sys.stderr,
    )


def _memory() -> str:
    """The most memory that this process, or the largest one it started, has held; nothing where it is not known."""
    try:
        import resource
    except ImportError:  # not on Windows
        return ""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 if sys.platform == "darwin" else 1024
    return f", at most {most * unit / 1e6:,.0f} MB in one process"


if __name__ == "__main__":
    sys.exit(main())
