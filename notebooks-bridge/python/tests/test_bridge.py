import datetime
import decimal
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import nbclient
import nbformat
import numpy
import pandas
import pyarrow
import pyarrow.flight
import pytest

import datalab_bridge
from datalab_bridge import BadToken, DatalabError, InvalidQuery, Refused, connection

ROWS = int(os.environ["BRIDGE_TEST_ROWS"])
PYTHON = pathlib.Path(__file__).parents[1]


def test_sees_what_the_convention_grants_and_nothing_else(lab):
    assert lab.tables() == ["dsn.contrats", "formation.formations", "formation.stagiaires"]
    columns = {c["name"]: c for c in lab.describe("formation.stagiaires")}
    assert "nom_naissance" not in columns
    assert columns["annee_naissance"]["type"] == "int32"
    assert columns["sexe"]["description"] == "Sexe"


def test_gives_the_same_rows_in_each_form(lab):
    query = "SELECT sexe, count(*) AS n FROM formation.stagiaires GROUP BY sexe ORDER BY sexe"
    expected = {"sexe": ["F", "M"], "n": [ROWS // 2, ROWS // 2]}
    assert lab.sql(query).arrow().to_pydict() == expected
    assert lab.sql(query).pandas().to_dict("list") == expected
    assert lab.sql(query).polars().to_dict(as_series=False) == expected


def test_gives_frames_that_plot(lab):
    frame = lab.sql(
        "SELECT date_entree, CAST(annee_naissance AS DECIMAL(9, 2)) AS a FROM formation.stagiaires LIMIT 5"
    ).pandas()
    assert str(frame["date_entree"].dtype).startswith("datetime64")
    assert str(frame["a"].dtype) == "float64"


def test_keeps_each_type_of_value(lab):
    result = lab.sql(
        "SELECT 1Y AS octet, 1L AS long, 1.5D AS double, 1.50BD AS decimal, 'é' AS texte, X'00ff' AS octets,"
        " DATE'9999-12-31' AS jour, TIMESTAMP'2024-02-29 12:00:00 Europe/Paris' AS instant,"
        " TIMESTAMP_NTZ'2024-02-29 12:00:00' AS heure, true AS vrai, array(1, NULL) AS liste,"
        " map('a', 1) AS table, named_struct('x', 1) AS groupe, CAST(NULL AS STRING) AS rien,"
        " repeat('é', 900000) AS long_texte, INTERVAL '36' HOUR AS duree"
    ).arrow()
    (row,) = result.to_pylist()
    assert row.pop("instant") == datetime.datetime(2024, 2, 29, 11, tzinfo=datetime.timezone.utc)
    assert row.pop("long_texte") == "é" * 900_000
    assert row == {
        "octet": 1,
        "long": 1,
        "double": 1.5,
        "decimal": decimal.Decimal("1.50"),
        "texte": "é",
        "octets": b"\x00\xff",
        "jour": datetime.date(9999, 12, 31),
        "heure": datetime.datetime(2024, 2, 29, 12),
        "vrai": True,
        "liste": [1, None],
        "table": [("a", 1)],
        "groupe": {"x": 1},
        "rien": None,
        "duree": datetime.timedelta(hours=36),
    }
    frame = lab.sql("SELECT double('NaN') AS n, CAST(NULL AS DOUBLE) AS v, DATE'9999-12-31' AS j").pandas()
    assert frame["n"].isna().all() and frame["v"].isna().all() and frame["j"].dt.year[0] == 9999


@pytest.mark.parametrize("form", ["pandas", "polars"])
def test_gives_columns_without_rows_and_names_as_they_are(lab, form):
    empty = getattr(lab.sql("SELECT sexe, date_entree FROM formation.stagiaires WHERE false"), form)()
    assert (list(empty.columns), len(empty)) == (["sexe", "date_entree"], 0)
    named = getattr(lab.sql("SELECT 1 AS `numéro d'été`, 2 AS `a b`"), form)()
    assert list(named.columns) == ["numéro d'été", "a b"]


def test_gives_a_name_twice_where_a_form_can_hold_it(lab):
    query = "SELECT 1 AS a, 2.5 AS a"
    assert lab.sql(query).arrow().column_names == ["a", "a"]
    assert list(lab.sql(query).pandas().columns) == ["a", "a"]
    with pytest.raises(InvalidQuery, match="has a several times"):
        lab.sql(query).polars()


def test_binds_parameters(lab):
    count = lab.sql(
        "SELECT count(*) FROM formation.stagiaires WHERE sexe = ? AND annee_naissance < ? AND date_entree >= ?",
        ["F", 1980, datetime.date(2021, 1, 1)],
    )
    other = lab.sql(
        "SELECT count(*) FROM formation.stagiaires"
        " WHERE sexe = 'F' AND annee_naissance < 1980 AND date_entree >= DATE'2021-01-01'"
    )
    assert count.arrow().column(0)[0].as_py() == other.arrow().column(0)[0].as_py() > 0
    some = lab.sql("SELECT nir FROM formation.stagiaires LIMIT ?", [numpy.int64(3)])
    assert some.arrow().num_rows == 3


def test_reads_a_result_that_is_larger_than_memory_batch_by_batch(lab):
    rows = 0
    seen = set()
    for batch in lab.sql(
        "SELECT s.* FROM formation.stagiaires s CROSS JOIN (SELECT explode(sequence(1, 10000)) AS n)"
    ).batches():
        rows += batch.num_rows
        seen.add(batch.num_rows)
        if rows > 500_000:
            break
    assert rows > 500_000
    assert max(seen) <= 16_384
    assert lab.sql("SELECT 1 AS un").arrow().to_pydict() == {"un": [1]}


def test_says_the_article_that_refuses(lab):
    with pytest.raises(Refused) as refusal:
        lab.sql("SELECT * FROM dgfip.declarants")
    assert refusal.value.rule == "convention CONV-2026-002, article 2"
    with pytest.raises(Refused) as refusal:
        lab.sql("SELECT nom_naissance FROM formation.stagiaires")
    assert refusal.value.rule == "convention CONV-2026-002, article 2"
    with pytest.raises(Refused) as refusal:
        datalab_bridge.connect("CONV-2026-002", token=os.environ["BRIDGE_TEST_STRANGER"])
    assert refusal.value.rule == "convention CONV-2026-002, article 3"


@pytest.mark.parametrize(
    ("query", "values", "sentence"),
    [
        ("", None, "There is no query"),
        ("SELECT ?", {"a": 1}, "Parameters are a list"),
        ("SELECT ?", "F", "Parameters are a list"),
        ("SELECT ?", [2**63], "cannot be sent"),
        ("SELECT ?", [datetime.time(1, 2)], "No parameter is of the Arrow type"),
        ("SELECT :a", None, "write `\\?` in its place"),
        ("SELECT 1/0", None, "divide by zero. Division by zero. Use `try_divide`"),
        ("SELECT repeat('x', 1/0)", None, "divide by zero"),
        ("SELECT sum(sexe) FROM formation.stagiaires", None, "the type STRING cannot be cast to DOUBLE"),
        ("SELECT sequence(-9223372036854775808, 9223372036854775807)", None, "surface.growth"),
        ("SELECT INTERVAL '3' YEAR AS duree", None, "The column duree is an interval of years"),
        ("SHOW TABLES", None, "told by tables\\(\\) and describe\\(\\)"),
    ],
)
def test_says_what_is_wrong_with_what_is_asked(lab, query, values, sentence):
    with pytest.raises((InvalidQuery, Refused), match=sentence) as wrong:
        lab.sql(query, values).arrow()
    assert "server failed" not in str(wrong.value) and "<config>" not in str(wrong.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"address": "grpc+tls://localhost:1"}, "No bridge answers there"),
        ({"address": "http://localhost:1"}, "is no address of a bridge"),
        ({"address": "grpc+tls://nowhere.invalid:1"}, "No machine has that name"),
        ({"certificate": "/nowhere.pem"}, "cannot be read"),
        ({"certificate": __file__}, "is no certificate in PEM"),
        ({"token": "é"}, "one line of letters"),
        ({"convention": None}, "in connect"),
    ],
)
def test_says_what_is_wrong_with_a_connection(given, sentence):
    with pytest.raises(DatalabError, match=sentence):
        datalab_bridge.connect(**{"convention": "CONV-2026-002", **given})


