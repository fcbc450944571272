"""Ingest: only what changed, in one process or several, whatever dies in between."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import replace
from datetime import date
from functools import partial
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from standoff.dates import parse_iso
from standoff.errors import InputError
from standoff.ingest import Progress, ingest
from standoff.model import Coding, Issue, Observation, Report, TextAnchor, Value, make_id
from standoff.packs import Pack, load_pack
from standoff.record import Record, merge, merging

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
KILLED_REPORTS = 900


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(LUMEN)


@pytest.fixture
def record(pack: Pack, tmp_path: Path) -> Record:
    return Record.open(tmp_path / "record.sqlite", pack)


def report(number: int, text: str = "launch launch") -> Report:
    return Report(
        id=f"r{number:05}", source="s", url=None, published=None, title=f"Report {number}",
        text=text, text_sha=text, raw_sha=make_id("h", text), reader="reader-1",
    )  # fmt: skip


def coding(report: Report, coder: str) -> Coding:
    found = []
    for word, start in (("launch", n) for n in range(0, len(report.text), 7)):
        anchor = TextAnchor(report.id, start, start + len(word))
        value = Value(value=coder, origin="s", evidence=(anchor,))
        found.append(
            Observation(
                id=make_id("o", [report.id, start, coder]), anchor=anchor, kind="launch",
                grain="volley", values={"mode": value}, known=date(2024, 1, 1),
                known_basis="published", coder=coder, pack="p",
            )
        )  # fmt: skip
    issue = Issue(code="dull", detail="no date", locator=report.id)
    return Coding(
        report=report.id, coder=coder, observations=tuple(found), claims=(), issues=(issue,)
    )


def plain(report: Report, _pack: Pack) -> Coding:
    return coding(report, "plain")


def other(report: Report, _pack: Pack) -> Coding:
    return coding(report, "other")


def picky(report: Report, _pack: Pack) -> Coding:
    if "bad" in report.text:
        raise InputError("cannot be coded")
    return coding(report, "picky")


def deadly(report: Report, _pack: Pack) -> Coding:
    """Ends its process at one text always, at another the first time only."""
    mark = Path(report.text.partition(" once ")[2])
    if report.text == "always" or (mark.name and not mark.exists()):
        if mark.name:
            mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return coding(report, "deadly")


def slow(report: Report, _pack: Pack, *, coder: str) -> Coding:
    time.sleep(0.0005)
    return coding(report, coder)


def ids(record: Record) -> list[str]:
    return sorted(one.id for one in record.observations())


def test_unchanged_reports_are_skipped(record: Record, pack: Pack) -> None:
    coded: list[str] = []

    def counting(report: Report, pack: Pack) -> Coding:
        coded.append(report.id)
        return plain(report, pack)

    reports = [report(n) for n in range(250)]
    seen: list[Progress] = []
    first = ingest(record, reports, pack, code=counting, coder="plain", progress=seen.append)
    second = ingest(record, reports, pack, code=counting, coder="plain")
    assert len(coded) == 250
    assert first.added["observations"] == 500
    assert second.added == {}
    assert second.version == first.version
    assert [one.done for one in seen if not one.to_merge] == [100, 200, 250]
    assert (seen[-1].merged, seen[-1].to_merge, seen[-1].issues) == (500, 500, 250)


def test_a_new_coder_replaces_what_the_old_one_found(record: Record, pack: Pack) -> None:
    reports = [report(n) for n in range(3)]
    old = ingest(record, reports, pack, code=plain, coder="plain").version
    before = ids(record)
    ingest(record, reports, pack, code=other, coder="other")
    assert {one.coder for one in record.observations()} == {"other"}
    assert len(list(record.reports())) == 3
    assert ids(record.at(old)) == before
    ingest(record, reports, pack, code=plain, coder="plain")
    assert ids(record) == before


def test_only_the_changed_text_is_coded_again(record: Record, pack: Pack) -> None:
    coded: list[str] = []

    def counting(report: Report, pack: Pack) -> Coding:
        coded.append(report.id)
        return plain(report, pack)

    ingest(record, [report(1), report(2)], pack, code=counting, coder="plain")
    ingest(record, [report(1), replace(report(2), reader="reader-2")], pack, code=counting,
           coder="plain")  # fmt: skip
    assert coded == ["r00001", "r00002", "r00002"]


def test_a_day_worked_out_anew_is_coded_and_stored_anew(record: Record, pack: Pack) -> None:
    first = replace(report(1), published=parse_iso("2022", basis="inferred"))
    later = replace(report(1), published=parse_iso("2022-11-18", basis="inferred"))
    old = ingest(record, [first], pack, code=plain, coder="plain").version
    ingest(record, [later], pack, code=plain, coder="plain")
    assert [one.published for one in record.reports("launch")] == [later.published]
    assert [one.published for one in record.at(old).reports("launch")] == [first.published]
    assert len(ids(record)) == 2


def test_a_report_given_twice_is_coded_once(record: Record, pack: Pack) -> None:
    receipt = ingest(record, [report(1), report(1)], pack, code=plain, coder="plain")
    assert receipt.added["reports"] == 1


def test_issues_are_kept_and_stop_nothing(record: Record, pack: Pack) -> None:
    unread = Issue(code="read.bad", detail="damaged", locator="f:3")
    items: list[Report | Issue] = [report(1), unread, report(2, "bad text"), report(3)]
    ingest(record, items, pack, code=picky, coder="picky")
    assert sorted(issue.code for issue in record.issues()) == [
        "dull", "dull", "ingest.refused", "read.bad"]  # fmt: skip
    assert len(list(record.reports())) == 3
    assert record.store.ledger()["r00002"]["outcome"] == "issue"


def test_several_workers_find_the_same(record: Record, pack: Pack, tmp_path: Path) -> None:
    reports = [report(n) for n in range(350)]
    ingest(record, iter(reports), pack, code=plain, coder="plain", workers=2)
    alone = Record.open(tmp_path / "alone.sqlite", pack)
    ingest(alone, reports, pack, code=plain, coder="plain")
    assert ids(record) == ids(alone)
    assert (
        list(record.events())
        == list(alone.events())
        == list(merge(record.observations(), pack=pack))
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_no_question_after_an_ingest_waits_for_a_merge(
    record: Record, pack: Pack, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    reports = [report(n) for n in range(120)]
    ingest(record, reports, pack, code=plain, coder="plain", workers=workers)
    monkeypatch.setattr(merging, "merge_heard", None)
    assert len(list(record.refresh().events())) == 240
    ingest(record.refresh(), reports, pack, code=plain, coder="plain", workers=workers)


def test_workers_that_die_before_they_merge_cost_only_time(record: Record, pack: Pack) -> None:
    told: list[Progress] = []

    def kill(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 250 and not progress.to_merge:
            for child in multiprocessing.active_children():
                child.kill()

    reports = [report(n) for n in range(250)]
    ingest(record, reports, pack, code=plain, coder="plain", workers=2, progress=kill)
    assert told[-1].merged == told[-1].to_merge == 500
    assert list(record.refresh().events()) == list(merge(record.observations(), pack=pack))


def test_a_dead_worker_loses_nothing(record: Record, pack: Pack, tmp_path: Path) -> None:
    reports = [report(n) for n in range(12)]
    reports[3] = report(3, f"x once {tmp_path / 'mark'}")
    reports[7] = report(7, "always")
    ingest(record, reports, pack, code=deadly, coder="deadly", workers=2)
    assert len(list(record.reports())) == 12
    killed = [issue.locator for issue in record.issues() if issue.code == "ingest.killed"]
    assert killed == ["r00007"]
    found = {
        one.anchor.report for one in record.observations() if isinstance(one.anchor, TextAnchor)
    }
    assert found == {one.id for one in reports} - {"r00007"}


def test_no_worker_is_no_ingest(record: Record, pack: Pack) -> None:
    with pytest.raises(InputError, match="at least one worker"):
        ingest(record, [], pack, code=plain, coder="plain", workers=0)


def _driver(pack: Pack, path: str, acknowledged: str, coder: str, workers: int = 1) -> None:
    record = Record.open(path, pack)

    def say(progress: Progress) -> None:
        with Path(acknowledged).open("a") as file:
            file.write(f"{coder} {progress.done + progress.skipped}\n")

    reports = (report(n) for n in range(KILLED_REPORTS))
    code = partial(slow, coder=coder)
    ingest(record, reports, pack, code=code, coder=coder, workers=workers, progress=say)


def _await_split(driver: ForkProcess, acknowledged: Path) -> None:
    """Wait until the driver has acknowledged more, or is through."""
    before = acknowledged.stat().st_size
    while driver.is_alive() and acknowledged.stat().st_size == before:
        time.sleep(0.002)


def test_killed_thirty_times_nothing_acknowledged_is_lost_or_doubled(
    pack: Pack, tmp_path: Path
) -> None:
    path, acknowledged = tmp_path / "record.sqlite", tmp_path / "acknowledged"
    Record.open(path, pack)
    acknowledged.touch()
    forked = multiprocessing.get_context("fork")
    chance = random.Random(20240918)  # noqa: S311
    kills = midway = finished = 0
    while kills < 30:
        coder = f"coder-{finished + kills // 6}"
        # With several workers one transaction takes all that is done; to start them takes longest.
        workers = 1 if kills % 6 else 2
        told = (pack, str(path), str(acknowledged), coder, workers)
        driver = forked.Process(target=_driver, args=told)
        driver.start()
        _await_split(driver, acknowledged)
        driver.join(chance.uniform(0, 0.08))
        driver.kill()
        driver.join()
        kills += driver.exitcode == -signal.SIGKILL
        done = _check(Record.open(path, pack), acknowledged, coder)
        midway += 0 < done < KILLED_REPORTS
        finished += done == KILLED_REPORTS
    assert midway >= 10
    record = Record.open(path, pack)
    _driver(pack, str(path), str(acknowledged), "last")
    whole = record.refresh()
    assert len(ids(whole)) == len(set(ids(whole))) == 2 * KILLED_REPORTS
    assert len(list(whole.reports())) == KILLED_REPORTS


def _check(record: Record, acknowledged: Path, coder: str) -> int:
    """How many reports are done; fails if one that was acknowledged is not, or one is doubled."""
    lines = acknowledged.read_text().splitlines() if acknowledged.exists() else []
    promised = max((int(n) for c, n in map(str.split, lines) if c == coder), default=0)
    done = [line for line in record.store.ledger().values() if line["coder"] == coder]
    assert len(done) >= promised
    observed = ids(record)
    assert len(observed) == len(set(observed)) == 2 * len(list(record.reports()))
    return len(done)
