"""The one exception that a user is meant to read."""


class UserError(Exception):
    """Something the user can mend: one plain sentence that names the file and says what to do.

    `samestory` prints it without a traceback and ends with exit code 2.

    >>> str(UserError("data/x is not a folder; give a folder of captures."))
    'data/x is not a folder; give a folder of captures.'
    """
