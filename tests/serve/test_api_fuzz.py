"""Anything may be asked: every answer is described, in its schema, and no fault of ours.

Bounded and always the same: schemathesis draws the questions, from the description itself.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUESTIONS = 8
FEWEST_ROUTES = 25


@pytest.fixture(scope="module")
def operations(app: FastAPI) -> list[Any]:
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    # What codes a text needs a process of its own; see test_api_code.py.
    asked: Any = described.exclude(path_regex="/code")
    return [found.ok() for found in asked.get_all_operations()]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_as_described(operations: list[Any], mode: GenerationMode) -> None:
    assert len(operations) > FEWEST_ROUTES
    for operation in operations:
        try:
            told = ask(operation, mode)
        except Unsatisfiable:  # it takes nothing that could be wrong
            assert mode is GenerationMode.NEGATIVE
            continue
        assert sum(told.values()) >= 1, operation.label


def ask(operation: Any, mode: GenerationMode) -> Counter[int]:
    """How often which status came back; whatever is not as described fails."""
    told: Counter[int] = Counter()

    @settings(
        max_examples=QUESTIONS,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        answer = case.call()
        told[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    answered()
    return told
