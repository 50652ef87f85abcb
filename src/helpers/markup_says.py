"""What a web page's markup says about its article: headline, authors, date, site, type."""

from __future__ import annotations

import json
import re
from typing import Any

PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish-date",
    "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued",
    "dcterms.created",
    "dcterms.date", "article.published", "originalpublicationdate", "cxenseparse:recs:publishtime",
)  # fmt: skip
NOBODY = re.compile(r"https?:|www\.|@|\badmin\b|\beditor\b|\bstaff\b", re.IGNORECASE)
AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")


def markup_says(html: str | None) -> dict[str, Any]:
    """headline (the first h1), title (og:title), authors (list), published (as written), site (og:site_name or
    JSON-LD publisher), types (JSON-LD @type names), language (html lang). Only what stands there; {} without markup.

    JSON-LD headlines are not believed: they are often another, shorter text than the one printed.

    >>> markup_says('<meta property="og:site_name" content="The Gazette"><h1>Gate opened</h1>')["site"]
    'The Gazette'
    """
    if not html:
        return {}
    from lxml import html as parser

    try:
        tree = parser.fromstring(html.encode("utf-8", "replace"), parser=parser.HTMLParser(encoding="utf-8"))
    except Exception:  # lxml raises many kinds on hostile markup; the page then says nothing
        return {}
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    linked = list(linked_data(tree))
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    return {
        "headline": next((h for h in heads if h), None),
        "headlines": [h for h in heads if h],
        "title": first(metas, ("og:title", "twitter:title")),
        "authors": authors(metas, linked, tree),
        "published": first(metas, PUBLISHED)
        or next((str(d["datePublished"]) for d in linked if d.get("datePublished")), None)
        or time_of(tree),
        "site": first(metas, ("og:site_name",)) or next((n for d in linked for n in names(d.get("publisher"))), None),
        "types": sorted({str(t) for d in linked for t in as_list(d.get("@type"))}),
        "language": (tree.get("lang") or "").split("-")[0].lower() or None,
    }  # fmt: skip


def first(metas: dict[str, list[str]], wanted: tuple[str, ...]) -> str | None:
    return next((metas[name][0] for name in wanted if name in metas), None)


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def names(value: Any) -> list[str]:
    """Names of JSON-LD persons or organisations."""
    out = []
    for item in as_list(value):
        name = item.get("name") if isinstance(item, dict) else item
        out += [" ".join(str(n).split()) for n in as_list(name) if isinstance(n, str) and n.strip()]
    return out


def linked_data(tree: Any):
    """JSON-LD objects, those inside @graph and lists too."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            found = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        queue = as_list(found)[:200]
        while queue:
            item = queue.pop(0)
            if isinstance(item, dict):
                queue += as_list(item.get("@graph"))[:200]
                yield item


def authors(metas: dict[str, list[str]], linked: list[dict], tree: Any) -> list[str]:
    """Authors named in JSON-LD, else in meta tags, else in rel=author links; addresses and site names are none."""
    said = [n for d in linked for n in names(d.get("author"))]
    if not said:
        said = [v for name in AUTHOR for v in metas.get(name, [])][:1]
    if not said:
        said = [" ".join(a.text_content().split()) for a in tree.iter("a") if "author" in (a.get("rel") or "").split()]
    site = {s.casefold() for s in metas.get("og:site_name", [])}
    out: list[str] = []
    for name in said:
        name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE).strip()
        plain = name and len(name) < 100 and not NOBODY.search(name)
        if plain and name.casefold() not in site and name not in out:
            out.append(name)
    return out


def time_of(tree: Any) -> str | None:
    """The first <time datetime> that is marked as the publication or stands in an article's head."""
    for time in tree.iter("time"):
        stamp = time.get("datetime")
        if stamp and (time.get("pubdate") is not None or time.get("itemprop") == "datePublished"):
            return stamp
    times = [t.get("datetime") for t in tree.iter("time") if t.get("datetime")]
    return times[0] if len(set(times)) == 1 else None
