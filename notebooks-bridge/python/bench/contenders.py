"""Those that the bridge is compared with: servers and clients of Spark's own distribution.

They read the same rows from plain Parquet, without decryption, pseudonyms or TLS.
"""

from __future__ import annotations

import importlib.util
import os
import pathlib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable

MEMORY = "4g"
WARMING = 300_000
"""Rows that the Thrift server gives before it is measured."""


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _distribution() -> pathlib.Path:
    import pyspark

    return pathlib.Path(pyspark.__file__).parent


class _Server:
    """A server of Spark's distribution, in a process of its own."""

    def __init__(self, main_class: str, settings: dict[str, str], arguments: list[str], port: int):
        command = [str(_distribution() / "bin/spark-submit"), "--class", main_class]
        command += ["--master", "local[*]", "--driver-memory", MEMORY]
        for key, value in {"spark.ui.enabled": "false", **settings}.items():
            command += ["--conf", f"{key}={value}"]
        self._room = tempfile.TemporaryDirectory(prefix="bench-server-")
        self._process = subprocess.Popen(
            [*command, "spark-internal", *arguments],
            cwd=self._room.name,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        )
        deadline = time.monotonic() + 180
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self.close()
                    raise RuntimeError(f"{main_class} did not start") from error
                time.sleep(0.5)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._room.cleanup()


class Classic:
    """PySpark in this process: ``toArrow()`` and ``toPandas()`` with Arrow on."""

    name = "pyspark"
    once = False

    def __init__(self, plain: str):
        from pyspark.sql import SparkSession

        self._plain = plain
        self._spark = (
            SparkSession.builder.master("local[*]")
            .config("spark.driver.memory", MEMORY)
            .config("spark.driver.maxResultSize", "0")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .getOrCreate()
        )

    def forms(self) -> dict[str, Callable[[], object]]:
        read = self._spark.read.parquet
        return {
            "arrow": lambda: read(self._plain).toArrow(),
            "pandas": lambda: read(self._plain).toPandas(),
        }

    def close(self) -> None:
        self._spark.stop()


class Connect:
    """Spark Connect: a server beside this process, and its Python client."""

    name = "connect"
    once = False

    def __init__(self, plain: str):
        from pyspark.sql.connect.session import SparkSession

        self._plain = plain
        port = _free_port()
        self._server = _Server(
            "org.apache.spark.sql.connect.service.SparkConnectServer",
            {"spark.connect.grpc.binding.port": str(port), "spark.driver.maxResultSize": "0"},
            [],
            port,
        )
        self._spark = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()

    @staticmethod
    def is_possible() -> bool:
        """Whether what its client needs is here."""
        needed = ("grpc", "grpc_status", "google", "google.rpc", "zstandard")
        return all(importlib.util.find_spec(name) for name in needed)

    def forms(self) -> dict[str, Callable[[], object]]:
        read = self._spark.read.parquet
        return {
            "arrow": lambda: read(self._plain).toArrow(),
            "pandas": lambda: read(self._plain).toPandas(),
        }

    def close(self) -> None:
        self._spark.stop()
        self._server.close()


class Thrift:
    """Spark's Thrift server, read by JDBC: each column of each row as an object of Java."""

    name = "thrift"
    once = True

    def __init__(self, plain: str):
        port = _free_port()
        self._server = _Server(
            "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
            {
                "spark.sql.thriftServer.incrementalCollect": "true",
                "spark.driver.maxResultSize": "0",
            },
            ["--hiveconf", f"hive.server2.thrift.port={port}"]
            + ["--hiveconf", "hive.server2.thrift.bind.host=127.0.0.1"],
            port,
        )
        source = pathlib.Path(__file__).with_name("ThriftClient.java")
        self._client = subprocess.Popen(
            ["java", "-Xmx1g", "-cp", str(_distribution() / "jars/*"), str(source)]
            + [f"jdbc:hive2://127.0.0.1:{port}/"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._query = f"SELECT * FROM parquet.`{plain}`"
        self._rows(f"{self._query} LIMIT {WARMING}")

    def _rows(self, query: str) -> int:
        self._client.stdin.write(query + "\n")
        self._client.stdin.flush()
        told = self._client.stdout.readline()
        if not told.startswith("rows "):
            raise RuntimeError(f"the JDBC client said {told!r}")
        return int(told.split()[1])

    def forms(self) -> dict[str, Callable[[], object]]:
        return {"arrow": lambda: self._rows(self._query)}

    def close(self) -> None:
        self._client.stdin.close()
        self._client.wait()
        self._server.close()


Contender = Classic | Connect | Thrift
