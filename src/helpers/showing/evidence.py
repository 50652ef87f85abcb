"""Numbers that open the passages they were counted from, and the list of them that travels with a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.showing.passages import IGNORE, Passage, Places, Shown, escape, place_of, printable

_NAMED = re.compile(r"(?<!\S)([^\s:]++):([0-9]++)-([0-9]++)")  # a place as `Places.named` gives it
MOST = 25  # passages shown behind one number; the places of the others travel with it


@dataclass(frozen=True)
class Finding(Shown):
    """One sentence and the passages it rests on.

    `value` `of` `unit` are the number in the sentence, its denominator and what is counted (passages,
    articles, words or measure); they travel with the markup, see `claims`. At most `most` passages are shown.
    `against` are passages of what the number was compared with.
    """

    text: str
    passages: Sequence[Passage] = ()
    value: float | None = None
    of: float | None = None
    unit: str | None = None
    most: int = MOST
    against: Sequence[Passage] = ()

    @property
    def item(self) -> str:
        """The finding as a list item."""
        data = "".join(
            f' data-{name}="{escape(value)}"'
            for name, value in (("value", self.value), ("of", self.of), ("unit", self.unit))
            if value is not None
        )
        return (
            f'<li class="finding"{data}><span class="sentence">{escape(self.text)}</span> '
            f"{listed(self.passages, self.most)} {listed(self.against, self.most, 'against')}</li>"
        )

    @property
    def html(self) -> str:  # type: ignore[override]
        return f'<div class="samestory findings {IGNORE}"><ul>{self.item}</ul></div>'

    @property
    def plain(self) -> str:  # type: ignore[override]
        more = [f"    and {len(self.passages) - self.most:,} more"] if len(self.passages) > self.most else []
        return "\n".join([f"- {printable(self.text)}", *(f"    {p.plain}" for p in self.passages[: self.most]), *more])


@dataclass(frozen=True)
class Count:
    """A number in a cell of a table that opens the passages it was counted from.

    `unit` says what is counted: passages (`value` of them), articles (each with a passage), words (of the passages) or
    measure (of them); `of` is the denominator of a share. `text` is what stands in the cell where that is more than
    the number ("6 of 11").

    >>> behind(Count(1, [Passage("a1", 0, 5, "Gulls")]), "1")[:78]
    '<details class="evidence count" data-unit="passages"><summary>1</summary><ul><'
    """

    value: float | None
    passages: Sequence[Passage] = ()
    of: float | None = None
    unit: str = "passages"
    text: str | None = None


def behind(count: Count, shown: str) -> str:
    """The markup `shown` of a number, with the passages of `count` behind it; as it stands where there are none."""
    if not count.passages:
        return shown
    of = "" if count.of is None else f' data-of="{count.of:.10g}"'
    data = f' data-unit="{escape(count.unit)}"{of}'
    return f'<details class="evidence count"{data}><summary>{shown}</summary>{_links(count.passages)}</details>'


def listed(passages: Sequence[Passage], most: int = MOST, name: str = "evidence") -> str:
    """The markup of passages, folded away behind their name and number; nothing for none."""
    if not passages:
        return ""
    summary = f"{name} ({len(passages):,})"
    return f'<details class="evidence {name}"><summary>{summary}</summary>{_links(passages, most)}</details>'


def _links(passages: Sequence[Passage], most: int = MOST) -> str:
    links = "".join(f"<li>{p.link}</li>" for p in passages[:most])
    if len(passages) <= most:
        return f"<ul>{links}</ul>"
    named = passages.named(most) if isinstance(passages, Places) else [
        f"{p.page_id}:{p.start}-{p.end}" for p in passages[most:]]
    return f"<ul>{links}{and_more(len(passages) - most, named)}</ul>"


def and_more(n: int, places: Sequence[str] = ()) -> str:
    """The list item that stands for `n` passages that are not shown, and holds the `places` of those that are named;
    nothing for none."""
    held = f' data-places="{" ".join(places)}"' if places else ""
    held += f' data-more="{n - len(places)}"' if places and n > len(places) else ""
    return f'<li class="more"{held}>and {n:,} more, listed in evidence.jsonl</li>' if n else ""


def claims(html: str) -> list[dict[str, Any]]:
    """The findings and counts in rendered markup: claim, value, of, unit (null where not given), passages; and against,
    the passages of the other side, where a finding has any.

    The claim of a finding is its sentence; that of a number in a table is "caption: row, column". `more` says how many
    further passages were counted that the markup does not name.
    """
    from lxml import html as markup

    tree = markup.fragment_fromstring(html, create_parent=True)
    found = []
    for item in tree.xpath('.//li[@class="finding"]'):
        found.append(_claim(item.xpath('string(span[@class="sentence"])'), item, item.get("data-value")))
    for table in tree.iter("table"):
        found += _counts(table)
    return found


def _counts(table: Any) -> Iterable[dict[str, Any]]:
    caption = _words(table.find("caption"))
    heads = [_words(th) for th in table.xpath("./thead/tr[1]/*")]
    for row in table.iterfind("tbody/tr"):
        name = next((_words(c) for c in row if c.get("data-value") is None), "")
        for head, cell in zip(heads, row, strict=False):
            for count in (part for part in cell if part.tag == "details" and "count" in part.get("class", "").split()):
                words = ", ".join(part for part in (name, head) if part)
                yield _claim(f"{caption}: {words}", count, cell.get("data-value"))


def _claim(words: str, item: Any, value: str | None) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "claim": words, "value": _float(value), "of": _float(item.get("data-of")), "unit": item.get("data-unit"),
        "passages": [],
    }  # fmt: skip
    for ul in item.iter("ul"):
        places, unnamed = _places(ul)
        if "against" in ul.getparent().get("class", "").split():
            claim["against"] = places
        else:
            claim["passages"] += places
            claim |= {"more": unnamed} if unnamed else {}
    return claim


def _places(ul: Any) -> tuple[list[list], int]:
    """The passages that a list links to, and those that it names only, each once; and how many more it stands for."""
    found, unnamed = [], 0
    for item in ul:
        for link in item:
            if (passage := place_of(link.get("href") or link.get("data-href") or "")) is not None:
                found.append(passage)
        named = _NAMED.findall(item.get("data-places", ""))
        found += [(page, int(start), int(end)) for page, start, end in named]
        unnamed += int(item.get("data-more", 0))
    return [list(p) for p in dict.fromkeys(found)], unnamed


def _words(element: Any) -> str:
    return "" if element is None else " ".join(element.text_content().split())


def _float(text: str | None) -> float | None:
    return None if text is None else float(text)
