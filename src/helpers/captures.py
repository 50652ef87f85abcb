"""Files of any accepted format in, pages out: decoding, formats, the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Page:
    """One captured page, decoded, with what its record and the manifest say about it.

    `text` is what every offset in the workbook counts in. `record_says` and `manifest_says` hold plain
    strings under the names outlet, headline, byline, published, section, language, story (only those
    given); `html` is the decoded markup of an HTML capture, else None.
    """

    page_id: str
    path: str
    record: int
    source_id: str | None
    sha256: str
    format: str
    encoding: str
    encoding_basis: str
    url: str | None
    page_host: str | None
    captured_at: str | None
    text: str
    warnings: tuple[str, ...] = ()
    record_says: Mapping[str, str] = field(default_factory=dict)
    manifest_says: Mapping[str, str] = field(default_factory=dict)
    html: str | None = None
