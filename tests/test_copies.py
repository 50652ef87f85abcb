"""The same text in two outlets is one voice: in no statistic does a reprint count beside what it reprints."""

import json

import pytest

from helpers.chapters import cards, framing, readability, sources, topics
from helpers.chapters import corpus as overview
from helpers.corpus import load_corpus

LEAD = "A crane fell on the fish market of Corra at 6:40 on Tuesday morning and broke three of its eleven stalls."
WIRE = [
    LEAD,
    "Nobody was hurt, because the market opens at seven, said Ilse Pardo, who kept its keys for nineteen years.",
    "“It swung twice and then it simply lay down,” Pardo said. “The gulls had left a minute before.”",
    "The port authority said that the crane had been inspected in August and that an inquiry would begin on Thursday.",
    "Two of the stalls sold eels and the third sold knives, which were found as far away as the customs shed.",
]
OWN = [
    "The fish market of Corra lost three stalls on Tuesday when a crane came down on it before opening.",
    "“We have written about that crane since spring,” said Tobit Wray of the stallholders’ union, counting his knives.",
    "A letter of the union, sent to the port authority in May, had called the crane a matter of time and of weather.",
    "The authority did not answer it, and on Tuesday its harbour master, Runa Feld, did not answer the telephone.",
    "Eels were still being picked out of the customs shed at noon, where the clerks had declared them to be imports.",
]


def record(outlet, lines, **more):
    return {"outlet": outlet, "title": f"Crane falls on Corra market ({outlet})", "text": "\n".join(lines),
            "date": "2031-10-14", **more}  # fmt: skip


def read(folder, *records):
    folder.mkdir()
    (folder / "feed.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    (folder / "labels.csv").write_text("referent,label\nplace,market\nplace,shed\n", encoding="utf-8")
    return load_corpus(folder)


ORIGINAL, OTHER = record("The Corra Tern", WIRE), record("The Corra Echo", OWN)
REPRINTS = {
    "whole": record("The Wick Mail", WIRE, date="2031-10-15"),
    "cut": record("The Wick Mail", WIRE[:3], date="2031-10-15"),
    "edited": record("The Wick Mail", [line.replace("Tuesday", "yesterday") for line in WIRE], date="2031-10-15"),
}


@pytest.mark.parametrize("kind", REPRINTS)
def test_a_reprint_is_shown_and_counts_nowhere(tmp_path, kind):
    one = read(tmp_path / "one", ORIGINAL, OTHER)
    two = read(tmp_path / "two", ORIGINAL, OTHER, REPRINTS[kind])
    a = two.articles.set_index("outlet")
    assert a.at["The Wick Mail", "duplicate_of"] == a.at["The Corra Tern", "article_id"]
    assert a.at["The Wick Mail", "exclude_reason"] == "copy"
    shown = overview.copies(two)
    assert shown["share"].tolist() == [pytest.approx(1.0, abs=0.3)]
    assert shown[["page", "counted"]].values.tolist() == [["feed.jsonl [2]", "feed.jsonl [0]"]]

    def voices(corpus):
        said = sources.said(corpus)
        assert len(said) and len(framing.labels(corpus))
        return {
            "counted": sorted(corpus.counted["teller"]),
            "quoted": sorted(zip(said["teller"], said["speaker"].astype(str), strict=True)),
            "readability": sorted(readability.articles(corpus)["teller"]),
            "labels": framing.labels(corpus).to_dict("list"),
            "outlets": overview.by_outlet(corpus).to_dict("list"),
            "stories": topics.stories(corpus)["articles"].tolist(),
            "cards": len(cards.cards(corpus, cards.Basis.of(corpus))),
        }

    assert voices(one) == voices(two)
    named = dict(zip(two.articles["article_id"], two.articles["outlet"], strict=True))
    for table in (two.facts, two.numbers):
        assert not table.empty and "The Wick Mail" not in set(table["article_id"].map(named))


def test_the_counted_copy_is_chosen_by_the_stated_rule(tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    text = "Crane falls on Corra market\n" + "\n".join(WIRE)
    for name in ("crane-copy.txt", "crane.txt", "crane (1).txt"):
        (folder / name).write_text(text, encoding="utf-8")
    corpus = load_corpus(folder)
    assert corpus.counted["page_id"].map(corpus.page_names).tolist() == ["crane.txt"]
    assert corpus.articles["duplicate_of"].notna().sum() == 2
