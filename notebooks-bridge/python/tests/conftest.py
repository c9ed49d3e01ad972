import json
import os
import pathlib
import re

import pytest

import datalab_bridge


@pytest.fixture(scope="session")
def facts() -> dict[str, str]:
    """What the Java test says of the server that it started."""
    return {k: os.environ[k] for k in ("DATALAB_BRIDGE", "DATALAB_TOKEN", "DATALAB_CERTIFICATE")}


@pytest.fixture
def lab(facts):
    with datalab_bridge.connect("CONV-2026-002") as opened:
        yield opened


STATEMENTS = pathlib.Path(__file__).parents[2] / "src/test/resources/fr/gouv/datalab/bridge"


def _lines(name: str) -> list[str]:
    lines = (STATEMENTS / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("--")]


@pytest.fixture(scope="session")
def red_team() -> list[str]:
    """Each over a granted table, so that it is refused for what it tries."""
    found = []
    for line in _lines("red-team.sql"):
        statement = line if line.startswith("BEGIN") else line[: line.rindex(";")]
        statement = statement.replace("dgfip.declarants", "formation.stagiaires")
        statement = re.sub(r"\bnom\b", "sexe", statement)
        found.append(re.sub(r"\brevenu\b", "annee_naissance", statement))
    return found


@pytest.fixture(scope="session")
def red_team_by_parameters() -> list[tuple[str, list]]:
    pairs = [line.split("; -- ", 1) for line in _lines("red-team-parameters.sql")]
    return [(sql, json.loads(values)) for sql, values in pairs]
