import os
import pathlib

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


@pytest.fixture(scope="session")
def red_team() -> list[str]:
    path = pathlib.Path(__file__).parents[2] / "src/test/resources/fr/gouv/datalab/bridge/red-team.sql"
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("--")]
    return [line if line.startswith("BEGIN") else line[: line.rindex(";")] for line in lines]