def test_does_not_trust_a_bridge_by_no_certificate(monkeypatch):
    monkeypatch.delenv("DATALAB_CERTIFICATE")
    with pytest.raises(DatalabError, match="not known by the certificate"):
        datalab_bridge.connect("CONV-2026-002")


def test_describes_a_table_by_any_of_its_names_and_refuses_the_others(lab):
    columns = lab.describe("formation.stagiaires")
    for name in ("formation_stagiaires", "CONV-2026-002.formation.stagiaires", "`formation`.`Stagiaires`"):
        assert lab.describe(name) == columns
    assert "pseudonyme" in next(c for c in columns if c["name"] == "nir")["description"]
    with pytest.raises(Refused, match="It grants: dsn.contrats") as refusal:
        lab.describe("siv.immatriculations")
    assert refusal.value.rule == "convention CONV-2026-002, article 2"


def test_reads_a_result_once_and_says_what_is_closed(facts):
    with datalab_bridge.connect("CONV-2026-002") as other:
        result = other.sql("SELECT 1 AS un")
        assert "un: int32" in repr(result) and "CONV-2026-002" in repr(other)
        result.arrow()
        with pytest.raises(DatalabError, match="ask again by sql"):
            result.arrow()
    with pytest.raises(DatalabError, match="was closed"):
        other.sql("SELECT 1")
    assert facts["DATALAB_TOKEN"] not in repr(other)


