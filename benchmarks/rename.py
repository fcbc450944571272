"""Code every sample report twice, with real and with invented names, and demand the same result.

An engine that knows no country cannot tell the two apart. Exit 1 where it can, or where nothing
was coded. Run: python benchmarks/rename.py [theatre folder ...] [--reports FILE ...]
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml import YAML

from renaming import Renamer
from standoff.coding import code
from standoff.model import Coding, Report, TextAnchor
from standoff.packs import Pack, load_pack
from standoff.reports import read_path

REPO = Path(__file__).resolve().parents[1]
THEATRES = (REPO / "src/standoff/theatres/korea", REPO / "tests/theatres/lumen")
PARTS = ("observations", "claims", "issues")
# Ids and stamps are hashes over names, so they differ by design.
STAMPS = frozenset({"id", "report", "pack", "coder", "locator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many items were compared, by part, and what differed."""

    compared: Mapping[str, int]
    differences: tuple[str, ...]


def compare_theatre(folder: Path, files: Sequence[Path] = ()) -> Outcome:
    """Code the theatre's sample reports, or those in `files`, under both sets of names."""
    pack = load_pack(folder)
    reports = list(read_reports(files or sample_files(pack), pack))
    renamer = Renamer(pack, [report.text for report in reports])
    with TemporaryDirectory() as target:
        renamed = load_pack(copy_renamed(pack, Path(target), renamer))
    return total(compare_report(report, pack, renamed, renamer) for report in reports)


def total(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcomes of several reports as one."""
    every = list(outcomes)
    return Outcome(
        compared={part: sum(one.compared[part] for one in every) for part in PARTS},
        differences=tuple(line for one in every for line in one.differences),
    )


def sample_files(pack: Pack) -> list[Path]:
    """The files of the theatre's sample reports."""
    return [path for path in sorted((pack.folder / "reports").iterdir()) if path.suffix != ".md"]


def read_reports(files: Iterable[Path], pack: Pack) -> Iterator[Report]:
    """The reports in the files, as the theatre's language reads them."""
    for path in files:
        found = read_path(path, language=pack.language)
        yield from (item for item in found if isinstance(item, Report))


def compare_report(report: Report, pack: Pack, renamed: Pack, renamer: Renamer) -> Outcome:
    """Code one report under both sets of names."""
    changed = renamer.rename(report.text)
    title, source = renamer.rename(report.title).text, renamer.rename(report.source).text
    there = replace(report, text=changed.text, title=title, source=source)
    plain = Plain(pack, str, int)
    back = Plain(pack, renamer.restore, changed.original_offset)
    ours, theirs = code(report, pack), code(there, renamed)
    lines = [
        f"{report.source}: {part}: {line}"
        for part in PARTS
        for line in _differences(plain.items(ours, part), back.items(theirs, part))
    ]
    compared = {part: len(getattr(ours, part)) for part in PARTS}
    return Outcome(compared=compared, differences=tuple(lines))


@dataclass(frozen=True, slots=True)
class Plain:
    """Nouns as plain values under their real names: words restored, places mapped back."""

    pack: Pack
    restore: Callable[[str], str]
    offset: Callable[[int], int | None]

    def items(self, coding: Coding, part: str) -> list[dict[str, Any]]:
        """The items of one part of a coding, in an order that names do not change."""
        found = [self.of(item) for item in getattr(coding, part)]
        return sorted(found, key=lambda item: (_place(item), repr(item)))

    def of(self, node: Any) -> Any:
        """Any value of a coding."""
        if isinstance(node, TextAnchor):
            return (self.offset(node.start), self.offset(node.end))
        if isinstance(node, str):
            return self.restore(node)
        if isinstance(node, tuple):
            found = [self.of(one) for one in node]
            actors = all(isinstance(one, str) and one in self.pack.actors for one in found)
            return tuple(sorted(found)) if actors else tuple(found)
        if isinstance(node, Mapping):
            return {key: self.of(value) for key, value in node.items()}
        if is_dataclass(node):
            names = (field.name for field in fields(node) if field.name not in STAMPS)
            return {name: self.of(getattr(node, name)) for name in names}
        return node


def _place(item: Mapping[str, Any]) -> str:
    return str(item.get("anchor") or item.get("anchors"))


def _differences(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Iterator[str]:
    """One line for each item that only one side has, or that the two sides have otherwise."""
    only_ours = [item for item in ours if item not in theirs]
    only_theirs = [item for item in theirs if item not in ours]
    for item in only_ours:
        twin = next((one for one in only_theirs if _place(one) == _place(item)), None)
        if twin is None:
            yield f"lost under invented names: {item}"
            continue
        only_theirs.remove(twin)
        other = {key: (item[key], twin[key]) for key in item if item[key] != twin.get(key)}
        yield f"differs at {_place(item)}: {other}"
    yield from (f"found only under invented names: {item}" for item in only_theirs)
    if len(ours) != len(theirs):
        yield f"{len(ours)} items, {len(theirs)} under invented names"


def copy_renamed(pack: Pack, target: Path, renamer: Renamer) -> Path:
    """The folder of a copy of the pack in which everything has its invented name.

    Sample reports and gold sets are not copied.
    """
    for path in sorted(pack.folder.rglob("*")):
        inside = path.relative_to(pack.folder)
        if path.suffix not in (".yml", ".csv") or inside.parts[0] in ("reports", "gold"):
            continue
        copy = target / inside
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        changed = _yaml(text, renamer) if path.suffix == ".yml" else _csv(text, renamer)
        copy.write_text(changed, encoding="utf-8")
    return target


def _yaml(text: str, renamer: Renamer) -> str:
    out = io.StringIO()
    YAML(typ="safe").dump(_walk(YAML(typ="safe").load(text), renamer), out)
    return out.getvalue()


def _walk(node: Any, renamer: Renamer) -> Any:
    if isinstance(node, Mapping):
        return {renamer.ids.get(key, key): _walk(value, renamer) for key, value in node.items()}
    if isinstance(node, list):
        return [_walk(one, renamer) for one in node]
    return renamer.cell(node) if isinstance(node, str) else node


def _csv(text: str, renamer: Renamer) -> str:
    header, *rows = csv.reader(text.splitlines(), strict=True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    # A column such as distance_km@body names the body that gives the value.
    names = (name.split("@") for name in header)
    writer.writerow("@".join(renamer.ids.get(part, part) for part in name) for name in names)
    for row in rows:
        writer.writerow(";".join(map(renamer.cell, cell.split(";"))) for cell in row)
    return out.getvalue()


def main() -> int:
    """Print what was compared and what differed; 0 where all is the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("theatre", nargs="*", type=Path, default=THEATRES)
    parser.add_argument("--reports", nargs="+", type=Path, default=(), metavar="FILE")
    arguments = parser.parse_args()
    failed = False
    for folder in arguments.theatre:
        outcome = compare_theatre(folder, arguments.reports)
        counts = ", ".join(f"{number} {part}" for part, number in outcome.compared.items())
        print(f"{folder.name}: {counts} compared, {len(outcome.differences)} differences")
        print(*outcome.differences, sep="\n", end="\n" if outcome.differences else "")
        empty = not (outcome.compared["observations"] and outcome.compared["claims"])
        if empty:
            print(f"{folder.name}: no events or no claims were coded, so nothing is shown")
        failed = failed or empty or bool(outcome.differences)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
