"""A notebook's table, proposed for release."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow
import pyarrow.flight

from .errors import DatalabError

if TYPE_CHECKING:
    import pandas
    import polars

    Table = pyarrow.Table | pandas.DataFrame | polars.DataFrame

QUERY = b"datalab.query"
"""Where a result keeps the query that made it."""


@dataclass(frozen=True)
class Release:
    """What became of a table that was proposed for release."""

    id: str
    """Of the release: ``datalab release show ID``, or the review desk."""
    state: str
    """``draft``, or ``submitted`` when it is with its reviewers."""
    as_of: str
    """The date that the data describe."""
    published: int
    """Cells with figures."""
    suppressed: int
    """Cells that are hidden."""
    information_kept: float
    """Share of the units that published cells of the finest level still show."""
    compared_with: tuple[str, ...]
    """The tables of the same source, public before, with which it was protected."""


def arrow(table: Table) -> pyarrow.Table:
    """The table in types that every server reads, with the query that its result remembers."""
    query = None
    if isinstance(table, pyarrow.Table):
        made = table
        query = (table.schema.metadata or {}).get(QUERY)
    elif hasattr(table, "to_arrow"):
        made = table.to_arrow()
    else:
        made = pyarrow.Table.from_pandas(table, preserve_index=False)
        query = table.attrs.get(QUERY.decode(), "").encode() or None
    columns = []
    for name, column in zip(made.column_names, made.columns, strict=True):
        kind = column.type
        if pyarrow.types.is_dictionary(kind):
            kind = kind.value_type
        if pyarrow.types.is_large_string(kind) or pyarrow.types.is_string_view(kind):
            kind = pyarrow.string()
        columns.append((name, column.cast(kind)))
    plain = pyarrow.Table.from_arrays([c for _, c in columns], names=[n for n, _ in columns])
    return plain.replace_schema_metadata({QUERY: query} if query else None)


def document(
    table: pyarrow.Table,
    title: str,
    unit: str,
    population: Mapping[str, Any] | str,
    spec: Mapping[str, Any],
    query: str | None,
    more: Mapping[str, Any],
) -> str:
    """What goes with the table, as the server reads it."""
    known = query or (table.schema.metadata or {}).get(QUERY, b"").decode()
    if not known:
        raise DatalabError(
            "Which query made this table? A frame that was computed on forgets it, and a query with"
            " parameters cannot be run again: give `query`, and the table as that query makes it."
        )
    whom = {"source": population} if isinstance(population, str) else dict(population)
    said = {
        "title": title,
        "query": known,
        "unit": unit,
        "population": whom,
        "spec": dict(spec),
        **{key: value for key, value in more.items() if value is not None},
    }
    return json.dumps(said, ensure_ascii=False, default=str)


def _field(number: int, value: bytes) -> bytes:
    """A field of bytes in the wire format of protocol buffers."""
    return _number(number << 3 | 2) + _number(len(value)) + value


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def command(name: str, options: Mapping[str, str]) -> bytes:
    """Flight SQL's ``CommandStatementIngest`` into a table of that name."""
    body = _field(2, name.encode())
    for key, value in options.items():
        body += _field(1000, _field(1, key.encode()) + _field(2, value.encode()))
    kind = b"type.googleapis.com/arrow.flight.protocol.sql.CommandStatementIngest"
    return _field(1, kind) + _field(2, body)


def put(
    client: pyarrow.flight.FlightClient,
    options: pyarrow.flight.FlightCallOptions,
    name: str,
    table: pyarrow.Table,
    said: str,
) -> Release:
    """Sends the table, and waits for what becomes of it."""
    descriptor = pyarrow.flight.FlightDescriptor.for_command(
        command(name, {"submit_release": said})
    )
    writer, reader = client.do_put(descriptor, table.schema, options)
    with writer:
        try:
            writer.write_table(table)
            writer.done_writing()
        except (pyarrow.ArrowException, OSError):
            pass  # the server answered before the end: its answer says why, and is read below
        reader.read()
        answer = reader.read()
    told = json.loads(answer.to_pybytes())
    return Release(
        id=told["release"],
        state=told["state"],
        as_of=told["asOf"],
        published=told["published"],
        suppressed=told["suppressed"],
        information_kept=told["informationKept"],
        compared_with=tuple(told["comparedWith"]),
    )


def hierarchies(given: Mapping[str, str | Sequence[Sequence[str]]] | None) -> dict[str, str] | None:
    """Each hierarchy as the text of its file: text, or rows of ``code, parent, label``."""
    if given is None:
        return None
    return {
        name: rows
        if isinstance(rows, str)
        else "code,parent,label\n" + "".join(",".join(map(_cell, row)) + "\n" for row in rows)
        for name, rows in given.items()
    }


def _cell(value: str | None) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n\r') else text