def test_cancels_a_query_by_ctrl_c_before_it_has_given_anything(lab):
    # as a kernel has it, also where this process was started in the background
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    endless = lab.sql(
        "SELECT max(a.nir || b.nir || c.nir) FROM formation.stagiaires a"
        " CROSS JOIN formation.stagiaires b CROSS JOIN formation.stagiaires c"
    )
    threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            endless.pandas()
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - began < 30
    assert lab.sql("SELECT 1 AS un").arrow().to_pydict() == {"un": [1]}


def test_makes_the_same_frame_in_pieces_as_at_once(lab, monkeypatch):
    query = """
        SELECT n, IF(n > 40000, NULL, n) AS long, IF(n < 40000, NULL, CAST(n % 100 AS TINYINT)) AS court,
          IF(n > 30000, NULL, n % 2 = 0) AS vrai, n % 3 = 0 AS toujours, CAST(n AS FLOAT) AS reel,
          IF(n < 50000, NULL, CAST(n AS STRING)) AS texte, CAST(NULL AS STRING) AS jamais,
          CAST(CAST(n AS STRING) AS BINARY) AS octets, CAST(n AS DECIMAL(12, 2)) / 4 AS exact,
          IF(n > 20000, NULL, DATE_ADD(DATE'2020-01-01', CAST(n % 900 AS INT))) AS jour,
          TIMESTAMP_SECONDS(n * 1000) AS moment, ARRAY(n, n + 1) AS liste, STRUCT(n AS a) AS deux, n AS n
        FROM (SELECT EXPLODE(SEQUENCE(1, 60000)) AS n)"""
    monkeypatch.setattr(connection, "_PIECE", 10_000)
    frame = lab.sql(query).pandas()
    table = lab.sql(query).arrow().replace_schema_metadata(None)
    assert len(table) == 60_000 and table.column(0).num_chunks > 1
    frame.attrs = {}
    pandas.testing.assert_frame_equal(
        frame, connection._plain(table).to_pandas(date_as_object=False), check_exact=True
    )
    assert len(lab.sql("SELECT * FROM formation.stagiaires WHERE nir IS NULL").pandas()) == 0


def test_shows_an_error_in_a_notebook_without_the_way_to_it(lab):
    with pytest.raises(Refused) as refusal:
        lab.sql("SELECT * FROM siv.immatriculations")
    *lines, sentence = refusal.value._render_traceback_()
    assert len(lines) == 1 and "siv.immatriculations" in lines[0]
    assert sentence.startswith("Refused: refused by convention CONV-2026-002, article 2")


def test_says_what_is_wrong_with_a_query_or_a_token(lab, monkeypatch):
    with pytest.raises(InvalidQuery, match="SELEC"):
        lab.sql("SELEC 1")
    with pytest.raises(InvalidQuery, match="cast invalid input"):
        lab.sql("SELECT CAST(libelle AS INT) FROM formation.formations").arrow()
    with pytest.raises(BadToken, match="unknown"):
        datalab_bridge.connect("CONV-2026-002", token="datalab_nobody")
    monkeypatch.delenv("DATALAB_TOKEN")
    with pytest.raises(DatalabError, match="datalab token issue"):
        datalab_bridge.connect("CONV-2026-002")


