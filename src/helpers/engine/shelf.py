"""The articles to be compared, on disk: one at a time is read, so that a corpus need not fit into memory."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, Self

from helpers import spans
from helpers.spans import Excerpt
from helpers.text.ngrams import Text

FILE = "articles.jsonl"
AT_HAND = 500  # texts


class Said(NamedTuple):
    """An attribution as far as comparing needs it; `local` is its speaker's number within the article."""

    attribution: int
    type: str
    local: int | None
    source: list[list[int]]
    content: list[list[int]]


@dataclass(frozen=True)
class Article:
    """What is read of an article when it is compared with others; offsets of `said` count in the page.

    `body` is its text, `noted` the same together with a correction note beside it, where there is one.
    """

    article_id: str
    page_id: str
    outlet: str | None
    published: str | None
    complete: bool | None
    carrier: str | None
    origin: str | None
    headline: str | None
    body: Excerpt
    noted: Excerpt | None
    said: tuple[Said, ...]

    def text(self, body: Excerpt | None = None) -> Text:
        """The article's body (or another text of it) for the analyses."""
        body = body or self.body
        return Text(self.article_id, self.page_id, self.outlet, self.published, self.complete, body.text,
                    _Sentences(body.text), self.carrier, self.origin)


class _Sentences(Sequence[tuple[int, int]]):
    """The sentences of a text, looked for when they are asked for: most texts are only searched for 5-grams."""

    def __init__(self, text: str):
        self._text = text

    @cached_property
    def _found(self) -> list[tuple[int, int]]:
        return spans.sentences(self._text)

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, k: int) -> tuple[int, int]:
        return self._found[k]


class Reader(Sequence[Article]):
    """The articles of a shelf, read one at a time; it can be sent to another process of this machine."""

    def __init__(self, path: Path, starts: array):
        self._path, self._starts, self._file = path, starts, open(path, "rb")  # noqa: SIM115  (closed by __exit__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __reduce__(self) -> tuple:
        return Reader, (self._path, self._starts)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, k: int) -> Article:
        article = self.bare(k)
        noted, said = json.loads(self._file.readline())
        return replace(article, noted=_excerpt(noted), said=tuple(Said(*one) for one in said))

    def bare(self, k: int) -> Article:
        """An article without what stands beside its body and what is said in it: most analyses need neither."""
        self._file.seek(self._starts[k])
        *about, body = json.loads(self._file.readline())
        return Article(*about, _excerpt(body), None, ())

    def __iter__(self) -> Iterator[Article]:
        return (self[k] for k in range(len(self)))


class Shelf(Reader):
    """Articles in the order in which they were put; the file belongs to this shelf alone. All are put before the first
    is read.

    >>> import tempfile
    >>> with Shelf(Path(tempfile.mkdtemp())) as shelf:
    ...     body = Excerpt.of("It fell.", [(0, 8)])
    ...     shelf.put(Article("a", "p", None, None, True, None, None, "Rain", body, None, ()))
    ...     list(shelf[0].text().sentences), list(shelf.ids)
    ([(0, 8)], ['a'])
    """

    def __init__(self, folder: Path):
        self._out = open(folder / FILE, "wb")  # noqa: SIM115  (closed by __exit__)
        self._end = 0
        self.ids: dict[str, int] = {}  # article_id -> its place
        super().__init__(folder / FILE, array("q"))

    def __exit__(self, *_: object) -> None:
        self._out.close()
        super().__exit__()

    def __reduce__(self) -> tuple:
        self._out.flush()
        return super().__reduce__()

    def put(self, article: Article) -> None:
        """Add an article."""
        lines = b"".join(json.dumps(part, separators=(",", ":")).encode("ascii") + b"\n" for part in _plain(article))
        self._out.write(lines)
        self.ids[article.article_id] = len(self._starts)
        self._starts.append(self._end)
        self._end += len(lines)

    def bare(self, k: int) -> Article:
        self._out.flush()
        return super().bare(k)

    def of(self, article_id: str) -> Article:
        """The article of that name; KeyError where it was not put."""
        return self[self.ids[article_id]]


class Texts(Sequence[Text]):
    """The articles of a shelf as texts, read when they are asked for; what was asked for last is at hand."""

    def __init__(self, shelf: Reader):
        self._shelf, self._at_hand = shelf, lru_cache(AT_HAND)(lambda k: shelf.bare(k).text())

    def __len__(self) -> int:
        return len(self._shelf)

    def __getitem__(self, k: int) -> Text:
        return self._at_hand(k)


class Told(Sequence[str]):
    """Headline and body of some articles of a shelf, read when they are asked for."""

    def __init__(self, shelf: Reader, places: Sequence[int]):
        self._shelf, self._places = shelf, places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, k: int) -> str:
        article = self._shelf.bare(self._places[k])  # IndexError at the end
        return f"{article.headline or ''}\n{article.body.text}"


def _plain(a: Article) -> tuple[list, list]:
    body, noted = ((body.text, body.pieces) if body else None for body in (a.body, a.noted))
    about = [a.article_id, a.page_id, a.outlet, a.published, a.complete, a.carrier, a.origin, a.headline]
    return [*about, body], [noted, a.said]


def _excerpt(plain: list | None) -> Excerpt | None:
    if plain is None:
        return None
    text, pieces = plain
    lengths = [e - s + 2 for s, e in pieces]  # with the blank line between two pieces
    return Excerpt(text, tuple((s, e) for s, e in pieces), tuple(accumulate(lengths[:-1], initial=0)) if pieces else ())
