"""A theatre is loaded whole or refused with every problem, each with its file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from standoff.errors import InputError, PackError
from standoff.packs import load_pack
from standoff.packs.find import BUNDLED

FILES = {
    "pack.yml": """\
format: 1
id: tiny
title: A tiny theatre
language: en
zone: UTC
acting: AAA
opposing: [BBB]
""",
    "actors.yml": """\
- id: AAA
  kind: state
  name: Aland
  side: acting
- id: BBB
  kind: state
  name: Beland
  side: opposing
- id: aaa-news
  kind: state_media
  name: Aland News
  of: AAA
- id: bbb-navy
  kind: military
  name: Beland Navy
  of: BBB
- id: union
  kind: bloc
  name: The Union
""",
    "weapons.yml": """\
- id: kite-1
  name: Kite-1
  class: srbm
  aliases: [Kite I]
""",
    "kinds.yml": """\
- id: launch
  name: launch
""",
    "aims.yml": """\
- id: leverage
  name: leverage
  gloss: to gain in talks
""",
    "tables.yml": """\
- id: launches
  file: launches.csv
  kind: launch
  grain: volley
  origin: navy-log
  title: Launches
""",
    "places.csv": """\
id,name,lat,lon,state,aliases
port,Port,1.5,2.5,AAA,Harbour; Old Port
""",
    "sources.csv": """\
id,name,url,origin_class,of,body,terms
navy-log,Log of the navy,,measured,BBB,bbb-navy,
aaa-wire,Aland News wire,,self_claimed,AAA,aaa-news,
""",
    "record/launches.csv": """\
