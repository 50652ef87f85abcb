"""What a line of a captured page is: prose, headline, credit, menu, share button, date … one line at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from helpers.patterns import (
    ABOUT,
    AGO,
    BULLET,
    BYLINE,
    CJK,
    CLOSERS,
    CONTACT,
    COPYRIGHT,
    CORRECTION,
    COUNTED,
    CREDIT,
    CREDIT_END,
    DATE,
    DATE_WORD,
    EMOJI,
    FORM,
    GALLERY,
    GIVE,
    INITIALS,
    LABEL_AGO,
    LEGAL,
    LINK,
    MORE,
    NAME,
    ORIGIN_NOTE,
    OURS,
    PICTURE,
    POLICY,
    READER,
    READING,
    RIGHTS,
    SAYS,
    SHOT_BY,
    STAMP,
    STOPS,
    TRUNCATED,
    YOU,
)

AUTHOR_ROLE = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|staff|columnist|critic|contributor|author)\b", re.IGNORECASE
)
QUOTED = re.compile(r"[\"“”«»„]")
COUNT = re.compile(r"\s*\(?\d{1,6}(?:\s(?:of|/)\s\d{1,6})?$")  # "Comments (3)", "Most liked (2 of 40)"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one cut piece of a line: [start, end) in the page, trimmed, with what it looks like.

    `words` counts words (every two characters of scripts without spaces count as one); `ending` is "stop"
    (a finished sentence), "colon", "dots" (trailing dots) or "open"; `kind` is the kind of furniture or None; `glued`
    says that a new text begins here inside a line of the page.
    """

    start: int
    end: int
    words: int
    ending: str
    listed: bool
    kind: str | None
    rule: str
    glued: bool = False
    signed: bool = False  # a line in brackets, as agencies sign: "(Reporting by …; editing by …)"

    @property
    def prose(self) -> bool:
        """Whether it reads as running text."""
        return self.kind is None and (self.words >= 20 or (self.words >= 7 and self.ending in ("stop", "dots")))


@cache
def phrases() -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """The word list: whole lines → kind, and first word → [(beginning, kind)]."""
    whole: dict[str, str] = {}
    openings: dict[str, list[tuple[str, str]]] = {}
    for row in files("helpers").joinpath("data/furniture_lines.txt").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            kind, _, words = row.partition("\t")
            if words.endswith("*"):
                words = words[:-1].strip()
                openings.setdefault(words.split()[0], []).append((words, kind))
            else:
                whole[words] = kind
    return whole, openings


def folded(line: str) -> str:
    """A line as the word lists write it: lower case, straight apostrophes, no bullets or end punctuation."""
    return " ".join(line.casefold().replace("’", "'").strip(" \t*+•·-–—|:.…!?»«>›<‹#()[]➔→").split())


def count_words(text: str) -> int:
    """Words, where every two characters of a script without spaces count as one.

    >>> count_words("two words"), count_words("東京都知事")
    (2, 3)
    """
    dense = len(CJK.findall(text)) if not text.isascii() else 0
    return len(text.split()) + dense // 2


def ending(text: str) -> str:
    """How a text ends: "stop", "colon", "dots" (left off with trailing dots) or "open" (without a mark).

    >>> ending('He said: "Yes."'), ending("and so we..."), ending("over the")
    ('stop', 'dots', 'open')
    """
    bare = text.rstrip()
    if bare.endswith(("...", "…", "[...]", "[…]")) or TRUNCATED.search(bare[-40:]):
        return "dots"
    if bare and not bare[-1].isascii():
        bare = EMOJI.sub("", bare[-12:])
    bare = bare.rstrip(CLOSERS + " ")
    if bare.endswith((":", "：")):
        return "colon"
    return "stop" if bare and bare[-1] in STOPS else "open"


def is_timestamp(text: str) -> bool:
    """Whether a line says when and little else.

    >>> is_timestamp("Updated: 3 May 2031 at 14:05 GMT"), is_timestamp("It rained on 3 May 2031")
    (True, False)
    """
    if len(text) > 120:
        return False
    if AGO.fullmatch(text.strip(" -–•|·")):
        return True
    if not DATE.search(text) and not STAMP.match(text):
        return False
    rest = [w for w in re.findall(r"[^\s,|:/()·•–—-]+", text) if not DATE_WORD.match(w.strip("."))]
    return len(rest) <= 1


def is_byline(text: str) -> bool:
    """Whether a line names who wrote it: "By Ada Quill", "From our correspondent", perhaps with role and date behind.

    >>> is_byline("By Ada Quill, Staff Writer"), is_byline("By the river the crowd waited.")
    (True, False)
    """
    named = BYLINE.match(text)
    return (
        named is not None
        and len(text) < 140
        and len(text.split()) <= 16
        and not text.rstrip().endswith((".", "!", "?", ":"))
        and "(" not in text
        and (text[named.end()].isupper() or named.group()[:4].casefold() == "from")
    )


