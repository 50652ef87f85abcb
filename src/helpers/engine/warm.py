"""Kernels that begin with the libraries loaded: copies of a process that has done nothing but load them.

Six notebooks would load pandas and matplotlib six times. Here a server loads them once and forks for every kernel, as
multiprocessing's forkserver does (https://docs.python.org/3/library/multiprocessing.html), which cannot be used: it
would run the user's own script again in each kernel. Every kernel still is a process of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, NoReturn

POSSIBLE = sys.platform == "linux"  # elsewhere a process that was forked may not use every library
LIBRARIES = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.backends.backend_svg", "pandas", "pyarrow.compute",
    "pyarrow.parquet", "scipy.sparse", "helpers.show", "helpers.corpus", "helpers.stats",
)  # fmt: skip


@contextmanager
def kernels(seed: str) -> Iterator[type]:
    """The class of managers of kernels that begin warm where that is possible; `seed` is for the order of sets
    (PYTHONHASHSEED)."""
    if not POSSIBLE:
        from helpers.engine.kernels import AsyncLocalKernelManager

        yield AsyncLocalKernelManager
        return
    with Server(seed) as server:
        yield manager(server)


class Server:
    """A process that forks into kernels."""

    def __init__(self, seed: str):
        self._process = subprocess.Popen(
            # -P: nothing that lies in the folder where the command was called is a module of ours.
            [sys.executable, "-P", "-m", __name__], env=os.environ | {"PYTHONHASHSEED": seed}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def fork(self, command: list[str], env: dict[str, str], folder: str) -> Kernel:
        """Start a kernel by the `command` that would start it as a process. Raises OSError where the server is gone."""
        arguments = command[command.index("ipykernel_launcher") + 1 :]
        self._process.stdin.write(json.dumps([arguments, env, folder]) + "\n")
        self._process.stdin.flush()
        if not (answer := self._process.stdout.readline()):
            raise ChildProcessError("the server of kernels has ended")
        return Kernel(int(answer))


class Kernel:
    """A kernel that a server forked, with what jupyter_client asks of a subprocess.Popen."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    wait = poll  # jupyter_client waits until it has ended before it asks

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def manager(server: Server) -> type:
    """The class of managers whose kernels come from `server`; should it be gone, they are started as usual."""
    from helpers.engine.kernels import AsyncLocalKernelManager

    class Forking(AsyncLocalKernelManager):
        async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
            try:
                kernel = server.fork(kernel_cmd, dict(kw["env"]), str(kw["cwd"]))
            except OSError:
                await super()._async_launch_kernel(kernel_cmd, **kw)
            else:
                self.provisioner.process = kernel
                self.provisioner.pid = self.provisioner.pgid = kernel.pid

    return Forking


# --- the server -----------------------------------------------------------------------------------------------


def _serve() -> None:
    """Fork for each line of standard input; at its end, end the kernels that are left and wait for all."""
    nothing = os.open(os.devnull, os.O_RDWR)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(nothing, 1)  # a library may say something
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel looks whether this process is still there, or ends
    for name in LIBRARIES:
        import_module(name)
    started: set[int] = set()
    ended: set[int] = set()

    def reap(*_: object) -> None:
        with suppress(ChildProcessError):
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                ended.add(pid)

    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            answers.close()
            os.dup2(nothing, 0)
            _be_kernel(*json.loads(line))
        started.add(pid)
        print(pid, file=answers, flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in started - ended:
        Kernel(pid).kill()
    with suppress(ChildProcessError):
        while True:  # so that their time counts as ours
            os.wait()


def _be_kernel(arguments: list[str], env: dict[str, str], folder: str) -> NoReturn:
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(env)
        os.chdir(folder)
        from ipykernel.kernelapp import launch_new_instance

        launch_new_instance(argv=arguments)
    finally:
        os._exit(0)


if __name__ == "__main__":
    _serve()
