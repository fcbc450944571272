"""A flag counts before the environment, that before ./standoff.toml, that before the default."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from standoff.cli.settings import Options, Settings, resolve
from standoff.errors import InputError
from standoff.packs import theatre_names


def settle(folder: Path, *, flag: str | None = None, **environment: str) -> Settings:
    return resolve(Options(theatre=flag), environment=environment, folder=folder)


def test_each_layer_gives_way_to_the_one_before(tmp_path: Path) -> None:
    default = settle(tmp_path).theatre
    assert default in theatre_names()
    (tmp_path / "standoff.toml").write_text('theatre = "file"\n')
    assert settle(tmp_path).theatre == "file"
    assert settle(tmp_path, STANDOFF_THEATRE="variable").theatre == "variable"
    assert settle(tmp_path, flag="flag", STANDOFF_THEATRE="variable").theatre == "flag"


def test_layers_mix_setting_by_setting(tmp_path: Path) -> None:
    (tmp_path / "standoff.toml").write_text('theatres = ["a", "b"]\nseed = 7\n')
    settings = settle(tmp_path, STANDOFF_RECORD="r.sqlite", STANDOFF_CACHE="/c")
    assert settings.search == (Path("a"), Path("b"))
    assert (settings.seed, settings.record, settings.cache) == (7, Path("r.sqlite"), Path("/c"))


def test_folders_in_the_environment_are_separated_as_paths_are(tmp_path: Path) -> None:
    settings = settle(tmp_path, STANDOFF_THEATRES=f"one{os.pathsep}two")
    assert settings.search == (Path("one"), Path("two"))


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    assert settle(tmp_path, STANDOFF_THEATRE="").theatre == settle(tmp_path).theatre


def test_a_seed_of_zero_is_a_seed(tmp_path: Path) -> None:
    assert resolve(seed=0, environment={"STANDOFF_SEED": "5"}, folder=tmp_path).seed == 0


def test_without_anything_there_is_no_record_and_a_cache_of_our_own(tmp_path: Path) -> None:
    settings = settle(tmp_path)
    assert settings.record is None
    assert settings.cache.name == "standoff"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('theater = "x"\n', "theater: Extra inputs"),
        ("seed = 'many'\n", "seed: Input should be a valid integer"),
        ("theatre = \n", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_its_fault(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "standoff.toml").write_text(text)
    with pytest.raises(InputError, match=f"standoff.toml: {told}"):
        settle(tmp_path)


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="STANDOFF_SEED: Input should be a valid integer"):
        settle(tmp_path, STANDOFF_SEED="many")


def test_a_records_url_stays_as_it_is_wherever_it_stands(tmp_path: Path) -> None:
    url = "postgresql://me:a%40b@host:5433/db?options=-csearch_path%3Dmine"
    assert settle(tmp_path, STANDOFF_RECORD=url).record == url
    assert resolve(Options(record=url), environment={}, folder=tmp_path).record == url
    (tmp_path / "standoff.toml").write_text(f'record = "{url}"\n')
    assert settle(tmp_path).record == url
    assert settle(tmp_path, STANDOFF_RECORD="r.sqlite").record == Path("r.sqlite")