def test_refuses_what_leaves_the_surface(lab, red_team):
    assert len(red_team) >= 40
    for statement in red_team:
        with pytest.raises((Refused, InvalidQuery)) as refusal:
            lab.sql(statement).arrow()
        assert "no table formation.stagiaires" not in str(refusal.value)


def test_refuses_what_leaves_the_surface_by_a_parameter(lab, red_team_by_parameters):
    assert len(red_team_by_parameters) >= 20
    for statement, values in red_team_by_parameters:
        with pytest.raises((Refused, InvalidQuery)) as refusal:
            lab.sql(statement, values).arrow()
        assert "values were given" not in str(refusal.value)
    count = "SELECT count(*) AS n FROM formation.stagiaires WHERE sexe = ?"
    for value in ("F' OR '1'='1", "F'; DROP TABLE x; --", "%"):
        assert lab.sql(count, [value]).arrow().to_pydict() == {"n": [0]}


def test_refuses_the_same_to_a_bare_flight_client(facts, red_team):
    # CommandStatementQuery in an Any, as the standard says it, made by hand
    def command(sql: str) -> bytes:
        def field(number: int, value: bytes) -> bytes:
            size, out = len(value), bytearray([number << 3 | 2])
            while size > 0x7F:
                out.append(size & 0x7F | 0x80)
                size >>= 7
            return bytes(out) + bytes([size]) + value

        name = b"type.googleapis.com/arrow.flight.protocol.sql.CommandStatementQuery"
        return field(1, name) + field(2, field(1, sql.encode()))

    options = pyarrow.flight.FlightCallOptions(
        headers=[
            (b"authorization", f"Bearer {facts['DATALAB_TOKEN']}".encode()),
            (b"convention", b"CONV-2026-002"),
        ]
    )
    client = pyarrow.flight.connect(
        facts["DATALAB_BRIDGE"],
        tls_root_certs=pathlib.Path(facts["DATALAB_CERTIFICATE"]).read_bytes(),
    )

    def rows(sql: str) -> pyarrow.Table:
        info = client.get_flight_info(
            pyarrow.flight.FlightDescriptor.for_command(command(sql)), options
        )
        return client.do_get(info.endpoints[0].ticket, options).read_all()

    assert rows("SELECT 1 AS un").to_pydict() == {"un": [1]}
    for statement in red_team:
        with pytest.raises((pyarrow.flight.FlightError, pyarrow.ArrowException)):
            rows(statement)


BY_SEX = "SELECT sexe, count(*) AS stagiaires FROM formation.stagiaires GROUP BY sexe"
SPEC = {"dimensions": [{"column": "sexe"}], "frequency": "stagiaires", "policy": "personnes"}
PROPOSED = {
    "name": "stagiaires_sexe",
    "title": "Stagiaires, selon le sexe",
    "unit": "stagiaires",
    "population": "formation.stagiaires",
    "spec": SPEC,
}


@pytest.mark.parametrize("form", ["arrow", "pandas", "polars"])
def test_proposes_a_table_for_release_in_each_form(lab, form):
    table = getattr(lab.sql(BY_SEX), form)()
    query = BY_SEX if form == "polars" else None
    release = lab.release(table, query=query, submit=form == "arrow", **PROPOSED)
    assert release.id.startswith("REL-")
    assert release.state == ("submitted" if form == "arrow" else "draft")
    assert (release.published, release.suppressed) == (3, 0)


def test_takes_categories_floats_and_a_hierarchy_with_a_table(lab):
    query = (
        "SELECT niveau_entree AS niveau, count(*) AS stagiaires FROM formation.stagiaires"
        " WHERE sexe = 'F' GROUP BY niveau_entree"
    )
    frame = lab.sql(query).pandas()
    rows = [("TOTAL", None, "Ensemble, tous niveaux")]
    rows += [(code, "TOTAL", f"Niveau {code}") for code in sorted(map(str, frame["niveau"].unique()))]
    changed = frame.astype({"stagiaires": "float64"}).sample(frac=1)
    changed["niveau"] = changed["niveau"].astype("category")
    release = lab.release(
        changed,
        name="niveaux",
        title="Stagiaires, selon le niveau d'entrée",
        unit="stagiaires",
        population={"source": "formation.stagiaires", "filter": {"sexe": ["F"]}},
        spec={**SPEC, "dimensions": [{"column": "niveau", "hierarchy": "niveaux.csv"}]},
        hierarchies={"niveaux.csv": rows},
        query=query,
        as_of=datetime.date(2026, 1, 31),
        columns={"niveau": {"label": "Niveau d'entrée", "ordered": True}},
    )
    assert release.as_of == "2026-01-31"
    assert release.published + release.suppressed == len(rows)


