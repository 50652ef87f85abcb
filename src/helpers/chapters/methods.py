"""The methods page: in plain words how each number is made, how well that was measured to work, and from what."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from helpers import show
from helpers.chapters.parameters import parameters
from helpers.chapters.wording import accuracies, several
from helpers.engine.depends import code_version

if TYPE_CHECKING:
    from helpers.corpus import Corpus

LIBRARIES = ("matplotlib", "numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "textstat", "trafilatura")
Section = tuple[str, list[str | show.Shown]]

HOW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("From a page to its article", (
        "A captured page is cut into segments: the main article, other articles printed on it, teasers, and page "
        "furniture. HTML goes through trafilatura; text captures through rules of our own, each of which is named in "
        "the table of segments. Only the main article is counted.",
        "The outlet comes from your manifest, a syndication note, the page's own label, its byline or its markup, in "
        "this order; else it is unknown, and the article stands alone under the name of its file.",
        "The same text on two pages is one voice: copies are found by the five-word runs they share, and from 55 % of "
        "the shorter one on, one of the two is counted. Stubs and copies are shown, and in no statistic.",
        "What whole pages would have said is found by reading each page once more with the same functions, uncut.",
    )),
    ("Topics and stories", (
        "Articles that share many of their rarer words, within a few days where dates are known, tell one story; a "
        "manifest's story column wins over that. Topics are sorted from twenty articles on; their number is the one "
        "that comes back when articles are left out at random, and where none comes back, none is shown.",
        "The share of a topic is articles of all articles of the outlet, with Wilson's 95 % interval.",
    )),
    ("Who speaks", (
        "An attribution is a source, a cue such as “said”, and a content, found by rules. It counts once, and opens "
        "from its first part to its last. Refusals to answer, documents, characters of fiction, thoughts "
        "without an utterance and hearsay are told apart; the first four do not count as somebody speaking.",
        "Unnamed people are those without a name, one (“an official”) or several (“officials”). The denominator is "
        "every attribution to somebody who speaks, also where it stays unknown who that is. Quoted words are those in "
        "quotation marks. One person keeps one name across pages where rules can tell that it is the same.",
    )),
    ("How hard it reads", (
        "Sentences are ours, syllables come from textstat and the CMU dictionary. The formulas (Flesch-Kincaid and "
        "others) are those of their papers. The grade of an outlet is the mean over its articles, and its interval "
        "resamples whole articles. Below five articles of a part no interval is given.",
    )),
    ("How it is told", (
        "Rival labels are looked for in a list and in your labels.csv; what is on neither is not seen. Every use is "
        "counted, the longest label winning where several overlap. Distinctive words are those that many articles of "
        "one outlet hold and few of the others; beside them stands what chance alone finds in the same articles.",
        "Who acts and who is acted upon is read from subjects, objects and agents around verbs in the outlets' own "
        "voice; doubtful forms are passed over. Hedged and certain sentences are found by word lists.",
        "Words worth checking score by lists and by how unusual they are in news. Most of them are fair.",
    )),
    ("Side by side", (
        "Sentences and clauses of a story's articles are aligned by the rare words, names and numbers they share. A "
        "fact is left out only where an article is complete; else that is unknown. Told here alone is listed only what "
        "no likely match contradicts.",
        "Numbers conflict only where the same thing is certainly counted and the ranges their words allow do not meet.",
        "Shared passages are runs of eight words or more. Agency copy without credit is what an article that "
        "names the agency nowhere has in common with one that is credited to it.",
    )),
    ("Differences", (
        "The article is the unit, not the word. Two outlets differ clearly when whole articles, dealt at random onto "
        "two sides, would differ as much in less than 5 of 100 deals, corrected for all comparisons made at once. "
        "Where no deal could ever reach that, there are too few articles to say. Shares of articles are compared by "
        "Fisher's exact test.",
    )),
    ("From a number to its passages", (
        "A number with a dotted line opens what it was counted from, and each passage leads to its place on the "
        "captured page. Of articles the first sentence is shown, of speakers the first passage of each, of words and "
        "measures the text that was counted or measured.",
        "The file evidence.jsonl beside this page lists every such number, a line each: page, claim, value, of (its "
        "denominator), unit, and passages as page, start and end in characters. For the units passages, articles and "
        "words the passages add up to the value. Copies of one passage count once. Of a large corpus long lists are "
        "cut, and more says how many passages were counted beyond those listed.",
    )),
)  # fmt: skip


def sections(corpus: Corpus, with_text: bool = True) -> list[Section]:
    """The sections of the page: how the numbers come about, accuracies, parameters, settings, versions, how to cite."""
    import pandas as pd

    versions = pd.DataFrame([(name, version(name)) for name in ("samestory", *LIBRARIES)], columns=["what", "version"])
    measured = pd.DataFrame(accuracies())
    files = corpus.columns("pages", "page_id", "sha256")
    files = files.assign(page=files["page_id"].map(corpus.page_names))[["page", "sha256"]]
    own = version("samestory")
    pages = several(len(files), "page")
    return [
        *((name, list(said)) for name, said in HOW),
        ("Measured accuracy", [
            "F1, recall, precision, AUC and agreement are 1 at best. “Development” marks texts that were read while "
            "the rules were written: expect less on others.",
            show.table(measured, "What was measured, and on what", "accuracy"),
        ]),
        ("Parameters", [
            "Every number that a method decides by, as it stands in the code that made this report. None was set for "
            "this corpus.",
            show.table(pd.DataFrame(parameters()), "Thresholds and limits of the methods", "parameters", limit=500),
        ]),
        ("This report", [
            f"Input: “{corpus.name}”, {pages}, sha256 {corpus.made_from}.",
            f"Code and word lists: sha256 {code_version()}.",
            show.table(pd.DataFrame(_settings(corpus, with_text), columns=["setting", "here"]), "Settings", "settings"),
            show.table(versions, "Versions", "versions"),
            show.table(files, "The captures, by the hash of each file", "inputs", limit=500),
        ]),
        ("How to cite", [
            f"Same Story {own}: report on “{corpus.name}” ({pages}, input sha256 {corpus.made_from[:16]}). "
            "Name the chapter, and for a number its line in evidence.jsonl.",
            f"The same input, version {own} and the versions above give the same report, byte for byte.",
        ]),
    ]  # fmt: skip


def _settings(corpus: Corpus, with_text: bool) -> list[tuple[str, str]]:
    """What the reader of another report could have set otherwise, and what was set here."""
    given = corpus.articles["outlet_basis"].eq("manifest").sum()
    return [
        ("captured pages", "with their text" if with_text else "cited passages alone (--no-text)"),
        ("outlets from a manifest", several(int(given), "article")),
        ("rival labels of your own (labels.csv)", several(sum(map(len, corpus.labels.values())), "label")),
        ("names of topics (topics.csv)", several(len(corpus.topic_names), "name")),
    ]
