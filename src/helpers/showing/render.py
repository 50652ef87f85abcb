"""The report's pages: self-contained HTML made from notebooks that were run, and from the tables.

Pages are made with jinja2 directly and not with nbconvert's exporter. Of that we would use only the loop over
cells: its templates load scripts from the net, and ours must also re-level headings, escape raw HTML in
markdown, move a figure's title out of its SVG, and hash style and script for the content security policy
(a style sheet beside the page would not do: browsers disagree on what 'self' means for a file).

Markup of captured text comes from `helpers.show` alone; what else a cell displays is shown as escaped text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from helpers import show
from helpers.showing import prose, reading
from helpers.showing.evidence import MOST
from helpers.showing.passages import leading
from helpers.showing.room import lightened

if TYPE_CHECKING:
    import jinja2

Nav = Sequence[tuple[str, str]]  # address from the report's first level, label

_OURS = re.compile(r'<div class="samestory[ "]')
_IDS = re.compile(r'\sid="([^"]+)"')
_CLASSES, _ELEMENTS = re.compile(r' class="([^"]+)"'), re.compile(r"<([a-z][a-z0-9]*)")
_RULE = re.compile(r"(?<![^@{}])([^@{}]+)\{[^{}]*\}")  # begun where a rule may begin: of no text twice
_CLASS, _ELEMENT = re.compile(r"\.([A-Za-z][\w-]*)"), re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)")
_TITLE = re.compile(r"\A\s*# (.*\S)[^\S\n]*(?:\n(?:[^\S\n]*\n)*|\Z)")


def notebook_page(
    nb: Mapping[str, Any], *, title: str, nav: Nav, current: str, generated: str | None = None, most: int = MOST,
    held: Collection[str] | None = None,
) -> str:
    """The page of a notebook that was run (nbformat 4, a mapping): words, results, and code folded away.

    `title` names the page in the browser, and heads it where the notebook has no `# ` heading of its own;
    `current` is the page's address in `nav`; `generated` is a sentence for the foot of the page; `most` passages are
    shown behind a number, of the pages `held` alone where these are named. Figures link to the files that
    `figure_data` gives. Code that shows nothing is left out.
    """
    outline, parts, heading = prose.Outline(), [], title
    outline.take(*_IDS.findall("".join(html_outputs(nb))))
    count = _Counter(current.removesuffix(".html"))
    for position, cell in enumerate(nb["cells"]):
        source = _text(cell["source"])
        if cell["cell_type"] == "markdown":
            own = _TITLE.match(source) if position == 0 else None
            if own:
                heading, source = own[1], source[own.end() :]
            words = prose.to_html(source, outline)
            if own:
                words = words.replace("<p>", '<p class="lede">', 1)
            parts.append(f'<div class="cell words">{words}</div>')
        elif cell["cell_type"] == "code":
            shown = "".join(_output(output, count, most, held) for output in cell.get("outputs", []))
            if shown or "parameters" in cell.get("metadata", {}).get("tags", []):
                parts.append(f'<div class="cell">{shown}{_code(cell, source)}</div>')
    first = next((k for k, part in enumerate(parts) if part.startswith('<div class="cell words"><h2')), 1)
    return _page(
        "notebook.html", "notebook", title=title, heading=heading, lead=parts[:first], parts=parts[first:], nav=nav,
        current=current, contents=outline.contents, generated=generated,
    )  # fmt: skip


def index_page(context: Mapping[str, Any], most: int = MOST, held: Collection[str] | None = None) -> str:
    """The first page. `context` holds plain text only; every key but title and nav may be absent. `most` passages are
    shown behind a number, of the pages `held` alone where these are named.

    title: the corpus; nav; summary, limits, problems: sentences (of the summary also findings); facts: (label, value)
    pairs; notebooks: mappings with href, title, question, answer; outlets: mappings with name and rows, these (label,
    findings, address in the report) with findings of `show.Finding`; asked: such rows, the label a question;
    generated: a sentence for the foot.
    """
    card = partial(_card_row, most, held)
    outline = prose.Outline()
    outline.take("limits", "asked", "questions", "outlets", "problems")
    named = {
        "asked": [{**card(*row), "id": outline.add(3, row[0])[1]} for row in context.get("asked", ())],
        "notebooks": [{**n, "id": outline.add(3, n["title"])[1]} for n in context.get("notebooks", ())],
        "outlets": [{**o, "id": outline.add(3, o["name"])[1], "rows": [card(*row) for row in o["rows"]]}
                    for o in context.get("outlets", ())],
    }
    heads = [("limits", "What cannot be concluded"), ("asked", "Asked first"), ("questions", "The chapters"),
             ("outlets", "The outlets"), ("problems", "Problems with files")]  # fmt: skip
    filled = {"questions": "notebooks"}
    contents = [(2, id, text) for id, text in heads if context.get(filled.get(id, id))]
    rest = {k: context.get(k, ()) for k in ("facts", "limits", "problems")}
    return _page(
        "index.html", "home", title=context["title"], heading=context["title"], nav=context["nav"],
        current="index.html", contents=contents, generated=context.get("generated"),
        summary_html=lightened(show.answer(*context.get("summary", ())).html, most, held), **rest, **named,
    )  # fmt: skip


def _card_row(
    most: int, held: Collection[str] | None, label: str, found: Sequence[show.Finding], href: str
) -> dict[str, str]:
    return {"label": label, "href": href, "items_html": lightened("".join(f.item for f in found), most, held)}


def sections_page(
    sections: Sequence[tuple[str, Sequence[Any]]], *, title: str, heading: str, current: str, nav: Nav = (),
    generated: str | None = None,
) -> str:
    """A page of plain sections: `sections` are (heading, items), an item a paragraph of text or a `show` object."""
    outline, made = prose.Outline(), []
    outline.take(*_IDS.findall("".join(i.html for _, items in sections for i in items if isinstance(i, show.Shown))))
    for name, items in sections:
        parts = [i.html if isinstance(i, show.Shown) else f"<p>{show.escape(i)}</p>" for i in items]
        made.append({"heading": name, "id": outline.add(2, name)[1], "parts": parts})
    return _page(
        "sections.html", "methods", title=title, heading=heading, sections=made, nav=nav, current=current,
        contents=outline.contents, generated=generated,
    )  # fmt: skip


def captured_page(
    page: Mapping[str, Any],
    segments: Sequence[Mapping[str, Any]],
    cited: Sequence[tuple[int, int]],
    nav: Nav,
    *,
    with_text: bool = True,
    whole: bool = True,
) -> str:
    """A captured page as text, its zones marked by role, with an anchor `p{start}-{end}` for each cited passage.

    `page` has page_id and text, and may have name, path, outlet, headline, url, captured_at; `segments` have
    start, end and role. Not `whole`, the page holds the paragraphs of the cited passages alone; without text these
    passages alone, each of at most 25 words.
    """
    text = page["text"]
    labels = {"outlet": "Outlet", "path": "File", "url": "Address", "captured_at": "Captured"}
    facts = [(label, page[key]) for key, label in labels.items() if isinstance(page.get(key), str)]
    heading = next((page[k] for k in ("headline", "name", "path") if isinstance(page.get(k), str)), page["page_id"])
    zones = reading.zones(text, segments, cited, whole) if with_text else None
    quotes = [(f"p{s}-{e}", show.quoted(text[s:e])) for s, e in sorted(set(cited))]
    lit = reading.highlights(cited) if with_text else ""
    return _page(
        "captured.html", "reading", title=show.shorten(heading), heading=heading, facts=facts, zones=zones, whole=whole,
        quotes=quotes, nav=nav, current="", root="../", light=True, bare=not whole, extra=lit,
    )  # fmt: skip


def html_outputs(nb: Mapping[str, Any]) -> Iterator[str]:
    """The markup that `helpers.show` made in a notebook, in order."""
    for cell in nb["cells"]:
        for output in cell.get("outputs", []):
            html = _text(output.get("data", {}).get("text/html", ""))
            if _OURS.match(html):
                yield html


# --- cells ------------------------------------------------------------------------------------------------


class _Counter:
    def __init__(self, chapter: str) -> None:
        self.chapter, self.figures = chapter, 0

    def data_file(self) -> str:
        self.figures += 1
        return f"figures/{self.chapter}-{self.figures}.csv"


def figure_data(nb: Mapping[str, Any], current: str) -> Iterator[tuple[str, str]]:
    """(name, CSV) of the numbers behind every figure of a notebook, named as the notebook's page links to them."""
    count = _Counter(current.removesuffix(".html"))
    for cell in nb["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/svg+xml" in data:
                name = count.data_file()
                if "text/csv" in data:
                    yield name, _text(data["text/csv"])


def _text(source: Any) -> str:
    return source if isinstance(source, str) else "".join(source)  # on disk, nbformat keeps lists of lines


def _code(cell: Mapping[str, Any], source: str) -> str:
    if not source.strip():
        return ""
    inputs = "parameters" in cell.get("metadata", {}).get("tags", [])
    summary = "Inputs" if inputs else "Code"
    code = f"<pre><code>{show.escape(source.strip())}</code></pre>"
    return f'<details class="code"><summary>{summary}</summary>{code}</details>'


def _output(output: Mapping[str, Any], count: _Counter, most: int, held: Collection[str] | None) -> str:
    from helpers.showing.svg import embedded

    kind = output["output_type"]
    if kind == "stream":
        return _plain(_text(output["text"]))
    if kind == "error":
        return _plain(f"{output['ename']}: {output['evalue']}")
    data = output.get("data", {})
    html = _text(data.get("text/html", ""))
    if _OURS.match(html):
        return f'<div class="output">{lightened(html, most, held)}</div>'
    if "image/svg+xml" in data:
        name = count.data_file()
        drawn = embedded(_text(data["image/svg+xml"]), f"g{count.figures}-")
        if drawn:
            svg, title, _ = drawn
            words = _text(data.get("text/plain", "")).removeprefix(title).strip()
            words = f"<p>{show.escape(words)}</p>"
            if "text/csv" in data:
                words += f'<p><a href="{name}" download>The numbers as CSV</a></p>'
            region = f'<div class="scroll" role="region" tabindex="0" aria-label="Figure {count.figures}">{svg}</div>'
            return (
                f'<figure class="figure"><figcaption>{show.escape(title)}</figcaption>{region}'
                f"<details><summary>In words and numbers</summary>{words}</details></figure>"
            )
    return _plain(_text(data.get("text/plain", "")))


def _plain(text: str) -> str:
    return f'<pre class="output">{show.escape(text.rstrip())}</pre>' if text.strip() else ""


# --- pages ------------------------------------------------------------------------------------------------


def _page(
    template: str, kind: str, *, light: bool = False, bare: bool = False, root: str = "", extra: str = "",
    **context: Any,
) -> str:
    """A page with style and script inside, and a policy that allows these and nothing else.

    Pages `light` of tables and figures do without their style and the script; `bare` ones, of which a report may have
    thousands, also without the frame around what they hold and the rules for what they do not hold.
    """
    defaults = {"contents": (), "generated": None}
    if bare:
        held = _templates().get_template(template).render(
            **defaults | context, kind=kind, root=root, styles=(), script="", policy="", bare=True)
        classes = frozenset(name for names in _CLASSES.findall(held) for name in names.split())
        extra = _rules_for(classes, frozenset(_ELEMENTS.findall(held))) + extra
    styles = [] if bare else [_asset("page.css"), _asset("frame.css")]
    styles += [] if light else [_asset("report.css"), _figure_colours()]
    styles += [extra] if extra else []
    script = "" if light else _asset("report.js")
    allowed = {"default-src": "'none'", "style-src": " ".join(map(_hash, styles)), "base-uri": "'none'",
               "form-action": "'none'"}  # fmt: skip
    if script:
        allowed["script-src"] = _hash(script)
    policy = "; ".join(f"{name} {value}" for name, value in allowed.items())
    page = _templates().get_template(template)
    made = page.render(
        **defaults | context, kind=kind, root=root, styles=styles, script=script, policy=policy, bare=bare)
    return leading(made)


@cache
def _rules_for(classes: frozenset[str], elements: frozenset[str]) -> str:
    """The style of captured pages without the rules (a line each) for classes and elements that are not held."""
    def held(rule: re.Match[str]) -> bool:
        return any(classes.issuperset(_CLASS.findall(one)) and elements.issuperset(_ELEMENT.findall(one))
                   for one in rule[1].split(","))

    lines = ((line, _RULE.fullmatch(line)) for line in _asset("page.css").splitlines())
    return "\n".join(line for line, rule in lines if rule is None or held(rule))


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    def clean(value: Any) -> Any:
        return show.printable(value) if isinstance(value, str) and type(value) is str else value

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset), autoescape=True, undefined=jinja2.StrictUndefined, finalize=clean,
        trim_blocks=False, keep_trailing_newline=True,
    )  # fmt: skip


@cache
def _asset(name: str) -> str:
    return (resources.files("helpers") / "template" / name).read_text(encoding="utf-8")


@cache
def _figure_colours() -> str:
    """Every colour of a figure under a name, so that the dark palette can take its place."""
    from helpers.showing.drawing import PALETTE, PALETTE_DARK

    def names(palette: Mapping[str, str]) -> str:
        return "".join(f"--fig-{name}:{value};" for name, value in palette.items() if name != "paper")

    rules = "".join(
        f'.figure [{what}="{value}"]{{{what}:var(--{"paper" if name == "paper" else f"fig-{name}"})}}'
        for name, value in PALETTE.items()
        for what in ("fill", "stroke")
    )
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{names(PALETTE_DARK)}}}}}"
    return f":root{{{names(PALETTE)}}}{dark}{rules}"
