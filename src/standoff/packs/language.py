"""What a language says: word classes and patterns, each pattern with its own proof."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from standoff.errors import Problem
from standoff.packs.inflect import Rule, spelled_out
from standoff.packs.yaml import read_yaml

LANGUAGES = Path(str(files("standoff"))) / "languages"


class Pattern(BaseModel):
    """One wording: what it matches, what it means, sentences it must and must not match."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str
    match: str
    set: Mapping[str, str | int | float | bool | tuple[str, ...]] = {}
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


Terms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """A language's word classes (`terms`) and its patterns by section.

    A section is a file, or all the files whose names begin alike: `events_launches.yml` and
    `events_words.yml` are one section, in the order of their names.
    """

    id: str
    digest: str
    terms: Terms
    sections: Mapping[str, tuple[Pattern, ...]]


def load_language(name: str, problems: list[Problem], *, extra: Path | None = None) -> Language:
    """The language, with the theatre's own additions from `extra` appended.

    Args:
        name: folder below languages/, such as "en".
        problems: collects every fault as file:line and remedy.
        extra: a folder of files named like the language's own; may be absent.
    """
    terms: dict[str, tuple[str, ...]] = {}
    sections: dict[str, tuple[Pattern, ...]] = {}
    total = hashlib.sha256()
    for path in _files(name, extra, problems):
        total.update(path.name.encode() + path.read_bytes())
        section = path.stem.partition("_")[0]
        if section == "terms":
            classes: Terms = read_yaml(path, dict[str, tuple[str, ...]], problems) or {}
            for key, words in classes.items():
                terms[key] = terms.get(key, ()) + words
        else:
            patterns: list[Pattern] = read_yaml(path, list[Pattern], problems) or []
            sections[section] = sections.get(section, ()) + tuple(patterns)
    problems.extend(_twice(name, sections))
    spelled = spelled_out(terms, _rules(sections.get("inflections", ())), problems)
    return Language(id=name, digest=total.hexdigest(), terms=spelled, sections=sections)


def _files(name: str, extra: Path | None, problems: list[Problem]) -> list[Path]:
    folder = LANGUAGES / name
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in LANGUAGES.iterdir() if path.is_dir()))
        problems.append(
            Problem(place="pack.yml", detail=f"language {name!r} is not one of: {known}")
        )
        return []
    additions = sorted(extra.glob("*.yml")) if extra and extra.is_dir() else []
    return [*sorted(folder.glob("*.yml")), *additions]


def _rules(patterns: tuple[Pattern, ...]) -> list[Rule]:
    return [(one.kind, one.match, str(one.set.get("put", ""))) for one in patterns]


def _twice(name: str, sections: Mapping[str, tuple[Pattern, ...]]) -> list[Problem]:
    ids = [pattern.id for patterns in sections.values() for pattern in patterns]
    return [
        Problem(place=f"languages/{name}", detail=f"pattern id {one!r} stands twice; rename one")
        for one in sorted({one for one in ids if ids.count(one) > 1})
    ]
