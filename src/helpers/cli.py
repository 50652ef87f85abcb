"""`samestory`: from a folder of captures to tidy tables or a report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from helpers.errors import UserError, one_line


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        raise UserError(f"{message}; see samestory --help.")


def main(argv: list[str] | None = None) -> int:
    """Run a command; the exit code is 0, or 2 after one plain sentence on stderr."""
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
    tidy.set_defaults(run=_tidy)
    return parser


def _report(args: argparse.Namespace) -> Path:
    from helpers.corpus import SAMPLE
    from helpers.progress import Progress
    from helpers.report import make

    corpus = Path(args.corpus) if args.corpus else SAMPLE
    out = Path(args.out) if args.out else Path("reports") / (corpus.resolve().stem or "corpus")
    with Progress() as progress:
        return make(corpus, out, with_text=not args.no_text, progress=progress)


def _tidy(args: argparse.Namespace) -> Path:
    from helpers.corpus import tidy
    from helpers.progress import Progress

    with Progress() as progress:
        return tidy(Path(args.corpus), Path(args.out), args.format, progress)


if __name__ == "__main__":
    sys.exit(main())
