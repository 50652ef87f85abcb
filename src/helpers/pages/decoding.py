"""Bytes to text: unpacking, the encoding and what it rests on, what could not be decoded."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import math
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PAGE_LIMIT = 10_000_000  # bytes of one page, decoded and written as UTF-8
FILE_LIMIT = 4 * PAGE_LIMIT  # bytes of a file that is one page: no accepted encoding needs more for PAGE_LIMIT
JSON_LIMIT = 256_000_000  # bytes of a JSON file, which must be read as a whole (JSON Lines need not)
LINE_LIMIT = 64_000_000  # bytes of one line of a file of records
UNPACKED_RATIO = 100  # how many times what was read of it a packed file may give (text packs to a third or a tenth)

UNREADABLE = "The file cannot be read: {}."
UNDECODABLE = "some bytes could not be decoded"

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,9}=[\s\"']{0,9}([\w.:-]{1,40})", re.I)
# What browsers take a declared name for, where it is not what it says: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# The encodings of the web (same page), most used first. Others are not believed and not tried.
_WEB_LIST = """
utf-8 cp1252 cp1251 gb18030 cp932 cp949 big5hkscs euc_jp cp1250 cp1254 cp1253 cp1256 cp1255 cp1257 cp1258 cp874
iso8859-2 iso8859-5 iso8859-7 iso8859-15 koi8-r koi8-u cp866 mac-roman iso2022_jp
"""
_WEB = tuple(_WEB_LIST.split())
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Refused(Exception):
    """A file or record that is not read; the message is one sentence that says why."""


class LineTooLong(csv.Error):
    """A line that is skipped; an error of csv, so that csv.reader passes it through."""


class Damaged(Refused):
    """A packed file that breaks off."""


@dataclass(frozen=True)
class Decoded:
    """A text, its encoding and the basis of that: "utf-8", "bom", "declared" or "detected"."""

    text: str
    encoding: str
    basis: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The bytes of a page as text, character for character; only a byte order mark at the start is left out.

    Tried in this order: a byte order mark; UTF-8; UTF-8 with a few damaged bytes; what the markup declares;
    detection. Bytes that the encoding cannot explain become U+FFFD, with a warning. Raises Refused where the
    bytes are no text (NUL bytes outside UTF-16 and UTF-32).

    >>> decode("Où?".encode("utf-8"))
    Decoded(text='Où?', encoding='utf-8', basis='utf-8', warnings=())
    """
    encoding, basis, skip = encoding_of(data)
    text, damaged = decode_as(data[skip:], encoding)
    return Decoded(text, encoding, basis, (UNDECODABLE,) if damaged else ())


def decode_as(data: bytes, encoding: str) -> tuple[str, bool]:
    """The text of `data` in `encoding`, and whether bytes had to be replaced by U+FFFD."""
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), True


def encoding_of(data: bytes) -> tuple[str, str, int]:
    """(encoding, basis, length of the byte order mark) of `data`; see `decode` for the rules.

    >>> encoding_of(b"\\xff\\xfeh\\x00i\\x00")
    ('utf-16-le', 'bom', 2)
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, "bom", len(mark)
    if b"\0" in data:
        raise Refused("The file holds NUL bytes: it is no text.")
    text, damaged = decode_as(data, "utf-8")
    if not damaged:
        return "utf-8", "utf-8", 0
    # A page cut off inside a letter, or with a foreign snippet, is still UTF-8; in another encoding hardly
    # any byte above 127 would stand where UTF-8 wants it.
    bad = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) - bad >= 4 * bad:
        return "utf-8", "utf-8", 0
    declared = _declared(data)
    if declared:
        return declared, "declared", 0
    return _detected(data), "detected", 0


def roughly(head: bytes) -> str:
    """The first bytes of a file as text that is good enough to see tags and brackets in."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    return head.decode("latin-1")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if name in _WEB else None


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = _telling(data)
    # Letters of western Europe and typographic marks: where these explain the page, no rarer guess is needed.
    western = sample.decode("cp1252", "replace").replace("õe", "oe")  # elsewhere õ is rather the ő of Hungarian
    odd = sum(1 for c in western if ord(c) > 127 and not (c in _WESTERN or c.isspace()))
    letters = sum(c.isascii() and c.isalpha() for c in western)
    high = sum(not c.isascii() for c in western)
    if not odd and letters >= 2 * high:
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(_WEB)).best()
    return codecs.lookup(best.encoding).name if best else "cp1252"


_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôöøùúûüßŒœ‘’“”–—…•«»¿¡·©®™€£°§´ªº½¼¾×")


def _telling(data: bytes, size: int = 65_536) -> bytes:
    """The first `size` bytes or so of the lines that hold bytes above 127: what detection can go by."""
    out, total = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            start = max(0, re.search(rb"[\x80-\xff]", line).start() - 400)
            piece = line[start : start + size]
            cut = piece.rfind(b" ") if start + size < len(line) else -1  # not inside a letter of several bytes
            out.append(piece[:cut] if cut > 0 else piece)
            total += len(out[-1])
            if total >= size:
                break
    return b"\n".join(out)


