"""How well near copies are found, and how fast.

    python benchmarks/repeats.py [--documents 5000]

Forty stories of ours (repeats_stories.txt), each with seven copies edited as outlets edit: pairs of
copies found (recall, by edit) and pairs found that are none (precision). Twenty of the stories are
told in pairs about one event, a third of each stands in a roundup of something else, many copies
share a background paragraph, and in the second run each page carries its outlet's frame, as long
as the story.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from repeats_made import EDITS, FRAME, make_report, make_reports, stories
from standoff.model import Report
from standoff.reports import Repeat, find_repeats

SEED = 20_240_918
DAY = date(2031, 3, 1)


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs found and missed, originals named, and recall of the copies by edit."""

    precision: float
    recall: float
    originals: float
    by_edit: Mapping[str, float]


def score(found: tuple[Repeat, ...], made: Mapping[str, tuple[int, str]]) -> Score:
    """The groups against what the reports were made of."""
    pairs = {tuple(sorted(pair)) for group in found for pair in combinations(group.members, 2)}
    ids = sorted(made)
    true = {pair for pair in combinations(ids, 2) if made[pair[0]][0] == made[pair[1]][0]}
    first = {number: name for name, (number, edit) in made.items() if edit == "original"}
    right = {
        name: tuple(sorted((name, first[number]))) in pairs
        for name, (number, _) in made.items()
        if number in first
    }
    named = [group.original == first.get(made[group.members[0]][0]) for group in found]
    sizes = Counter(edit for _, edit in made.values())
    return Score(
        precision=len(pairs & true) / max(1, len(pairs)),
        recall=len(pairs & true) / len(true),
        originals=sum(named) / max(1, len(named)),
        by_edit={
            edit: sum(right[name] for name in made if made[name][1] == edit) / sizes[edit]
            for edit in EDITS
        },
    )


def crowd(count: int, rng: random.Random) -> list[Report]:
    """So many different reports of the stories' sentences and outlets, a tenth of them copies."""
    sentences = [paragraph for story in stories() for paragraph in story.paragraphs]
    vocabulary = " ".join(sentences).split()
    reports: list[Report] = []
    for number in range(count):
        if number % 10 == 9:
            text = reports[-1].text
        else:
            own = [" ".join(rng.choices(vocabulary, k=25)) + "." for _ in range(12)]
            text = "\n".join([rng.choice(sentences), *own, FRAME[0]])
        day = DAY + timedelta(days=number // 40 % 90)
        reports.append(make_report(f"Outlet {number % 40}", day, f"Story {number}", text))
    return reports


def main() -> int:
    """Print precision, recall and documents a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    args = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311  not a secret
    for framed in (False, True):
        reports, made = make_reports(stories(), framed=framed, rng=chance)
        got = score(find_repeats(reports), made)
        edits = " ".join(f"{edit} {share:.3f}" for edit, share in got.by_edit.items())
        said = (
            f"precision {got.precision:.3f}, recall {got.recall:.3f}, original {got.originals:.3f}"
        )
        print(f"{'with' if framed else 'no'} frames: {len(reports)} reports, {said}; {edits}")
    for count in (args.documents // 2, args.documents):
        documents = crowd(count, chance)
        began = time.process_time()
        groups = find_repeats(documents)
        seconds = time.process_time() - began
        print(
            f"{count} documents of 315 words: {count / seconds:.0f} a second, {len(groups)} groups"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
