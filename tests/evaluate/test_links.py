"""Links are read strictly, and merge is scored on the rows they name."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from standoff.cli import main
from standoff.errors import InputError, PackError
from standoff.evaluate.links import only, read_links, score_merge
from standoff.model import RowAnchor
from standoff.packs import Pack, add_tables, load_pack

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
HEAD = "happening,occasion,table,row,note\n"
SPEC = """\
- id: second
  file: second.csv
  kind: launch
  grain: volley
  origin: fjs
  title: A second list of launches
  actors: [VEL]
"""
SECOND = """\
id,date,weapon,place,count,known
s1,1995-04-13,tarn-1,cape-orrin,1,1995-04-14
s2,1997-02-25,tarn-1,cape-orrin,3,1997-02-26
s3,1997-02-26,tarn-1,cape-orrin,3,1997-02-27
"""
LINKS = (
    HEAD
    + """\
a,1995-04-13,launches,l19950413,
a,1995-04-13,second,s1,
b,1997-02-25,launches,l19970225,
b,1997-02-25,second,s2,the same number
c,1997-02-26,second,s3,
"""
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(LUMEN)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "record").mkdir()
    (tmp_path / "tables.yml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "record" / "second.csv").write_text(SECOND, encoding="utf-8")
    path = tmp_path / "links-1997.csv"
    path.write_text(LINKS, encoding="utf-8")
    return path


def test_rows_of_two_tables_are_scored_among_all_rows(pack: Pack, gold: Path) -> None:
    score = score_merge(read_links(gold), pack, extra=gold.parent)
    assert (score.happenings.items, score.happenings.pairs) == (5, 2)
    assert (score.happenings.pair_precision, score.happenings.pair_recall) == (1, 1)
    assert (score.occasions.pair_precision, score.occasions.pair_recall) == (1, 1)


def test_a_wrong_link_shows_as_its_two_rows(pack: Pack, gold: Path) -> None:
    gold.write_text(LINKS.replace("b,1997-02-25,second,s2", "c,1997-02-25,second,s2"))
    score = score_merge(read_links(gold), pack, extra=gold.parent)
    assert score.happenings.joined == (
        (RowAnchor("launches", "l19970225"), RowAnchor("second", "s2")),
    )
    assert score.happenings.parted == ((RowAnchor("second", "s2"), RowAnchor("second", "s3")),)


def test_only_keeps_the_rows_of_the_named_tables(gold: Path) -> None:
    kept = only(read_links(gold), ["second"])
    assert {anchor.table for anchor in kept.happenings} == {"second"}
    assert len(kept.happenings) == len(kept.occasions) == 3


def test_a_row_may_stand_in_several_happenings(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text(HEAD + "a,d,t,1,\nb,d,t,1,\n", encoding="utf-8")
    assert read_links(path).happenings == {RowAnchor("t", "1"): frozenset("ab")}
    assert read_links(path).occasions == {RowAnchor("t", "1"): frozenset("d")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("happening,table,row\na,t,1\n", "the columns must be"),
        (HEAD + "a,,t,1,\n", "only the note may be empty"),
        (HEAD + "a,d,t,1,note,more\n", "the columns must be"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "links.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as raised:
        read_links(path)
    assert f"{path}:2" in str(raised.value)


def test_a_missing_file_and_an_unknown_row_are_refused(pack: Pack, gold: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_links(gold.parent / "none.csv")
    with pytest.raises(InputError, match="3 linked rows are in no table, first second s1"):
        score_merge(read_links(gold), pack)


def test_an_extra_table_is_checked_as_the_theatres_own_are(pack: Pack, gold: Path) -> None:
    path = gold.parent / "record" / "second.csv"
    path.write_text(SECOND.replace("cape-orrin", "nowhere"), encoding="utf-8")
    with pytest.raises(PackError, match=r"second\.csv:2.*'nowhere' is declared nowhere"):
        add_tables(pack, gold.parent)
    (gold.parent / "tables.yml").write_text(SPEC.replace("id: second", "id: talks"))
    with pytest.raises(PackError, match="has a table 'talks'; rename this one"):
        add_tables(pack, gold.parent)


def test_the_command_prints_scores_and_pairs_in_error(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", "merge", str(gold), "--theatre", str(LUMEN), "--format", "csv"]
    assert main(words) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["tables"], row["of"], row["recall"]) for row in rows] == [
        ("own", "happenings", "1"),
        ("own", "occasions", "1"),
        ("all", "happenings", "1"),
        ("all", "occasions", "1"),
    ]
    gold.write_text(LINKS.replace("b,1997-02-25,second,s2", "c,1997-02-25,second,s2"))
    assert main([*words, "--errors"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["error"] for row in rows if row["of"] == "happenings"] == [
        "joined wrongly",
        "kept apart",
    ]


def test_a_theatre_without_links_says_where_they_belong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "merge", "--theatre", str(LUMEN)]) == 2
    assert "name a file of links" in capsys.readouterr().err