id,first,kind,actors,weapon,place
r1,2024-01-01,launch,AAA,kite-1,port
r2,2024-02-01,launch,AAA;BBB,,
""",
}

Broken = Callable[..., Path]


@pytest.fixture
def theatre(tmp_path: Path) -> Broken:
    """Writes the theatre; keywords `{file: text}` replace files, None leaves one out."""

    def write(changes: dict[str, str | None] | None = None) -> Path:
        folder = tmp_path / "tiny"
        for name, text in (FILES | (changes or {})).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is not None:
                path.write_text(text, encoding="utf-8")
        return folder

    return write


def problems(folder: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return [str(one).removeprefix(f"{folder}/") for one in caught.value.problems]


def test_a_sound_theatre_loads(theatre: Broken) -> None:
    pack = load_pack(theatre())
    assert pack.manifest.id == "tiny"
    assert set(pack.actors) == {"AAA", "BBB", "aaa-news", "bbb-navy", "union"}
    assert pack.weapons["kite-1"].weapon_class == "srbm"
    assert pack.places["port"].aliases == ("Harbour", "Old Port")
    assert pack.places["port"].lat == 1.5
    assert [(row.key, row.line) for row in pack.tables["launches"].rows] == [("r1", 2), ("r2", 3)]


def test_all_problems_are_reported_at_once_with_file_and_line(theatre: Broken) -> None:
    found = problems(
        theatre(
            {
                "weapons.yml": "- id: kite-1\n  name: Kite-1\n",
                "kinds.yml": "- id: launch\n  name: launch\n  colour: red\n",
                "places.csv": "id,name,lat\nport,Port,north\n",
                "sources.csv": None,
                "actors.yml": FILES["actors.yml"] + "- id: AAA\n  kind: planet\n  name: X\n",
            }
        )
    )
    starts = {line.split(": ")[0] for line in found}
    assert {
        "weapons.yml:1",
        "kinds.yml:3",
        "places.csv:2",
        "actors.yml:21",
        "sources.csv",
    } <= starts


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("pack.yml", FILES["pack.yml"] + "zone: UTC\n", "pack.yml:8"),
        ("actors.yml", "- id: AAA\n  kind: state\n  id: BBB\n  name: A\n", "actors.yml:3"),
        ("aims.yml", "- id: a\n  name: a\n  gloss: g\n  gloss: h\n", "aims.yml:4"),
    ],
)
def test_a_duplicate_key_is_refused_on_its_line(
    theatre: Broken, file: str, text: str, place: str
) -> None:
    found = problems(theatre({file: text}))
    assert [
        line for line in found if line.startswith(f"{place}: not valid YAML: found duplicate key")
    ]


def test_broken_yaml_is_told_with_its_line(theatre: Broken) -> None:
    (found,) = problems(theatre({"pack.yml": "format: 1\nid: [tiny\ntitle: x\n"}))
    assert re.match(r"pack\.yml:\d+: not valid YAML", found)


def test_yes_and_no_stay_words_as_keys(theatre: Broken) -> None:
    extra = "- id: p1\n  kind: launch\n  match: fired\n  yes: [It fired.]\n  no: [He was fired.]\n"
    pack = load_pack(theatre({"language/own.yml": extra}))
    (pattern,) = pack.language.sections["own"]
    assert (pattern.yes, pattern.no) == (("It fired.",), ("He was fired.",))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("actors.yml", "of: AAA", "of: ZZZ", "actors.yml: aaa-news: 'ZZZ' is declared nowhere"),
        ("pack.yml", "[BBB]", "[BBB, YYY]", "pack.yml: side: 'YYY' is declared nowhere"),
        ("places.csv", "2.5,AAA", "2.5,ZZZ", "places.csv: port: 'ZZZ' is declared nowhere"),
        ("sources.csv", ",BBB,", ",ZZZ,", "sources.csv: navy-log: 'ZZZ' is declared nowhere"),
        (
            "sources.csv",
            "bbb-navy",
            "bbb-army",
            "sources.csv: navy-log: 'bbb-army' is declared nowhere",
        ),
        (
            "sources.csv",
            "aaa-news",
            "navy-log",
            "sources.csv: aaa-wire: its body 'navy-log' has a body itself; name that one",
        ),
        ("tables.yml", "navy-log", "no-log", "tables.yml: launches: 'no-log' is declared nowhere"),
        (
            "record/launches.csv",
            "AAA;BBB",
            "AAA;ZZZ",
            "record/launches.csv:3: actors: 'ZZZ' is declared nowhere",
        ),
        (
            "record/launches.csv",
            "kite-1,port",
            "kite-2,port",
            "record/launches.csv:2: weapon: 'kite-2' is declared nowhere",
        ),
    ],
)
def test_an_id_declared_nowhere_is_told(
    theatre: Broken, file: str, old: str, new: str, expected: str
) -> None:
    assert old in FILES[file]
    assert problems(theatre({file: FILES[file].replace(old, new)})) == [expected]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("record/launches.csv", "id,kind\n,launch\n", "record/launches.csv:2: row has no id"),
        ("record/launches.csv", "id,kind\nr1,launch\nr1,launch\n", "record/launches.csv: id 'r1'"),
        ("record/launches.csv", "id,kind\nr1,launch,more\n", "record/launches.csv:2: has more or"),
        ("record/launches.csv", "id,kind\nr1\n", "record/launches.csv:2: has more or fewer"),
        ("record/launches.csv", None, "record/launches.csv: file is missing"),
        ("pack.yml", FILES["pack.yml"].replace("format: 1", "format: 2"), "pack.yml:1: format"),
        ("pack.yml", FILES["pack.yml"].replace("en\n", "tlh\n"), "pack.yml: language 'tlh' is not"),
    ],
)
def test_a_broken_file_is_told(theatre: Broken, file: str, text: str | None, expected: str) -> None:
    assert any(line.startswith(expected) for line in problems(theatre({file: text})))


def test_a_file_that_is_not_utf8_is_told(theatre: Broken) -> None:
    folder = theatre()
    (folder / "places.csv").write_bytes("id,name\nport,Café\n".encode("latin-1"))
    assert "places.csv: not UTF-8; save it as UTF-8" in problems(folder)


def test_the_digest_changes_with_any_file_that_counts(theatre: Broken) -> None:
    before = load_pack(theatre()).id
    folder = theatre({"gold/notes.csv": "a\n", "notes.txt": "nothing"})
    assert load_pack(folder).id == before
    changed = FILES["weapons.yml"].replace("Kite I", "Kite One")
    assert load_pack(theatre({"weapons.yml": changed})).id != before


def test_the_digest_changes_with_what_all_theatres_share(
    theatre: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = tmp_path / "bundled"
    shutil.copytree(BUNDLED / "common", bundled / "common")
    monkeypatch.setattr("standoff.packs.load.BUNDLED", bundled)
    folder = theatre()
    (folder / "aims.yml").unlink()
    before = load_pack(folder).id
    aims = bundled / "common" / "aims.yml"
    aims.write_text(aims.read_text(encoding="utf-8") + "# another word\n", encoding="utf-8")
    assert load_pack(folder).id != before


def test_a_theatre_is_found_by_name_below_a_search_folder(theatre: Broken) -> None:
    folder = theatre()
    assert load_pack("tiny", search=(folder.parent,)).folder == folder.resolve()
    with pytest.raises(InputError, match=r"no theatre 'tiny'.*one of: "):
        load_pack("tiny")


def test_an_actor_belongs_to_its_state(theatre: Broken) -> None:
    pack = load_pack(theatre())
    assert pack.state_of("aaa-news") == "AAA"
    assert pack.state_of("AAA") == "AAA"
    assert pack.state_of(None) is None


def test_an_origin_is_classed_by_who_acted(theatre: Broken) -> None:
    pack = load_pack(theatre())
    assert pack.origin_class("aaa-news", ("AAA",)) == "self_claimed"
    assert pack.origin_class("aaa-news", ("BBB",)) == "measured"
    assert pack.origin_class("navy-log", ("AAA",)) == "measured"
    assert pack.origin_class("navy-log", ("bbb-navy",)) == "self_claimed"
    assert pack.origin_class("union", ("AAA",)) == "independent"
    assert pack.origin_class("somebody", ("AAA",)) == "independent"


@pytest.mark.parametrize(
    ("origin", "body"),
    [
        ("aaa-wire", "aaa-news"),
        ("aaa-news", "aaa-news"),
        ("outlet:Aland News", "aaa-news"),
        ("outlet:ALAND NEWS", "aaa-news"),
        ("navy-log", "bbb-navy"),
        ("outlet:Bbb Navy", "outlet:Bbb Navy"),
        ("nobody", "nobody"),
    ],
)
def test_every_name_of_a_body_leads_to_its_one_id(theatre: Broken, origin: str, body: str) -> None:
    assert load_pack(theatre()).body_of(origin) == body