def test_releases_no_table_that_is_not_its_querys(lab):
    frame = lab.sql(BY_SEX).pandas()
    frame["stagiaires"] += 1
    with pytest.raises(InvalidQuery, match="2 of its cells differ"):
        lab.release(frame, **PROPOSED)
    with pytest.raises(DatalabError, match="give `query`"):
        lab.release(lab.sql(BY_SEX + " HAVING count(*) > ?", [1]).arrow(), **PROPOSED)


def test_says_the_article_that_lets_nothing_out(lab):
    named = "SELECT hex(nir) AS sexe, count(*) AS stagiaires FROM formation.stagiaires GROUP BY 1"
    with pytest.raises(Refused) as refusal:
        lab.release(lab.sql(named).pandas(), **PROPOSED)
    assert refusal.value.rule == "convention CONV-2026-002, article 6"
    assert "pseudonym" in refusal.value.sentence
    with pytest.raises(Refused) as refusal:
        lab.release(
            lab.sql(BY_SEX).pandas(), **{**PROPOSED, "population": "formation.formations"}
        )
    assert refusal.value.rule == "convention CONV-2026-002, article 2"


def test_makes_no_table_for_a_client_that_ingests(lab):
    table = lab.sql(BY_SEX).arrow()
    with lab._driver.cursor() as cursor, pytest.raises(Exception, match="refused by surface"):
        cursor.adbc_ingest("anything", table, mode="create")


def test_shows_a_cell_of_sql_and_how_far_it_is(lab, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    import datalab_bridge.magic

    shell = InteractiveShell()
    shell.user_ns["lab"] = lab
    shell.run_line_magic("load_ext", "datalab_bridge")
    assert shell.run_cell_magic("datalab", "", "SELECT 1 AS un").to_dict("list") == {"un": [1]}
    shell.run_cell_magic("datalab", "kept", BY_SEX)
    assert set(shell.user_ns["kept"]["sexe"]) == {"F", "M"}
    progress = datalab_bridge.magic._Progress()
    progress._said -= 1
    progress(12_345)
    assert "12,345 rows" in capsys.readouterr().err
    shell.user_ns["other"] = datalab_bridge.connect("CONV-2026-002")
    with pytest.raises(DatalabError, match="several .lab, other."):
        shell.run_cell_magic("datalab", "", "SELECT 1")


@pytest.mark.parametrize("notebook", sorted(p.name for p in (PYTHON / "notebooks").glob("*.ipynb")))
def test_the_notebook_runs(notebook, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(PYTHON / "src"))
    book = nbformat.read(PYTHON / "notebooks" / notebook, as_version=4)
    nbformat.validate(book)
    assert all(not cell.get("outputs") for cell in book.cells), "keep notebooks without results"
    done = nbclient.NotebookClient(book, timeout=120, kernel_name="python3").execute()
    outputs = [o for cell in done.cells if cell.cell_type == "code" for o in cell.outputs]
    assert any("image/png" in o.get("data", {}) for o in outputs)
    assert any("convention CONV-2026-00" in str(o) and "article" in str(o) for o in outputs)
    assert not any(o.output_type == "error" for o in outputs)
    if "BRIDGE_TEST_RENDERED" in os.environ:
        nbformat.write(done, pathlib.Path(os.environ["BRIDGE_TEST_RENDERED"]) / notebook)


def test_builds_a_wheel_with_its_types(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        + ["--wheel-dir", str(tmp_path / "wheel"), str(copy(tmp_path))],
        check=True,
    )
    (wheel,) = (tmp_path / "wheel").glob("datalab_bridge-*.whl")
    names = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], check=True, capture_output=True, text=True
    ).stdout
    assert "datalab_bridge/py.typed" in names and "datalab_bridge/magic.py" in names


def copy(tmp_path: pathlib.Path) -> pathlib.Path:
    """The build writes beside its sources: give it others."""
    import shutil

    room = tmp_path / "source"
    shutil.copytree(PYTHON, room, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    return room
