"""YAML read strictly: duplicates refused, every problem with its file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from standoff.errors import Problem


def read_yaml(path: Path, kind: Any, problems: list[Problem]) -> Any:
    """The file's content as a `kind`, or None with what is wrong added to `problems`.

    Args:
        path: the YAML file.
        kind: a pydantic model, or any type that pydantic can check.
        problems: collects every fault as file:line and remedy.
    """
    try:
        text = path.read_text(encoding="utf-8")
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        try:
            return adapter.validate_python(_plain(YAML(typ="safe").load(text)))
        except (YAMLError, ValidationError):
            # The quick reader has no lines to tell: the one that has finds the faults again.
            return _told(path, text, adapter, problems)
    except FileNotFoundError:
        problems.append(Problem(place=str(path), detail="file is missing; add it"))
    except UnicodeDecodeError as error:
        problems.append(_syntax_problem(path, error))
    return None


def _told(path: Path, text: str, adapter: TypeAdapter[Any], problems: list[Problem]) -> Any:
    """The content by the reader that knows the lines, or None with the problems added."""
    try:
        loaded = YAML(typ="rt").load(text)
    except YAMLError as error:
        problems.append(_syntax_problem(path, error))
        return None
    try:
        return adapter.validate_python(_plain(loaded))
    except ValidationError as error:
        problems.extend(_content_problems(path, loaded, error))
        return None


def _plain(node: Any) -> Any:
    """The tree as plain dicts, lists and scalars."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def _syntax_problem(path: Path, error: Exception) -> Problem:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    place = f"{path}:{mark.line + 1}" if mark else str(path)
    detail = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Problem(place=place, detail=f"not valid YAML: {detail}")


def _content_problems(path: Path, tree: Any, error: ValidationError) -> list[Problem]:
    return [
        Problem(
            place=f"{path}:{_line_of(tree, fault['loc'])}",
            detail=f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}",
        )
        for fault in error.errors()
    ]


def _line_of(tree: Any, loc: Sequence[int | str]) -> int:
    """The line on which the nearest existing part of `loc` stands, counted from 1."""
    line = 1
    for step in loc:
        marks = getattr(tree, "lc", None)
        if marks is None:
            break
        try:
            line = (marks.key(step) if isinstance(tree, dict) else marks.item(step))[0] + 1
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            break
    return line
