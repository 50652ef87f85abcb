"""Notebook kernels that talk through files, not through the network."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import HasTraits, default


class _Local(HasTraits):
    """Unix sockets in a private folder: they work with every network interface down, and no port is open.

    Windows has no such sockets under ZeroMQ; there Jupyter's own choice (loopback) stays.
    """

    @default("transport")
    def _transport(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("connection_file")
    def _connection_file(self) -> str:
        # Made by hand because a socket's path must stay below about 100 characters, and homes can be long.
        self._folder = tempfile.mkdtemp(prefix="samestory-", dir=None if os.name == "nt" else "/tmp")
        return str(Path(self._folder) / "k.json")

    def cleanup_connection_file(self) -> None:
        super().cleanup_connection_file()
        if folder := getattr(self, "_folder", None):
            shutil.rmtree(folder, ignore_errors=True)


class LocalKernelManager(_Local, KernelManager):
    """For programs that drive a kernel step by step (nbval)."""


class AsyncLocalKernelManager(_Local, AsyncKernelManager):
    """For nbclient, which runs several notebooks at once."""
