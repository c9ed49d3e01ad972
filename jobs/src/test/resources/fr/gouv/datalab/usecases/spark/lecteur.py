"""A job of somebody's own, not the house's: what its words say, it tries, and says what came of it."""

import glob
import sys

from pyspark.sql import SparkSession

table, url, certificate, token, convention = sys.argv[1:6]
spark = SparkSession.builder.appName("lecteur").getOrCreate()
jvm = spark.sparkContext._jvm


def opened(columns):
    gate = jvm.fr.gouv.datalab.keyservice.GateAddress.of(jvm.java.net.URI.create(url), jvm.java.io.File(certificate).toPath())
    names = jvm.java.util.ArrayList()
    for column in columns:
        names.add(column)
    datasets = jvm.java.util.HashMap()
    datasets.put("siv.immatriculations", names)
    request = jvm.fr.gouv.datalab.gate.UseCaseRequest("vehicules-foyers", datasets)
    return jvm.fr.gouv.datalab.keyservice.RemoteGatekeeper(gate, jvm.java.io.File(token).toPath()).open(
        convention, request, "analyste@dinum"
    )


def read(name, column):
    session = spark.newSession()
    if name:
        session.conf.set("parquet.encryption.key.access.token", name)
    try:
        rows = session.read.format("delta").load(table).groupBy(column).count().orderBy(column).collect()
        return "read " + str(sum(row["count"] for row in rows))
    except Exception as failure:
        causes, cause = [], getattr(failure, "_origin", None) or getattr(failure, "java_exception", None)
        while cause is not None:
            causes.append(str(cause.getMessage()))
            cause = cause.getCause()
        return "failed " + " / ".join(causes or [str(failure)]).replace("\n", " ")


def say(line):
    print(line, flush=True)


access = None
for line in sys.stdin:
    words = line.split()
    if words[0] == "open":
        access = opened(words[1:])
        say("opened")
    elif words[0] == "read":
        say(read(access.files().token() if access else None, words[1]))
    elif words[0] == "forge":
        say(read(words[1], words[2]))
    elif words[0] == "look":
        seen = str(spark.sparkContext.getConf().getAll())
        for place in glob.glob("/proc/[0-9]*/cmdline") + glob.glob("/proc/[0-9]*/environ"):
            try:
                with open(place, "rb") as of:
                    seen += of.read().decode("latin-1")
            except OSError:
                pass
        say("seen" if words[1] + "_" in seen else "nowhere")
    elif words[0] == "close":
        access.close()
        say("closed")
spark.stop()
