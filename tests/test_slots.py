"""Numbers of two or three short articles about one invented event, and how they are related.

In each case the brackets mark the numbers that are judged; the word before the colon is the relation expected.
"""

import re

import pytest

from helpers.numbers.slots import numbers
from helpers.spans import sentences
from helpers.text.ngrams import Text

MARK = re.compile(r"\[(?P<relation>[a-z_|]+): (?P<words>[^\]]+)\]")


def article(name, marked, published=None, outlet=None):
    """The article without its marks, and (start, end, relations allowed) of each mark."""
    plain, marks, at = "", [], 0
    for m in MARK.finditer(marked):
        plain += marked[at : m.start()]
        marks.append((len(plain), len(plain) + len(m["words"]), m["relation"].split("|")))
        plain, at = plain + m["words"], m.end()
    plain += marked[at:]
    return Text(name, name, outlet or name, published, True, plain, tuple(sentences(plain))), marks


def judged(*marked, published=None, outlets=None):
    """(expression, relations allowed, relations found, slots) of each mark of the articles, in order."""
    made = [
        article("abcd"[k], m, (published or [None] * 4)[k], (outlets or [None] * 4)[k]) for k, m in enumerate(marked)
    ]
    found = numbers([t for t, _ in made])
    out = []
    for text, marks in made:
        for start, end, allowed in marks:
            rows = found[(found["article_id"] == text.article_id) & (found["start"] < end) & (found["end"] > start)]
            out.append((text.text[start:end], allowed, rows["relation"].tolist(), set(rows["slot"])))
    return out, found


