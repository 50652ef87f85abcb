"""A figure's SVG in order: safe and legible in a page, and readable aloud.

Presentation attributes instead of inline styles (a strict content security policy forbids these), fonts left to
the reader's system, ids under one prefix, no date, no outside reference.
"""

from __future__ import annotations

import hashlib
import re

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
_POINTS_AT = re.compile(r"#([\w-]+)")
_DECIMALS = re.compile(r"(?<=\d)(\.\d\d)\d+")
_FONT = re.compile(r"\A(?:(bold|[1-9]00) )?([0-9.]+)px")


def in_order(raw: bytes, title: str, words: str, top: float, size: tuple[int, int]) -> str:
    """Matplotlib's SVG as we want it, named by title and words; the drawing below the title begins at `top`."""
    from lxml import etree

    root = etree.fromstring(raw, etree.XMLParser(remove_comments=True, remove_blank_text=True, resolve_entities=False))
    for element in [*root.iter(f"{SVG}metadata"), *root.iter(f"{SVG}style")]:
        element.getparent().remove(element)
    prefix = "f" + hashlib.sha256(f"{title}\n{words}".encode()).hexdigest()[:10] + "-"
    used = {m for e in root.iter() for v in e.attrib.values() for m in _POINTS_AT.findall(v) if "#" in v}
    for element in root.iter():
        style = element.attrib.pop("style", "")
        for name, _, value in (part.strip().partition(": ") for part in style.split(";") if part.strip()):
            if name == "font" and (font := _FONT.match(value)):
                element.set("font-size", font[2])
                if font[1]:
                    element.set("font-weight", font[1])
            elif name not in ("font", "font-family"):
                element.set(name, value)
        element.attrib.pop("font-family", None)
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        for name, value in element.attrib.items():
            if name in ("d", "x", "y", "transform"):
                element.set(name, _DECIMALS.sub(r"\1", " ".join(value.split())))
            elif name == "id":
                element.set(name, prefix + value)
            elif name == LINK or value.startswith("url(#"):
                element.set(name, value.replace("#", f"#{prefix}"))
    for name in list(root.attrib):
        del root.attrib[name]
    attributes = {
        "viewBox": f"0 0 {size[0]} {size[1]}",
        "width": str(size[0]),
        "height": str(size[1]),
        "role": "img",
        "aria-label": f"{title} {words}",
        "font-family": FONTS,
        "stroke-linejoin": "round",
        "data-top": f"{top:g}",
    }
    for name, value in attributes.items():
        root.set(name, value)
    name = etree.Element(f"{SVG}title")
    name.text = title
    root.insert(0, name)
    return etree.tostring(root, encoding="unicode")


_PLAIN = {"svg", "g", "path", "rect", "text", "tspan", "title", "defs", "use", "pattern", "clipPath"}


def embedded(svg: str, prefix: str) -> tuple[str, str, str] | None:
    """A figure's SVG for a page that shows its title itself: markup without the title, title, label.

    Ids get `prefix`, so that one figure may stand twice on a page. None where the text is not an SVG of
    ours: not well-formed, or with any element, style, script or reference that `Canvas.svg` never writes.
    """
    from lxml import etree

    try:
        root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    if root.get("role") != "img" or root.get("data-top") is None:
        return None
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in _PLAIN:
            return None
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style" or (name.endswith("href") and not value.startswith("#")):
                return None
            if name == "id":
                element.set(name, prefix + value)
            elif name == LINK or value.startswith("url(#"):
                element.set(name, value.replace("#", f"#{prefix}"))
    top, (_, _, width, height) = float(root.get("data-top")), root.get("viewBox").split()
    root.set("viewBox", f"0 {top:g} {width} {float(height) - top:g}")
    root.set("height", f"{float(height) - top:g}")
    title = root.findtext(f"{SVG}title") or ""
    for element in root.findall(f"{SVG}title"):
        root.remove(element)
    for text in root.findall(f".//{SVG}text"):
        if float(text.get("y", top)) < top:
            text.getparent().remove(text)
    return etree.tostring(root, encoding="unicode"), title, root.get("aria-label", "")
