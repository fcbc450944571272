"""A sentence without evidence cannot be made; a brief is a draft or somebody's."""

from dataclasses import replace

import pytest

from standoff.brief import Material, Run, Sentence, Table, write
from standoff.errors import InputError

RUN = Run(what="", theatre="t", record_version="v", coders=(), as_of=None, seed=1)  # type: ignore[arg-type]


def test_a_sentence_needs_evidence_and_words() -> None:
    with pytest.raises(InputError, match="needs evidence"):
        Sentence(text="It happened.", evidence=())
    with pytest.raises(InputError, match="needs words"):
        Sentence(text="  ", evidence=(RUN,))


def test_a_table_has_a_cell_for_every_column() -> None:
    with pytest.raises(InputError, match="every row needs 2 cells"):
        Table(title="t", columns=("a", "b"), rows=(((),),))


def test_a_brief_is_a_draft_until_somebody_approves_it(material: Material) -> None:
    brief = write(material)
    assert brief.state == "draft" and brief.approved_by is None
    with pytest.raises(InputError, match="approved by somebody"):
        replace(brief, state="approved")
    assert replace(brief, state="approved", approved_by="A. Person").approved_by == "A. Person"
    with pytest.raises(InputError, match="no ISO 8601 moment"):
        replace(brief, made_at="yesterday")
