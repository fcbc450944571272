"""No committed file names a package registry, a host inside some network, or a local index."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Written in two pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "registry" + r"\.npmjs",
            "--(extra-)?" + "index-url +[^ ]*:",
            "--find" + "-links +[^ ]*/",
            "file:" + "///",
            r"https?://(\d{1,3}\.){3}\d{1,3}(?!\.\d)",
            r"https?://[\w.-]+\.(internal|corp|intranet|lan)\b",
            r"/work/\." + "library",
        )
    )
)
LOOPBACK = re.compile(r"https?://127\.0\.0\.1")


def tracked() -> Iterator[Path]:
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so nothing is tracked")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


def found_in(text: str) -> list[str]:
    return [match.group() for match in FORBIDDEN.finditer(LOOPBACK.sub("", text))]


def test_no_tracked_file_holds_an_address() -> None:
    found = {
        str(path.relative_to(ROOT)): hits
        for path in tracked()
        if (hits := found_in(path.read_text(encoding="utf-8", errors="ignore")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "py" + "pi.org/simple",
        "--extra-" + "index-url https://mirror.example/simple",
        "file:" + "///opt/wheels",
        "http://10.0" + ".0.7:8080/x",
        "https://git.some" + ".internal/x",
    ],
)
def test_the_search_finds_what_it_must(text: str) -> None:
    assert found_in(text)


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000/brief", "--no-emit-index-url --no-header"])
def test_the_search_leaves_alone_what_it_may(text: str) -> None:
    assert not found_in(text)
