"""Whom a pronoun means as the source of an attribution; nobody, where the text leaves it open."""

from __future__ import annotations

import re

from helpers.saying.cast import plain, subjects
from helpers.saying.known import CONFIDENCE, PERSON, Link, Speaker, Told, bare, newcomers, same_name
from helpers.saying.names import Mention, read
from helpers.saying.settle import document_before
from helpers.saying.words import closed_classes

HE = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_PARAGRAPH = re.compile(r"\n\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ\ue000“‘\"'])|\n+")
_FAR = 600  # characters of the writer's own words over which a pronoun is followed back
_ASKED = re.compile(
    r"\b(?:asked|rang|called|contacted|approached|telephoned|e-?mailed|wrote to) "
    r"((?:the |its )?[A-ZÀ-Þ][\w’'-]*(?: (?:(?:of|for|and) (?:the )?)?[A-ZÀ-Þ][\w’'-]*){0,5})"
)
_SURE, _LESS = CONFIDENCE["pronoun"], CONFIDENCE["description"]


def pronoun(told: Told, m: Mention, at: int, world: str, kind: str) -> Link:
    """The speaker that a pronoun at offset `at` means; `kind` is the type of the attribution."""
    if m.head in HE:
        return _speaker_before(told, HE[m.head], at, world) or _only_subject(told, HE[m.head], at, world)
    if m.head in ("it", "its"):
        if kind == "document":
            return _document(told, at)
        return (_body_asked(told, at, world) if kind == "non_response" else None) or _body_before(told, at)
    if m.head in ("they", "their") and told.last:
        k, before, _ = told.last
        if "\n" not in told.text[before:at] and told.known[k].kind in ("group", "organisation"):
            return Link(k, "pronoun", _SURE)
    return Link()


def _paragraphs(text: str) -> int:
    return len(_PARAGRAPH.findall(text))


def _speaker_before(told: Told, said: str, at: int, world: str) -> Link | None:
    """The speaker of the attribution before, if nobody else is a subject since and nothing speaks against it."""
    if not told.last:
        return None
    k = told.last[0]
    speaker, between = told.known[k], told.between(at)
    between = between[_last_named(between, speaker) :]
    near = len(between.replace("\ue000", "")) <= _FAR and _paragraphs(between) <= 2
    if not near or speaker.kind not in PERSON or speaker.world != world or speaker.pronoun not in ("", said):
        return None
    return None if told.others(between, k) else Link(k, "pronoun", _SURE)


def _last_named(text: str, s: Speaker) -> int:
    """Where a speaker's name ends for the last time in a text (0 where it does not stand)."""
    name = s.name.split()[-1] if s.kind == "named person" else ""
    at = text.rfind(name) if name else -1
    return at + len(name) if at >= 0 else 0


def _only_subject(told: Told, said: str, at: int, world: str) -> Link:
    """The one person who is a subject in the last sentence that has any, or is brought in by it."""
    begin = max(at - 500, told.last[1] if told.last else 0, 0)
    new, names, wide = [], {}, set()
    for sentence in reversed(_SENTENCE.split(told.cast.masked[begin:at])[-4:]):
        new = newcomers(sentence)
        acting = [(told.cast.full_name(n), sure) for n, sure in subjects(sentence, told.cast)]
        names = {plain(n): n for n, sure in acting if sure}
        wide = {plain(n) for n, _ in acting}
        if new or names or wide:
            break
    if len(new) == 1 and not wide and _acts(sentence, new[0]):
        return Link(told.add(read(new[0]), world, at), "pronoun", _LESS)
    if len(names) != 1 or new or wide - set(names):
        return Link()
    [name] = names.values()
    same = [k for k in told.recent(world)
            if told.known[k].kind == "named person" and same_name(told.known[k].name, name)]  # fmt: skip
    if len(same) > 1 or (same and told.known[same[0]].pronoun not in ("", said)):
        return Link()
    mention = Mention(name, name, "", name.split()[-1].lower(), "named person")
    return Link(same[0] if same else told.add(mention, world, at), "pronoun", _LESS)


def _acts(sentence: str, phrase: str) -> bool:
    """Does the phrase stand as a subject: "a clerk waited", not "his wife is a clerk", "for a clerk"?"""
    before = re.findall(r"\b\w+[,;]?$", sentence[: sentence.find(phrase)].rstrip())
    known = closed_classes().get(before[0].lower()) if before else None
    return not before or before[0][-1] in ",;" or known in ("B", "C", "S", "R", "Y")


def _document(told: Told, at: int) -> Link:
    """The document last named, which may not have been a source yet."""
    phrase = document_before(told.text, at)
    m = read(phrase) if phrase else None
    known = [k for k in told.recent("news") if told.known[k].kind == "document"]
    same = [k for k in known if m is None or told.known[k].head == m.head]
    if same:
        return Link(same[-1], "pronoun", _SURE)
    return Link(told.add(m, "news", at), "pronoun", _SURE) if m and m.kind == "document" else Link()


def _body_asked(told: Told, at: int, world: str) -> Link | None:
    """The body that the same sentence says was asked: "The Post rang the Harbour Board twice, and it did not …"."""
    sentence = _SENTENCE.split(told.cast.masked[max(0, at - 300) : at])[-1]
    asked = [read(m[1]) for m in _ASKED.finditer(sentence)]
    if not asked or asked[-1].kind != "organisation":
        return None
    name = bare(told.whole_body(asked[-1].name))
    same = [k for k in told.recent(world)
            if told.known[k].kind == "organisation" and bare(told.known[k].name) == name]  # fmt: skip
    return Link(same[-1] if same else told.add(asked[-1], world, at), "pronoun", _LESS)


def _body_before(told: Told, at: int) -> Link:
    """The body or document that spoke just before."""
    if told.last:
        k = told.last[0]
        if told.known[k].kind in ("organisation", "document") and _paragraphs(told.between(at)) <= 1:
            return Link(k, "pronoun", _SURE)
    return Link()
