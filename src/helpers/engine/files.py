"""Writing so that a run that is killed leaves the earlier result whole."""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.errors import UserError

MARK = ".samestory"  # stands in every folder we made: only such a folder is ever replaced
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)  # of a disk, whatever was being written


class Unwritable(UserError):
    """A folder that cannot take what is to be written."""


@contextmanager
def replacing(target: Path, what: str) -> Iterator[Path]:
    """A new folder to fill; it takes the place of `target` at once when the block ends without an exception.

    `what` ("report", "tables") is written into the folder's mark; a folder that holds anything else is not
    touched. Raises Unwritable where `target` is not ours to replace or cannot be written.

    >>> import tempfile
    >>> home = Path(tempfile.mkdtemp())
    >>> with replacing(home / "out", "report") as folder:
    ...     _ = (folder / "index.html").write_text("hello")
    >>> sorted(p.name for p in (home / "out").iterdir())
    ['.samestory', 'index.html']
    """
    target = Path(os.path.abspath(target))
    check_replaceable(target, what)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _turn(target.parent):
            _restore(target)
            sweep(target.parent, glob.escape(target.name))
            new = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
            claim = _claimed(new)
    except OSError as e:
        raise _unwritable(target, e) from None
    try:
        new.chmod(0o755)
        (new / MARK).write_text(f"samestory {what}\n", encoding="utf-8")
        yield new
        with _turn(target.parent):
            _exchange(new, target)
    except OSError as e:
        if e.errno in FULL or str(target.parent) in str(e.filename):
            raise _unwritable(target, e) from None
        raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
        if claim is not None:
            os.close(claim)


def check_replaceable(target: Path, what: str) -> None:
    """Raise Unwritable unless `target` is absent, empty, or made by an earlier run of the same kind."""
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise Unwritable(f"{target} is a file; name a folder with --out.")
    try:
        names = os.listdir(target)
        mark = (target / MARK).read_text(encoding="utf-8") if MARK in names else None
    except OSError as e:
        raise _unwritable(target, e) from None
    if names and mark != f"samestory {what}\n":
        raise Unwritable(f"{target} holds other files; name a new or empty folder with --out.")


def check_apart(corpus: Path, target: Path) -> None:
    """Raise UserError where writing `target` would write into the captures, or replace them; or has no such name."""
    try:
        corpus, target = corpus.resolve(), target.resolve()
        folder = corpus if corpus.is_dir() else corpus.parent
    except OSError as e:  # a name that is too long
        raise UserError(f"{corpus} or {target} is no name of a folder ({os.strerror(e.errno)}); give another.") from e
    if target == folder or (corpus.is_dir() and folder in target.parents) or target in folder.parents:
        raise UserError(f"{target} would mix with the captures in {folder}; name another folder with --out.")


def _unwritable(target: Path, e: OSError) -> Unwritable:
    why = os.strerror(e.errno) if e.errno else e.strerror  # some libraries tell a story of their own
    return Unwritable(f"{target} cannot be written ({why}); choose another folder with --out.")


# --- several runs at once ---------------------------------------------------------------------------------


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One run at a time makes, sweeps and exchanges folders in `folder`; none waits long, for that is soon done."""
    held = _claimed(folder, wait=True)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _claimed(folder: Path, wait: bool = False) -> int | None:
    """A descriptor that holds a lock on a folder until it is closed, or its process ends, however that may be.

    None where another process holds it, or where the system has no such locks (Windows, some network disks).
    """
    try:
        import fcntl
    except ImportError:
        return None
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(held)
        return None
    return held


def sweep(folder: Path, names: str) -> None:
    """Remove what killed runs have left half-made of `names` (a glob) in `folder`: nobody holds it any more."""
    for left in folder.glob(f".{names}.????????.new"):
        try:
            claim = _claimed(left)
        except OSError:
            continue
        if claim is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(claim)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _restore(target: Path) -> None:
    """Undo the moment between two renames, should an earlier run have been killed exactly there."""
    if _aside(target).is_dir() and not target.exists():
        os.rename(_aside(target), target)


def _exchange(new: Path, target: Path) -> None:
    if not target.exists():
        os.rename(new, target)
    elif not _swap(new, target):
        shutil.rmtree(_aside(target), ignore_errors=True)
        os.rename(target, _aside(target))
        os.rename(new, target)
        shutil.rmtree(_aside(target), ignore_errors=True)


def _swap(a: Path, b: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux); False where it cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    at_cwd, exchange = -100, 2
    return renameat2(at_cwd, os.fsencode(a), at_cwd, os.fsencode(b), exchange) == 0
