"""A connection to the bridge, and the results of its queries."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import adbc_driver_manager
import pyarrow
from adbc_driver_flightsql import DatabaseOptions, dbapi

from .errors import DatalabError, told

if TYPE_CHECKING:
    import pandas
    import polars

ADDRESS = "grpc+tls://localhost:32010"
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
    secret = token or os.environ.get("DATALAB_TOKEN")
    if not secret:
        raise DatalabError("Who asks? Give `token`, or set DATALAB_TOKEN (`datalab token issue`).")
    options = {DatabaseOptions.AUTHORIZATION_HEADER.value: f"Bearer {secret}"}
    trusted = certificate or os.environ.get("DATALAB_CERTIFICATE")
    if trusted:
        options[DatabaseOptions.TLS_ROOT_CERTS.value] = Path(trusted).read_text()
    if convention:
        options[_HEADER + "convention"] = convention
    if use_case:
        options[_HEADER + "usecase"] = use_case
    where = address or os.environ.get("DATALAB_BRIDGE") or ADDRESS
    with _sentences():
        opened = Connection(dbapi.connect(where, db_kwargs=options, autocommit=True))
        opened.tables()
        return opened


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (adbc_driver_manager.Error, pyarrow.ArrowException, OSError) as error:
        raise told(error) from None


class Connection:
    """One person at work under one convention. Not for several threads at once."""

    def __init__(self, driver: dbapi.Connection) -> None:
        self._driver = driver

    def tables(self) -> list[str]:
        """The names of the granted tables, as queries write them."""
        with _sentences():
            found = self._driver.adbc_get_objects(depth="tables").read_all().to_pylist()
        return sorted(
            f"{schema['db_schema_name']}.{table['table_name']}"
            for catalogue in found
            for schema in catalogue["catalog_db_schemas"] or []
            for table in schema["db_schema_tables"] or []
        )

    def describe(self, table: str) -> list[dict[str, str]]:
        """The granted columns of a table: ``name``, ``type``, ``description``."""
        schema, _, name = table.partition(".")
        with _sentences():
            fields = self._driver.adbc_get_table_schema(name, db_schema_filter=schema)
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
        cursor = self._driver.cursor()
        try:
            with _sentences():
                cursor.execute(query, parameters)
                return Result(cursor, cursor.fetch_record_batch())
        except DatalabError:
            cursor.close()
            raise

    def close(self) -> None:
        """Ends the connection."""
        self._driver.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Result:
    """The result of one query, read once: as a whole, or batch by batch."""

    def __init__(self, cursor: dbapi.Cursor, reader: pyarrow.RecordBatchReader) -> None:
        self._cursor = cursor
        self._reader = reader

    @property
    def schema(self) -> pyarrow.Schema:
        """The columns."""
        return self._reader.schema

    def batches(self) -> Iterator[pyarrow.RecordBatch]:
        """The batches as they come, in constant memory; leaving the loop cancels the query."""
        try:
            while True:
                with _sentences():
                    try:
                        batch = self._reader.read_next_batch()
                    except StopIteration:
                        return
                yield batch
        finally:
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
        return pyarrow.Table.from_batches(kept, schema=self._reader.schema)

    def pandas(self, progress: Callable[[int], None] | None = None) -> pandas.DataFrame:
        """All of it as a pandas frame, ready to plot: numbers are numbers, dates are dates."""
        return _plain(self.arrow(progress)).to_pandas(date_as_object=False)

    def polars(self, progress: Callable[[int], None] | None = None) -> polars.DataFrame:
        """All of it as a polars frame."""
        import polars

        frame = polars.from_arrow(self.arrow(progress))
        assert isinstance(frame, polars.DataFrame)
        return frame

    def close(self) -> None:
        """Ends the query if it has not ended."""
        self._reader.close()
        self._cursor.close()


def _plain(table: pyarrow.Table) -> pyarrow.Table:
    """Decimals become floating numbers: pandas would keep them as objects that do not plot."""
    for index, field in enumerate(table.schema):
        if pyarrow.types.is_decimal(field.type):
            column = table.column(index).cast(pyarrow.float64())
            table = table.set_column(index, field.name, column)
    return table
