import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.pages.decoding import PAGE_LIMIT, Lines
from helpers.pages.records import Record, csv_records, json_line_records, json_records, names, record_of, text_warnings


def _csv(tmp_path, text, columns=None):
    (tmp_path / "a.csv").write_bytes(text.encode("utf-8"))
    with Lines(tmp_path / "a.csv") as lines:
        return list(csv_records(lines, columns or {}))


def test_a_record_of_trafilatura():
    record = record_of(
        {
            "title": "Gate opened in the night",
            "author": "Ada Quill; Bo Rush",
            "hostname": "mercury.example",
            "date": "2031-10-15",
            "id": None,
            "fingerprint": "d2ff47ba297cc254",
            "raw_text": "One. Two.",
            "text": "One.\nTwo.",
            "language": "en",
            "source": "https://mercury.example/gate",
            "source-hostname": "The Mercury",
            "excerpt": "One.",
            "filedate": "2031-10-16",
        },
        {},
    )
    assert record == Record(
        "One.\nTwo.",
        "https://mercury.example/gate",
        None,
        "2031-10-16",
        {
            "outlet": "The Mercury",
            "headline": "Gate opened in the night",
            "byline": "Ada Quill; Bo Rush",
            "published": "2031-10-15",
            "language": "en",
        },
    )


def test_a_record_of_newsapi():
    record = record_of(
        {
            "source": {"id": "mercury", "name": "The Mercury"},
            "author": "Ada Quill",
            "title": "Gate opened",
            "description": "Not the text.",
            "url": "https://mercury.example/gate",
            "publishedAt": "2031-10-15T05:00:00Z",
            "content": "The gate opened before dawn… [+2104 chars]",
        },
        {},
    )
    assert record.text == "The gate opened before dawn… [+2104 chars]"
    assert record.warnings == ("text is cut off by the export",)
    assert record.says["outlet"] == "The Mercury"
    assert record.says["published"] == "2031-10-15T05:00:00Z"


def test_a_record_of_nela_gt():
    record = record_of(
        {
            "id": "mercury--2031-10-15--Gate opened",
            "date": "2031-10-15",
            "source": "mercury",
            "title": "Gate opened",
            "content": "The gate @ @ @ @ @ @ @ before dawn.",
            "author": "",
            "url": "https://mercury.example/gate",
            "published": "Wed, 15 Oct 2031 05:00:00 +0000",
            "published_utc": 1949893200,
            "collection_utc": 1949900000,
        },
        {},
    )
    assert record.warnings == ("text is masked",)
    assert record.source_id == "mercury--2031-10-15--Gate opened"
    assert record.captured_at == "2031-10-16T06:53:20Z"
    assert record.says == {
        "outlet": "mercury",
        "headline": "Gate opened",
        "published": "Wed, 15 Oct 2031 05:00:00 +0000",
    }


def test_columns_win_and_reach_into_objects():
    raw = {"text": "Not this.", "Body Copy": "This.", "meta": {"paper": "Whelk"}, "outlet": "Not this", "a.b": "7"}
    columns = {"text": "Body Copy", "outlet": "meta.paper", "source_id": "a.b", "headline": "nothing"}
    assert record_of(raw | {"title": "Not this"}, columns) == Record("This.", source_id="7", says={"outlet": "Whelk"})
    assert record_of({"text": "x"}, {"text": "missing"}) == "The record has no text."


def test_text_is_kept_character_for_character():
    text = " \u00a0Rain\r\n\tfe\u0301ll.\u00ad\u2028 "
    assert record_of({"text": text}, {}).text == text
    record = record_of({"text": "a\ud800b", "title": "c\udfff"}, {})
    assert (record.text, record.says["headline"]) == ("a\ufffdb", "c\ufffd")
    assert record.warnings == ("lone surrogates were replaced",)


@pytest.mark.parametrize(
    "raw", [{"text": ""}, {"text": None}, {"text": " \n"}, {"text": 3}, {"text": {}}, {"title": "x"}, {}]
)
def test_no_text_is_said(raw):
    assert "text" in record_of(raw, {}) and isinstance(record_of(raw, {}), str)


def test_the_first_field_with_something_in_it_counts():
    record = record_of(
        {"Text": "", "BODY": "Rain.", "Headline": None, "Title": "T", "authors": ["A", {"name": "B"}, None]}, {}
    )
    assert (record.text, record.says) == ("Rain.", {"headline": "T", "byline": "A, B"})


