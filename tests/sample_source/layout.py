"""Lay a source out as a page: the text that offsets count in, and the bytes of the file."""

from __future__ import annotations

import json
from html import escape

from markup import Block, Para, Source

# How a kind of block is written in HTML: (before the block, around each paragraph, after the block).
SHAPES = {
    "nav": ('<nav aria-label="Sections"><ul>', "<li><a href='#'>{}</a></li>", "</ul></nav>"),
    "cookie": ('<div class="consent" role="dialog" aria-label="Cookies">', "<p>{}</p>", "</div>"),
    "headline": ("", "<h1>{}</h1>", ""),
    "subhead": ("", "<h2>{}</h2>", ""),
    "caption": (
        '<figure><img src="picture.jpg" alt=""><figcaption>',
        "<p>{}</p>",
        "</figcaption></figure>",
    ),
    "pull_quote": ('<blockquote class="pull">', "<p>{}</p>", "</blockquote>"),
    "newsletter": ('<aside class="newsletter">', "<p>{}</p>", "</aside>"),
    "teaser": ('<section class="more"><ul>', "<li>{}</li>", "</ul></section>"),
    "live": ('<aside class="live">', "<p>{}</p>", "</aside>"),
    "body": ("", "<p>{}</p>", ""),
}
CHARACTER_NAMES = {
    "\u00a0": "&nbsp;",
    "\u00ad": "&shy;",
    "“": "&ldquo;",
    "”": "&rdquo;",
    "–": "&ndash;",
    "’": "&rsquo;",
}


def lay_out(source: Source) -> str:
    """The page text; every paragraph learns where it begins in it.

    For a record that is the main text alone (its headline and byline are fields of their own), for HTML
    one paragraph a line, for a text capture whatever line ends and gaps the source asks for.
    """
    line_end = "\r\n" if source.header.get("line_ends") == "crlf" else "\n"
    gap = line_end * (1 if source.header["format"] == "html" else int(source.header.get("gap", 1)))
    text = ""
    for block, para in shown(source):
        first = para is block.paras[0]
        joint = " " if first and "glue" in block.flags else gap
        if first and "apart" in block.flags:
            joint = line_end * 2
        text += joint if text else ""
        para.start = len(text)
        text += para.text
    return text


def shown(source: Source) -> list[tuple[Block, Para]]:
    """(block, paragraph) pairs that stand in the page text."""
    record = source.header["format"] == "jsonl"
    return [
        (b, p)
        for b, p in source.paras()
        if b.role != "hidden" and not (record and b.kind in ("headline", "byline", "date"))
    ]


def headline(source: Source) -> str | None:
    """The main article's headline, wherever it stands."""
    return next((p.text for b, p in source.paras("main") if b.kind == "headline"), None)


def page_bytes(source: Source) -> bytes:
    """A text capture or an HTML page as it lies on the disk."""
    if source.header["format"] == "html":
        return html(source).encode("utf-8")
    mark = "\ufeff" if source.header.get("bom") == "yes" else ""
    return (mark + lay_out(source) + "\n").encode("utf-8")


def record(source: Source) -> dict[str, str]:
    """One row of a JSON Lines file, in the field names of a common export."""
    h = source.header
    return {
        "id": h["id"],
        "url": h["url"],
        "outlet": h["outlet_name"],
        "title": headline(source) or "",
        "date": h["date"],
        "story": h.get("story", ""),
        "text": lay_out(source),
    }


def html(source: Source) -> str:
    """A small realistic page: consent box, navigation, article with asides, related items, footer."""
    mains = [i for i, b in enumerate(source.blocks) if b.role == "main"]
    lines = ["<!DOCTYPE html>", '<html lang="en">', *head(source), "<body>"]
    for i, block in enumerate(source.blocks):
        if i == mains[0]:
            lines.append('<main><article class="story">')
        lines += written(block, source)
        if i == mains[-1]:
            lines.append("</article></main>")
    return "\n".join([*lines, "</body>", "</html>", ""])


def head(source: Source) -> list[str]:
    h = source.header
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": h.get("json_headline", headline(source)),
        "datePublished": h["date"],
        "publisher": {"@type": "Organization", "name": h["outlet_name"]},
    }
    if "modified" in h:
        linked["dateModified"] = h["modified"]
    return [
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(headline(source) or '')} | {escape(h['outlet_name'])}</title>",
        f'<meta property="og:site_name" content="{escape(h["outlet_name"])}">',
        f'<link rel="canonical" href="{escape(h["url"])}">',
        f'<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>',
        "<style>.consent { position: fixed; bottom: 0 }</style>",
        "</head>",
    ]


def written(block: Block, source: Source) -> list[str]:
    """One block as lines of HTML."""
    if block.role == "hidden":
        return ["<div hidden>", *(f"<p>{escape(p.text)}</p>" for p in block.paras), "</div>"]
    plain = ("", f'<p class="{block.kind}">{{}}</p>', "")
    shape = "teaser" if block.role == "teaser" else block.kind
    before, around, after = SHAPES.get(shape, plain)
    if block.kind == "date":
        around = f'<p class="date"><time datetime="{escape(source.header["date"])}">{{}}</time></p>'
    named = source.header.get("entities") == "yes"
    inner = [around.format(encoded(p.text, named)) for p in block.paras]
    return [line for line in (before, *inner, after) if line]


def encoded(text: str, named: bool) -> str:
    """Escaped text; with `named`, signs are written as character references, as some publishing systems do."""
    text = escape(text, quote=False)
    if named:
        for sign, name in CHARACTER_NAMES.items():
            text = text.replace(sign, name)
    return text
