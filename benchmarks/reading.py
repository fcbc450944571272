"""How fast files are read on one core, and how much memory a big one takes.

    python benchmarks/reading.py [--pages 1000]

Every file is made of one page, mail and entry of ours, with text of forty stories
(repeats_stories.txt). Processor time, so that a busy machine counts for nothing.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from repeats_made import stories
from standoff.model import Report
from standoff.reports import read_path
from standoff.reports.warc import read_warc

FRAME = "<li><a href='/news/{0}'>Another headline of the day, number {0}</a></li>"


def page(number: int) -> bytes:
    """A page of about 20 KB: a story among links."""
    told = stories()[number % 40]
    links = "".join(FRAME.format(n) for n in range(220))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in told.paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{told.title}</title></head><body>"
        f"<nav><ul>{links}</ul></nav><article><h1>{told.title}</h1>{body}</article>"
        "<footer>© 2031 Bay Wire. All rights reserved.</footer></body></html>"
    ).encode()


def archive_record(number: int) -> bytes:
    """A page as a web archive keeps it, with its request."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(number)
    asked = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
    kinds = ((b"request", asked), (b"response", http))
    return b"".join(
        b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: https://a.example/%d\r\n"
        b"WARC-Date: 2031-03-01T00:00:00Z\r\nContent-Type: application/http; msgtype=%s\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (kind, number, kind, len(block), block)
        for kind, block in kinds
    )


def mail(number: int) -> bytes:
    """A newsletter of one page, in a mailbox."""
    return (
        b"From a Sat Mar  1 09:00:00 2031\nFrom: Bay Wire <a@b.example>\nTo: c@d.example\n"
        b"Subject: Story\nDate: Sat, 01 Mar 2031 09:00:00 +0000\nMIME-Version: 1.0\n"
        b"Content-Type: text/html; charset=utf-8\n\n" + page(number) + b"\n\n"
    )


def feed(count: int) -> bytes:
    """A feed of so many entries in full."""
    entries = (
        f"<item><title>{number}</title><link>https://a.example/{number}</link>"
        "<pubDate>Sat, 01 Mar 2031 09:00:00 GMT</pubDate><description><![CDATA["
        + "".join(f"<p>{one}</p>" for one in stories()[number % 40].paragraphs)
        + "]]></description></item>"
        for number in range(count)
    )
    head = "<rss version='2.0'><channel><title>Bay Wire</title>"
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def seconds(work: Callable[[], int]) -> tuple[float, int]:
    """Processor time, and how many came out."""
    began = time.process_time()
    count = work()
    return time.process_time() - began, count


def read_all(path: Path) -> int:
    """How many reports a file gives."""
    return sum(isinstance(one, Report) for one in read_path(path))


def records_in(path: Path) -> int:
    """How many records of an archive are taken apart, unread."""
    with path.open("rb") as file:
        return 2 * sum(1 for _ in read_warc(file, locator=path.name))


def files(folder: Path, pages: int) -> Iterator[tuple[str, Path]]:
    """The files to be read."""
    made = {
        "pages.warc": (archive_record(n) for n in range(pages)),
        "pages.warc.gz": (gzip.compress(archive_record(n), 6) for n in range(pages)),
        "mails.mbox": (mail(n) for n in range(pages)),
        "feed.xml": iter([feed(min(pages, 2000))]),
    }
    for name, portions in made.items():
        with (folder / name).open("wb") as file:
            file.writelines(portions)
        yield name, folder / name


def main() -> int:
    """Print reports and MB a second for each sort of file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, path in files(Path(folder), args.pages):
            if name == "pages.warc":
                took, count = seconds(lambda path=path: records_in(path))  # type: ignore[misc]
                print(f"{name}: {count} records taken apart, {count / took:.0f} a second")
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            took, count = seconds(lambda path=path: read_all(path))  # type: ignore[misc]
            size = path.stat().st_size / 1e6
            print(f"{name}: {size:.1f} MB, {count} reports, {count / took:.0f} a second")
            if name == "pages.warc.gz":
                more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
                print(f"memory that the archives took on top: {more / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