def test_too_large_and_too_long():
    assert "10 MB" in record_of({"text": "é" * (PAGE_LIMIT // 2 + 1)}, {})
    record = record_of({"text": "x", "title": "y" * 5_000, "url": "https://a.b/" + "z" * 5_000}, {})
    assert (record.says, record.url, record.warnings) == ({}, None, ("headline is too long to be one",))


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("The price is <b>high</b>", ["text holds markup"]),
        ("<p class='x'>Rain", ["text holds markup"]),
        ("if a<b and c>d, or x < p >", []),
        ("write to ada@mercury.example @ night", []),
        ("He said [+12 chars] and went", []),
        ("cut... [+12 chars]\n", ["text is cut off by the export"]),
    ],
)
def test_warnings(text, warnings):
    assert text_warnings(text) == warnings


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ('{"text": "a"}', 1),
        ('[{"text": "a"}, {"text": "b"}]', 2),
        ('{"status": "ok", "articles": [{"text": "a"}, 3]}', 2),
        ('{"data": {"results": [{"text": "a"}]}}', 1),
        ('{"text": "a", "data": [1, 2]}', 1),
        ("[]", 0),
        ("7", 1),
    ],
)
def test_shapes_of_json(text, n):
    assert len(json_records(text)) == n


def test_a_broken_line_does_not_stop_the_rest(tmp_path):
    deep = "[" * 100_000
    lines = ['{"text": "a"}', "", '{"text": ', "  ", deep, '{"n": ' + "9" * 9_000 + "}", '{"text": "b\u2028c"}', '"x"']
    (tmp_path / "a").write_text("\n".join(lines), encoding="utf-8", newline="")
    with Lines(tmp_path / "a") as stream:
        found = list(json_line_records(stream))
    assert [raw for raw, _ in found] == [{"text": "a"}, None, None, None, {"text": "b\u2028c"}, "x"]
    assert [bool(message) for _, message in found] == [False, True, True, True, False, False]


def test_csv_keeps_text_and_counts_rows(tmp_path):
    found = _csv(tmp_path, 'Title;Text\r\nA;"one\r\n\r\n""two"""\r\n\r\nB;5" pipe\r\n')
    assert found == [
        ({"Title": "A", "Text": 'one\r\n\r\n"two"'}, None),
        ({"Title": "B", "Text": '5" pipe'}, None),
    ]


def test_csv_delimiters_and_doubled_names(tmp_path):
    for delimiter in ",;\t|":
        text = delimiter.join(("id", "text", "text")) + "\n" + delimiter.join(("1", "first", "second"))
        assert _csv(tmp_path, text)[0][0]["text"] == "first"


def test_unbalanced_quotes_give_no_nonsense(tmp_path):
    rows = [
        "id,text,outlet",
        '1,"Rain.",Whelk',
        '2,"Never closed,Whelk',
        '3,"Sun.",Gazette',
        '4,"Wind.",Gazette',
        '5,"Open',
    ]
    found = _csv(tmp_path, "\n".join(rows))
    assert [raw["id"] for raw, message in found if not message] == ["1", "4"]
    messages = [message for _, message in found if message]
    assert len(messages) == 2 and "lines 3 to 4" in messages[0] and "line 6" in messages[1]


def test_rows_of_another_length_are_listed(tmp_path):
    found = _csv(tmp_path, "id,text\n1,Rain, and wind\n2\n3,Sun,,\n")
    assert found[0][1] == "The row on line 2 has 3 cells, the header 2."
    assert found[1][1] == "The row on line 3 has 1 cells, the header 2."
    assert found[2][0] == {"id": "3", "text": "Sun"}


def test_a_long_cell_is_read_and_one_too_long_is_not(tmp_path):
    found = _csv(tmp_path, f"id,text\n1,{'x' * 1_000_000}\n2,{'y' * (PAGE_LIMIT + 1)}\n3,z\n")
    assert [raw and len(raw["text"]) for raw, _ in found] == [1_000_000, None, 1]


def test_a_header_without_text_gives_one_message(tmp_path):
    found = _csv(tmp_path, "id,words\n1,a\n2,b\n")
    assert len(found) == 1 and "columns.toml" in found[0][1]
    assert [raw["words"] for raw, _ in _csv(tmp_path, "id,words\n1,a\n2,b\n", {"text": "words"})] == ["a", "b"]


def test_empty_csv(tmp_path):
    assert all(message for _, message in _csv(tmp_path, ""))
    assert _csv(tmp_path, "text\n") == []


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("name"), inner, max_size=3)
    ),
    max_leaves=6,
)
_KEYS = st.sampled_from(sorted({name for theirs in names().values() for name in theirs})) | st.text(max_size=6)


@given(
    st.dictionaries(_KEYS, _VALUES, max_size=8), st.dictionaries(st.sampled_from(sorted(names())), st.text(max_size=6))
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_record_gives_strings_or_a_sentence(raw, columns):
    record = record_of(raw, columns)
    if isinstance(record, str):
        return
    for value in (record.text, record.url or "x", record.source_id or "x", *record.says.values(), *record.warnings):
        assert value.strip()
        value.encode("utf-8")


def test_the_field_list_is_whole():
    assert set(names()) >= {"text", "headline", "outlet", "byline", "published", "url", "source_id", "captured_at"}
    assert all(name and name.isalnum() for theirs in names().values() for name in theirs)
    assert json.dumps(names())
