"""Containers made to harm: time and memory stay in bounds, and what is wrong is told."""

# ruff: noqa: E501  (files are easier to read on one line)

from __future__ import annotations

import gzip
import json
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import ReadError
from standoff.model import Issue, Report
from standoff.reports import read, read_path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.reports.made_files import (
    HEADERS,
    PAGE,
    item,
    mail,
    multipart,
    packed_records,
    part,
    record,
    rss,
    tarred,
    zipped,
)

SAMPLES = {
    "mail": mail(),
    "parts": multipart(part(PAGE.encode(), "text/html"), part(b"%PDF", "application/pdf", name="x.pdf")),
    "mailbox": b"From a Thu Sep 19 09:00:00 2024\n" + mail() + b"\nFrom b Fri Sep 20 09:00:00 2024\n" + mail(),
    "feed": rss(item(1, content=PAGE), item(2)),
    "archive": record() + record("https://osk.example/2", more="X-A: b\r\n"),
    "packed": packed_records([record(), record("https://osk.example/2")]),
    "zip": zipped({"a.eml": mail(), "b/c.html": PAGE.encode(), "d.xml": rss(item(1))}),
    "tar": gzip.compress(tarred({"a.eml": mail(), "c.html": PAGE.encode()})),
}  # fmt: skip


UNENDING = b"WARC/1.0\r\nContent-Length: 9999999999\r\n\r\n"


def entities(n: int) -> bytes:
    declared = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x" * n}">' for i in range(9))
    return f"<!DOCTYPE rss [{declared}]>".encode() + rss(item(1, description="&e8;"))


