"""``%%datalab``: a cell of SQL."""

from __future__ import annotations

import sys
import time
from typing import Any

from .connection import Connection
from .errors import DatalabError

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
    named = {
        name: value
        for name, value in variables.items()
        if isinstance(value, Connection) and not value.closed and name[0] != "_"
    }
    found = {id(one): one for one in named.values()}
    if not found:
        raise DatalabError(
            "%%datalab asks by the one open connection of the notebook, and there is none:"
            " `lab = datalab_bridge.connect(...)`."
        )
    if len(found) > 1:
        raise DatalabError(
            "%%datalab asks by the one open connection of the notebook, and there are several"
            f" ({', '.join(sorted(named))}): close all others."
        )
    return next(iter(found.values()))


def register(shell: Any) -> None:
    """Makes ``%%datalab [name]`` known: the result is shown, or kept under the name."""

    def datalab(line: str, cell: str) -> Any:
        name = line.strip()
        if name and not name.isidentifier():
            raise DatalabError(f"%%datalab keeps a result under one name, and {name!r} is none.")
        frame = _connection(shell.user_ns).sql(cell).pandas(_Progress())
        if name:
            shell.user_ns[name] = frame
            return None
        return frame

    shell.register_magic_function(datalab, magic_kind="cell", magic_name="datalab")
