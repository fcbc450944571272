"""The notebook of the documentation runs as it stands, against a site of its own."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

NOTEBOOK = Path(__file__).parents[2] / "docs" / "api.ipynb"


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """A site that listens on this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def test_the_notebook_runs_as_it_stands(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in cells)
    source = "\n".join("".join(cell["source"]) for cell in cells)
    assert "http://127.0.0.1:8016" in source
    space: dict[str, Any] = {}
    exec(compile(source.replace("http://127.0.0.1:8016", address), str(NOTEBOOK), "exec"), space)  # noqa: S102
    assert space["launches"]
    assert "launch" in capsys.readouterr().out
