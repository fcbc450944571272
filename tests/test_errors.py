"""The tree of errors and the exit codes that hang on it."""

from __future__ import annotations

import pytest

from standoff import errors
from standoff.errors import (
    InputError,
    ListedError,
    PackError,
    Problem,
    ReadError,
    RecordError,
    StandoffError,
)


@pytest.mark.parametrize(
    ("kind", "parents", "code"),
    [
        (StandoffError, (Exception,), 1),
        (InputError, (StandoffError, ValueError), 2),
        (ReadError, (InputError,), 2),
        (ListedError, (InputError,), 2),
        (PackError, (ListedError,), 2),
        (RecordError, (StandoffError,), 3),
    ],
)
def test_tree_and_exit_codes(
    kind: type[StandoffError], parents: tuple[type, ...], code: int
) -> None:
    assert kind.__bases__ == parents
    assert kind.exit_code == code


def test_the_docstring_draws_every_error() -> None:
    drawn = errors.__doc__ or ""
    kinds = [
        name
        for name, found in vars(errors).items()
        if isinstance(found, type) and issubclass(found, Exception)
    ]
    assert kinds
    assert [name for name in kinds if name not in drawn] == []


def test_a_record_error_is_not_an_input_error() -> None:
    assert not issubclass(RecordError, InputError)


def test_pack_error_keeps_every_problem_one_a_line() -> None:
    problems = [
        Problem(place="a.yml:3", detail="no name"),
        Problem(place="b.csv:9", detail="no id"),
    ]
    error = PackError(problems)
    assert error.problems == tuple(problems)
    assert str(error) == "a.yml:3: no name\nb.csv:9: no id"