def is_credit(text: str) -> bool:
    """Whether a line under a headline names its author without "by": a name, alone or with a role behind a comma."""
    name, _, role = text.partition(",")
    return is_name(name) and (not role or (len(text) < 90 and AUTHOR_ROLE.search(role) is not None))


def is_name(text: str) -> bool:
    """Whether a line is two or three capitalised words, as a bare by-line is."""
    return len(text) < 50 and NAME.fullmatch(text.strip()) is not None


def kind_of(text: str, words: int) -> tuple[str | None, str]:
    """Kind of furniture of a whole line, and the rule that says so; (None, "") for anything else.

    >>> kind_of("Photo: Reuters", 2)
    ('credit', 'picture credit')
    >>> kind_of("The river rose again on Monday.", 6)
    (None, '')
    """
    key = folded(text)
    if not any(c.isalnum() for c in key):
        return "menu", "no words"
    whole, openings = phrases()
    bare_key = COUNT.sub("", key)
    if bare_key in whole:
        return whole[bare_key], "known line"
    for opening, kind in openings.get(key.split(" ", 1)[0], ()):
        # A long line that merely begins so is an article's sentence, except where a whole notice is meant.
        if key.startswith(opening + " ") and (words <= 12 or kind in ("cookie", "correction", "paywall", "newsletter")):
            return kind, "known opening"
    if words <= 80:
        bare = text.strip(" *•-–—")
        if CREDIT.match(bare) and words <= 25:
            return "credit", "picture credit"
        if LINK.match(bare) and words <= 25 and (ending(bare) != "stop" or bare[-1] in CLOSERS + "?!"):
            return "link", "link behind its label"
        stop = ending(bare)
        if CORRECTION.match(bare):
            return "correction", "correction note"
        if COUNTED.search(bare) and words <= 12 and stop == "open":
            return "comments", "comment count"
        if words <= 6 and stop == "colon" and SAYS.fullmatch(bare):
            return "comments", "name of a commenter"
        if words <= 4 and stop == "open" and MORE.fullmatch(bare):
            return "related_label", "more of a section"
        about = ABOUT.match(bare) if words <= 5 and stop == "open" else None
        if about and is_name(bare[about.end() :]):
            return "related_label", "label of an author's note"
        shot = SHOT_BY.fullmatch(bare) if words <= 8 else None
        if shot and is_name(shot["name"]):
            return "credit", "name and picture agency"
        if PICTURE.match(bare) and words <= 40:
            return "caption", "opens as a caption"
        if words <= 30 and FORM.search(bare) and YOU.search(bare):
            return "newsletter", "form that asks the reader to sign up"
        if words <= 60 and GIVE.search(bare) and READER.search(bare) and OURS.search(bare) and not QUOTED.search(bare):
            return "newsletter", "appeal to readers for support"
        if words >= 8 and LEGAL.search(bare) and not QUOTED.search(bare):
            return "other", "legal notice"
        if words >= 8 and POLICY.search(bare) and YOU.search(bare):
            return "comments", "rules for comments"
        if words <= 8 and READING.fullmatch(bare):
            return "timestamp", "reading time"
        if GALLERY.fullmatch(bare):
            return "caption", "picture count"
        if CONTACT.match(bare) and words <= 50:
            return "share", "where to follow or write"
        if words <= 12 and LABEL_AGO.fullmatch(bare):
            return "label", "source label with a relative time"
        if is_timestamp(bare):
            return "timestamp", "date line"
        if is_byline(bare) or key == "by" or bare.startswith(("/ ", "By | ", "By , ")):
            return "byline", "by-line"
        note = ORIGIN_NOTE.match(bare)
        if note and words <= 40:
            return "origin_note", "origin note"
        if COPYRIGHT.match(bare) or (RIGHTS.search(bare) and words <= 60):
            return "copyright", "copyright line"
        if CREDIT_END.search(bare[-200:]):
            return "caption", "ends in a picture credit"
        if bare.startswith(("http://", "https://", "www.", "pic.twitter.com")) and " " not in bare:
            return "other", "bare address"
    return None, ""


def line_of(text: str, start: int, end: int, glued: bool = False, forced: tuple[str, str] | None = None) -> Line:
    """The `Line` of text[start:end] (trimmed here)."""
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    body = body.strip()
    mark = BULLET.match(body)
    words = count_words(body)
    kind, rule = forced or kind_of(body[mark.end() :] if mark else body, words)
    end = ending(body)
    if end == "stop" and words < 20 and INITIALS.search(body):
        end = "open"  # a headline that ends in "U.S." has not ended a sentence
    return Line(start, start + len(body), words, end, mark is not None, kind, rule, glued,
        kind is None and body[0] in "([" and body[-1] in ")]" and words <= 40,
    )  # fmt: skip
