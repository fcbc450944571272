"""Public corpora of saved pages, in the layouts their authors publish; none is shipped here.

| layout | told by | what it labels |
|---|---|---|
| scrapinghub/article-extraction-benchmark | ground-truth.json, html/*.html.gz | text |
| dobbersc/fundus-evaluation | dataset/ground_truth.json, dataset/html | text by paragraph |
| flairNLP/fundus | tests/resources/parser/test_data | text, title, authors, day |
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from html_pages.page import Gold, Page

_FUNDUS = Path("tests", "resources", "parser", "test_data")
_ENGLISH = re.compile(r"\b(?:the|of|and|that|was|said|with|for|has|have)\b", re.IGNORECASE)


def load_corpus(path: Path) -> list[Page]:
    """The labelled English pages in a checkout of one of the known corpora.

    Half of the pages, told by a hash of their names, are of the group `locked`: they are scored,
    and never looked at while the reader is changed.
    """
    if (path / "ground-truth.json").is_file():
        return list(_scrapinghub(path))
    if (path / "dataset" / "ground_truth.json").is_file():
        return list(_fundus_evaluation(path / "dataset"))
    if (path / _FUNDUS).is_dir():
        return [page for page in _fundus(path / _FUNDUS) if _is_english(page.gold.text)]
    message = f"{path}: no known corpus; see benchmarks/html_pages/corpora.py for the layouts"
    raise SystemExit(message)


def _group(name: str) -> str:
    return "locked" if sha256(name.encode()).digest()[0] & 1 else "open"


def _is_english(text: str) -> bool:
    return len(_ENGLISH.findall(text)) > 0.08 * len(text.split())


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _scrapinghub(path: Path) -> Iterator[Page]:
    for name, gold in sorted(_load(path / "ground-truth.json").items()):
        raw = gzip.decompress((path / "html" / f"{name}.html.gz").read_bytes())
        text = gold["articleBody"]
        yield Page(name=name[:12], group=_group(name), raw=raw, gold=Gold(text=text))


def _fundus_evaluation(path: Path) -> Iterator[Page]:
    for name, gold in sorted(_load(path / "ground_truth.json").items()):
        raw = gzip.decompress((path / "html" / name).read_bytes())
        # The authors set what a reader may leave out in square brackets.
        optional = tuple(
            part[1:-1] for part in gold["body"] if part[:1] == "[" and part[-1:] == "]"
        )
        text = "\n\n".join(part for part in gold["body"] if part[1:-1] not in optional)
        short = name.removesuffix(".html.gz")
        yield Page(
            name=short, group=_group(short), raw=raw, gold=Gold(text=text, optional=optional)
        )


def _fundus(path: Path) -> Iterator[Page]:
    for labels in sorted(path.glob("*/*.json")):
        saved = sorted(labels.parent.glob(f"{labels.stem}_????_??_??.html.gz"))
        # The label file names versions of a parser, not pages: they pair up by age alone.
        versions = sorted(_load(labels).items(), key=lambda item: _version(item[0]))
        if len(saved) == len(versions):
            for file, (_, gold) in zip(saved, versions, strict=True):
                yield _fundus_page(file, gold)


def _version(name: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", name)]


def _fundus_page(file: Path, gold: dict[str, Any]) -> Page:
    parts = [*gold.get("body", {}).get("summary", [])]
    for section in gold.get("body", {}).get("sections", []):
        parts += [*section["headline"], *section["paragraphs"]]
    wanted = {"title": "title", "byline": "authors", "day": "publishing_date"}
    name = f"{file.parent.name}/{file.name.removesuffix('.html.gz')}"
    return Page(
        name=name,
        group=_group(name),
        raw=gzip.decompress(file.read_bytes()),
        gold=Gold(
            text="\n\n".join(parts),
            title=gold.get("title"),
            byline=", ".join(gold.get("authors") or ()) or None,
            day=str(gold["publishing_date"])[:10] if gold.get("publishing_date") else None,
            fields=frozenset(ours for ours, theirs in wanted.items() if theirs in gold),
        ),
    )
