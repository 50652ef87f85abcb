"""Run the notebooks: over a corpus for a report, or on the sample to keep their outputs."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from helpers.corpus import PROJECT
from helpers.engine.progress import Progress
from helpers.errors import UserError

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = PROJECT / "notebooks"
SEED = "0"  # of the order of sets: the same in every kernel
AT_ONCE = 2  # kernels running side by side: more would only wait for one another on a laptop


@dataclass(frozen=True)
class Chapter:
    """A notebook that was run: its file's stem, its title and question, and the notebook with outputs."""

    name: str
    title: str
    question: str
    answer: str
    notebook: NotebookNode


def run(
    paths: list[Path], corpus: Path | None = None, progress: Progress | None = None,
    beside: Callable[[], object] = lambda: None,
) -> list[Chapter]:
    """Run notebooks, each in a kernel of its own, with `corpus` in their parameters cell; outputs in place.

    The parameters cell is shown as it stands in the workbook, with the folder's name alone: where the
    folder lies on this machine is nobody else's business. `beside` is called, in a thread, as soon as no notebook waits
    any more. Raises UserError where a notebook fails.
    """
    from helpers.engine import warm

    progress = progress or Progress()
    with warm.kernels(SEED) as manager:
        notebooks = [_nbformat().read(p, as_version=4) for p in paths]
        asyncio.run(_run_all(notebooks, paths, corpus, progress, manager, beside))
    return [_chapter(p.stem, nb) for p, nb in zip(paths, notebooks, strict=True)]


def _nbformat() -> ModuleType:
    """The library that reads notebooks, without a check of addresses that takes a second and more to load."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import nbformat

    return nbformat


async def _run_all(
    notebooks: list[NotebookNode], paths: list[Path], corpus: Path | None, progress: Progress, manager: type,
    beside: Callable[[], object],
) -> None:
    free, done = asyncio.Semaphore(AT_ONCE), []

    async def one(nb: NotebookNode, path: Path) -> None:
        async with free:
            await _run_one(nb, path, corpus, manager)
        done.append(path)
        progress.to(len(done) / len(paths), f"ran {path.stem}")

    async def last() -> None:
        async with free:
            await asyncio.to_thread(beside)

    # Every notebook is run to its end, so that no kernel is left behind when one of them fails.
    # The longest goes first, lest it runs alone at the end; how long one takes is guessed from its cells.
    longest_first = sorted(zip(notebooks, paths, strict=True), key=lambda pair: -len(pair[0].cells))
    tasks = [*(one(nb, path) for nb, path in longest_first), last()]
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


async def _run_one(nb: NotebookNode, path: Path, corpus: Path | None, manager: type) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    given = [c for c in nb.cells if "parameters" in c.metadata.get("tags", [])]
    shown = [c.source for c in given]
    if corpus is not None:
        for cell in given:
            cell.source = _set(cell.source, "CORPUS", str(corpus.resolve()))
        shown = [_set(source, "CORPUS", corpus.resolve().name) for source in shown]
    with tempfile.TemporaryDirectory(prefix="samestory-") as profile:
        client = NotebookClient(
            nb, kernel_name="python3", kernel_manager_class=manager, timeout=None,
            record_timing=False, resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            # An empty profile: a user's own start-up files must not change what a report says.
            await client.async_execute(env=os.environ | {"IPYTHONDIR": profile, "PYTHONHASHSEED": SEED})
        except CellExecutionError as e:
            what = f"{path.name} stopped with {e.ename}: {e.evalue}"
            raise UserError(f"{what}; open it in JupyterLab to see where.") from e
    for cell, source in zip(given, shown, strict=True):
        cell.source = source


def _set(source: str, name: str, value: str) -> str:
    """The parameters cell with another value for one of its names."""
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" if line.startswith(f"{name} =") else line
             for line in source.splitlines()]
    return "\n".join(lines)


def _chapter(name: str, nb: NotebookNode) -> Chapter:
    """Title and question from the first cell; the answer from the first output that is marked as one."""
    lines = [line.strip() for line in nb.cells[0].source.splitlines() if line.strip()]
    title = lines[0].lstrip("# ")
    question = lines[1].strip("*_ ") if len(lines) > 1 else ""
    outputs = [o for c in nb.cells if c.cell_type == "code" for o in c.outputs if "data" in o]
    answers = [o["data"]["text/plain"] for o in outputs if '"samestory answer' in o["data"].get("text/html", "")]
    return Chapter(name, title, question, answers[0] if answers else "", nb)


def refresh(folder: Path) -> list[Path]:
    """Run every notebook in `folder` on its own parameters and save it with its outputs; returns the paths.

    Of a widget its words are kept, not the number of its model, which is another in every run.
    """
    nbformat = _nbformat()
    paths = sorted(folder.glob("*.ipynb"))
    for path, chapter in zip(paths, run(paths), strict=True):
        nb = chapter.notebook
        nb.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                       "language_info": {"name": "python"}}
        for cell in nb.cells:
            cell.metadata = {"tags": cell.metadata.tags} if cell.metadata.get("tags") else {}
            for output in cell.get("outputs", []):
                output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        path.write_text(nbformat.writes(nb) + "\n", encoding="utf-8", newline="\n")
    return paths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Run the notebooks and keep their outputs.")
    parser.add_argument("--refresh", type=Path, required=True, metavar="DIR")
    try:
        for path in refresh(parser.parse_args().refresh):
            print(path)
    except UserError as e:
        sys.exit(str(e))
