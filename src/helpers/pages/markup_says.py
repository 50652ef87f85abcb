"""What a web page's markup says about its article: headline, authors, date, site, type."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish-date",
    "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued",
    "dcterms.created",
    "dcterms.date", "article.published", "originalpublicationdate", "cxenseparse:recs:publishtime",
)  # fmt: skip
AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
ARTICLE = re.compile(r"Article|Posting|Report|Blog|Review$")  # types of schema.org that are articles
# Classes of the elements that print an author, and of those around them that are about others: readers, other articles.
AUTHOR_CLASS = re.compile(r"(?:[\w-]{0,40}[-_])?(?:by-?line|author)s?(?:[-_]{1,2}[\w-]{0,40})?", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"comment|related|recirc|sidebar|footer|nav|promo|teaser|trending|popular|widget|respond", re.IGNORECASE
)
# The headlines and all elements that may be marked so, in the order of the page: asking each in Python takes long.
_CASE = "'ABEHILNORTUYſı', 'abehilnortuysi'"
MAY_BE_AUTHOR = (
    "descendant-or-self::*[self::h1 or contains(@rel, 'author') or contains(@itemprop, 'author')"
    f" or contains(translate(@class, {_CASE}), 'author') or contains(translate(@class, {_CASE}), 'byline')"
    f" or contains(translate(@class, {_CASE}), 'by-line')]"
)
MOST_MARKED = 2_000  # marked elements looked at; a page with more is not one article
NEAR = 6  # elements around a name that are asked whether it belongs elsewhere: those of the whole page tell nothing


@lru_cache(maxsize=1)  # the page that is cut is asked again when it is credited
def markup_says(html: str | None) -> dict[str, Any]:
    """headline (the first h1), headlines (all), title (og:title), printed (names in the elements that show the author),
    authors (those of the metadata), published (dates as written, best first), site (og:site_name or JSON-LD
    publisher), types (JSON-LD @type names), language (html lang). Only what stands there; {} without markup.

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
        "printed": printed_authors(tree),
        "authors": authors(metas, linked),
        "published": dates(metas, linked, tree),
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


def articles_first(linked: list[dict]) -> list[dict]:
    """The objects that are articles before the others: a video or a site may have dates and authors of its own."""
    return sorted(linked, key=lambda d: not any(ARTICLE.search(str(t)) for t in as_list(d.get("@type"))))


def authors(metas: dict[str, list[str]], linked: list[dict]) -> list[str]:
    """Authors named in JSON-LD (also by reference), else in meta tags; addresses and the site's name are none."""
    by_id = {d["@id"]: d for d in linked if isinstance(d.get("@id"), str)}
    said: list[str] = []
    for d in articles_first(linked):
        found = [a if not isinstance(a, dict) or a.get("name") else by_id.get(str(a.get("@id")), a)
                 for a in as_list(d.get("author"))]  # fmt: skip
        if said := names(found):
            break
    said = said or [v for name in AUTHOR for v in metas.get(name, [])][:1]
    return plain_names(said, {s.casefold() for s in metas.get("og:site_name", [])})


def plain_names(said: list[str], site: set[str]) -> list[str]:
    out: list[str] = []
    for name in said:
        name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE).strip(" ,")
        if name and len(name) < 100 and "://" not in name and name.casefold() not in site and name not in out:
            out.append(name)
    return out


def printed_authors(tree: Any) -> list[str]:
    """Names in the elements below the first h1 that the page marks as its author (rel, itemprop or class).

    Of marked elements within one another the innermost are read; those beside the first are its co-authors.
    """
    below = not any(True for _ in tree.iter("h1"))
    marked: list[Any] = []
    for element in tree.xpath(MAY_BE_AUTHOR):
        if element.tag == "h1":
            below = True
        elif below and is_author(element) and element.tag not in ("meta", "link", "article", "body"):
            marked.append(element)
            if len(marked) > MOST_MARKED:
                return []
    outer = {id(a) for element in marked for a in element.iterancestors()}
    inner = [e for e in marked if id(e) not in outer]
    out: list[str] = []
    home = None
    for element in inner:
        name = " ".join(element.text_content().split()).strip(" ,")
        name = re.sub(r"^(?:[^\W\d_]+\s)?by:?\s+", "", name, flags=re.IGNORECASE)
        around = list(element.iterancestors())
        if not name or len(name) > 100 or "@" in name or any(map(is_elsewhere, [element, *around[:NEAR]])):
            continue
        near = around[:2]
        if home is not None and not any(e is h for e in near for h in home):
            break
        home = home or near
        if name not in out:
            out.append(name)
    return out


def is_author(element: Any) -> bool:
    if "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or "").split():
        return True
    return any(AUTHOR_CLASS.fullmatch(token) for token in (element.get("class") or "").split())


def is_elsewhere(element: Any) -> bool:
    if element.tag in ("body", "html"):
        return False
    said = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return any(ELSEWHERE.search(token) and not token.startswith(("has-", "no-", "with-")) for token in said)


def dates(metas: dict[str, list[str]], linked: list[dict], tree: Any) -> list[str]:
    """Publication dates as they are written: of meta tags, of JSON-LD (articles first), of the <time> elements."""
    said = [metas[name][0] for name in PUBLISHED if name in metas]
    said += [str(d["datePublished"]) for d in articles_first(linked) if d.get("datePublished")]
    return [*said, *filter(None, [time_of(tree)])]


def time_of(tree: Any) -> str | None:
    """The first <time datetime> that is marked as the publication or stands in an article's head."""
    for time in tree.iter("time"):
        stamp = time.get("datetime")
        if stamp and (time.get("pubdate") is not None or time.get("itemprop") == "datePublished"):
            return stamp
    times = [t.get("datetime") for t in tree.iter("time") if t.get("datetime")]
    return times[0] if len(set(times)) == 1 else None
