"""CSV that a spreadsheet can open: captured text stays text there, and no cell of it is run as a formula.

Method: https://owasp.org/www-community/attacks/CSV_Injection (a leading apostrophe before the characters that begin
a formula). Whoever needs the text letter by letter takes Parquet or JSON Lines.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the full-width ones count in some programs


def cell(value: Any) -> Any:
    """The value as a spreadsheet may have it: a text that could be a formula gets an apostrophe before it.

    >>> cell("=1+1"), cell("plain"), cell(-3)
    ("'=1+1", 'plain', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def text(frame: pd.DataFrame) -> str:
    """The frame as CSV, its columns named in the first line; unknown is empty, no index.

    >>> import pandas as pd
    >>> text(pd.DataFrame({"outlet": ["=Bell", None], "articles": [3, 4]}))
    "outlet,articles\\r\\n'=Bell,3\\r\\n,4\\r\\n"
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")  # RFC 4180; cells with either are then quoted
    rows.writerow([cell(str(name)) for name in frame.columns])
    plain = frame.astype(object)
    rows.writerows([cell(v) for v in row] for row in plain.where(plain.notna(), None).values.tolist())
    return out.getvalue()
