"""Measures a bridge that runs, beside PySpark, Spark Connect and Spark's Thrift server on the same
rows in plain Parquet.

Every figure is of this process: from asking to the last row in the form that was asked for. The
sides run in turn, after one run of each that is not counted; the Thrift server, which takes minutes,
is warmed by a part of the rows and counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import sys
import threading
import time
from collections.abc import Callable

import contenders
import datalab_bridge

CLIENTS = 20
LIGHT_QUERIES = 30


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def opened(plain: str, against: list[str]) -> list[contenders.Contender]:
    """Those to compare with that can be started here; the others are named, and why."""
    found: list[contenders.Contender] = []
    for one in (contenders.Classic, contenders.Connect, contenders.Thrift):
        if one.name not in against:
            continue
        if one is contenders.Connect and not one.is_possible():
            missing = "grpcio, grpcio-status, googleapis-common-protos or zstandard"
            print(f"connect: not run, {missing} is missing", file=sys.stderr)
            continue
        try:
            found.append(one(plain))
        except (RuntimeError, OSError) as error:
            print(f"{one.name}: not run, {error}", file=sys.stderr)
    return found


def sides(
    lab: datalab_bridge.Connection, table: str, others: list[contenders.Contender]
) -> dict[str, dict[str, Callable[[], object]]]:
    query = f"SELECT * FROM {table}"
    found: dict[str, dict[str, Callable[[], object]]] = {
        "arrow": {"bridge": lambda: lab.sql(query).arrow()},
        "pandas": {"bridge": lambda: lab.sql(query).pandas()},
    }
    for other in others:
        for form, work in other.forms().items():
            found[form][other.name] = work
    return found


def measured(
    works: dict[str, Callable[[], object]], runs: int, once: set[str]
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in works}
    for run in range(runs + 1):
        for name, work in works.items():
            if name in once and run != 1:
                continue
            taken = seconds(work)
            print(f"{name}: {taken:.2f} s{'' if run else ' (not counted)'}", file=sys.stderr)
            if run:
                times[name].append(taken)
    return times


def first_batches(lab: datalab_bridge.Connection, table: str) -> list[float]:
    """Milliseconds from asking a light query to its first batch, on a warm server."""

    def once() -> float:
        began = time.perf_counter()
        batches = lab.sql(f"SELECT * FROM {table} LIMIT 10").batches()
        next(batches)
        taken = time.perf_counter() - began
        batches.close()
        return 1000 * taken

    return [once() for _ in range(LIGHT_QUERIES + 5)][5:]


def many_clients(table: str, convention: str) -> list[float]:
    """Seconds of each of many clients that ask for the same at once, while one does not read."""
    times: list[float] = []

    def ask() -> None:
        with datalab_bridge.connect(convention) as lab:
            query = f"SELECT departement, count(*), avg(montant) FROM {table} GROUP BY departement"
            times.append(seconds(lambda: lab.sql(query).arrow()))

    with datalab_bridge.connect(convention) as idle:
        unread = idle.sql(f"SELECT * FROM {table}").batches()
        next(unread)
        threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        unread.close()
    return times


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--plain", required=True)
    parser.add_argument("--results", required=True, help="the file to write, as JSON")
    parser.add_argument("--against", nargs="*", default=[])
    given = parser.parse_args()
    convention, table = os.environ["BENCH_CONVENTION"], os.environ["BENCH_TABLE"]
    lines, results = [], {}
    with datalab_bridge.connect(convention) as lab:
        whole = lab.sql(f"SELECT * FROM {table}").arrow()
        rows, size = whole.num_rows, whole.nbytes
        del whole
        others = opened(given.plain, given.against)
        for form, works in sides(lab, table, others).items():
            times = measured(works, given.runs, {one.name for one in others if one.once})
            results[form] = times
            bridge = statistics.median(times["bridge"])
            line = f"{form}: {rows / bridge:,.0f} rows/s, {size / bridge / 1e6:,.0f} MB/s"
            for name, other in times.items():
                if name != "bridge":
                    # beside each run of another, the bridge's of the same turn
                    ratios = [o / b for o, b in zip(other, times["bridge"], strict=False)]
                    line += f"; {name} takes {statistics.median(ratios):.2f} times as long"
                    line += (
                        f" (from {min(ratios):.2f} to {max(ratios):.2f})"
                        if len(ratios) > 1
                        else " (one run)"
                    )
            lines.append(line)
        for other in others:
            other.close()
        results["firstBatchMillis"] = first_batches(lab, table)
    results["manyClientsSeconds"] = many_clients(table, convention)
    first, many = results["firstBatchMillis"], results["manyClientsSeconds"]
    lines.append(
        f"first batch of a light query: median {statistics.median(first):.0f} ms, worst {max(first):.0f} ms"
        f" of {len(first)}"
    )
    lines.append(
        f"{len(many)} clients at once, beside one that does not read: the last ends after"
        f" {max(many):.1f} s, the first after {min(many):.1f} s"
    )
    head = f"{rows:,} rows of 8 columns, {size / 1e6:,.0f} MB in Arrow, {given.runs} runs"
    told = {"rows": rows, "bytes": size, **results, "summary": "\n".join([head, *lines])}
    pathlib.Path(given.results).write_text(json.dumps(told))


if __name__ == "__main__":
    main()
