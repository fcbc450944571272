"""Modules import from their left only, by the order that the design fixes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import standoff

SOURCE = Path(standoff.__file__).parent
ORDER = (
    {"errors"},
    {"dates"},
    {"model"},
    {"packs"},
    {"stats", "figures"},
    {"reports"},
    {"coding"},
    {"record"},
    {"ingest"},
    {"evaluate"},
    {"explain"},
    {"forecast"},
    {"brief"},
    {"update"},
    {"watch", "serve"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}


def stage_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_stages(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    """Every stage of standoff that the tree imports, absolute or relative, at any depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(filter(None, (start, node.module)))
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "standoff" and len(parts) > 1 and parts[1] in RANK:
                yield parts[1]


def wrong_imports(stage: str, tree: ast.AST, package: tuple[str, ...]) -> list[str]:
    return [
        wanted
        for wanted in imported_stages(tree, package)
        if wanted != stage and RANK[wanted] >= RANK[stage]
    ]


MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_imports_from_its_left_only(path: Path) -> None:
    stage = stage_of(path)
    assert stage in RANK, f"{stage} has no place in the order of the design"
    package = ("standoff", *path.relative_to(SOURCE).parts[:-1])
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert wrong_imports(stage, tree, package) == []


@pytest.mark.parametrize(
    ("stage", "line", "wrong"),
    [
        ("packs", "from standoff.coding import code", ["coding"]),
        ("packs", "from standoff import coding", ["coding"]),
        ("packs", "def f():\n    import standoff.cli.app", ["cli"]),
        ("packs", "from ..record import Record", ["record"]),
        ("stats", "from standoff.figures import svg", ["figures"]),
        ("coding", "from standoff.packs import Pack", []),
        ("coding", "from .terms import find", []),
    ],
)
def test_the_check_sees_every_way_to_import(stage: str, line: str, wrong: list[str]) -> None:
    assert wrong_imports(stage, ast.parse(line), ("standoff", stage)) == wrong
