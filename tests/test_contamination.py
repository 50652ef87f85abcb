"""What whole pages would have said: names, people, words and grades that are not the article's."""

import pytest

from helpers import contamination
from helpers.chapters import contamination as chapter
from helpers.chapters import corpus as overview
from helpers.corpus import SAMPLE, load_corpus

ARTICLE = """Corra keeps its lighthouse where it is for another year

The council of Corra decided on Monday that the lighthouse stays on its rock, whatever the rock decides to do about it.

“It has stood there since my grandmother was a girl,” said Ilse Pardo, who sweeps its stairs, and voted as she sweeps.

Moving it would have cost 3 million crowns, which the harbour office has not got, and a road, which nobody has drawn.

The council heard Brindle once, by letter, and will look at the rock again in spring, when the seals have left it.
"""
CLEAN = """Windmill of Upper Wick turns again after eleven winters

A windmill that had stood still since the great frost began to turn on Thursday, and flour came out of it by evening.

The miller, Tobit Wray, said that nobody had mended anything: the wind had simply come round to his way of thinking.

Bread from the first sack was shared out in the yard, where it was found to be warm, and in two cases to be very good.
"""
OTHER = """
Related articles

The Wick Echo
9 minutes ago
- The Wick Echo
Brindle buys a second island and names it after himself

A second island was bought on Friday by Otto Brindle, and Brindle paid for it in eels, the Echo has been told by a man.

“I had not meant to buy it,” Brindle said. Friends of Brindle say that islands come to Brindle, and not the reverse.

The mayor of Upper Wick, Runa Feld, said that Brindle had asked for a bridge and that Brindle would get a timetable.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "rock.txt").write_text(ARTICLE + OTHER, encoding="utf-8")
    (folder / "clean.txt").write_text(CLEAN, encoding="utf-8")
    return load_corpus(folder)


@pytest.fixture(scope="module")
def found(corpus):
    return chapter.audit(corpus)


def test_only_pages_with_other_text_are_read_whole(found):
    assert found["page"].tolist() == ["rock.txt"]
    row = found.iloc[0]
    assert row["words"] - row["article_words"] > 50


def test_a_name_of_the_neighbours_swells_and_its_places_can_be_recounted(corpus, found):
    row = found.iloc[0]
    text = corpus.page_text(row["page_id"])
    times = text.count("Brindle")
    assert (row["name"], len(row["places"]), len(row["elsewhere"])) == ("Brindle", times, OTHER.count("Brindle"))
    assert {text[s:e] for s, e in row["places"]} == {"Brindle"}
    assert row["own_name"] != row["most_named"] == "Brindle" and row["named_at"] == row["elsewhere"][0]
    assert f"names Brindle {times} times, its article 1 time; on 1 of 1 page" in chapter.title(found)


def test_neighbours_speakers_are_told_from_the_articles_own(corpus, found):
    row = found.iloc[0]
    others = [name for name, _ in row["others"]]
    assert any("Feld" in name for name in others) and not any("Pardo" in name for name in others)
    assert row["voices_whole"] == row["voices"] + len(others)
    main = corpus.articles.set_index("article_id").loc[row["page_id"] + "-0"]
    assert all(s >= main["end"] for _, (s, _) in row["others"])


def test_findings_count_pages_and_show_one_passage_of_each(corpus, found):
    said = chapter.findings(corpus, found)
    assert len(said) == 4
    for finding in said:
        assert (finding.of, finding.unit) == (1, "articles") and finding.value == len(finding.passages)
    assert said[0].value == said[1].value == 1
    assert chapter.names(found)[["in_article", "on_page"]].values.tolist() == [[1, OTHER.count("Brindle") + 1]]
    assert len(chapter.rest(found)) == 1
    assert f"Brindle, on rock.txt: {OTHER.count('Brindle') + 1} (article: 1)" in chapter.draw(corpus, found).words


def test_where_pages_hold_nothing_else_that_is_said(tmp_path):
    (tmp_path / "clean.txt").write_text(ARTICLE, encoding="utf-8")
    clean = load_corpus(tmp_path)
    found = chapter.audit(clean)
    said = "None of 1 counted page holds 20 words beside its article: whole pages would have said the same."
    assert found.empty and chapter.draw(clean, found).plain == said
    assert [f.text for f in chapter.findings(clean, found)] == [said]
    assert chapter.names(found).empty and chapter.rest(found).empty


def test_many_pages_are_sampled_and_that_is_said(monkeypatch):
    sample = load_corpus(SAMPLE)
    n = len(chapter.pages(sample))
    assert n > 3 and chapter.sampled(sample) is None
    monkeypatch.setattr(chapter, "MOST", 3)
    found = chapter.audit(sample)
    assert found["page_id"].tolist() == [chapter.pages(sample)["page_id"][k * n // 3] for k in range(3)]
    assert chapter.sampled(sample) == f"3 of {n} pages that hold other text, at equal distances."


def test_the_second_seed_would_be_full_of_a_name_that_its_article_hardly_mentions(reference):
    """The careless reading that this workbook was asked to make impossible."""
    found = chapter.audit(load_corpus(reference / "corpus" / "seeds"))
    top = chapter.swollen(found).iloc[0]
    in_article = len(top["places"]) - len(top["elsewhere"])
    assert len(top["places"]) >= 30 and in_article <= 1
    assert len(top["others"]) >= 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("READ MORE News Sport. Home News", []),
        ("The Gate and the gate of Wick. In Wick, Wick’s own", ["Wick"]),
        ("On Monday in Wick on Monday", ["Wick"]),
        ("", []),
    ],
)
def test_names_are_words_that_the_text_never_writes_small(text, names):
    assert list(contamination.mentions(text)) == names


def test_texts_read_in_part_are_listed_as_problems(tmp_path):
    words = " ".join(ARTICLE.split())
    masked = [words.replace(letters, "@ @ @ @ @ @") for letters in ("the", "a")]
    rows = [words, masked[0], words[:300] + "… [+2310 chars]", masked[1]]
    (tmp_path / "feed.csv").write_text("content\n" + "".join(f'"{row}"\n' for row in rows), encoding="utf-8")
    shown = overview.problems(load_corpus(tmp_path))
    assert shown.values.tolist() == [
        ["feed.csv", "2: 1 and 3", "warning", "Read in part: text is masked."],
        ["feed.csv", "1: 2", "warning", "Read in part: text is cut off by the export."],
    ]
