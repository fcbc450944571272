"""Labels of published texts, made ready to be kept: offsets and hashes in place of words.

    python benchmarks/gold.py freeze LABELS.yml... --texts FOLDER --out GOLD_FOLDER
    python benchmarks/gold.py texts GOLD.yml... --shared SHARED --out FOLDER

`freeze` turns labels that quote their text into labels that only point into it, and parts them:
a text whose SHA-256 is divisible by three is locked, the others are to work on. Nobody chooses.
`texts` rebuilds, out of the data folder that stands beside the project, the texts that are
there, for `standoff evaluate coding --texts FOLDER`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from standoff.errors import InputError
from standoff.evaluate.gold import (
    GoldFile,
    GoldText,
    exact_text,
    load_gold,
    present,
    sha_of,
    texts_in,
)

LOCKED_OF = 3
SHARED = "shared/"
NUMBER = re.compile(r"\d+")
HEAD = """# Labels of published texts ({name}): offsets into the exact text, which is not kept here
# but named by its SHA-256 and its place. Made by benchmarks/gold.py; never edited by hand.
format: 1
texts:
"""


def freeze(labels: list[Path], texts: Path, out: Path) -> None:
    """Write the two sets; every label is checked against its text first."""
    by_name = {path.stem: path for path in texts.rglob("*.txt")}
    entries = [entry for path in labels for entry in YAML(typ="safe").load(path.read_text())]
    frozen = [_frozen(entry, by_name[entry["slug"]]) for entry in entries]
    checked = GoldFile.model_validate({"format": 1, "texts": frozen}).texts
    if len(present(checked, texts_in((texts,)))) != len(checked):
        raise InputError(f"{texts}: a labelled text is missing")
    for name, locked in (("real", False), ("locked", True)):
        chosen = [one for one in frozen if is_locked(one["sha256"]) is locked]
        lines = [line for one in sorted(chosen, key=lambda one: one["id"]) for line in _lines(one)]
        (out / f"{name}.yml").write_text(HEAD.format(name=name) + "".join(lines), encoding="utf-8")
        print(f"{name}: {len(chosen)} texts")


def is_locked(sha256: str) -> bool:
    """Whether the text with this hash belongs to the locked set."""
    return int(sha256, 16) % LOCKED_OF == 0


def _frozen(entry: Mapping[str, Any], path: Path) -> dict[str, Any]:
    text = exact_text(path)
    kept = {key: entry.get(key) for key in ("outlet", "published", "about", "locator")}
    return {
        "id": entry["slug"],
        "sha256": sha_of(text),
        "length": len(text),
        "genre": entry.get("kind_of_text"),
        **{key: str(value) for key, value in kept.items() if value is not None},
        "events": [_label(one, text, entry["slug"]) for one in entry.get("events") or ()],
        "claims": [_label(one, text, entry["slug"]) for one in entry.get("claims") or ()],
    }


def _label(label: Mapping[str, Any], text: str, name: str) -> dict[str, Any]:
    words = label["words"]
    if text.count(words) != 1:
        raise InputError(f"{name}: {words!r} must stand in the text exactly once")
    start = text.index(words)
    slots = {key: value for key, value in label.items() if key != "words" and _said(key, value)}
    for day in ("date", "announced"):
        if day in slots:
            slots[day] = str(slots[day])
    return {**slots, "span": [start, start + len(words)]}


def _said(key: str, value: Any) -> bool:
    """Whether a label says more than its slot's default."""
    return value is False if key == "attributed" else value not in (None, [], False, "unknown")


def _lines(one: Mapping[str, Any]) -> Iterator[str]:
    head = {key: value for key, value in one.items() if key not in ("events", "claims") and value}
    for number, (key, value) in enumerate(head.items()):
        yield f"{'- ' if not number else '  '}{key}: {json.dumps(value, ensure_ascii=False)}\n"
    for key in ("events", "claims"):
        if one[key]:
            yield f"  {key}:\n"
            yield from (f"  - {_flow(label)}\n" for label in one[key])


def _flow(label: Mapping[str, Any]) -> str:
    cells = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in label.items())
    return "{" + ", ".join(cells) + "}"


def rebuild(golds: list[Path], shared: Path, out: Path) -> None:
    """Write the texts that the data folder holds; each is checked by its hash."""
    out.mkdir(parents=True, exist_ok=True)
    entries = [one for path in golds for one in load_gold(path)]
    found = 0
    for one in entries:
        for text in _candidates(one, shared):
            cut = text[: one.length]
            if sha_of(cut) == one.sha256:
                (out / f"{one.id}.txt").write_text(cut, encoding="utf-8")
                found += 1
                break
    print(f"{found} of {len(entries)} texts stand in {shared}")


def _candidates(one: GoldText, shared: Path) -> Iterator[str]:
    """What the place named by the locator may say: the text alone, or under its headline."""
    file, _, key = (one.locator or "").partition("#")
    if not file.startswith(SHARED):
        return
    path = shared / file.removeprefix(SHARED)
    number = NUMBER.match(key)
    if number is None:
        yield path.read_text(encoding="utf-8")
        return
    record = _record(path, int(number[0]))
    text = record.get("text") or record.get("description") or ""
    yield text
    yield f"{record.get('title')}\n{text}"
    yield f"{record.get('title')}\n\n{text}"


def _record(path: Path, number: int) -> dict[str, Any]:
    """A record of a data file: by its line, counted from 1, or its place in a list, from 0."""
    raw = path.read_text(encoding="utf-8")
    found: dict[str, Any]
    if path.suffix == ".jsonl":
        found = json.loads(raw.splitlines()[number - 1])
    else:
        found = json.loads(raw)[number]
    return found


def main() -> int:
    """Freeze labels, or rebuild texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    freezing = commands.add_parser("freeze")
    freezing.add_argument("labels", nargs="+", type=Path)
    freezing.add_argument("--texts", type=Path, required=True)
    freezing.add_argument("--out", type=Path, required=True)
    building = commands.add_parser("texts")
    building.add_argument("golds", nargs="+", type=Path)
    building.add_argument("--shared", type=Path, required=True)
    building.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    if asked.command == "freeze":
        freeze(asked.labels, asked.texts, asked.out)
    else:
        rebuild(asked.golds, asked.shared, asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