def without_surrogates(text: str) -> str:
    r"""`text` with lone surrogates, which no file can hold, replaced by U+FFFD.

    >>> without_surrogates("a\ud800b") == "a\ufffdb"
    True
    """
    try:
        text.encode("utf-8")  # ten times as fast as looking for them
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a text and not of an image, a PDF, an archive.

    >>> looks_like_text(b"Rain fell."), looks_like_text(b"\\x89PNG\\r\\n\\x1a\\n\\x00")
    (True, False)
    """
    if any(head.startswith(mark) for mark, _ in _BOMS):
        return True
    return not _CONTROL.search(head) and not head.startswith((b"%PDF", b"{\\rtf"))


@contextmanager
def opened(place: Path, limit: float = math.inf) -> Iterator[BinaryIO]:
    """The file at `place`, unpacked where it is gzip (by its first bytes, not by its name), to be read once.

    Reading raises Refused as soon as more than `limit` bytes have come out of it (of a packed file also as soon as
    that is more than FILE_LIMIT and UNPACKED_RATIO times what was unpacked so far), or where the packing is damaged.
    OSError is passed on.
    """
    with open(place, "rb") as raw:
        if raw.peek(2)[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=raw) as stream, io.BufferedReader(_Bounded(stream, limit, raw)) as out:
                yield out
        else:
            with io.BufferedReader(_Bounded(raw, limit)) as out:
                yield out


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes, or far more than was taken out of `packed` for them."""

    def __init__(self, stream: BinaryIO, limit: float, packed: BinaryIO | None = None) -> None:
        self.stream, self.limit, self.packed, self.given = stream, limit, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            data = self.stream.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Damaged("The packed file is damaged or ends early; what follows could not be read.") from error
        self.given += len(data)
        if self.given > self.limit:
            raise Refused(f"The file holds more than {self.limit / 1e6:,.0f} MB (unpacked) and is not read.")
        if self.packed and self.given > max(FILE_LIMIT, UNPACKED_RATIO * self.packed.tell()):
            raise Refused(f"The file unpacks to more than {UNPACKED_RATIO} times its size and is not read further.")
        buffer[: len(data)] = data
        return len(data)


class Lines:
    """The lines of a file of records as text, one at a time: an iterator that can go on after an error.

    A line that is not UTF-8 is decoded in the encoding that `encoding_of` finds for the lines of the file that are
    not ASCII. A line of more than LINE_LIMIT bytes is skipped, and LineTooLong raised in its place. The file may
    be of any size: it is read as a stream.
    """

    def __init__(self, place: Path, sample: int = 262_144) -> None:
        self.place = place
        self._first, self._foreign, self._damaged = True, False, False
        with opened(place) as stream:
            self.encoding, self.basis, self._bom = encoding_of(_sample(stream, sample))

    def __enter__(self) -> Lines:
        self._context = opened(self.place)
        self._stream = self._context.__enter__()
        if self.encoding[:6] in ("utf-16", "utf-32"):  # their line ends are no single bytes
            data = self._stream.read(LINE_LIMIT + 1)
            if len(data) > LINE_LIMIT:
                raise Refused(f"A file of records in {self.encoding} is read up to {LINE_LIMIT // 1_000_000} MB only.")
            text, self._damaged = decode_as(data[self._bom :], self.encoding)
            self._stream = io.BytesIO(text.encode("utf-8"))
            self._first = False
        return self

    def __exit__(self, *error) -> None:
        self._context.__exit__(*error)

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LINE_LIMIT + 1)
        if not line:
            raise StopIteration
        if len(line) > LINE_LIMIT:
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(1_000_000)
            raise LineTooLong(f"a line of more than {LINE_LIMIT // 1_000_000} MB")
        if self._first:
            line, self._first = line[self._bom :], False
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            text, damaged = decode_as(line, self.encoding)
            self._foreign, self._damaged = True, self._damaged or damaged
            return text

    def taken(self) -> tuple[str, str, tuple[str, ...]]:
        """(encoding, basis, warnings) of the lines since this was last asked."""
        known = self.basis == "bom" or self._foreign
        out = (self.encoding, self.basis) if known else ("utf-8", "utf-8")
        warnings = (UNDECODABLE,) if self._damaged else ()
        self._foreign = self._damaged = False
        return *out, warnings


def _sample(stream: BinaryIO, size: int) -> bytes:
    """The start of a file and its first `size` bytes or so of lines that are not ASCII."""
    out, total = [stream.read(4)], 0
    if any(out[0].startswith(mark) for mark, _ in _BOMS):
        return out[0]
    try:
        while total < size and (line := stream.readline(size)):
            if not line.isascii():
                out.append(line)
                total += len(line)
    except Damaged:
        pass  # what comes before the damage can be used
    return b"".join(out)
