"""Expected totals of every table and year of the Korean record; run it to write them anew."""

from __future__ import annotations

import csv
from pathlib import Path
from zlib import crc32

from standoff.dates import parse_iso

KOREA = Path(__file__).parents[2] / "src/standoff/theatres/korea"
EXPECTED = KOREA / "totals.csv"
DAYS = ("date", "last", "announced", "known")
Total = tuple[int, int, str]


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a table of facts, as written."""
    with (KOREA / "record" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables() -> list[str]:
    """The names of all tables of facts."""
    return sorted(path.stem for path in (KOREA / "record").glob("*.csv"))


def totals(rows: list[dict[str, str]]) -> dict[int, Total]:
    """By year: rows, the sum of the ordinals of first and last days, a check of ids and days."""
    years: dict[int, list[dict[str, str]]] = {}
    for row in rows:
        years.setdefault(int(row["date"][:4]), []).append(row)
    return {year: _total(years[year]) for year in sorted(years)}


def expected() -> dict[str, dict[int, Total]]:
    """What the pack says its tables hold."""
    found: dict[str, dict[int, Total]] = {}
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            total = (int(row["rows"]), int(row["days"]), row["check"])
            found.setdefault(row["table"], {})[int(row["year"])] = total
    return found


def _total(rows: list[dict[str, str]]) -> Total:
    lines = sorted("|".join([row["id"], *(row.get(day, "") for day in DAYS)]) for row in rows)
    return len(rows), sum(map(ordinals, rows)), f"{crc32(chr(10).join(lines).encode()):08x}"


def ordinals(row: dict[str, str]) -> int:
    """The ordinal of a row's first day and, where there is one, of its last."""
    first = parse_iso(row["date"]).first
    last = parse_iso(row["last"]).last if row["last"] else None
    if first is None:
        raise ValueError(f"{row['id']} has no first day")
    return first.toordinal() + (last.toordinal() if last else 0)


def write() -> None:
    """Write what the tables hold now; look at the difference before it is committed."""
    with EXPECTED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "year", "rows", "days", "check"])
        for table in tables():
            for year, total in totals(rows_of(table)).items():
                writer.writerow([table, year, *total])


if __name__ == "__main__":
    write()
