"""Coverage-guided fuzzing of what reads captured pages; a finding is an input that breaks what `tests/hostile.py` says.

Not part of the locked environment: make another one with `pip install atheris` beside it, then

    python benchmarks/fuzz.py TARGET CORPUS_FOLDER -max_total_time=600 -timeout=60

TARGET is one of decoding, text, html, records, corpus; CORPUS_FOLDER keeps the inputs that reached new code. The rest
are options of libFuzzer. An input that fails is written into the folder the command is run in, to become a test.
Method: https://llvm.org/docs/LibFuzzer.html, https://github.com/google/atheris.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
with atheris.instrument_imports(include=["helpers"]):
    import hostile

    from helpers import captures
    from helpers.engine import per_page
    from helpers.pages.markup import text_and_address

assert per_page  # imported here so that all it needs is instrumented


def decoding(data: bytes) -> None:
    hostile.check_decoded(data)


def text(data: bytes) -> None:
    hostile.check_page(hostile.page(data.decode("utf-8", "surrogatepass" if valid(data) else "replace")))


def html(data: bytes) -> None:
    markup = data.decode("utf-8", "replace")
    hostile.check_page(hostile.page(text_and_address(markup)[0], "html", markup))


def records(data: bytes) -> None:
    """A file of records, whose ending the first byte chooses."""
    with TemporaryDirectory() as folder:
        name = ("a.json", "a.jsonl", "a.csv", "a.txt", "a.html", "a")[data[0] % 6 if data else 0]
        (Path(folder) / name).write_bytes(data[1:])
        try:
            listing = captures.listing(folder)
        except captures.UserError:
            return
        for found in captures.read(listing, name):
            if isinstance(found, captures.Page):
                hostile.check_page(found)


def corpus(data: bytes) -> None:
    """Pages parted by NUL bytes, compared."""
    pages = [hostile.page(part.decode("utf-8", "replace")) for part in data.split(b"\0")[:6]]
    named = [replace(p, page_id=captures.page_id(f"{k}.txt", 0), path=f"{k}.txt") for k, p in enumerate(pages)]
    hostile.check_corpus([p for p in named if p.text])


def valid(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decoding": decoding, "text": text, "html": html, "records": records, "corpus": corpus,
}


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
