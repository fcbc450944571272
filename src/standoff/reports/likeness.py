"""How much of two texts is the same: windows of words, hashed; likely pairs without all pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

WINDOW_WORDS = 4
PERMUTATIONS = 256
SEED = 20_240_918
# Pairs of rows: two texts with a fifth of their windows in common meet in one of the 128 bands
# with a chance of .995; two with a hundredth, as unlike texts have at most, with .013.
ROWS = 2
# Three standard errors below the least that can be a copy.
LEAST_AGREEMENT = 0.12
PORTION = 4096
# In a larger crowd each is compared with its neighbours only; those alike join through them.
MOST_CROWD = 60
NEIGHBOURS = 12
# An odd number with its bits well spread: 2^64 divided by the golden ratio.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORD = re.compile(r"[^\W_]+")

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shares of the windows that two texts have in common, each 0 to 1."""

    of_shorter: float
    of_longer: float


def words_of(text: str) -> list[str]:
    """The text's words in small letters, without anything between them."""
    return _WORD.findall(text.lower())


def windows(texts: Sequence[Sequence[str]]) -> list[Hashes]:
    """For each text's words, the hashes of its windows of four words, sorted, each once."""
    return [
        np.unique(_windows(np.array(hashed, dtype=np.uint64)))
        for hashed in RMinHash.hash_token_sets(texts)
    ]


def _windows(words: Hashes) -> Hashes:
    """A hash for every four neighbouring words, in which their order counts."""
    count = max(1, len(words) - WINDOW_WORDS + 1) if len(words) else 0
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(min(WINDOW_WORDS, len(words))):
        mixed = (mixed ^ words[place : place + count]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def overlap(one: Hashes, other: Hashes) -> Overlap:
    """What the two have in common; neither may be empty."""
    common = np.intersect1d(one, other, assume_unique=True).size
    shorter, longer = sorted((one.size, other.size))
    return Overlap(common / shorter, common / longer)


def likely_pairs(hashed: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs of indices, the lower first, that may well be alike; some come more than once.

    Source: Broder (1997), On the resemblance and containment of documents; bands as in
    Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4.
    """
    kept = [index for index, hashes in enumerate(hashed) if hashes.size]
    if len(kept) < 2:
        return
    matrix = RMinHash.digest_matrix_from_token_hash_sets(
        [hashed[index].tolist() for index in kept], PERMUTATIONS, SEED
    )
    digests = np.array(matrix.to_rows(), dtype=np.uint64)
    for band in range(0, PERMUTATIONS, ROWS):
        keys = (digests[:, band] << np.uint64(32)) | (digests[:, band + 1] & np.uint64(0xFFFFFFFF))
        pairs = np.array([pair for crowd in _crowds(keys) for pair in _neighbours(crowd)])
        for start in range(0, len(pairs), PORTION):
            first, second = pairs[start : start + PORTION].T
            alike = (digests[first] == digests[second]).mean(axis=1) >= LEAST_AGREEMENT
            for one, other in zip(first[alike].tolist(), second[alike].tolist(), strict=True):
                yield kept[one], kept[other]


def _neighbours(crowd: Sequence[int]) -> Iterator[tuple[int, int]]:
    reach = len(crowd) if len(crowd) <= MOST_CROWD else NEIGHBOURS
    for place, one in enumerate(crowd):
        for other in crowd[place + 1 : place + 1 + reach]:
            yield one, other


def _crowds(keys: Hashes) -> Iterator[list[int]]:
    """The indices that share a key, in order, for each key that several have."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.r_[starts[1:], len(keys)]
    for start, end in zip(starts, ends, strict=True):
        if end - start > 1:
            yield order[start:end].tolist()
