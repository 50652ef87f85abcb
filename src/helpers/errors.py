"""What the terminal says to the user."""


class UserError(Exception):
    """Something the user can mend: one plain sentence that names the file and says what to do.

    `samestory` prints it without a traceback and ends with exit code 2.

    >>> str(UserError("data/x is not a folder; give a folder of captures."))
    'data/x is not a folder; give a folder of captures.'
    """


def one_line(text: str) -> str:
    r"""The text as one line that a terminal can be given: file names in it may hold line ends and control characters.

    >>> one_line("a\nb.txt is empty\x1b[2J")
    'a b.txt is empty�[2J'
    """
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
