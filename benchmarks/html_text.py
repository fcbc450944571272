"""How well and how fast saved news pages are read: ours, trafilatura's and resiliparse's way.

python benchmarks/html_text.py                      pages made by us, tuned and held out
python benchmarks/html_text.py --corpus PATH        a public corpus of saved pages
python benchmarks/html_text.py --worst 10           also the worst pages of ours
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from html_pages.corpora import load_corpus
from html_pages.made import make_pages
from html_pages.page import Answer, Page
from html_pages.readers import Reader, readers
from html_pages.scores import FIELDS, Score, Summary, score, summary

_RUNS = 3
# Groups that may be looked at page by page; all others are only counted.
_SEEN = frozenset({"open", "tuned"})


def run(pages: Sequence[Page], reader: Reader) -> tuple[list[Score], float]:
    """The pages' scores, and how many pages a second of processor time were read.

    Every page counts with the fastest of some runs, which lie a whole corpus apart: other work
    on the machine slows single runs, and no cache holds a page from one run to the next.
    """
    answers: list[Answer] = []
    fastest = [float("inf")] * len(pages)
    for _ in range(_RUNS):
        answers.clear()
        for index, page in enumerate(pages):
            start = time.process_time()
            answers.append(reader(page.raw))
            fastest[index] = min(fastest[index], time.process_time() - start)
    scores = [score(page, answer) for page, answer in zip(pages, answers, strict=True)]
    return scores, len(pages) / sum(fastest)


def show(name: str, group: str, result: Summary, pages_per_second: float | None) -> None:
    """One line of the table."""
    fields = "".join(
        f"{'' if value is None else f'{value:.3f}':>8}"
        for value in (result.fields[field] for field in FIELDS)
    )
    speed = f"{pages_per_second:9.0f}" if pages_per_second else " " * 9
    print(
        f"{name:12}{group:10}{result.pages:6}{result.precision:8.3f}{result.recall:8.3f}"
        f"{result.f1:8.3f}{result.leaking:8.1%}{result.losing:8.1%}{speed}{fields}"
    )


def compare(pages: Sequence[Page], chosen: dict[str, Reader], by: Callable[[Score], str]) -> None:
    """A table with a line for each reader and group, and one for all of its pages."""
    size = sum(len(page.raw) for page in pages) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} KB on average")
    print(
        f"{'reader':12}{'group':10}{'pages':>6}{'prec':>8}{'recall':>8}{'F1':>8}{'leak':>8}"
        f"{'loss':>8}{'pages/s':>9}" + "".join(f"{field:>8}" for field in FIELDS)
    )
    for name, reader in chosen.items():
        scores, speed = run(pages, reader)
        for group in sorted({by(one) for one in scores}):
            show(name, group, summary([one for one in scores if by(one) == group]), None)
        show(name, "all", summary(scores), speed)


def show_worst(pages: Sequence[Page], count: int) -> None:
    """The open pages that ours reads worst, with what it lost and leaked."""
    reader = readers()["ours"]
    scores = [score(page, reader(page.raw)) for page in pages if page.group in _SEEN]
    for one in sorted(scores, key=lambda one: one.f1)[:count]:
        print(f"\n{one.name}: F1 {one.f1:.3f}, precision {one.precision:.3f}")
        for kind, blocks in (("lost", one.lost), ("leaked", one.leaked)):
            for block in blocks[:5]:
                print(f"  {kind}: {block[:100]}")


def _by_template(score: Score) -> str:
    """The template's name, but not of those that are only to be counted."""
    return score.name.split("#")[0] if score.group in _SEEN else score.group


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a checkout of a public corpus")
    parser.add_argument("--pages", type=int, default=20, help="pages made of each template")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one reader")
    parser.add_argument("--by", choices=["group", "template"], default="group")
    parser.add_argument("--worst", type=int, default=0)
    given = parser.parse_args()
    if given.corpus:
        pages = load_corpus(given.corpus)
    else:
        pages = make_pages(each=given.pages, seed=given.seed)
    chosen = {name: run for name, run in readers().items() if given.only in {None, name}}
    compare(pages, chosen, _by_template if given.by == "template" else lambda one: one.group)
    if given.worst:
        show_worst(pages, given.worst)


if __name__ == "__main__":
    main()
