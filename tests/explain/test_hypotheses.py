from dataclasses import replace
from pathlib import Path

import pytest

from standoff.errors import PackError
from standoff.explain import implication_keys, load_hypotheses, readings_for
from standoff.packs import Pack, load_pack

GOOD = """\
id: leverage
aim: leverage
statement: To bring talks about.
implications:
  - id: fewer
    kind: exposure
    statement: Launch days are rarer while talks are under way.
    outcome: {query: {kind: launch, actor: VEL}}
    exposure: {query: {kind: talks}, between: [VEL, ORS]}
    window: {first: 1995-01-01}
    sign: lower
    rivals: [{aim: refusal, statement: Pressure rests.}]
    scope: habit
    known_before: yes
    primary: cloglog
    written: 2026-06-30
"""


def written(pack: Pack, folder: Path, **files: str) -> Pack:
    (folder / "hypotheses").mkdir()
    for name, text in files.items():
        (folder / "hypotheses" / f"{name}.yml").write_text(text)
    return replace(pack, folder=folder)


def test_a_file_is_read_and_stamped_with_its_hash(lumen: Pack, tmp_path: Path) -> None:
    pack = written(
        lumen, tmp_path, one=GOOD, two="id: r\naim: refusal\nstatement: s\nshares: [leverage/fewer]"
    )
    first, second = load_hypotheses(pack)
    assert first.implications[0].known_before is True
    assert first.implications[0].outcome.query.to_query().verified is True
    assert first.file == "one.yml" and len(first.file_hash) == 64
    assert implication_keys(second) == ("leverage/fewer",)
    assert readings_for("refusal", (first, second)) == (second,)
    assert readings_for("aid", (first, second)) == ()


def test_a_theatre_without_hypotheses_has_none(lumen: Pack, tmp_path: Path) -> None:
    assert load_hypotheses(replace(lumen, folder=tmp_path)) == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "detail"),
    [
        ("aim: leverage", "aim: no_such_aim", "one.yml:2", "aim 'no_such_aim'"),
        ("kind: talks", "kind: parley", "one.yml:9", "kind 'parley'"),
        ("ORS", "XXX", "one.yml:9", "actor 'XXX'"),
        ("sign: lower", "sign: down", "one.yml:11", "sign"),
        ("primary: cloglog", "primary: cloglog\n    extra: 1", "one.yml:16", "Extra inputs"),
        ("    rivals: [{aim: refusal, statement: Pressure rests.}]\n", "", "one.yml:5", "rivals"),
        ("kind: exposure", "kind: response", "one.yml:5", "half_life_days"),
        (
            "statement: To bring",
            "untestable_because: no\nstatement: To bring",
            "one.yml:1",
            "not both",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    lumen: Pack, tmp_path: Path, old: str, new: str, place: str, detail: str
) -> None:
    assert old in GOOD
    pack = written(lumen, tmp_path, one=GOOD.replace(old, new))
    with pytest.raises(PackError) as caught:
        load_hypotheses(pack)
    assert place in str(caught.value)
    assert detail in str(caught.value)


def test_all_problems_at_once(lumen: Pack, tmp_path: Path) -> None:
    shares = "id: leverage\naim: aid\nstatement: s\nshares: [leverage/none]\n"
    pack = written(lumen, tmp_path, one=GOOD.replace("ORS", "XXX"), two=shares, three="id: [")
    with pytest.raises(PackError) as caught:
        load_hypotheses(pack)
    text = str(caught.value)
    assert "'XXX'" in text and "stands twice" in text and "two.yml:4: shares" in text
    assert "three.yml" in text


def test_the_bundled_theatre_tests_leverage_and_refusal() -> None:
    korea = load_pack("korea")
    hypotheses = load_hypotheses(korea)
    (leverage,) = readings_for("leverage", hypotheses)
    assert implication_keys(leverage) == (
        "leverage/talks_after_launches",
        "refusal/fewer_launches_during_talks",
    )
    assert {one.aim for one in hypotheses} == {*korea.aims, None}  # every aim has a reading
    for one in hypotheses:
        assert bool(one.untestable_because) != bool(implication_keys(one))
