"""A folder of captures that try to run, fetch or show something that is not their text; and what gives it away."""

from __future__ import annotations

import csv
import json
from pathlib import Path

ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=http://x.example/a.png onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\"><use href='http://x.example/a.svg#a'/></svg>",
    "</title></style></textarea></script></table></details><body onload=document.title='owned'>",
    "<style>body{background:url(http://x.example/b.png)}</style><link rel=stylesheet href=http://x.example/c.css>",
    "<iframe srcdoc=\"<script>top.document.title='owned'</script>\"></iframe><base href=http://x.example/>",
    "<a href=\"javascript:document.title='owned'\">x</a> [a](javascript:document.title='owned') javascript:alert(1)",
    "![p](http://x.example/d.png) **bold** `code` <http://x.example/> $\\alpha^2$ \\(\\beta\\) $$\\unicode{x3c}$$",
    "\" onmouseover=\"document.title='owned'\" x=' onfocus='document.title=1' autofocus",
    "<meta http-equiv=refresh content='0;url=http://x.example/'><form action=http://x.example/><input autofocus>",
    "{{ 7 * 7 }} {% include 'x' %} ${7*7} <%= 7 %> &lt;script&gt;alert(1)&lt;/script&gt; \u202e\x1b[2J\x07",
    "<!--<script>--><math><mtext></form><mglyph><style></math><img src onerror=document.title='owned'>",
)
MATHS = " $\\gamma$ $$\\delta$$ \\(x\\) \\[y\\]"


def article(k: int) -> str:
    """The same story as the others tell, with an attack in every place that a rule reads something from."""
    evil, name = ATTACKS[k], f"Wilmet <b onclick=document.title=1>Sarn{chr(97 + k)}</b>"
    return (
        f"Gate {evil}{MATHS} opened over Orrinmouth\nBy Ana {evil} Pell\n\n"
        f"ORRINMOUTH (<img src=x>) - The tide gate of Orrinmouth opened on Monday and {k + 3} boats were torn loose. "
        f"“We had no choice {evil},” said {name}, the <u>mayor</u>. “Nobody had been told,” said Ida Brandt.\n\n"
        f"The council said the gate, which cost $4.5 million, had been shut since spring. {evil}\n\n"
        f"A spokesman for <i>{evil}</i> did not respond to a request for comment. Critics called the so-called repair "
        f"a disaster, and a flood of {k + 40} letters reached the council by {evil} on Tuesday evening.\n\n"
    ) * 2


def write(folder: Path) -> Path:
    """The attacks as text, markup, records, names of files and what stands beside them, written into a new folder."""
    folder.mkdir()
    rows = []
    for k, evil in enumerate(ATTACKS[:6]):
        name = f"{k} $x^2$ <svg onload=document.title='owned'>\"'&.txt"
        (folder / name).write_text(article(k), encoding="utf-8")
        rows.append([name, evil + MATHS, f"https://x.example/?{k}<script>", "2031-10-15", f"gate {ATTACKS[3]}"])
    for k in (6, 7):
        text = article(k).replace("\n\n", "</p><p>")
        (folder / f"{k}.html").write_text(
            f"<html><head><title>{ATTACKS[k]}</title><meta property=og:site_name content='Post &lt;script&gt;'>"
            f"</head><body><h1>Gate &lt;script&gt;</h1><p>{text}</p></body></html>", encoding="utf-8")
    with (folder / "feed.jsonl").open("w", encoding="utf-8") as feed:
        for k in (8, 9, 10, 11):
            feed.write(json.dumps({
                "text": article(k), "title": ATTACKS[k], "source": ATTACKS[k], "author": ATTACKS[k], "id": ATTACKS[k],
                "url": "javascript:document.title='owned'", "published": ATTACKS[k],
            }) + "\n")
        feed.write("{<script>document.title='owned'</script>\n")
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["file", "outlet", "url", "published", "story"], *rows])
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["referent", "label"], [ATTACKS[0], "disaster"], [ATTACKS[0], "repair"],
                                    [ATTACKS[0], ATTACKS[1]]])
    (folder / "broken\n<script>.txt").write_bytes(b"\0<script>")
    return folder


# What a page of ours may hold; anything else came out of a capture.
FOREIGN = """() => [...document.querySelectorAll('*')].filter(e =>
  ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'BASE', 'LINK', 'MATH', 'FOREIGNOBJECT', 'FRAME', 'AUDIO', 'VIDEO',
   'B', 'I', 'U', 'TEXTAREA'].includes(e.tagName.toUpperCase())
  || [...e.attributes].some(a => /^on/i.test(a.name))
  || (e.getAttribute('href') || '').trim().match(/^(javascript|data|https?|\\/\\/)/i)
  || (e.getAttribute('xlink:href') || '#')[0] !== '#'
  || (e.tagName === 'SCRIPT' && e.closest('main'))
).map(e => e.outerHTML.slice(0, 200))"""