PAIRS = {
    "a toll in words and figures": (
        "A fire at the Quillon paper mill killed [same: 14 workers] on Tuesday night, the prefect said.",
        "[same: Fourteen people] died when the paper mill at Quillon burned on Tuesday night.",
    ),
    "a rounded weight": (
        "The silo at Brandt harbour held [same: 1,940 tonnes] of barley when its wall gave way.",
        "[rounding: Nearly 2,000 tonnes] of barley poured out of the harbour silo at Brandt.",
    ),
    "an area in two units": (
        "The heath fire near Ostermoor has burned [same|unit: 250 hectares] since Sunday.",
        "Since Sunday the fire has blackened [same|unit: 620 acres] of heath near Ostermoor.",
    ),
    "a bound that holds, and a vague word": (
        "The ferry Ilmarin hit the pier at Skove and [same: 34 passengers] were hurt.",
        "[bound: At least 30 passengers] were hurt as the Ilmarin, a ferry, struck the Skove pier.",
        "[vague: Dozens of passengers] were hurt on the ferry Ilmarin at the pier of Skove.",
    ),
    "a sum of parts": (
        "The landslide above Torvik cut off [same: 96 households] on Friday, the mayor said.",
        "The landslide cut off [derivable: 61 households] in upper Torvik and [derivable: 35 in lower Torvik].",
    ),
    "clock times in words": (
        "Passengers waited [same: 45 minutes] for the doors of the stranded Merrow train to be opened.",
        "The Merrow train stopped at [derivable: five to eleven] and its doors were opened at "
        "[derivable: twenty to midnight].",
    ),
    "clock times, where the other says it twice": (
        "Passengers waited [same: 45 minutes] for the doors of the stranded Merrow train to be opened. For "
        "[same: 45 minutes] the doors of the Merrow train stayed shut.",
        "The Merrow train stopped at [derivable: five to eleven] and its doors were opened at "
        "[derivable: twenty to midnight].",
    ),
    "a cost on which two disagree": (
        "The council of Hallin will pay [conflict: 3.2 million crowns] for the new footbridge over the Rill.",
        "Hallin's council will pay [conflict: 4.6 million crowns] for its new footbridge over the Rill.",
    ),
    "a toll on which one disagrees": (
        "The avalanche at Kaldpass buried [same: 12 skiers] on Saturday morning, rescuers said.",
        "An avalanche at Kaldpass on Saturday morning buried [same: 12 skiers].",
        "On Saturday morning an avalanche buried [conflict: 19 skiers] at Kaldpass.",
    ),
    "a bound that does not hold": (
        "The strike at Nordby yard entered its ninth day; [same: 640 welders] have walked out there.",
        "At the Nordby yard [same: 640 welders] have walked out in the strike over pay.",
        "[conflict: More than 900 welders] have walked out at the Nordby yard in the strike over pay.",
    ),
    "views of two films": (
        "The trailer for the museum's new hall has been viewed [different_object|one_only: 80,000 times].",
        "A phone video of the mayor's hat blowing into the fountain has had [different_object|one_only: 2.1 million "
        "views].",
    ),
    "two places are two objects": (
        "The storm tore the roofs off [different_object|one_only: 40 houses] in the village of Aske on Monday.",
        "On Monday the storm tore the roofs off [different_object|one_only: 75 houses] in the town of Berrin.",
    ),
    "the whole and a part of it": (
        "Police arrested [different_object|one_only: 31 people] at the Lund march, [same: nine of them] for throwing "
        "stones.",
        "Police arrested [same: nine people] for throwing stones at the march in Lund.",
    ),
    "a plan and what came of it": (
        "The port of Elmsund had planned to hire [different_object|one_only: 300 dockers] this spring.",
        "The port of Elmsund has hired [different_object|one_only: 180 dockers] this spring.",
    ),
    "this year and last year": (
        "Elm beetles killed [different_object|one_only: 5,200 trees] in the Vessel forest this year.",
        "Last year elm beetles killed [different_object|one_only: 3,100 trees] in the Vessel forest.",
    ),
    "a share in words": (
        "In the vote at Garrow [same|rounding: 66 percent of voters] backed the harbour wall.",
        "[rounding|same|vague: Two thirds of voters] at Garrow backed the harbour wall.",
    ),
    "an age": (
        "Keeper Dagny Rolle, [same: 43], rowed to the wreck alone on Sunday.",
        "The [same: 43-year-old] keeper, Dagny Rolle, rowed alone to the wreck.",
    ),
    "money in short": (
        "Insurers put the damage to the Pellam theatre at [rounding: $4.5 million].",
        "The Pellam theatre damage was put at [same: 4,512,000 dollars] by insurers.",
    ),
    "an age and a count are never one": (
        "The diver, [one_only: 31], found the bell of the Marguerite.",
        "[one_only: 31 divers] looked for the bell of the Marguerite.",
    ),
    "what one alone gives": (
        "The choir of Olmen sang for [one_only: six hours] to keep the bees away.",
        "In Olmen the choir sang to keep bees away, and [one_only: 22 tourists] listened.",
    ),
    "water a second": (
        "Engineers let [same: 40 cubic metres] of water a second out of the Varn reservoir.",
        "Water left the Varn reservoir at [same|rounding: 40 cubic metres] a second.",
    ),
    "tolls of one day": (
        "The bus crash near Oldby killed [conflict: six people] on Monday, the fire service said.",
        "[conflict: Nine people] were killed on Monday when the bus crashed near Oldby.",
    ),
    "for and against": (
        "In the Tarn council [one_only|different_object: 31 members] voted for the tram, the mayor said.",
        "In the Tarn council [one_only|different_object: 24 members] voted against the tram, the mayor said.",
    ),
    "two purposes": (
        "The county of Brill will spend [one_only|different_object: 2.4 million crowns] on school roofs next spring.",
        "The county of Brill will spend [one_only|different_object: 3.9 million crowns] on a bus depot next spring.",
    ),
    "hours and minutes": (
        "The cable car at Hochalm stood still for [same: three hours] with [same: 27 skiers] inside.",
        "[same: Twenty-seven skiers] hung in the Hochalm cable car for [same|unit: 180 minutes].",
    ),
    "a rounded sum": (
        "The forger sold the painting for [same: 1.94 million crowns], the court in Ulm heard.",
        "He sold the painting for [rounding: almost two million crowns], the Ulm court heard.",
    ),
    "a rounded share": (
        "Turnout in the Selm vote was [same: 61.3 percent].",
        "Turnout in Selm was [rounding: about 60 percent].",
    ),
    "one clock, two ways": (
        "The tower at Pfalz fell at [same: 4:15 p.m.] on Sunday.",
        "It was [same: a quarter past four] in the afternoon when the tower at Pfalz fell.",
    ),
    "a crowd": (
        "[same: 14,300 people] marched through Lenz on Saturday, the police counted.",
        "[vague: Thousands of people] marched through Lenz on Saturday.",
        "[bound: More than 10,000 people] marched through Lenz on Saturday.",
    ),
    "corrected in the text": (
        "The museum at Orrin has [same: 812 clocks]. An earlier version of this article gave the number as "
        "[correction: 182 clocks].",
        "The Orrin museum has [same: 812 clocks].",
    ),
    "ages of two": (
        "The mayor, [different_object|one_only: 57], opened the pool at Lisk.",
        "A swimmer, [different_object|one_only: 31], was first in the pool at Lisk.",
    ),
    "a month and a year": (
        "The tenants of Kohl Lane will pay [one_only|different_object: 640 crowns a month] for the new flats.",
        "The tenants of Kohl Lane will pay [one_only|different_object: 7,680 crowns a year] for the new flats.",
    ),
    "two harbours": (
        "The storm sank [same: 23 boats] in the two harbours of Mull.",
        "The storm sank [derivable: 14 boats] in the north harbour of Mull and [derivable: nine] in the south.",
    ),
    "a cost and a fine": (
        "The yard was fined [one_only|different_object: 90,000 crowns] for the oil in the Sarn.",
        "Cleaning the oil from the Sarn will cost [one_only|different_object: 1.2 million crowns].",
    ),
    "two lengths of one thing": (
        "The python caught in Wexley library was [conflict: 3.1 metres] long, the librarian said.",
        "The python caught in the library of Wexley was [conflict: 4.6 metres] long, the librarian said.",
    ),
    "two polls": (
        "The survey of [one_only|different_object: 600 adults] in Brill was made from 10 to 13 January and has a "
        "margin of error of four points.",
        "The survey of [one_only|different_object: 1,005 adults] was made from 6 to 10 November and has a margin of "
        "error of three points.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PAIRS)
def test_relations_of_invented_pairs(case):
    marks, found = judged(*PAIRS[case])
    for words, allowed, said, _ in marks:
        assert said and set(said) <= set(allowed), (words, said)
    if not any("conflict" in allowed for _, allowed, _, _ in marks):
        assert "conflict" not in set(found["relation"])


REST = (
    " The dredger was refloated by two tugs before dawn, and the harbour master of Fenwick read a poem to the crew. "
    "A sandbank that is on no chart has been named after his cat, which was aboard and slept through it."
)


@pytest.mark.parametrize(("note", "relation"), [
    ("", "update"),
    (" Correction: An earlier version of this article misstated the number of sailors.", "correction"),
])  # fmt: skip
def test_a_newer_version_supersedes(note, relation):
    marks, found = judged(
        f"The dredger Hecate ran aground at Fenwick with [{relation}: 18 sailors] aboard." + REST,
        "The dredger Hecate ran aground at Fenwick with [same: 26 sailors] aboard." + REST + note,
        "The dredger Hecate, with [same: 26 sailors] aboard, ran aground at Fenwick.",
        published=["2031-03-02", "2031-03-03", "2031-03-03", None],
        outlets=["Courier", "Courier", "Herald", None],
    )
    for words, allowed, said, _ in marks:
        assert said and set(said) <= set(allowed), (words, said)
    assert "conflict" not in set(found["relation"])


@pytest.mark.parametrize(("published", "relation"), [
    (["2031-06-10", "2031-06-11"], "same|derivable"), ([None, None], "one_only"),
])  # fmt: skip
def test_a_relative_date_needs_the_article_s_date(published, relation):
    marks, found = judged(
        f"The observatory on Mount Harl was shut [{relation}: last month] after its dome had jammed.",
        f"The observatory on Mount Harl was shut in [{relation}: May 2031] after its dome had jammed.",
        published=[*published, None, None],
    )
    for words, allowed, said, _ in marks:
        assert said and set(said) <= set(allowed), (words, said)
    one_slot = marks[0][3] == marks[1][3]
    assert one_slot == (published[0] is not None)
    assert "conflict" not in set(found["relation"])


TOLD = {
    "Marl": (
        "A barge with 26 sailors aboard struck the lock at Fenwick on Monday. “We counted 140 geese on the deck,” said "
        "Ada Brill, the keeper of the lock. The barge was pulled free by two tugs before dawn, and the harbour master "
        "read a poem to the crew, who had slept through the accident in the galley."
    ),
    "Orsk": (
        "On Monday the lock at Fenwick was struck by a barge that carried 26 sailors and a cargo of bells for the "
        "church of Orsk. According to Ada Brill, who keeps the lock, there were 140 geese on the deck. Nobody was "
        "hurt, and the bells rang by themselves until the tide had turned and the tugs had come."
    ),
}


def test_every_number_is_somebody_s_or_the_outlet_s_own(tmp_path):
    from helpers.corpus import load_corpus

    rows = ["file,outlet,published,story"]
    for name, body in TOLD.items():
        page = f"{name} Gazette\nA barge struck the lock at Fenwick\n3 March 2031\n\n{body}\n"
        (tmp_path / f"{name}.txt").write_text(page, encoding="utf-8")
        rows.append(f"{name}.txt,{name} Gazette,2031-03-03,barge")
    (tmp_path / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    found = load_corpus(tmp_path).numbers
    by_keeper = found.loc[found["value"] == 140]
    assert len(by_keeper) == 2 and by_keeper["attribution"].notna().all() and set(by_keeper["relation"]) == {"same"}
    own = found.loc[found["value"] == 26]
    assert len(own) == 2 and own["attribution"].isna().all()
