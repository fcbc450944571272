"""Settings: a flag, else the environment, else ./standoff.toml, else the default."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from cyclopts import Parameter
from pydantic import BaseModel, ConfigDict, ValidationError

from standoff.errors import InputError

FILE = "standoff.toml"
RECORD = "standoff.sqlite"
PREFIX = "STANDOFF_"


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Options:
    """Flags that most commands share; what is left out is looked up."""

    theatre: Annotated[str | None, Parameter(help="Name or folder of a theatre.")] = None
    record: Annotated[
        str | None, Parameter(help="File of the record, or its postgresql:// URL.")
    ] = None


class Given(BaseModel):
    """What one source of settings says; None where it is silent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theatre: str | None = None
    record: str | None = None
    theatres: tuple[Path, ...] | None = None
    cache: Path | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a command needs to know beside its own arguments.

    `record` is a path, or text where it is a database URL; None where nobody named one.
    """

    theatre: str
    search: tuple[Path, ...]
    record: Path | str | None
    cache: Path
    seed: int


def resolve(
    options: Options | None = None,
    *,
    seed: int | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings that hold for one command.

    Args:
        options: the shared flags as given.
        seed: the `--seed` flag as given.
        environment: variables; None takes those of this process.
        folder: where `standoff.toml` may stand; None takes the current folder.

    Raises:
        InputError: a variable or the file is wrong; the message names it.
    """
    options = options or Options()
    flags = Given(theatre=options.theatre, record=options.record, seed=seed)
    layers = (
        flags,
        _from_environment(os.environ if environment is None else environment),
        _from_file((folder or Path()) / FILE),
        _check(_defaults(), "defaults.toml"),
    )
    return _settle(layers)


def _settle(layers: tuple[Given, ...]) -> Settings:
    def first(name: str) -> Any:
        return next((found for one in layers if (found := getattr(one, name)) is not None), None)

    record = first("record")
    return Settings(
        theatre=first("theatre"),
        search=first("theatres") or (),
        record=Path(record) if record and "://" not in record else record,
        cache=first("cache") or Path(platformdirs.user_cache_dir("standoff", appauthor=False)),
        seed=first("seed"),
    )


def _from_environment(environment: Mapping[str, str]) -> Given:
    given: dict[str, Any] = {}
    for name in Given.model_fields:
        text = environment.get(PREFIX + name.upper(), "")
        if text:
            given[name] = text.split(os.pathsep) if name == "theatres" else text
    return _check(given, "environment")


def _from_file(path: Path) -> Given:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Given()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid TOML: {error}") from error
    return _check(content, str(path))


def _defaults() -> dict[str, Any]:
    return tomllib.loads((files("standoff.cli") / "defaults.toml").read_text(encoding="utf-8"))


def _check(content: Mapping[str, Any], place: str) -> Given:
    try:
        return Given(**content)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"]))
        shown = PREFIX + name.upper() if place == "environment" else name
        known = ", ".join(Given.model_fields)
        raise InputError(f"{place}: {shown}: {fault['msg']}; settings are: {known}") from error