BOMBS: dict[str, Callable[[int], bytes]] = {
    "parts in parts": lambda n: (HEADERS + "Content-Type: multipart/mixed; boundary=b\n\n").encode()
    + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * n,
    "parts beside parts": lambda n: multipart(*[part(b"Some words.", "text/plain")] * n),
    "open parts": lambda n: (HEADERS + "Content-Type: multipart/mixed; boundary=b\n\n").encode() + b"--b\n" * n,
    "mails in mails": lambda n: (HEADERS + "Content-Type: message/rfc822\n\n").encode() * n + mail(),
    "headers": lambda n: b"From: a@b.c\nTo: b@c.d\n" + b"X-Header: y\n" * n + b"\nSome words.",
    "one header": lambda n: b"Subject: " + b"=?utf-8?q?a?= ((((" * n + b"\nFrom: a@b.c\nDate: x\n\nSome words.",
    "addresses": lambda n: b"From: " + b'"(<a@b>,' * n + b"\nTo: x@y.z\nDate: x\n\nSome words.",
    "type parameters": lambda n: b"From: a@b.c\nTo: x@y.z\nContent-Type: text/plain" + b'; a*0*="b' * n + b"\n\nWords.",
    "forward marks": lambda n: mail("----- Forwarded message -----\nFrom: a\n" * n),
    "mailbox of nothing": lambda n: b"From a Thu Sep 19 2024\n\n" * n + mail(),
    "quoted lines": lambda n: mail("> " * n + "\n" + "> a\n" * n),
    "entries": lambda n: rss(*[item(1)] * (n // 10)),
    "deep feed": lambda n: rss("<item>" * n + "<title>x"),
    "deep markup in a feed": lambda n: rss(item(1, content="<div>" * n)),
    "broken feed": lambda n: b"<rss><channel>" + b"<item><title>a & b<" * n,
    "open tags in a feed": lambda n: b"<rss><channel><item><description>" + b"<![CDATA[" * n,
    "entity names in a feed": lambda n: b"<rss><channel><item><description>" + b"&a;&" * n,
    "attributes in a feed": lambda n: b"<rss " + b"xmlns:a='b' " * n + b"><channel><item>",
    "records": lambda n: record(body=b"Some words are here.", kind="text/plain") * (n // 10),
    "records too long": lambda n: b"WARC/1.0\r\nContent-Length: 9000000\r\n\r\n" * n,
    "records too short": lambda n: b"WARC/1.0\r\nContent-Length: 0\r\n\r\nabc" * n,
    "records of any size": lambda n: b"WARC/1.0\r\nContent-Length: 99999999999999999\r\n\r\n" * n,
    "headers without end": lambda n: b"WARC/1.0\r\nA: b\r\n" * n,
    "damaged members": lambda n: (gzip.compress(record())[:-9] + b"\x00") * (n // 10),
    "empty members": lambda n: gzip.compress(b"") * n,
    "files in a zip": lambda n: zipped({f"{i}.txt": b"Some words." for i in range(n // 20)}),
    "nested lists": lambda n: b'{"text": "x"}\n{"text": ' + b"[" * n + b"\n",
    "broken bytes": lambda n: b"Some words \xff\xfe\xc3 and \xe2\x80" * n,
    "nulls": lambda n: b"Some words\x00 are here. " * n,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_four_times_the_input_takes_about_four_times_the_time(name: str) -> None:
    small, large = (seconds(BOMBS[name](size)) for size in (2_000, 8_000))
    assert large < max(10 * small, 0.25)


def seconds(raw: bytes) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        list(found(raw))
        best = min(best, time.process_time() - start)
    return best


def found(raw: bytes) -> Iterator[Report | Issue | ReadError]:
    try:
        yield from read(raw, locator="bomb")
    except ReadError as error:
        yield error


def one_error(raw: bytes) -> str:
    (issue,) = found(raw)
    assert not isinstance(issue, Report)
    return issue.detail if isinstance(issue, Issue) else str(issue)


@pytest.mark.parametrize("deep", [2, 200])
def test_entities_that_unpack_themselves_are_refused(deep: int) -> None:
    assert "declares entities" in one_error(entities(deep))
    assert "declares entities" in one_error(entities(deep).replace(b"</item>", b""))


def test_an_outside_entity_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    raw = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://%s/secret">]>' % str(tmp_path).encode()
    assert "declares entities" in one_error(raw + rss(item(1, description="&x;")))


def test_a_packed_bomb_is_stopped() -> None:
    archive = UNENDING + b"a" * 80_000_000
    assert "100 times" in list(found(gzip.compress(archive, 9)))[-1].args[0]  # type: ignore[union-attr]
    assert "may have 20 MB" in one_error(gzip.compress(b"a" * 30_000_000, 9))


def test_layers_in_layers_are_left() -> None:
    raw = mail()
    for _ in range(8):
        raw = gzip.compress(raw)
    assert "layers" in one_error(raw)
    for _ in range(8):
        raw = zipped({"a.zip": raw})
    assert "layers" in one_error(raw)


def test_a_zip_of_files_that_unpack_without_end_is_stopped() -> None:
    files = {
        f"{number}.warc.gz": gzip.compress(UNENDING + b"a" * 19_000_000, 9) for number in range(6)
    }
    last = list(found(zipped(files)))[-1]
    assert "times its size" in (last.detail if isinstance(last, Issue) else "")


def test_a_zip_with_a_huge_or_lying_directory_is_refused() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 0xFFFFFFF0, 0, 0)
    assert "too many files" in one_error(b"PK\x03\x04" + b"\x00" * 40 + end)
    assert "no end" in one_error(zipped({"a.txt": b"Some words."})[:-30])


def test_a_page_that_unpacks_without_end_is_an_issue() -> None:
    body = gzip.compress(b"<p>" + b"a " * 30_000_000, 9)
    raw = record(body=body, more="Content-Encoding: gzip\r\n") + record()
    codes = [one.code for one in read(raw, locator="x") if isinstance(one, Issue)]
    assert "damaged_record" in codes


MEASURED = """
import resource, sys
from pathlib import Path
from standoff.reports import read_path
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in read_path(Path(sys.argv[1])))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("name", ["big.warc.gz", "big.mbox", "big.jsonl", "big.tar"])
def test_memory_stays_flat_over_big_files(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    many = 2_000 if name == "big.jsonl" else 150
    pad = b"<!-- " + b"".join(b"%d " % n for n in range(60_000)) + b" -->"
    filler = "".join(f"{n} " for n in range(4_000))
    with path.open("wb") as file:
        if name == "big.tar":
            file.write(tarred({f"{n}.pdf": b"%PDF" + pad for n in range(many)} | {"a.eml": mail()}))
        for _ in range(many):
            if name == "big.warc.gz":
                file.write(
                    gzip.compress(record(body=pad, kind="image/png"), 1) + gzip.compress(record())
                )
            elif name == "big.mbox":
                file.write(
                    b"From a Thu Sep 19 09:00:00 2024\n"
                    + multipart(
                        part(b"Some words.", "text/plain"),
                        b"Content-Type: application/pdf\n\n" + pad,
                    )
                    + b"\n"
                )
            elif name == "big.jsonl":
                file.write(json.dumps({"text": "Some words.", "x": filler}).encode() + b"\n")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    count, megabytes = map(int, done.stdout.split())
    assert count >= many
    assert megabytes < 25


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_file_gives_reports_issues_or_one_clear_error(
    name: str, data: st.DataObject
) -> None:
    raw = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        how = data.draw(st.sampled_from(["set", "cut", "drop", "double", "insert"]))
        upto = min(len(raw), at + data.draw(st.integers(1, 40)))
        if how == "set":
            raw[at] = data.draw(st.integers(0, 255))
        elif how == "cut" and at > 8:
            del raw[at:]
        elif how == "drop" and upto - at < len(raw):
            del raw[at:upto]
        elif how == "double":
            raw[at:at] = raw[at:upto]
        else:
            raw[at:at] = data.draw(st.binary(max_size=8))
    for one in found(bytes(raw)):
        said = (
            str(one)
            if isinstance(one, ReadError)
            else one.text
            if isinstance(one, Report)
            else one.detail
        )
        said.encode()
        assert said.strip()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"From: a\n", b"Subject: x\n", b"Date: Thu, 19 Sep 2024\n", b"Content-Type: multipart/mixed; boundary=e\n",
             b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"\n", b"--e\n", b"--e--\n",
             b"From x 2024\n", b"<rss>", b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<feed>", b"<!DOCTYPE x [", b"<pubDate>",
             b"WARC/1.0\r\n", b"Content-Length: 7\r\n", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"\x1f\x8b\x08\x00", b"PK\x03\x04",
             b'{"text": "a"}\n', b"=?utf-8?b?/w==?=", b"\xff", b"\x00", "\u202e".encode(), b"Some words.\n"]
        ),
        max_size=30,
    ).map(b"".join)
)  # fmt: skip
def test_any_mixture_of_formats_is_read_or_refused(raw: bytes) -> None:
    for one in found(raw):
        assert isinstance(one, Report | Issue | ReadError)


def test_the_message_of_a_damaged_file_on_disk_names_it(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(SAMPLES["zip"][:-30])
    with pytest.raises(ReadError, match=r"cut\.zip: .*; "):
        list(read_path(path))
