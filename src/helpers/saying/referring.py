"""Which speaker a source phrase means, while a text is read from its beginning to its end."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.saying.cast import plain, read_cast, role_words
from helpers.saying.known import CONFIDENCE, PERSON, Link, Speaker, Told, bare, one, same_body, same_name
from helpers.saying.names import Mention, is_title, read, role_side
from helpers.saying.pronouns import HE, pronoun

_ANTECEDENT = re.compile(
    r"((?:(?:[A-Z][\w'’.-]{0,60}+|of|for|the) ){0,8}[A-Z][\w'’.-]{0,60}+)(?: ?\([^()\n]{0,40}\))?,? $"
)
_GENITIVE = re.compile(r"['’]s?(?: |$)")
_THE = re.compile(r"^[Tt]he ")
_NEW = re.compile(r"(?:an?|one|another)\b", re.IGNORECASE)
_ALONE = frozenset(("government", "congress", "parliament", "police"))  # bodies that need no name before them
# what the text itself says of a man or a woman: titles, and role words
_TITLES = dict.fromkeys(("mr", "sir", "lord"), "he") | dict.fromkeys(("mrs", "ms", "miss", "dame", "lady"), "she")
_SHE = (
    "woman", "actress", "queen", "princess", "duchess", "mother", "wife", "aunt", "sister", "gran", "widow", "mum",
    "girl",
)  # fmt: skip
_HE = ("sman", "rman", "king", "prince", "duke", "father", "husband", "uncle", "brother", "widower", "dad", "boy")


def refer(text: str, rows: list[dict]) -> tuple[list[Speaker], list[Link]]:
    """The speakers of a text in the order they first speak, and for each attribution the link to its speaker."""
    told = Told(text, read_cast(text))
    mentions = [_read(told, *row["source"][0]) if row["source"] else None for row in rows]
    named = (m.name for m in mentions if m and m.kind == "named person")
    told.cast.singles = frozenset(n.lower() for n in named if " " not in n)
    return told.known, [_link(told, row, m) if m else Link() for row, m in zip(rows, mentions, strict=True)]


def _read(told: Told, start: int, end: int) -> Mention:
    phrase = told.text[start:end]
    if phrase.strip().lower() in ("who", "which"):
        before = _ANTECEDENT.search(told.text, max(0, start - 120), start)
        phrase = before[1] if before else phrase
    m = read(phrase, told.cast.common)
    if m.kind != "organisation":
        return m
    single = _THE.sub("", m.name)
    if single.isupper() and " " not in single and single.lower() in told.cast.by_word:
        return Mention(m.phrase, single, "", single.lower(), "named person", True)  # "VENN: …" in a transcript
    return m


def _link(told: Told, row: dict, m: Mention) -> Link:
    start, end = row["source"][0]
    world = "work" if row["type"] == "character" else "news"
    if row["type"] == "hearsay" and told.last and any(s <= start < e for s, e in told.last[2]):
        if m.kind in ("pronoun", "unknown"):  # told of within somebody's words: "he" there is nobody of ours
            return Link()
        return Link(told.add(m, "hearsay", start), "role", CONFIDENCE["description"])
    found = pronoun(told, m, start, world, row["type"]) if m.kind == "pronoun" else _find(told, m, start, world)
    if found.speaker is None and m.kind != "pronoun" and (m.kind != "unknown" or m.role):
        found = Link(told.add(m, world, start), "name" if m.name else "role", CONFIDENCE["name"])
    if found.speaker is None:
        told.last = None
    else:
        _remember(told, told.known[found.speaker], m, start)
        told.last = (found.speaker, end, row["content"])
    return found


def _find(told: Told, m: Mention, at: int, world: str) -> Link:
    here = told.recent(world)
    if m.kind == "named person":
        whole = told.cast.full_name(m.name)
        return one([k for k in here if _is_named(told.known[k], m, whole)], "name")
    if m.kind == "organisation":
        return _body(told, m, here)
    if m.kind in ("document", "group"):
        return _thing(told, m, here, at)
    return _described(told, m, here, at, world)


def _is_named(s: Speaker, m: Mention, whole: str) -> bool:
    if s.kind == "unnamed person" and s.opens and not _NEW.match(s.name):
        return bool(s.said) and s.said <= role_words(m.role) | {m.head}  # headline "Mayor:", then "Mayor Ann Hill"
    return s.kind in ("named person", "organisation") and same_name(s.name, whole)


def _body(told: Told, m: Mention, here: list[int]) -> Link:
    """The same name, its end or its initials; "the agency" right behind the words of one."""
    bodies = {k: bare(told.known[k].name) for k in here if told.known[k].kind == "organisation"}
    name = bare(told.whole_body(m.name or m.role))
    same = [k for k, b in bodies.items() if b == name]
    if not same and m.definite:
        same = [k for k, b in bodies.items() if same_body(b, name)]
    behind = told.last is not None and told.last[0] in bodies
    if not same and m.definite and " " not in name and behind and name not in told.cast.bodies and name not in _ALONE:
        return Link(told.last[0], "description", CONFIDENCE["description"])
    return one(same, "name")


def _thing(told: Told, m: Mention, here: list[int], at: int) -> Link:
    """A document or a group: the same words, or "the report" after one with that head."""
    alike = [k for k in here if told.known[k].kind == m.kind]
    same = [k for k in alike if told.known[k].role.lower() == m.role.lower()]
    if same and (m.kind == "document" or m.definite or not m.role.lower().startswith(("two", "one", "another"))):
        return one(same[-1:], "role")
    words, head = role_words(m.role), [k for k in alike if told.known[k].head == m.head]
    if not m.definite:  # the headline's "Poll" is the "new poll" of the text
        headline = [k for k in head if told.known[k].opens and told.known[k].seen < at]
        return one([k for k in headline if told.known[k].said <= words | {m.head}][:1], "role")
    return one([k for k in head if words <= told.known[k].said][-1:], "role")


def _described(told: Told, m: Mention, here: list[int], at: int, world: str) -> Link:
    """ "the director", "the Arton senator": somebody with that role, or else the person who spoke just before."""
    bare_role = not m.definite and not _NEW.match(m.phrase)
    if not m.definite and not bare_role:
        return Link()
    words = role_words(m.role)
    fits = [k for k in here if told.known[k].kind in (*PERSON, m.kind) and _fits(told, words, told.known[k])]
    if len(fits) > 1 and any(told.known[k].kind == "named person" for k in fits):
        fits = [k for k in fits if told.last and k == told.last[0]]
    if fits:
        return Link(max(fits, key=lambda k: told.known[k].seen), "role", CONFIDENCE["role"])
    holders = told.cast.with_role(words) if world == "news" and m.kind == "unnamed person" and words else []
    if len(holders) == 1:
        name = told.cast.people[holders[0]].name
        same = [k for k in here if told.known[k].kind == "named person" and same_name(told.known[k].name, name)]
        if not same:
            same = [told.add(Mention(name, name, m.role, m.head, "named person", True), world, at)]
        return one(same, "role")
    return Link() if bare_role or holders else _epithet(told, m, words, at, world)


def _fits(told: Told, words: frozenset[str], s: Speaker) -> bool:
    """May "the (harbour) official" be this speaker: the same role word, and no word that is not said of them?"""
    person = told.cast.people.get(plain(s.name))
    return bool(words) and (words <= s.said or (person is not None and words <= s.said | person.roles))


def _epithet(told: Told, m: Mention, words: frozenset[str], at: int, world: str) -> Link:
    """ "the Arton businessman" right behind the words of a named person of whom nothing else is known."""
    if not told.last or len(words) < 2 or not m.phrase.lower().startswith("the ") or _GENITIVE.search(m.phrase):
        return Link()
    k, between = told.last[0], told.between(at)
    if told.known[k].kind != "named person" or told.known[k].world != world or told.others(between, k):
        return Link()
    office = is_title(m.head) or role_side(m.head) is not None
    if office and not m.role[:1].isupper():
        return Link()  # "the harbour director" may be somebody else; "the Arton Republican" is said of the one named
    if len(re.findall(r"\n\s*", between)) > 1 or m.kind != "unnamed person":
        return Link()
    return Link(k, "description", CONFIDENCE["description"])


def _remember(told: Told, s: Speaker, m: Mention, start: int) -> None:
    s.seen = start
    if m.kind == "pronoun":
        s.pronoun = HE.get(m.head, s.pronoun)
        return
    s.said |= role_words(m.role) | ({m.head} if m.kind != "named person" else set())
    s.pronoun = s.pronoun or _TITLES.get(m.title, "") or _said_gender(m.role)
    form = m.name or m.phrase
    if m.kind == "named person" and s.kind not in ("named person", "organisation"):
        s.name, s.kind, form = told.cast.full_name(m.name), m.kind, s.name
    elif m.kind == "named person" and len(m.name) > len(s.name):
        s.name, form = m.name, s.name
    if form != s.name and form not in s.aliases:
        s.aliases.append(form)
    s.role = s.role or (m.role if m.kind in PERSON else "")


@lru_cache(maxsize=2**12)
def _said_gender(role: str) -> str:
    """ "spokeswoman", "his father": she or he, where the role itself says so."""
    words = role.lower().split()
    if any(w.endswith(_SHE) for w in words):
        return "she"
    return "he" if any(w.endswith(_HE) for w in words) else ""
