"""Markdown cells as HTML: raw markup escaped, no images, headings with ids and in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from helpers.show import escape, printable


@dataclass
class Outline:
    """The headings of one page as they come: levels never skip, ids never repeat.

    `contents` lists (level, id, text) of the h2 and h3; level 1 is the page's own title.
    """

    contents: list[tuple[int, str, str]] = field(default_factory=list)
    _level: int = 1
    _taken: set[str] = field(default_factory=lambda: {"main", "top", "contents"})

    def add(self, level: int, text: str) -> tuple[int, str]:
        """The level and id that a heading gets; it is entered in the contents.

        >>> Outline().add(4, "Who speaks?")
        (2, 'who-speaks')
        """
        self._level = max(2, min(level, self._level + 1))
        stem = "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:60] or "section"
        name, n = stem, 1
        while name in self._taken:
            n += 1
            name = f"{stem}-{n}"
        self._taken.add(name)
        if self._level <= 3:
            self.contents.append((self._level, name, text))
        return self._level, name

    def take(self, *names: str) -> None:
        """Ids that stand on the page already."""
        self._taken.update(names)


def to_html(source: str, outline: Outline) -> str:
    """The HTML of a markdown cell; its headings are entered in `outline`.

    Raw HTML is escaped, links to anything but web, mail and the report itself are dropped, images become
    their alternative text, and `$` is a dollar.
    """
    markdown = _markdown()
    state = markdown.block.state_cls()
    state.env["outline"] = outline
    return markdown.parse(printable(source), state)[0]


@cache
def _markdown() -> Any:
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def image(self, text: str, url: str, title: str | None = None) -> str:
            return text

        def link(self, text: str, url: str, title: str | None = None) -> str:
            known = re.match(r"\A(?:https?://|mailto:|#|[\w./-]+\.html(?:$|#))", url, re.ASCII)
            return f'<a href="{escape(url)}">{text}</a>' if known else text

    def outlined(markdown: Any, state: Any) -> None:
        for token in state.tokens:
            if token["type"] == "heading":
                level, name = state.env["outline"].add(token["attrs"]["level"], _plain(token["text"]))
                token["attrs"] = {"level": level, "id": name}

    markdown = mistune.create_markdown(escape=True, renderer=Renderer(escape=True), plugins=["table"])
    markdown.before_render_hooks.append(outlined)
    return markdown


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[*_`]", "", text).split())
