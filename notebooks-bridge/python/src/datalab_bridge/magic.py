"""``%%datalab``: a cell of SQL."""

from __future__ import annotations

import sys
import time
from typing import Any

from .connection import Connection

_SECONDS_BETWEEN_LINES = 0.5


class _Progress:
    """The number of rows so far, on one line that replaces itself."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()

    def __call__(self, rows: int) -> None:
        now = time.monotonic()
        if now - self._said >= _SECONDS_BETWEEN_LINES:
            self._said = now
            print(f"\r{rows:,} rows, {now - self._began:.0f} s", end="", file=sys.stderr)


def _connection(variables: dict[str, Any]) -> Connection:
    open_ones = {id(v): v for k, v in variables.items() if isinstance(v, Connection) and k[0] != "_"}
    if len(open_ones) != 1:
        raise ValueError(
            "%%datalab asks by the one connection of the notebook, and there "
            + ("is none" if not open_ones else "are several")
            + ": `lab = datalab_bridge.connect(...)`."
        )
    return next(iter(open_ones.values()))


def register(shell: Any) -> None:
    """Makes ``%%datalab [name]`` known: the result is shown, or kept under the name."""

    def datalab(line: str, cell: str) -> Any:
        frame = _connection(shell.user_ns).sql(cell).pandas(_Progress())
        if line.strip():
            shell.user_ns[line.strip()] = frame
            return None
        return frame

    shell.register_magic_function(datalab, magic_kind="cell", magic_name="datalab")
