"""The chapter of sources, outlet by outlet, on an invented corpus of two outlets."""

import pytest

from helpers.chapters import sources, voices
from helpers.corpus import load_corpus

TIDE = """Pier shut after storm

By Pol Reyk

ARTON, 3 May 2031 - The pier at Arton was shut on Monday after a storm that broke two of its piles and a lamp.

Harbour director Orla Venn said the pier was safe. “It will hold for a hundred years, as it has held for two,” she said.

Two officials said the piles had not been looked at since the spring of the year before.

The Divers Union did not immediately respond to a request for comment on Monday, a public holiday in Arton.
"""
FEN = """Nobody looked at the piles

By Ivo Tarn

ARTON, 3 May 2031 - The pier at Arton was shut on Monday after a storm that broke two of its piles and a lamp.

“It will hold for a hundred years,” said Orla Venn, the harbour director. “Nobody who can count was ever afraid.”

A diver said he had seen the piles in March. “I would not walk on it,” the diver said.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pier")
    (folder / "tide.txt").write_text(TIDE, encoding="utf-8")
    (folder / "fen.txt").write_text(FEN, encoding="utf-8")
    (folder / "manifest.csv").write_text(
        "file,outlet,url,published,story\ntide.txt,Arton Tide,,2031-05-03,pier\nfen.txt,Fen Post,,2031-05-03,pier\n",
        encoding="utf-8",
    )
    return load_corpus(folder)


@pytest.fixture(scope="module")
def said(corpus):
    return sources.said(corpus)


def test_one_person_keeps_one_entry_across_outlets(said):
    people = sources.who(said).set_index("speaker")
    assert people.loc["Orla Venn", "articles"] == 2
    assert people.loc["Orla Venn", "side"] is not None


def test_those_who_are_heard_as_often_share_the_first_place(corpus, said):
    assert sources.who_title(sources.who(said), said) == "Orla Venn is heard most: 3 of 6 attributions"
    once = said[said["type"] == "source"].drop_duplicates("speaker_id")
    names = "A diver, Orla Venn and Two officials"
    assert sources.who_title(sources.who(once), once) == f"{names} are heard most: 1 of 3 attributions each"
    assert f"heard most are {names} (1 time each)" in sources.answer(corpus, once)[0].text


def test_shares_have_their_denominators_and_add_up(said):
    found = voices.shares(said)
    for _, own in found.groupby("teller"):
        for column in ("attributions", "speakers", "quoted_words"):
            parts = [text.replace("\u00a0", " ").split(" (")[0].split(" of ") for text in own[column]]
            assert len({whole for _, whole in parts}) == 1
            assert sum(int(n) for n, _ in parts) == int(parts[0][1])


def test_groups_without_a_name_are_unnamed(said):
    counts = sources.by_kind(said).set_index("teller")
    assert counts.loc["Arton Tide", "unnamed"] == 1 and counts.loc["Fen Post", "unnamed"] == 2


def test_who_did_not_answer_with_the_excuse(corpus, said):
    found = sources.non_responses(corpus, said)
    assert found[["teller", "asked", "excuse"]].values.tolist() == [
        ["Arton Tide", "Divers Union", "a public holiday in Arton"]
    ]
    assert found["place"].iloc[0] > 0.6
    assert sources.silence_title(found) == "Non-responses: 1, with an excuse in 1"


def test_which_words_of_one_statement_each_outlet_chose(corpus, said):
    found = voices.chosen_words(corpus, said)
    assert set(found["speaker"]) == {"Orla Venn"}
    rows = [(r.teller, corpus.quote(*r.quoted[0]), r.words, r.also_in, r.only_here, [corpus.quote(*p) for p in r.alone])
            for r in found.itertuples()]  # fmt: skip
    assert rows == [
        ("Fen Post", "“It will hold for a hundred years,”", 7, "Arton Tide", 0, []),
        ("Arton Tide", "“It will hold for a hundred years, as it has held for two,”", 13, "Fen Post", 6,
         ["as it has held for two"]),
        ("Fen Post", "“Nobody who can count was ever afraid.”", 7, "no other", 7,
         ["Nobody who can count was ever afraid"]),
    ]  # fmt: skip
    assert "in 2 of 3 quotations" in voices.chosen_title(found)


def test_versions_of_one_statement_stand_together():
    def printed(teller, words):
        places = [("p", k, k + 1) for k, _ in enumerate(words.split())]
        return voices.Quotation(teller, ("p", 0, 1), words.split(), places)

    found = [
        printed("Tide", "we never looked"), printed("Tide", "the pier will hold for ever"),
        printed("Tide", "i would sleep on it"), printed("Fen", "i would sleep on that"),
        printed("Fen", "yes the pier will hold"),
    ]  # fmt: skip
    assert voices._side_by_side(found) == [1, 4, 2, 3, 0]
    bridge = printed("Fen", "it will hold for ever and i would sleep on it")
    assert voices._side_by_side([*found, bridge]) == [1, 2, 3, 4, 5, 0]


def test_the_order_of_speakers_in_an_article(said):
    found = voices.turns(said)
    own = found[found["teller"] == "Arton Tide"]
    assert own["speaker"].tolist() == ["Orla Venn", "Two officials"] and own["comes"].tolist() == [1, 2]
    assert own["place"].is_monotonic_increasing


def test_two_articles_are_too_few_to_say(corpus, said):
    sentences = [f.text for f in voices.findings(corpus, said)]
    assert len(sentences) == 2 and all("too few articles to say" in s for s in sentences)


def test_nothing_breaks_where_nobody_speaks(corpus, said):
    none = said.head(0)
    assert voices.shares(none).empty and voices.turns(none).empty and voices.chosen_words(corpus, none).empty
    assert "Nobody" in voices.places_title(voices.turns(none))
    assert voices.chosen_title(voices.chosen_words(corpus, none)).startswith("No speaker")
    assert voices.findings(corpus, none)
