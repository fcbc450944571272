"""`standoff serve`: it says where, shows the record, lets in only who may come in, and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from standoff.cli import main
from standoff.serve.settings import SiteSettings

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
PROGRAM = "import sys; from standoff.cli import main; sys.exit(main(sys.argv[1:]))"


def started(*words: str, cache: Path) -> tuple[subprocess.Popen[str], str]:
    """The running command and the first line that it prints."""
    environment = {**os.environ, "STANDOFF_CACHE": str(cache), "STANDOFF_THEATRE": str(LUMEN)}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", "0", *words],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=cache,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def test_it_says_where_shows_the_record_and_ends_on_ctrl_c(settings: SiteSettings) -> None:
    process, address = started("--record", str(settings.record), "--review", cache=settings.cache)
    with process:
        try:
            look_around(process, address)
        finally:
            process.send_signal(signal.SIGINT)
    assert process.returncode == 130


def look_around(process: subprocess.Popen[str], address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    assert process.stdout
    token = process.stdout.readline().split()[-1]
    with httpx2.Client(base_url=address, timeout=60) as client:
        answer = client.get("api/v1/record")
        assert answer.json()["data"]["theatre"] == "lumen"
        assert "uvicorn" not in str(answer.headers).lower()
        signed = client.post("review/sign-in", data={"who": "A", "token": token})
        assert signed.status_code == 303
        elsewhere = client.get("api/v1/record", headers={"Host": "rebound.example"})
        assert elsewhere.status_code == 400


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--host", "0.0.0.0", "--review"], "--token-file"),  # noqa: S104
        (["--review"], "review needs a record"),
        (["--token-file", "none.txt"], "the token cannot be read"),
        (["--trusted-header", "X-User"], "needs a trusted proxy"),
        (["--record", "none.sqlite"], "there is no such record"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_line(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANDOFF_THEATRE", str(LUMEN))
    monkeypatch.setenv("STANDOFF_CACHE", str(tmp_path))
    assert main(["serve", *words]) in (2, 3)
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_a_port_that_is_taken_is_told(
    settings: SiteSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import socket

    monkeypatch.setenv("STANDOFF_THEATRE", str(LUMEN))
    monkeypatch.setenv("STANDOFF_CACHE", str(settings.cache))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--record", str(settings.record), "--port", port]) == 2
    assert "cannot listen at" in capsys.readouterr().err
