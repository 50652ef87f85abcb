"""CSV for spreadsheets: nothing in it is run, and everything can be read back."""

import csv
import io
from contextlib import closing

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import sheets, tables

DANGEROUS = ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_begins_a_formula(text, tmp_path):
    assert sheets.cell(text) == f"'{text}"
    found = next(csv.reader(io.StringIO(sheets.text(pd.DataFrame({text: [text]}))[:], newline="")))
    assert found == [f"'{text}"]
    with tables.Writer("problems", tmp_path) as out:
        out.add([{"path": text, "message": text}])
    with closing(tables.Stored(tmp_path, {"problems": tables.SCHEMAS["problems"]})) as stored:
        stored.write(tmp_path, "csv")
    with (tmp_path / "problems.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["path"] == row["message"] == f"'{text}"


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.none(), st.integers(), st.text(st.characters(exclude_categories=["Cs"]), max_size=8))))
def test_every_row_is_read_back(values):
    text = sheets.text(pd.DataFrame({"a": pd.Series(values, dtype=object), "b": 1}))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1:] == [["" if v is None else str(sheets.cell(v)), "1"] for v in values]
