"""Captured text as safe markup, and passages: quotations that link to their place in a captured page.

`helpers.show` builds on this and is what notebooks use.
"""

from __future__ import annotations

import html as _html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

QUOTE_WORDS = 25
QUOTE_CHARACTERS = 240
FEW_WORDS = 3  # of a passage that is shown with the words around it: alone it says nothing
AROUND = 45  # characters before and after such a passage

# The two "ignore" classes keep MathJax in JupyterLab from setting captured "$…$" as a formula.
IGNORE = "mathjax_ignore tex2jax_ignore"
_PAGE_ID = re.compile(r"[A-Za-z0-9_-]+")
_ADDRESS = r"pages/([A-Za-z0-9_-]+)\.html#p([0-9]+)-([0-9]+)"
_HREF = re.compile(f'href="{_ADDRESS}"')
_PLACE = re.compile(_ADDRESS)
_NOWHERE = re.compile(r'<a class="passage" data-href="([^"]*)"(?: title="[^"]*")?>')
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: object) -> str:
    r"""The text with control characters and lone surrogates replaced by U+FFFD, one for one.

    >>> printable("a\x00b")
    'a�b'
    """
    return _UNPRINTABLE.sub("\ufffd", str(text))


def escape(text: object) -> str:
    """The text safe inside an element and inside a quoted attribute.

    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return _html.escape(printable(text), quote=True)


def shorten(text: str, most: int = QUOTE_WORDS) -> str:
    """The text on one line with at most `most` words; what is left out, in the middle, is an ellipsis.

    >>> shorten("one two three four five six", most=4)
    'one two three … six'
    """
    words = printable(text).split()
    if len(words) > most:
        tail = max(1, most // 4)
        words = [*words[: most - tail], "…", *words[-tail:]]
    line = " ".join(words)
    if len(line) <= QUOTE_CHARACTERS:
        return line
    return f"{line[: QUOTE_CHARACTERS - 60]}…{line[-59:]}"


def quoted(text: str) -> str:
    """The text shortened and in quotation marks; single ones where it has double ones itself.

    >>> quoted("on the pier"), quoted("“Never”, she said")
    ('“on the pier”', '‘“Never”, she said’')
    """
    line = shorten(text)
    return f"‘{line}’" if re.search('["“”„«»]', line) else f"“{line}”"


class Shown:
    """What can stand in a notebook or a report: `html` (escaped markup), `plain` (the same, read aloud)."""

    html: str
    plain: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.plain}

    def __str__(self) -> str:
        return self.plain


@dataclass(frozen=True, repr=False)
class Block(Shown):
    """Finished markup and its text."""

    html: str
    plain: str


@dataclass(frozen=True)
class Passage(Shown):
    """One passage of a captured page, `[start, end)` in the page text; links to its place in the report.

    `label` (say, the outlet) is put before the quote; `around` are the words before and after a short one; `file`
    names that of the page, which a notebook shows where there is no captured page to lead to. Raises ValueError when
    `page_id` holds anything but letters, digits, `_` and `-`, or the offsets are not 0 <= start <= end.

    >>> print(Passage("a1", 3, 9, "on the pier"))
    “on the pier” [a1 3–9]
    """

    page_id: str
    start: int
    end: int
    quote: str
    label: str | None = None
    file: str | None = field(default=None, compare=False, repr=False)
    around: tuple[str, str] = field(default=("", ""), compare=False, repr=False)

    def __post_init__(self) -> None:
        if not _PAGE_ID.fullmatch(self.page_id):
            raise ValueError(f"not a page id: {self.page_id!r}")
        object.__setattr__(self, "start", int(self.start))  # numpy integers come from tables
        object.__setattr__(self, "end", int(self.end))
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a passage: {self.start}–{self.end} of {self.page_id}")

    @property
    def href(self) -> str:
        """Address of the passage in the report, from its first level."""
        return f"pages/{self.page_id}.html#p{self.start}-{self.end}"

    @property
    def link(self) -> str:
        """The markup of the passage alone: in a notebook it leads nowhere, in a report `leading` makes it a link."""
        before = f'<span class="whose">{escape(self.label)}:</span> ' if self.label else ""
        where = f' title="{escape(f"{self.file}, {self.start}–{self.end}")}"' if self.file else ""
        return f'<a class="passage" data-href="{self.href}"{where}>{before}{self._words}</a>'

    @property
    def _words(self) -> str:
        if not any(self.around):
            return escape(quoted(self.quote))
        left, right = map(escape, self.around)
        return f'… {left}<span class="hit">{escape(shorten(self.quote))}</span>{right} …'

    @property
    def html(self) -> str:  # type: ignore[override]
        return f'<div class="samestory {IGNORE}">{self.link}</div>'

    @property
    def plain(self) -> str:  # type: ignore[override]
        before = f"{printable(self.label)}: " if self.label else ""
        return f"{before}{quoted(self.quote)} [{self.page_id} {self.start}–{self.end}]"


def passage(corpus: object, page_id: str, start: int, end: int, label: str | None = None) -> Passage:
    """A passage whose quote is taken from the corpus (a mapping page_id → text, or with a `pages` table).

    Raises KeyError when the page is not in the corpus.

    >>> passage({"a1": "Gulls on the pier."}, "a1", 0, 5).quote
    'Gulls'
    """
    start, end = int(start), int(end)
    quote = getattr(corpus, "quote", None)  # a corpus keeps its texts at hand
    words = quote(page_id, start, end) if quote else _texts(corpus)[page_id][start:end]
    around = _around(corpus.page_text(page_id), start, end) if quote and len(words.split()) <= FEW_WORDS else ("", "")
    return Passage(page_id, start, end, words, label, getattr(corpus, "page_names", {}).get(page_id), around)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    r"""The words of the same line before and after a place, as far as they are whole.

    >>> _around("A storm rose.\nIt opened the gate wide.", 17, 23)
    ('It ', ' the gate wide.')
    """
    left = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    right = text[end : end + AROUND].partition("\n")[0]
    left = left.partition(" ")[2] if len(left) == AROUND else left
    right = right.rpartition(" ")[0] if len(right) == AROUND else right
    return left, right


def passages_in(corpus: object, rows: pd.DataFrame, label: str | None = None) -> list[Passage]:
    """A passage for each row of a table with page_id, start and end; rows without a start are left out.

    `label` names the column that is put before the quotes (say, outlet). Quotes come from `corpus`, see
    `passage`.
    """
    known = rows[rows["start"].notna()]
    labels = [None] * len(known) if label is None else [None if missing(who) else who for who in known[label].tolist()]
    places = (known[column].tolist() for column in ("page_id", "start", "end"))  # lists: series are slow to walk
    return [passage(corpus, page, start, end, who) for page, start, end, who in zip(*places, labels, strict=True)]


class Places(Sequence):
    """Passages of a corpus that are read only when they are asked for: of thousands behind one number a few are shown.

    `columns` are lists of page_id, start, end and, where there are labels, label; `rows` says which of their rows, by
    position. At most `kept` of them are named where they are not shown.

    >>> some = Places({"a1": "Gulls on the pier."}, [["a1"], [0], [5]], [0])
    >>> some[0].quote, len(some[:1]), some.named()
    ('Gulls', 1, ['a1:0-5'])
    """

    def __init__(self, corpus: object, columns: Sequence[list], rows: Sequence[int], kept: int | None = None) -> None:
        self.kept, self._corpus, self._columns, self._rows = kept, corpus, columns, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[k] for k in range(*at.indices(len(self)))]
        page, start, end, *label = (column[self._rows[at]] for column in self._columns)
        return passage(self._corpus, page, start, end, label[0] if label and not missing(label[0]) else None)

    def named(self, after: int = 0) -> list[str]:
        """The places from the one at `after` on, at most `kept` with those before it, as page:start-end."""
        pages, starts, ends = self._columns[:3]
        return [f"{pages[k]}:{starts[k]}-{ends[k]}" for k in self._rows[after : self.kept]]


def leading(html: str) -> str:
    """Our markup as it stands on the first level of a report, where passages lead to their captured pages.

    >>> leading(Passage("a1", 3, 9, "on the pier", file="a.txt").link)
    '<a class="passage" href="pages/a1.html#p3-9">“on the pier”</a>'
    """
    return _NOWHERE.sub(r'<a class="passage" href="\1">', html)


def cited(html: str) -> list[tuple[str, int, int]]:
    """The passages that rendered markup links to, each once, in order of first appearance.

    >>> cited(Passage("a1", 3, 9, "on the pier").html)
    [('a1', 3, 9)]
    """
    found = ((m[1], int(m[2]), int(m[3])) for m in _HREF.finditer(html))
    return list(dict.fromkeys(found))


def place_of(address: str) -> tuple[str, int, int] | None:
    """The passage that an address in the report leads to; None where it leads to none.

    >>> place_of("pages/a1.html#p3-9")
    ('a1', 3, 9)
    """
    m = _PLACE.fullmatch(address)
    return None if m is None else (m[1], int(m[2]), int(m[3]))


def missing(value: Any) -> bool:
    if isinstance(value, str | int | list):  # nearly every value: pandas takes a hundred times as long to say so
        return False
    import pandas as pd

    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _texts(corpus: object) -> Mapping[str, str]:
    if corpus is None:
        return {}
    if isinstance(corpus, Mapping):
        return corpus
    pages = corpus.pages  # type: ignore[attr-defined]
    return dict(zip(pages["page_id"], pages["text"], strict=True))
