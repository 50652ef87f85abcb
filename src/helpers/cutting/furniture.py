"""What a line of a captured page is: prose, headline, credit, menu, share button, date … one line at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from helpers import lists
from helpers.cutting.patterns import (
    ABOUT,
    AGO,
    BULLET,
    BY_NAME,
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
    SHOT_FOR,
    STAMP,
    STOPS,
    TRUNCATED,
    WRITE_US,
    YOU,
)

# "… it said. (Reporting by Ada Quill; editing by Bo Reed)"
SIGNED_END = re.compile(
    r"[.!?]['\"”’]?\s\((?=[^()]{0,60}\b(?:reporting|writing|editing|compiled) by\b)[^()]{8,250}\)$", re.IGNORECASE
)
AUTHOR_ROLE = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|staff|columnist|critic|contributor|author)\b", re.IGNORECASE
)
ROLE_MARK = re.compile(r"\s?[,|•·]\s?|\s[-–—]\s")
PLACED = re.compile(NAME.pattern + r" in(?:\s[^\W\d_a-z][\w.’'-]{0,40}+){1,3}")  # "Ada Quill in Port Hale"
SHORT = 60  # characters of the lines that are remembered
LONGEST = 80  # words of the longest line that can be a piece of furniture but for …
WIDEST = 2_000  # characters of it: what is longer has no words, and no pattern shall try all of it
KEY = 200  # … the notices that its first characters tell
WORDLIKE = re.compile(r"[^\W_]")
DIGIT = re.compile(r"\d")
# Words without which a pattern cannot match.
FORM_WORDS = ("newsletter", "inbox", "unsubscribe", "opt", "subscrib", "mail", "sign", "join")
GIVE_WORDS = ("donat", "support", "contribut", "become a")
LEGAL_WORDS = ("commission", "website", "this site", "purposes", "intended", "evaluated")
WRITE_WORDS = ("mail", "write", "tip", "contact", "tell us", "know", "touch")
NOTE_WORDS = ("publish", "appeared", "posted", "printed", " ran ", "syndicated", "reproduced")
RIGHTS_WORDS = ("reserved", "reproduced", "published")
PICTURE_WORDS = ("getty", "stock", "photo", "image", "credit")
AGO_WORDS = (
    "ago", "just now", "yesterday", "il y a", "hace", "há", "fa", "vor", "atrás", "geleden", "sedan", "siden", "sitten",
    "temu", "назад", "önce",
)  # fmt: skip
QUOTED = re.compile(r"[\"“”«»„]")
COUNT = re.compile(r"\s?\(?\d{1,6}(?:\s(?:of|/)\s\d{1,6})?$")  # "Comments (3)", "Most liked (2 of 40)"


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
    for row in lists.lines("furniture_lines.txt"):
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
    if bare.endswith(")") and SIGNED_END.search(bare, max(0, len(bare) - 300)):
        return "stop"
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
    if not (DIGIT.search(text) and DATE.search(text)) and not STAMP.match(text):
        return False
    rest = [w for w in re.findall(r"[^\s,|:/()·•–—-]+", text) if not DATE_WORD.match(w.strip("."))]
    return len(rest) <= 1


def is_byline(text: str) -> bool:
    """Whether a line names who wrote it: "By Ada Quill", "From our correspondent", perhaps with role and date behind.

    >>> is_byline("By Ada Quill, Staff Writer"), is_byline("By the river the crowd waited.")
    (True, False)
    """
    foreign = BY_NAME.match(text)
    if foreign and is_name(text[foreign.end() :]):
        return True
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
    """Whether a line under a headline names its author without "by": a name, alone or with a role or a place behind.

    >>> is_credit("Ada Quill | Staff writer"), is_credit("Ada Quill in Port Hale"), is_credit("Ada Quill waited")
    (True, True, False)
    """
    if len(text) > 90:
        return False
    name, *role = ROLE_MARK.split(text, maxsplit=1)
    if is_name(name) and (not role or AUTHOR_ROLE.search(role[0])):
        return True
    return PLACED.fullmatch(text) is not None


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
    short = words <= LONGEST and len(text) <= WIDEST
    key = folded(text if short else text[:KEY])
    if not key or not (key[0].isalnum() or WORDLIKE.search(text)):
        return "menu", "no words"
    found = listed_kind(key, words)
    if found is None and short:
        found = patterned_kind(" ".join(text.split()).strip(" *•-–—"), key, words)
    return found or (None, "")


def listed_kind(key: str, words: int) -> tuple[str, str] | None:
    """Kind and rule of a line that the word list knows, whole or by its first words."""
    whole, openings = phrases()
    bare_key = COUNT.sub("", key) if key[-1].isdigit() else key
    if bare_key in whole:
        return whole[bare_key], "known line"
    for opening, kind in openings.get(key.split(" ", 1)[0], ()):
        # A long line that merely begins so is an article's sentence, except where a whole notice is meant.
        begun = key.startswith(opening) and key[len(opening) :][:1] in (" ", ",", ":", ".", "!")
        if begun and (words <= 12 or kind in ("cookie", "correction", "paywall", "newsletter")):
            return kind, "known opening"
    return None


def patterned_kind(bare: str, key: str, words: int) -> tuple[str, str] | None:
    """Kind and rule of a line that a pattern tells. Plain words are looked for before any pattern that needs them:
    most lines are prose or menus and need no more than that."""
    stop = ending(bare)
    if words <= 25:
        found = short_kind(bare, key, words, stop)
        if found:
            return found
    if CORRECTION.match(bare):
        return "correction", "correction note"
    if words <= 60 and PICTURE.match(bare):
        return "caption", "opens as a caption"
    if words <= 30 and has(key, FORM_WORDS) and FORM.search(bare) and YOU.search(bare):
        return "newsletter", "form that asks the reader to sign up"
    if words <= 60 and has(key, GIVE_WORDS) and GIVE.search(bare) and READER.search(bare) and OURS.search(bare) and (
        not QUOTED.search(bare)
    ):
        return "newsletter", "appeal to readers for support"
    if words >= 8 and has(key, LEGAL_WORDS) and LEGAL.search(bare) and not QUOTED.search(bare):
        return "other", "legal notice"
    if words >= 8 and "comment" in key and POLICY.search(bare) and YOU.search(bare):
        return "comments", "rules for comments"
    if words <= 50 and (CONTACT.match(bare) or (words <= 40 and has(key, WRITE_WORDS) and WRITE_US.search(bare) and (
        YOU.search(bare) and not QUOTED.search(bare)
    ))):
        return "share", "where to follow or write"
    if words <= 40 and has(key, NOTE_WORDS) and ORIGIN_NOTE.match(bare):
        return "origin_note", "origin note"
    if COPYRIGHT.match(bare) or (words <= 60 and has(key, RIGHTS_WORDS) and RIGHTS.search(bare)):
        return "copyright", "copyright line"
    if (bare[-1:] == ")" or has(key, PICTURE_WORDS)) and CREDIT_END.search(bare[-200:]):
        return "caption", "ends in a picture credit"
    if words <= 50 and stop == "open" and " / " in bare[-80:] and SHOT_FOR.search(bare[-120:]):
        return "caption", "ends in a photographer's name"
    return None


def short_kind(bare: str, key: str, words: int, stop: str) -> tuple[str, str] | None:
    """Kind and rule of a line of at most 25 words."""
    if CREDIT.match(bare):
        return "credit", "picture credit"
    if LINK.match(bare) and (stop != "stop" or bare[-1] in CLOSERS + "?!"):
        return "link", "link behind its label"
    figures = DIGIT.search(bare) is not None
    if words <= 12 and figures and stop == "open" and COUNTED.search(bare):
        return "comments", "comment count"
    if words <= 6 and stop == "colon" and SAYS.fullmatch(bare):
        return "comments", "name of a commenter"
    if words <= 5 and stop == "open":
        if words <= 4 and MORE.fullmatch(bare):
            return "related_label", "more of a section"
        about = ABOUT.match(bare)
        if about and is_name(bare[about.end() :]):
            return "related_label", "label of an author's note"
    shot = SHOT_BY.fullmatch(bare) if words <= 8 and len(bare) < 90 else None
    if shot and is_name(shot["name"]):
        return "credit", "name and picture agency"
    if words <= 8 and READING.fullmatch(bare):
        return "timestamp", "reading time"
    if figures and words <= 5 and GALLERY.fullmatch(bare):
        return "caption", "picture count"
    if words <= 12 and len(bare) < 90 and has(key, AGO_WORDS) and LABEL_AGO.fullmatch(bare):
        return "label", "source label with a relative time"
    if is_timestamp(bare):
        return "timestamp", "date line"
    if is_byline(bare) or key == "by" or bare.startswith(("/ ", "By | ", "By , ")):
        return "byline", "by-line"
    if " " not in bare and bare.lower().startswith(("http://", "https://", "www.", "pic.twitter.com")):
        return "other", "bare address"
    return None


def has(key: str, words: tuple[str, ...]) -> bool:
    """Whether any of some words stands in a folded line."""
    for word in words:  # noqa: SIM110 (any() costs three times as much here)
        if word in key:
            return True
    return False


def line_of(text: str, start: int, end: int, glued: bool = False, forced: tuple[str, str] | None = None) -> Line:
    """The `Line` of text[start:end] (trimmed here)."""
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    body = body.strip()
    words, stop, listed, kind, rule, signed = (menu_line if len(body) <= SHORT else look_of)(body)
    if forced:
        kind, rule = forced
    return Line(start, start + len(body), words, stop, listed, kind, rule, glued, signed and kind is None)


def look_of(body: str) -> tuple[int, str, bool, str | None, str, bool]:
    """What a trimmed line looks like by itself: words, ending, listed, kind, rule, signed (see `Line`)."""
    mark = BULLET.match(body)
    words = count_words(body)
    kind, rule = kind_of(body[mark.end() :] if mark else body, words)
    stop = ending(body)
    if stop == "stop" and words < 20 and INITIALS.search(body):
        stop = "open"  # a headline that ends in "U.S." has not ended a sentence
    return words, stop, mark is not None, kind, rule, words <= 40 and body[0] in "([" and body[-1] in ")]"


menu_line = lru_cache(maxsize=50_000)(look_of)  # the pages of a site share their menus


def lines_plain(text: str) -> list[Line]:
    """Lines without cuts inside them."""
    out, at = [], 0
    for part in text.split("\n"):
        if part and not part.isspace():
            out.append(line_of(text, at, at + len(part)))
        at += len(part) + 1
    return out
