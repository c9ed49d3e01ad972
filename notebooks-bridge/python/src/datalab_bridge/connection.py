"""A connection to the bridge, and the results of its queries."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import adbc_driver_manager
import pyarrow
from adbc_driver_flightsql import DatabaseOptions, dbapi
from pyarrow import flight

from . import releases
from .errors import BadToken, DatalabError, InvalidQuery, told
from .releases import Release

if TYPE_CHECKING:
    import pandas
    import polars

    from .releases import Table

ADDRESS = "grpc+tls://localhost:32010"
_PIECE = 100_000  # rows that become a frame while more of them come
_HEADER = "adbc.flight.sql.rpc.call_header."


def connect(
    convention: str | None = None,
    *,
    use_case: str | None = None,
    address: str | None = None,
    token: str | None = None,
    certificate: str | os.PathLike[str] | None = None,
) -> Connection:
    """Connects under one convention.

    :param convention: its id; may be left out when only one names you
    :param use_case: one of its use cases; may be left out when it has only one
    :param address: ``grpc+tls://HOST:PORT``; else ``DATALAB_BRIDGE``, else this machine's
    :param token: a personal token (``datalab token issue``); else ``DATALAB_TOKEN``
    :param certificate: the PEM file that the server is known by; else ``DATALAB_CERTIFICATE``;
        not needed when an authority that this machine trusts signed it
    :raises DatalabError: when the server refuses, with the convention's article
    """
    secret = (token or os.environ.get("DATALAB_TOKEN") or "").strip()
    if not secret:
        raise DatalabError("Who asks? Give `token`, or set DATALAB_TOKEN (`datalab token issue`).")
    if not (secret.isascii() and secret.isprintable()):
        raise BadToken("A token is one line of letters and digits: this is something else.")
    options = {DatabaseOptions.AUTHORIZATION_HEADER.value: f"Bearer {secret}"}
    trusted = certificate or os.environ.get("DATALAB_CERTIFICATE")
    if trusted:
        options[DatabaseOptions.TLS_ROOT_CERTS.value] = _certificate(trusted)
    if convention:
        options[_HEADER + "convention"] = convention
    if use_case:
        options[_HEADER + "usecase"] = use_case
    where = address or os.environ.get("DATALAB_BRIDGE") or ADDRESS
    if not re.fullmatch(r"grpc\+tls://[^/\s]+:\d+/?", where):
        raise DatalabError(
            f"{where} is no address of a bridge: `datalab serve bridge` prints it, as in {ADDRESS}."
        )
    wire = _Wire(where, secret, convention, use_case, trusted)
    with _sentences():
        opened = Connection(dbapi.connect(where, db_kwargs=options, autocommit=True), wire)
        opened.tables()
        return opened


def _certificate(file: str | os.PathLike[str]) -> str:
    try:
        text = Path(file).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise DatalabError(f"The certificate {file} cannot be read: {error}.") from None
    if "BEGIN CERTIFICATE" not in text:
        raise DatalabError(
            f"{file} is no certificate in PEM: `datalab serve bridge` prints which file is."
        )
    return text


@dataclass(frozen=True)
class _Wire:
    """What a second client of the same server needs, for what the first cannot do."""

    address: str
    secret: str
    convention: str | None
    use_case: str | None
    certificate: str | os.PathLike[str] | None

    def open(self) -> tuple[flight.FlightClient, flight.FlightCallOptions]:
        headers = [(b"authorization", f"Bearer {self.secret}".encode())]
        if self.convention:
            headers.append((b"convention", self.convention.encode()))
        if self.use_case:
            headers.append((b"usecase", self.use_case.encode()))
        trusted = Path(self.certificate).read_bytes() if self.certificate else None
        client = flight.connect(self.address, tls_root_certs=trusted)
        return client, flight.FlightCallOptions(headers=headers)

    def __repr__(self) -> str:
        under = self.convention or "the only convention that names you"
        return f"{under}, at {self.address}"


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (adbc_driver_manager.Error, pyarrow.ArrowException, OSError) as error:
        raise told(error) from None


def _readable(reader: pyarrow.RecordBatchReader) -> pyarrow.RecordBatchReader:
    """Refuses what Arrow can hold and Python cannot."""
    for field in reader.schema:
        if field.type.id == pyarrow.lib.Type_INTERVAL_MONTHS:
            raise InvalidQuery(
                f"The column {field.name} is an interval of years and months, which Python does not"
                " know: CAST it AS STRING."
            )
    return reader


def _values(parameters: Sequence[Any] | None) -> Sequence[Any] | None:
    if parameters is None:
        return None
    if isinstance(parameters, (str, bytes, Mapping)) or not isinstance(parameters, Sequence):
        raise InvalidQuery("Parameters are a list: one value for each `?`, in order.")
    # numpy's numbers and time stamps, and those of pandas, as Python's own
    plain = [v.item() if hasattr(v, "dtype") and hasattr(v, "item") else v for v in parameters]
    try:
        for value in plain:
            pyarrow.array([value])
    except (pyarrow.ArrowException, OverflowError) as error:
        raise InvalidQuery(f"A parameter cannot be sent: {error}.") from None
    return plain


class Connection:
    """One person at work under one convention. Not for several threads at once."""

    def __init__(self, driver: dbapi.Connection, wire: _Wire) -> None:
        self._driver = driver
        self._wire = wire
        self._closed = False

    def __repr__(self) -> str:
        return f"<datalab: {self._wire!r}{', closed' if self._closed else ''}>"

    @property
    def closed(self) -> bool:
        """Whether it was closed, so that nothing can be asked by it any more."""
        return self._closed

    def _open(self) -> dbapi.Connection:
        if self._closed:
            raise DatalabError("This connection was closed: connect again.")
        return self._driver

    def tables(self) -> list[str]:
        """The names of the granted tables, as queries write them."""
        with _sentences():
            found = self._open().adbc_get_objects(depth="tables").read_all().to_pylist()
        return sorted(
            f"{schema['db_schema_name']}.{table['table_name']}"
            for catalogue in found
            for schema in catalogue["catalog_db_schemas"] or []
            for table in schema["db_schema_tables"] or []
        )

    def describe(self, table: str) -> list[dict[str, str]]:
        """The granted columns of a table: ``name``, ``type``, ``description``.

        :raises Refused: with the convention's article, when it grants no such table
        """
        written = table.replace("`", "").lower()
        names = {
            way: name
            for name in self.tables()
            for way in (name.lower(), name.lower().replace(".", "_"))
        }
        known = names.get(written) or names.get(".".join(written.split(".")[-2:]))
        if known is None:
            # the server says which article, and what it grants
            quoted = ".".join(f"`{part}`" for part in table.replace("`", "").split("."))
            self.sql(f"SELECT * FROM {quoted} LIMIT 0").close()
            raise DatalabError(f"{table} is no table that can be described: see tables().")
        schema, _, name = known.partition(".")
        with _sentences():
            fields = self._open().adbc_get_table_schema(name, db_schema_filter=schema)
        return [
            {
                "name": field.name,
                "type": str(field.type),
                "description": (field.metadata or {})
                .get(b"ARROW:FLIGHT:SQL:REMARKS", b"")
                .decode(),
            }
            for field in fields
        ]

    def sql(self, query: str, parameters: Sequence[Any] | None = None) -> Result:
        """Asks; nothing is fetched before the result is turned into something.

        :param query: SQL over the granted tables, with a ``?`` for each parameter
        :raises Refused: with the convention's article, or the rule
        :raises InvalidQuery: when it is not SQL over these tables
        """
        if not isinstance(query, str) or not query.strip():
            raise InvalidQuery("There is no query: give SQL over the granted tables.")
        values = _values(parameters)
        cursor = self._open().cursor()
        try:
            with _sentences():
                cursor.execute(query, values)
                known = None if values else query
                return Result(cursor, _readable(cursor.fetch_record_batch()), known)
        except DatalabError:
            cursor.close()
            raise

    def release(
        self,
        table: Table,
        *,
        name: str,
        title: str,
        unit: str,
        population: Mapping[str, Any] | str,
        spec: Mapping[str, Any],
        query: str | None = None,
        as_of: str | datetime.date | None = None,
        hierarchies: Mapping[str, str | Sequence[Sequence[str]]] | None = None,
        columns: Mapping[str, Mapping[str, Any]] | None = None,
        purpose: str | None = None,
        findings: Sequence[str] | None = None,
        method: Sequence[str] | None = None,
        limits: Sequence[str] | None = None,
        submit: bool = True,
        comment: str | None = None,
    ) -> Release:
        """Proposes a table for release: it is protected, and goes to the reviewers.

        The datalab runs the query again, and the table must be what it gives: so nothing leaves
        that was not computed from granted data. Texts are French, for readers outside.

        :param table: a result's frame, with one line for each cell
        :param name: of its files: letters, digits, underscore and hyphen
        :param unit: what a cell counts, in the plural: ``stagiaires``
        :param population: the table whose units are counted, or ``{"source": TABLE, "filter":
            {COLUMN: [CODES]}, "cumulative": False}``
        :param spec: dimensions, frequency, policy...: docs/reference/disclosure-spec.md
        :param query: the SQL that made the table; may be left out when the frame is a result's own
        :param as_of: the date that the data describe; else the day of the source's last delivery
        :param hierarchies: for each file that the specification names, its text or its rows
        :param columns: ``{COLUMN: {"label": ..., "unit": ..., "ordered": ..., "codes": {...}}}``
        :param submit: whether it goes to the reviewers at once
        :raises Refused: with the convention's article, or by the disclosure audit
        :raises InvalidQuery: when the table is not its query's, or the specification not its own
        """
        given = releases.arrow(table)
        said = releases.document(
            given,
            title,
            unit,
            population,
            spec,
            query,
            {
                "asOf": None if as_of is None else str(as_of),
                "hierarchies": releases.hierarchies(hierarchies),
                "columns": columns,
                "purpose": purpose,
                "findings": findings,
                "method": method,
                "limits": limits,
                "submit": submit,
                "comment": comment,
            },
        )
        with _sentences():
            client, options = self._wire.open()
            with client:
                return releases.put(client, options, name, given, said)

    def close(self) -> None:
        """Ends the connection; closing it again does nothing."""
        if not self._closed:
            self._closed = True
            self._driver.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Result:
    """The result of one query, read once: as a whole, or batch by batch."""

    def __init__(
        self, cursor: dbapi.Cursor, reader: pyarrow.RecordBatchReader, query: str | None
    ) -> None:
        self._cursor = cursor
        self._reader = reader
        self._query = query
        self._taken = False

    def __repr__(self) -> str:
        columns = ", ".join(f"{field.name}: {field.type}" for field in self._reader.schema)
        ways = "was read" if self._taken else "read it by .pandas(), .polars(), .arrow(), .batches()"
        return f"<result ({columns}): {ways}>"

    @property
    def schema(self) -> pyarrow.Schema:
        """The columns."""
        return self._reader.schema

    def batches(self) -> Iterator[pyarrow.RecordBatch]:
        """The batches as they come, in constant memory; leaving the loop cancels the query."""
        if self._taken:
            raise DatalabError("This result was read or closed: ask again by sql(...).")
        self._taken = True
        return self._batches()

    def _batches(self) -> Iterator[pyarrow.RecordBatch]:
        reading = futures.ThreadPoolExecutor(1, thread_name_prefix="datalab-result")
        ended = False
        try:
            while True:
                with _sentences():
                    try:
                        # in a thread of its own: Ctrl-C would wait for the driver here
                        batch = reading.submit(self._reader.read_next_batch).result()
                    except StopIteration:
                        ended = True
                        return
                yield batch
        finally:
            if not ended:
                # closing would wait for a batch that is on its way
                with contextlib.suppress(adbc_driver_manager.Error):
                    self._cursor.adbc_cancel()
            reading.shutdown(wait=False)
            self.close()

    def arrow(self, progress: Callable[[int], None] | None = None) -> pyarrow.Table:
        """All of it as one Arrow table.

        :param progress: told the number of rows so far, at each batch
        """
        kept = []
        rows = 0
        for batch in self.batches():
            kept.append(batch)
            rows += batch.num_rows
            if progress:
                progress(rows)
        table = pyarrow.Table.from_batches(kept, schema=self._reader.schema)
        if self._query is None:
            return table
        told = {**(table.schema.metadata or {}), releases.QUERY: self._query.encode()}
        return table.replace_schema_metadata(told)

    def pandas(self, progress: Callable[[int], None] | None = None) -> pandas.DataFrame:
        """All of it as a pandas frame, ready to plot: numbers are numbers, dates are dates.

        Rows become Python's while others are still on their way.
        """
        pieces: list[futures.Future[pandas.DataFrame]] = []
        kept: list[pyarrow.RecordBatch] = []
        rows = begun = 0
        with futures.ThreadPoolExecutor(1, thread_name_prefix="datalab-frame") as making:
            for batch in self.batches():
                kept.append(batch)
                rows += batch.num_rows
                if rows - begun >= _PIECE:
                    pieces.append(making.submit(_frame, kept, self._reader.schema))
                    kept, begun = [], rows
                if progress:
                    progress(rows)
            if kept or not pieces:
                pieces.append(making.submit(_frame, kept, self._reader.schema))
        frame = _together([piece.result() for piece in pieces])
        if self._query is not None:
            frame.attrs[releases.QUERY.decode()] = self._query
        return frame

    def polars(self, progress: Callable[[int], None] | None = None) -> polars.DataFrame:
        """All of it as a polars frame."""
        import polars

        names = self._reader.schema.names
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InvalidQuery(
                f"polars takes each name once, and the result has {', '.join(twice)} several times:"
                " name the columns apart, by AS."
            )
        frame = polars.from_arrow(self.arrow(progress))
        assert isinstance(frame, polars.DataFrame)
        return frame

    def close(self) -> None:
        """Ends the query if it has not ended."""
        self._taken = True
        self._reader.close()
        self._cursor.close()


def _frame(batches: list[pyarrow.RecordBatch], schema: pyarrow.Schema) -> pandas.DataFrame:
    table = pyarrow.Table.from_batches(batches, schema=schema)
    return _plain(table).to_pandas(date_as_object=False)


def _together(frames: list[pandas.DataFrame]) -> pandas.DataFrame:
    if len(frames) == 1:
        return frames[0]
    import pandas

    with warnings.catch_warnings():
        # pandas 2 warns of pieces without a value: their columns have types here
        warnings.simplefilter("ignore", FutureWarning)
        return pandas.concat(frames, ignore_index=True)


def _plain(table: pyarrow.Table) -> pyarrow.Table:
    """Decimals become floating numbers: pandas would keep them as objects that do not plot."""
    for index, field in enumerate(table.schema):
        if pyarrow.types.is_decimal(field.type):
            column = table.column(index).cast(pyarrow.float64())
            table = table.set_column(index, field.name, column)
    return table
