"""HTML to its visible text, and the address that a page gives for itself."""

from __future__ import annotations

import html as entities
import re
import string
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from helpers.pages.decoding import without_surrogates

_INVISIBLE_LIST = """
audio canvas datalist head iframe noframes noscript object optgroup option rp script select style svg template
title video
"""
INVISIBLE = frozenset(_INVISIBLE_LIST.split())
_BLOCKS_LIST = """
address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure
footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section
summary table tbody tfoot thead tr ul
"""
BLOCKS = frozenset(_BLOCKS_LIST.split())
_CELLS = frozenset(("td", "th"))
_SPACE = str.maketrans("\t\n\r\f", "    ")
_SPACE_IN_PRE = str.maketrans("\t\r\f", "   ")
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)  # str.lower() can change the length
_BEGINS = re.compile(
    r"\A\s{0,999}+(?:<\?xml[^>]{0,300}>\s{0,999})?(?:<!--[^>]{0,999}-->\s{0,999}){0,5}"
    r"<(?:!doctype\s{1,9}html|(?:html|head|body|meta|link|script|style|div|main|section|article|header|nav|table|h1|p)\b[^<>]{0,999}>)",
    re.I,
)
_TAG = re.compile(r"<[a-zA-Z!/?]")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})")


def looks_like_html(head: str) -> bool:
    """Whether a text begins as a web page (or a piece of one) does; a tag further on makes no web page.

    >>> looks_like_html("<!DOCTYPE html><p>Rain."), looks_like_html("How to write <p>")
    (True, False)
    """
    return _BEGINS.match(head) is not None


def has_tags(text: str) -> bool:
    """Whether anything in `text` looks like a tag.

    >>> has_tags("Rain <b>fell</b>."), has_tags("3 < 4")
    (True, False)
    """
    return _TAG.search(text) is not None


def visible_text(html: str) -> str:
    """The visible text of a web page in document order, one block a line.

    * A line ends where an element of BLOCKS begins or ends, and at `<br>`. Cells of a row are parted by a space.
    * Not visible: elements of INVISIBLE, with the attribute `hidden`, or with `display:none` or `visibility:hidden` in
      their own `style` (but html and body always count: some sites show them by script); comments; alternative
      texts and other attributes. Style sheets are not read.
    * Blanks, tabs and line ends are collapsed to one blank within a line and dropped at its ends; in `pre` a line
      end stays one. No-break spaces and all other characters are kept. Lines of white space alone are dropped.
    * Markup nested deeper than the parser goes (2,048 elements) is read by tags alone, without a tree.

    Never raises; time is linear in the length.

    >>> visible_text("<title>T</title><h1>Gate opened</h1><p>Rain <b>fell</b>\\n all day.<br>Then sun.")
    'Gate opened\\nRain fell all day.\\nThen sun.'
    """
    return text_and_address(html)[0]


def text_and_address(html: str) -> tuple[str, str | None]:
    """`visible_text(html)`, and the canonical address (or else og:url) that the page gives for itself.

    >>> text_and_address('<link rel=canonical href="https://mercury.example/gate"><p>Rain.')
    ('Rain.', 'https://mercury.example/gate')
    """
    html = without_surrogates(html)
    tree = _tree(html)
    if tree is None:
        return _joined(_pieces_by_tags(html)), None
    return _joined(_pieces(tree)), _address(tree)


def _tree(html: str) -> Any | None:
    """The parsed page; None where the parser gave up (and would have lost the rest in silence)."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True)
    try:
        tree = etree.fromstring(html.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        return None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        return None
    return tree


def _pieces(tree: Any) -> Iterator[str]:
    """The visible text in pieces, a line end for every border of a block."""
    from lxml import etree

    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    pre = 0
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in BLOCKS:
                yield "\n"
            elif tag in _CELLS:
                yield " "
            if _is_hidden(element):
                walk.skip_subtree()
            else:
                pre += tag == "pre"
                if element.text:
                    yield element.text.translate(_SPACE_IN_PRE if pre else _SPACE)
            continue
        if event == "end":
            pre -= tag == "pre" and not _is_hidden(element)
            if tag in BLOCKS:
                yield "\n"
        if element.tail:
            yield element.tail.translate(_SPACE_IN_PRE if pre else _SPACE)


def _is_hidden(element: Any) -> bool:
    if element.tag in INVISIBLE:
        return True
    if not element.attrib or element.tag in ("html", "body"):
        return False
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and any(
        "".join(rule.lower().split()).startswith(("display:none", "visibility:hidden")) for rule in style.split(";")
    )


def _pieces_by_tags(html: str) -> Iterator[str]:
    """The same from the tags alone, in one pass: for markup that no parser takes."""
    at, lower, unclosed = 0, html.translate(_LOWER), set()
    while (start := html.find("<", at)) >= 0:
        yield _unescaped(html[at:start])
        comment = html.startswith("<!--", start)
        end = html.find("-->" if comment else ">", start)
        if end < 0:
            return  # an unfinished tag or comment: nothing after it is text
        at = end + (3 if comment else 1)
        name = _NAME.match(lower, start)
        tag = "" if comment or not name else name[1]
        if tag in BLOCKS:
            yield "\n"
        elif tag in _CELLS:
            yield " "
        elif tag in INVISIBLE and tag not in unclosed and lower[start + 1] != "/":
            close = lower.find("</" + tag, at)
            if close < 0:
                unclosed.add(tag)
            else:
                at = close
    yield _unescaped(html[at:])


def _unescaped(text: str) -> str:
    with suppress(ValueError):  # a character reference of thousands of digits
        text = entities.unescape(text)
    return text.translate(_SPACE)


def _joined(pieces: Iterator[str]) -> str:
    lines = ("".join(pieces)).split("\n")
    lines = (" ".join(word for word in line.split(" ") if word) for line in lines)
    return without_surrogates("\n".join(line for line in lines if line.strip()))


def _address(tree: Any) -> str | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return link.get("href").strip()
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:url" and meta.get("content"):
            return meta.get("content").strip()
    return None
