"""Settings of nbval, so that `pytest --nbval --nbval-current-env notebooks/X.ipynb` compares alike everywhere."""

from pathlib import Path

import nbval.kernel
import pytest
from nbval.plugin import IPyNbFile

from helpers.engine.kernels import LocalKernelManager


def pytest_configure(config: pytest.Config) -> None:
    config.option.nbval_sanitize_with = str(Path(__file__).parent / "tests" / "nbval_sanitize.cfg")
    nbval.kernel.KernelManager = LocalKernelManager  # kernels without network, as the report runs them


def pytest_collectstart(collector: pytest.Collector) -> None:
    if isinstance(collector, IPyNbFile):
        # A figure is compared by its words (text/plain): fonts differ between machines, the data does not.
        collector.skip_compare += ("image/svg+xml",)
