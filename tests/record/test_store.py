"""The store's contract, the same in a file and on a server: idempotent, durable, one history."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.errors import InputError, RecordError
from standoff.model import (
    Batch,
    Claim,
    Entry,
    Issue,
    Observation,
    Report,
    TextAnchor,
    Value,
    make_id,
)
from standoff.packs import load_pack
from standoff.record import Record, dialect, schema
from standoff.record.journal import Journal
from standoff.record.store import Store, open_store

FIXTURE = HealthCheck.function_scoped_fixture
PROCESSES = multiprocessing.get_context("forkserver")
LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"


def observed(name: str, *, scope: str = "r1", count: int = 1) -> Observation:
    anchor = TextAnchor(scope, 0, 5)
    value = Value(value=count, origin="outlet", evidence=(anchor,))
    return Observation(
        id=name, anchor=anchor, kind="launch", grain="volley", values={"count": value},
        known=date(2020, 1, 1), known_basis="published", coder="c", pack="p",
    )  # fmt: skip


def report(name: str, text: str = "A missile was launched.") -> Report:
    return Report(id=name, source="s", url=None, published=None, title="Title", text=text,
                  text_sha="", raw_sha="", reader="r")  # fmt: skip


def line(name: str) -> dict[str, str]:
    return {"input": name, "raw_sha": "", "reader": "r", "published": "", "coder": "c",
            "pack": "p", "outcome": "stored"}  # fmt: skip


def ids(store: Store, seq: int | None = None) -> list[str]:
    at = store.version_at()[0] if seq is None else seq
    return [one.id for one in store.observations(at)]


def test_adding_twice_is_adding_once(store: Store) -> None:
    batch = Batch(reports=(report("r1"),), observations=(observed("a"), observed("b")))
    first = store.add(batch)
    second = store.add(batch)
    assert first.added["observations"] == 2
    assert set(second.added.values()) == {0}
    assert second.version == first.version
    assert ids(store) == ["a", "b"]


def test_an_issue_is_stored_once_and_changes_no_version(store: Store) -> None:
    before = store.version_at()
    for _ in range(2):
        store.add(Batch(issues=(Issue(code="x", detail="d", locator="f:1"),)))
    assert store.version_at() == before
    assert [issue.code for issue in store.issues()] == ["x"]


def test_a_version_can_be_gone_back_to(store: Store) -> None:
    old = store.add(Batch(observations=(observed("a"),))).version
    store.add(Batch(observations=(observed("b"),)))
    assert ids(store, store.seq_of(old)) == ["a"]
    with pytest.raises(InputError, match="never had version"):
        store.seq_of("v0")


def test_what_is_coded_anew_replaces_and_stays_in_its_old_version(store: Store) -> None:
    old = store.add(Batch(observations=(observed("a"), observed("b"))))
    store.add(Batch(observations=(observed("b"), observed("c"))), replacing=["r1"])
    assert ids(store) == ["b", "c"]
    assert ids(store, store.seq_of(old.version)) == ["a", "b"]
    store.add(Batch(observations=(observed("a"),)), replacing=["r1"])
    assert ids(store) == ["a"]


def test_the_same_id_with_new_content_replaces_when_coded_anew(store: Store) -> None:
    old = store.add(Batch(observations=(observed("a", count=1),)))
    store.add(Batch(observations=(observed("a", count=2),)), replacing=["r1"])
    (now,) = store.observations(store.version_at()[0])
    (then,) = store.observations(store.seq_of(old.version))
    assert (now.get("count"), then.get("count")) == (2, 1)


def test_replacing_leaves_other_reports_alone(store: Store) -> None:
    store.add(Batch(observations=(observed("a"), observed("x", scope="r2"))))
    store.add(Batch(), replacing=["r1"])
    assert ids(store) == ["x"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcdef"), max_size=4), max_size=5))
def test_the_version_is_the_content_and_its_history(parts: list[set[str]]) -> None:
    versions = []
    for turn in range(2):
        store = open_store(":memory:", theatre="lumen")
        for part in parts:
            listed = sorted(part, reverse=bool(turn))
            store.add(Batch(observations=tuple(map(observed, listed))))
        versions.append(store.version_at()[1])
    assert versions[0] == versions[1]


def test_different_content_is_a_different_version(tmp_path: Path) -> None:
    versions = set()
    for name, batch in {
        "one": Batch(observations=(observed("a"),)),
        "more": Batch(observations=(observed("a", count=2),)),
        "text": Batch(reports=(report("r1", "Other words."),)),
        "none": Batch(),
    }.items():
        store = open_store(tmp_path / f"{name}.sqlite", theatre="lumen")
        versions.add(store.add(batch).version)
    assert len(versions) == 4


def test_reports_are_found_by_their_words(store: Store) -> None:
    store.add(Batch(reports=(report("r1"), report("r2", "Talks were held."))))
    seq = store.version_at()[0]
    assert [one.id for one in store.reports(seq, words=["launched", "missile"])] == ["r1"]
    assert [one.id for one in store.reports(seq, words=["title", "talks"])] == ["r2"]
    assert list(store.reports(seq, words=['"quoted" OR NOT(*'])) == []
    assert next(store.reports(seq, words=["talks"])).text == "Talks were held."


def test_a_bad_item_stops_the_whole_batch(store: Store) -> None:
    bad = Claim(id="c", holder=None, kind="position", anchors=(), known=None)
    with pytest.raises(InputError):
        store.add(Batch(observations=(observed("a"),), claims=(bad,)))
    assert ids(store) == []


# --- what can be stored

ODD = (
    "e\u0301 \u00e9 \U0001f680 \ud55c\uad6d \u202e\u2066 \ufeff\u200b \uffff \x01\x1f\x7f"
    " \\0 \\u0000 %s %(a)s :a ?1 $1 {x} '' \"; -- \r\n\t"
)


@pytest.mark.parametrize(
    "text", [ODD, "", " ", "x" * 1_000_000, " ".join(map(str, range(200_000)))]
)
def test_a_text_comes_back_to_the_character(store: Store, text: str) -> None:
    store.add(Batch(reports=(replace(report("r1"), title=text[:5000], text=text),)))
    (found,) = store.reports(store.version_at()[0])
    assert (found.title, found.text) == (text[:5000], text)


@pytest.mark.parametrize("text", ["a\0b", "half \ud83d"])
def test_what_not_every_database_holds_is_refused_by_all(store: Store, text: str) -> None:
    batches = (
        Batch(reports=(report("r1"), report("r2", text))),
        Batch(reports=(replace(report("r1"), raw_sha=text),)),
        Batch(observations=(observed("a"), observed(text))),
        Batch(issues=(Issue(code=text, detail="d", locator="f"),)),
    )
    for batch in batches:
        with pytest.raises(InputError, match="cannot be stored"):
            store.add(batch)
    with pytest.raises(InputError, match="cannot be stored"):
        store.add(Batch(observations=(observed("a"),)), ledger=[line(text)])
    with pytest.raises(InputError, match="cannot be stored"):
        Journal(store).append(entry(text))
    assert store.version_at()[0] == 0
    assert (list(store.issues()), store.ledger()) == ([], {})


def test_a_nul_inside_a_value_comes_back(store: Store) -> None:
    value = replace(observed("a").values["count"], value="a\0b")
    store.add(Batch(observations=(replace(observed("a"), values={"note": value}),)))
    assert next(store.observations(1)).get("note") == "a\0b"


@given(number=st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=30, deadline=None, suppress_health_check=[FIXTURE])
def test_numbers_come_back_exactly(store: Store, number: float) -> None:
    name = f"o{number!r}"
    value = replace(observed(name).values["count"], value=number)
    store.add(Batch(observations=(replace(observed(name), values={"count": value}),)))
    found = {one.id: one.get("count") for one in store.observations(store.version_at()[0])}[name]
    assert (repr(found), type(found)) == (repr(number), type(number))


def test_a_long_name_is_no_obstacle(store: Store) -> None:
    long = "".join(chr(33 + (n * n * 7919) % 90) for n in range(9000))
    store.add(Batch(reports=(report("r1", long),)), ledger=[line(long)])
    Journal(store).append(entry(long))
    assert long in store.ledger()
    assert [one.key for one in Journal(store).entries(key=long)] == [long]


def test_the_newest_line_of_the_ledger_holds(store: Store) -> None:
    store.add(Batch(), ledger=[line("f"), line("g")])
    store.add(Batch(), ledger=[{**line("f"), "outcome": "issue"}])
    assert {name: one["outcome"] for name, one in store.ledger().items()} == {
        "f": "issue",
        "g": "stored",
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["hwasong-18"], "a"),
        (["HWASONG", "18"], "ab"),
        (["pyongyang"], "ab"),
        (["u.s."], "a"),
        (["1e5"], "a"),
        (["snake"], "b"),
        (["\ud654\uc131"], "b"),
        (["100%"], "b"),
        (["title the"], ""),
        (["***"], ""),
        (["the", "***"], ""),
        ([], "ab"),
    ],
)
def test_words_mean_the_same_everywhere(store: Store, words: list[str], found: str) -> None:
    store.add(
        Batch(
            reports=(
                report("a", "The Hwasong-18 near Py\u014fngyang, a U.S.-made 1e5"),
                report("b", "18 Hwasong \ud654\uc131-18, 100% of snake_case in PYO\u0306NGYANG"),
            )
        )
    )
    assert "".join(one.id for one in store.reports(1, words=words)) == found


WORDS = st.text(st.sampled_from("abC1\u00e9\u0416\u0436\ud55c-'._ \n\u2019\u3002"), max_size=12)


@given(text=WORDS, word=WORDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[FIXTURE])
def test_a_server_finds_what_a_file_finds(served: Store, text: str, word: str) -> None:
    file = open_store(":memory:", theatre="lumen")
    name = make_id("r", text)
    for one in (file, served):
        one.add(Batch(reports=(report(name, text),)))
    here, everywhere = (
        {one.id for one in kept.reports(kept.version_at()[0], words=[word])}
        for kept in (file, served)
    )
    assert here == everywhere & {name}


def test_a_history_has_the_same_versions_in_a_file_and_on_a_server(served: Store) -> None:
    histories = []
    for store in (open_store(":memory:", theatre="lumen"), served):
        steps = [store.version_at()[1]]
        steps.append(store.add(Batch(observations=(observed("b"), observed("a")))).version)
        steps.append(store.add(Batch(reports=(report("r1"),)), replacing=["r1"]).version)
        histories.append(steps)
    assert histories[0] == histories[1]


# --- several at once


def _add_many(place: str, name: int) -> None:
    store = open_store(place, theatre="lumen")
    for turn in range(10):
        store.add(Batch(observations=(observed(f"{name}-{turn}"), observed(f"all-{turn}"))))


def test_writers_at_once_lose_nothing_and_double_nothing(place: str) -> None:
    writers = [PROCESSES.Process(target=_add_many, args=(place, name)) for name in range(3)]
    for writer in writers:
        writer.start()  # the first also makes the record, the others find it
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    store = open_store(place, theatre="lumen")
    found = ids(store)
    assert len(found) == len(set(found)) == 40
    sizes = [len(ids(store, seq)) for seq in range(store.version_at()[0] + 1)]
    assert sizes == sorted(sizes)


def test_a_reader_sees_one_state_while_another_writes(store: Store) -> None:
    number = sa.select(sa.func.count()).select_from(schema.batches)
    with dialect.reading(store.engine) as reader:
        before = reader.execute(number).scalar()
        store.add(Batch(observations=(observed("a"),)))
        assert reader.execute(number).scalar() == before
    with dialect.writing(store.engine) as writer:
        writer.execute(schema.batches.insert(), {"seq": 2, "version": "v"})
        assert store.version_at()[0] == 1


def test_a_writer_that_waited_sees_what_the_other_wrote(store: Store) -> None:
    same = Batch(observations=tuple(observed(str(n)) for n in range(50)))
    with ThreadPoolExecutor(4) as several:
        receipts = list(several.map(store.add, [same] * 8))
    assert sum(receipt.added["observations"] for receipt in receipts) == 50
    assert store.version_at()[0] == 1


def _add_until_killed(place: str, turn: int, told: Connection) -> None:
    store = open_store(place, theatre="lumen")
    for number in count():
        store.add(Batch(observations=tuple(observed(f"{turn}-{number}-{n}") for n in range(20))))
        told.send(number)


def test_what_was_acknowledged_survives_a_killed_writer(place: str) -> None:
    open_store(place, theatre="lumen")
    wanted: set[str] = set()
    for turn in range(4):
        told, theirs = PROCESSES.Pipe(duplex=False)
        writer = PROCESSES.Process(target=_add_until_killed, args=(place, turn, theirs))
        writer.start()
        theirs.close()
        heard = [told.recv() for _ in range(3)]
        time.sleep(0.003 * turn)
        writer.kill()
        writer.join()
        while told.poll():
            try:
                heard.append(told.recv())
            except EOFError:
                break
        wanted |= {f"{turn}-{number}-{n}" for number in heard for n in range(20)}
    store = open_store(place, theatre="lumen")
    found = ids(store)
    assert len(found) == len(set(found))
    assert wanted <= set(found)
    assert len(found) % 20 == 0  # whole batches only
    assert len(found) <= len(wanted) + 20 * 4  # at most the one not yet told of, each time
    assert store.add(Batch(observations=(observed("after"),))).added["observations"] == 1


def test_a_writer_does_not_wait_for_ever(place: str) -> None:
    mine, theirs = (open_store(place, theatre="lumen") for _ in range(2))
    with (
        dialect.writing(theirs.engine),
        pytest.raises(RecordError, match="is locked by another writer"),
        dialect.writing(mine.engine, wait_seconds=0.1),
    ):
        pytest.fail("both write at once")
    assert mine.add(Batch(observations=(observed("a"),))).added["observations"] == 1


def test_another_theatres_record_is_refused(place: str) -> None:
    open_store(place, theatre="other")
    with pytest.raises(RecordError, match="a record of 'other', not of 'lumen'"):
        open_store(place, theatre="lumen")


# --- journal


def entry(key: str = "k", *, made_at: str = "2024-01-01T00:00", body: object = 1) -> Entry:
    return Entry(
        key=key,
        kind="forecast",
        made_at=made_at,
        record_version="v",
        as_of=date(2024, 1, 1),
        method="m",
        pack="p",
        seed=1,
        issued=True,
        body={"p": body},
    )


def test_the_journal_keeps_all_and_repeats_nothing(store: Store) -> None:
    journal = Journal(store)
    before = store.version_at()
    first = journal.append(entry())
    assert journal.append(entry(made_at="2025-01-01T00:00")) == first
    journal.append(entry(body=2))
    journal.append(entry("other"))
    assert [one.body["p"] for one in journal.entries("forecast", "k")] == [1, 2]
    assert [one.key for one in journal.entries()] == ["k", "k", "other"]
    assert list(journal.entries("alert")) == []
    assert store.version_at() == before


def test_a_record_moves_on_with_its_own_additions_only(place: str) -> None:
    pack = load_pack(LUMEN)
    mine, theirs = (Record.open(place, pack) for _ in range(2))
    mine.add(Batch(observations=(observed("a"),)))
    assert [one.id for one in mine.observations()] == ["a"]
    assert list(theirs.observations()) == []
    assert [one.id for one in theirs.refresh().observations()] == ["a"]
