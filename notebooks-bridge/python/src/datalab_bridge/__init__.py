"""Query the datalab from a notebook, within one convention.

>>> import datalab_bridge as datalab
>>> lab = datalab.connect("CONV-2026-002")
>>> lab.tables()
>>> lab.sql("SELECT sexe, count(*) AS n FROM formation.stagiaires GROUP BY sexe").pandas()
"""

from .connection import Connection, Result, connect
from .errors import BadToken, DatalabError, InvalidQuery, OverLimit, Refused, Stopped
from .releases import Release

__all__ = [
    "BadToken",
    "Connection",
    "DatalabError",
    "InvalidQuery",
    "OverLimit",
    "Refused",
    "Release",
    "Result",
    "Stopped",
    "connect",
]


def load_ipython_extension(shell: object) -> None:
    """``%load_ext datalab_bridge`` makes ``%%datalab`` known to a notebook."""
    from .magic import register

    register(shell)
