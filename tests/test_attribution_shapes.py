"""Attributions by the shape of their clause, a rule a test. All texts are invented."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.sources import attributions
from helpers.text.quotes import quotations


def said(text):
    """(source, content) of every attribution, parts joined by " … "."""
    rows = attributions(text)
    return [tuple(" … ".join(text[s:e] for s, e in a[part]) for part in ("source", "content")) for a in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a subject that is a determiner, a number or a contraction
        ("Some said they had left by noon.", ("Some", "they had left by noon")),
        ("Six in 10 say the pier is safe.", ("Six in 10", "the pier is safe")),
        ("42% say they would leave.", ("42%", "they would leave")),
        ("He's telling friends that the pier will go.", ("He's", "that the pier will go")),
        # appositions, brackets, time and reduced clauses between a subject and its verb
        ("Orla Venn, the dean, said the roof was sound.", ("Orla Venn, the dean", "the roof was sound")),
        ("Harbour Deputy Orla Venn (D-Dun.) last week said the pier was shut.",
         ("Harbour Deputy Orla Venn", "the pier was shut")),
        ("Orla Venn, whose port, Arvik, is shut, argues that it will open.", ("Orla Venn", "that it will open")),
        ("The pilots in the next two ports — Dunmere and Pell — said it was time.",
         ("The pilots in the next two ports — Dunmere and Pell", "it was time")),
        # relative clauses: the source is "who"
        ("Pol Reyk, who has sold boats, said the roof was sound.", ("Pol Reyk", "the roof was sound")),
        # the words around the clause that names the source
        ("The barge, which critics say would sink, left at noon.", ("critics", "which … would sink")),
        ("It all started, Venn says, with a leaking pipe.", None),
        # according to
        ("According to Ines Orr, a fitter who has seen the pump, the wall would have held.",
         ("Ines Orr, a fitter who has seen the pump", "the wall would have held")),
        ("The pump (it broke twice, according to the log) is back.", ("the log", "it broke twice")),
        # titles in quotation marks are not what is said
        ("In a talk with “Tea and Tides,” Venn pointed to Arvik as the port to watch.",
         ("Venn", "Arvik as the port to watch")),
        # a passive with "it"
        ("It was announced by the minister that the gate would stay shut.",
         ("the minister", "that the gate would stay shut")),
        # nouns that look like cues
        ("Venn said details of her plan will be told in May.", ("Venn", "details of her plan will be told in May")),
        ("Harbour rights advocates said the ruling was late.", ("Harbour rights advocates", "the ruling was late")),
        # adverbials between the cue and the words
        ("Venn promised on Tuesday to mend the pier.", ("Venn", "to mend the pier")),
        ("She wouldn’t say Tuesday how the pier would be paid for.", ("She", "how the pier would be paid for")),
        ("He went on to say the pier was his.", ("He", "the pier was his")),
        # the writer takes over
        ("Venn said the pier was safe, but nobody in Arvik walks on it.", ("Venn", "the pier was safe")),
        ("While only 7 percent said they were lost, 27 percent had no map.", ("7 percent", "they were lost")),
        # a document put out, and what it says
        ("Venn issued a statement saying that the pier was safe.", ("Venn", "that the pier was safe")),
        ("The statement said the pier was safe.", ("The statement", "the pier was safe")),
    ],
)  # fmt: skip
def test_shapes(text, expected):
    rows = said(text)
    if expected is None:
        assert [r[0] for r in rows] == ["Venn"]
    else:
        assert expected in rows and len(rows) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We close,” said a man close to the mayor, who was not named, “and that is all.”",
         ("a man close to the mayor", "“We close,” … “and that is all.”")),
        ("“One. Two is enough. Three is a crowd,” the keeper said.",
         ("the keeper", "“One. Two is enough. Three is a crowd,”")),
        ("“One,” Venn said, “two,” and then, “three.” “Four.”",
         ("Venn", "“One,” … “two,” and then, “three.” … “Four.”")),
        ("“Nothing moves. Nobody comes.” Reyk said.", ("Reyk", "“Nothing moves. Nobody comes.”")),
        ("‘It isn’t the workers’ fault,’ Venn said.", ("Venn", "‘It isn’t the workers’ fault,’")),
        ("'It isn't the workers' fault,' Venn said.", ("Venn", "'It isn't the workers' fault,'")),
        ("''It isn't ours,'' Venn said.", ("Venn", "''It isn't ours,''")),
        ("„It is ours,“ Venn said.", ("Venn", "„It is ours,“")),
        ("«It is ours,» Venn said.", ("Venn", "«It is ours,»")),
    ],
)  # fmt: skip
def test_quotations_in_parts_and_marks_of_every_kind(text, expected):
    assert said(text) == [expected]


def test_a_quotation_over_three_paragraphs_each_opened_anew():
    text = "“We waited,” Reyk said. “Nobody came.\n“We waited again.\n“Then we left.”\nThe pier stayed shut."
    [(source, content)] = said(text)
    assert source == "Reyk" and content.endswith("“Then we left.”") and content.count(" … ") == 3


def test_a_cue_in_the_relative_clause_after_a_speaker_is_found_too():
    rows = said("“The pier is theirs,” said Pol Reyk, who said he would not pay for it.")
    assert rows[0] == ("Pol Reyk", "“The pier is theirs,”")
    assert rows[1][0].endswith("who") and rows[1][1] == "he would not pay for it"


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("Harbour Chief Says Pier Is Safe", "Harbour Chief", "Pier Is Safe"),
        ("Bridge Is Safe, Mayor Says", "Mayor", "Bridge Is Safe"),
        ("Mayor: Bridge is safe", "Mayor", "Bridge is safe"),
        ("‘Nobody Asked Us,’ Says Dunmere Mayor", "Dunmere Mayor", "‘Nobody Asked Us,’"),
    ],
)
def test_headlines(headline, source, content):
    assert said(headline) == [(source, content)]


@pytest.mark.parametrize("text", [
    "Breaking: Pier Is Shut", "Q: Is the pier safe?", "A Town Called Arvik Wins Prize",
    "Venn called the office on Friday.", "A village called Pell lies in the hills.", "Nobody said a word.",
    "The band found sanctuary in the north.", "He will find a seat.", "In several states the rain went on.",
])  # fmt: skip
def test_no_attribution(text):
    assert said(text) == []


def test_apostrophes_and_clipped_words_open_nothing():
    text = "In the '90s the boys' boat wasn't theirs, and rock 'n' roll was king in Dunmere's harbour."
    assert quotations(text) == []


def test_offsets_hold_in_what_follows_a_strange_token():
    text = "4,000 boats (U.S., e.g.) — “ok,” …  Ann-Marie's boys' club: “Go,”\u00a0Venn said."
    assert said(text)[-1][0] == "Venn"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_at_all(text):
    for a in attributions(text):
        assert all(0 <= s < e <= len(text) for part in ("source", "cue", "content") for s, e in a[part])


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(alphabet="aA “”‘’'\"\n.,:s", max_size=200))
def test_quotations_lie_in_one_paragraph_and_in_order(text):
    spans = quotations(text)
    assert all("\n" not in text[s:e] and s < e for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("piece", [
    "“a ", "'a ", "''", "' ", "“No,” Ann said. ", "Says ", "Ann Says Bo\n", "who said ", "that critics say would ",
    "according to ", "(according to ", "it was said by ", ", the mayor, ", "said on Monday to ", "U.S. ", "“\n",
    ": “a” ", "\ue000", ", who said, ", "did not respond to requests ", "close to the ", "a.", "1,", "-",
    "went on to say ",
])  # fmt: skip
def test_a_megabyte_of_anything_would_take_seconds(piece):
    """A tenth of a megabyte, so that the suite stays fast; that time is linear is tested in test_sources.py."""
    start = time.process_time()
    attributions(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 6


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Officials who were briefed on the plan said the gate had failed.",
         "Officials who were briefed on the plan", "the gate had failed"),
        ("A resident who asked not to be named told the Gazette the bell had rung.",
         "A resident who asked not to be named", "the bell had rung"),
    ],
)  # fmt: skip
def test_a_relative_clause_between_subject_and_verb_belongs_to_the_subject(text, source, content):
    rows = attributions(text)
    assert (source, content) in [(text[slice(*r["source"][0])], text[slice(*r["content"][0])]) for r in rows]


def test_a_subject_within_the_relative_clause_speaks_for_itself():
    text = "The engineer who was sure he said the gate was shut is gone."
    assert [text[slice(*r["source"][0])] for r in attributions(text)] == ["he"]


def test_what_is_put_between_commas_does_not_end_the_words():
    text = "Pell, a diver, said the quay, if nothing is done, will sink."
    assert [text[slice(*r["content"][0])] for r in attributions(text)] == ["the quay, if nothing is done, will sink"]


def test_a_remark_behind_a_dash_is_the_writers():
    text = "Pell said the quay would sink – which surprised nobody."
    assert [text[slice(*r["content"][0])] for r in attributions(text)] == ["the quay would sink"]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        ("Nobody believed Orla Venn's claim that the pier was safe.",
         "Orla Venn's", "claim", "that the pier was safe", "source"),
        ("The minister's warning that rates would rise came on Monday.",
         "The minister's", "warning", "that rates would rise", "source"),
        ("His promise on Friday to rebuild the pier was forgotten.",
         "His", "promise on Friday", "to rebuild the pier", "source"),
        ("Nobody shares their fears that the well is haunted.",
         "their", "fears", "that the well is haunted", "thought"),
    ],
)  # fmt: skip
def test_nouns_that_ascribe_words_to_their_owner(text, source, cue, content, kind):
    [row] = attributions(text)
    assert [text[slice(*row[part][0])] for part in ("source", "cue", "content")] == [source, cue, content]
    assert row["type"] == kind and row["form"] == "indirect"


@pytest.mark.parametrize(
    "text",
    ["A claim that nobody believed was dropped.", "The pier's statement of costs is long.",
     "Her promise was kept.", "The mayor's view from the tower that night was grand."],
)  # fmt: skip
def test_nouns_that_ascribe_nothing(text):
    assert attributions(text) == []


_PARAGRAPHS = (
    "Mayor Orla Venn said the pier was safe.",
    "“Nobody asked us,” said Bo Reyk, a fitter. “We read it in the paper.”",
    "According to the harbour office, the tide rose by two metres.",
    "Wilmet Sarn's boat lay in the yard all winter, and it rained.",
    "The ferry company declined to comment on the broken gate.",
    "'It isn't ours,' the keeper's wife said, adding that the dogs' kennel was not theirs either.",
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(_PARAGRAPHS), min_size=1, max_size=6), st.integers(0, 5), st.integers(0, 90),
    st.sampled_from(("“", "”", '"', "‘", "’", "'", "''", "«", "»", "„", "`", "``", "(", "—", ":")),
)  # fmt: skip
def test_a_stray_mark_changes_nothing_in_other_paragraphs(lines, which, at, mark):
    which %= len(lines)
    broken = lines[which][:at] + mark + lines[which][at:]
    whole, changed = "\n\n".join(lines), "\n\n".join([*lines[:which], broken, *lines[which + 1 :]])
    start = sum(len(line) + 2 for line in lines[:which])

    def elsewhere(text, line):
        """The attributions outside the paragraph, offsets counted from the end of the text behind it."""
        end = start + len(line)
        rows = [
            [[[s, e] if e <= start else [s - len(text), e - len(text)] for s, e in row[part]]
             for part in ("source", "cue", "content")]
            for row in attributions(text)
            if all(e <= start or s >= end for part in ("source", "cue", "content") for s, e in row[part])
        ]  # fmt: skip
        return rows

    assert elsewhere(changed, broken) == elsewhere(whole, lines[which])
