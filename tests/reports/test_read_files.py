"""Mails, feeds, web archives and packed files: what is taken from each, and what is told."""

# ruff: noqa: E501  (files are easier to read on one line)

from __future__ import annotations

import gzip
import sys
from datetime import date
from pathlib import Path

import pytest

from standoff.model import Issue, Report
from standoff.reports import read, read_path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.reports.made_files import (
    BODY,
    HEADERS,
    PAGE,
    PARAGRAPHS,
    STORY,
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

REAL = Path(__file__).parents[3] / "shared" / "data" / "warc"


def run(raw: bytes, locator: str = "folder/file") -> list[Report | Issue]:
    return list(read(raw, locator=locator))


def reports_of(raw: bytes) -> list[Report]:
    return [one for one in run(raw) if isinstance(one, Report)]


def report_of(raw: bytes) -> Report:
    (report,) = reports_of(raw)
    return report


def issues_of(raw: bytes) -> list[Issue]:
    return [one for one in run(raw) if isinstance(one, Issue)]


def day_of(report: Report) -> date | None:
    return report.published.day if report.published else None


# --- mails


def test_a_mail_gives_its_sender_subject_and_day() -> None:
    report = report_of(mail())
    assert (report.source, report.title) == ("Bay Wire", "Two rockets over the bay")
    assert report.published is not None
    assert (report.published.day, report.published.basis) == (date(2024, 9, 19), "stated")
    assert report.published.zone == "Etc/GMT-9"
    assert report.text == STORY


def test_encoded_words_and_charsets_are_read() -> None:
    headers = HEADERS.replace("Two rockets over", "=?iso-8859-1?q?F=FCnf_Raketen_=FCber?=")
    body = "Fünf Raketen: „schon wieder“.".encode("cp1252")
    raw = multipart(part(body, "text/plain; charset=windows-1252"), headers=headers)
    report = report_of(raw)
    assert report.title == "Fünf Raketen über the bay"
    assert report.text == "Fünf Raketen: „schon wieder“."


def test_lines_that_a_mail_program_broke_are_joined_and_others_kept() -> None:
    wrapped = (
        "Norland fired two rockets into the bay on Wednesday, the coast guard of\n"
        "Sudland said, and no ship was hit.\n\nA list:\none\ntwo"
    )
    text = report_of(mail(wrapped)).text
    assert text == wrapped.replace("of\nSudland", "of Sudland")


def test_the_page_of_a_mail_is_preferred_unless_it_has_much_less() -> None:
    page, plain = part(PAGE.encode(), "text/html; charset=utf-8"), "View in browser"
    raw = multipart(part(plain.encode(), "text/plain"), page, sort="alternative")
    assert report_of(raw).text == STORY
    raw = multipart(part(STORY.encode() * 3, "text/plain; charset=utf-8"), page, sort="alternative")
    assert len(report_of(raw).text) > 2 * len(STORY)


def test_a_forwarded_story_is_its_first_senders_and_the_note_above_is_a_report_too() -> None:
    inner = (
        "---------- Forwarded message ---------\nFrom: Far Wire <a@far.example>\n"
        "Date: Tue, 17 Sep 2024 08:00:00 +0000\nSubject: Rockets again\nTo: Bo <b@c.example>\n\n"
    )
    short = report_of(mail("FYI\n\n" + inner + STORY))
    assert (short.source, short.title, day_of(short)) == (
        "Far Wire",
        "Rockets again",
        date(2024, 9, 17),
    )
    assert short.text == STORY
    assert "forwarded" in short.marks
    note = (
        "This matters because it is the second time that they have done it in the week of our talks. "
        * 2
    )
    long_note, story = reports_of(mail(note + "\n\n" + inner + STORY))
    assert (long_note.source, story.source) == ("Bay Wire", "Far Wire")
    assert long_note.text == note.strip()


def test_a_forwarded_story_without_its_day_does_not_take_the_day_of_forwarding() -> None:
    inner = "----- Original Message -----\nFrom: Far Wire <a@far.example>\nSubject: Rockets\n\n"
    raw = mail(inner + STORY)
    assert report_of(raw).published is None
    assert "no_publication_date" in [one.code for one in issues_of(raw)]


def test_what_is_attached_is_read_or_told() -> None:
    raw = multipart(
        part(b"See what is attached to this.", "text/plain"),
        part(PAGE.encode(), "text/html; charset=utf-8", name="story.html"),
        b"Content-Type: message/rfc822\n\n" + mail(),
        part(b"%PDF-1", "application/pdf", name="paper.pdf"),
        part(zipped({"in.txt": STORY.encode()}), "application/zip", name="all.zip"),
    )
    sources = [report.text[:20] for report in reports_of(raw)]
    assert sources == ["See what is attached", *["Norland fired two ro"] * 3]
    (unread,) = [one for one in issues_of(raw) if one.code == "unread_attachment"]
    assert "paper.pdf (application/pdf)" in unread.detail


def test_a_mailbox_gives_each_mail_and_a_text_that_begins_with_from_is_none() -> None:
    start = b"From ann@x.example Thu Sep 19 09:00:00 2024\n"
    box = (
        start
        + mail("\n>From the first day on.\n\nFrom here on it rained.")
        + b"\n"
        + start
        + mail()
    )
    first, second = reports_of(box)
    assert first.text == "From the first day on.\n\nFrom here on it rained."
    assert second.text == STORY
    assert (
        report_of(b"From Harrow comes news of rockets.\nFrom there it went on.").reader == "text 1"
    )


def test_a_text_with_a_date_line_is_no_mail() -> None:
    assert report_of(b"Date: 2024-09-19\n\nIt rained on all of them.").reader == "text 1"
    assert report_of(b"Subject: the rain\nit fell on all of them.").reader == "text 1"


# --- feeds


def test_each_entry_of_a_feed_is_a_report_with_its_link_and_day() -> None:
    one, other = reports_of(rss(item(1, content=BODY), item(2, "The two sides met &amp; parted.")))
    assert (one.url, one.source, day_of(one)) == (
        "https://baywire.example/1",
        "Bay Wire",
        date(2024, 9, 19),
    )
    assert one.text == STORY
    assert one.marks == ()
    assert other.text == "The two sides met & parted."
    assert other.marks == ("summary_only",)


def test_atom_and_rdf_are_read() -> None:
    atom = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Osk Today</title>'
        '<entry><title>Rockets</title><link href="https://osk.example/3"/><author><name>Ann Person'
        "</name></author><published>2024-09-19T23:30:00-05:00</published>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content>'
        "</entry></feed>"
    )
    report = report_of(atom.encode())
    assert (report.source, report.url) == ("Osk Today", "https://osk.example/3")
    assert report.text == STORY
    assert "byline: Ann Person" in report.marks
    assert day_of(report) == date(2024, 9, 19)
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>Echo</title></channel><item><title>Rockets</title><link>https://echo.example/4</link>"
        "<dc:date>2024-09-19</dc:date><description>They fired two.</description></item></rdf:RDF>"
    )
    assert (report_of(rdf.encode()).source, day_of(report_of(rdf.encode()))) == (
        "Echo",
        date(2024, 9, 19),
    )


def test_a_feed_that_is_not_well_formed_or_in_another_charset_is_read() -> None:
    broken = rss(item(1, "They fired & missed <b>twice.")).replace(b"</channel>", b"")
    assert report_of(broken).text == "They fired & missed twice."
    text = rss(item(1, "Sie schössen zweimal.")).decode().replace('"utf-8"', '"iso-8859-1"')
    assert report_of(text.encode("latin-1")).text == "Sie schössen zweimal."


def test_an_old_feed_with_a_plain_doctype_is_read() -> None:
    old = b'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x.example/rss-0.91.dtd">'
    assert len(reports_of(old + rss(item(1)).partition(b"?>")[2])) == 1


def test_a_feed_without_entries_and_an_entry_without_text_are_issues() -> None:
    assert [one.code for one in run(rss())] == ["no_story_text"]  # type: ignore[union-attr]
    assert [one.code for one in run(rss(item(1, "")))] == ["no_story_text"]  # type: ignore[union-attr]


# --- web archives


@pytest.mark.parametrize("packed", [False, True])
def test_the_pages_of_an_archive_are_read_and_what_is_none_is_counted(packed: bool) -> None:
    records = [
        record(),
        record("https://osk.example/p.png", b"\x89PNG", kind="image/png"),
        record("https://osk.example/gone", status="404 Not Found"),
        record(
            "https://osk.example/2", gzip.compress(PAGE.encode()), more="Content-Encoding: gzip\r\n"
        ),
    ]
    raw = packed_records(records) if packed else b"".join(records)
    one, other = reports_of(raw)
    assert (one.url, one.text) == ("https://www.baywire.example/1", STORY)
    assert "captured: 2024-09-21" in one.marks
    assert day_of(one) == date(2024, 9, 19)
    assert other.text == STORY
    told = [issue.detail for issue in issues_of(raw) if issue.code == "skipped_records"]
    assert told == ["records that are no pages: 1 image/png, 1 with status 404"]


def test_a_page_without_an_outlet_is_of_its_host_and_the_day_of_capture_is_no_day_of_publication() -> (
    None
):
    report = report_of(record(body=f"<html><body><article>{BODY}</article></body></html>".encode()))
    assert report.source == "baywire.example"
    assert report.published is None


@pytest.mark.parametrize("length", ["1", "999999", "99999999999999", "abc"])
def test_a_record_that_lies_about_its_length_is_told_and_passed_over(length: str) -> None:
    good = record()
    head, _, rest = good.partition(b"Content-Length: ")
    lying = head + b"Content-Length: " + length.encode() + b"\r\n" + rest.partition(b"\r\n")[2]
    raw = good + lying + record("https://osk.example/2")
    assert [report.url for report in reports_of(raw)] == [
        "https://www.baywire.example/1",
        "https://osk.example/2",
    ]
    (issue,) = [one for one in issues_of(raw) if one.code == "damaged_record"]
    assert issue.locator == f"folder/file:{len(good)}"


def test_after_a_damaged_member_the_archive_goes_on() -> None:
    members = [gzip.compress(record(f"https://a.example/{n}")) for n in range(3)]
    broken = bytearray(members[1])
    broken[40:80] = bytes(40)
    raw = members[0] + bytes(broken) + members[2]
    assert [report.url for report in reports_of(raw)] == [
        "https://a.example/0",
        "https://a.example/2",
    ]
    told = [one for one in issues_of(raw) if one.code in {"damaged_file", "damaged_record"}]
    assert told


def test_an_archive_that_is_cut_off_says_so() -> None:
    raw = record() + record()[:-200]
    assert len(reports_of(raw)) == 1
    assert "damaged_record" in [one.code for one in issues_of(raw)]


def test_a_servers_charset_is_believed_unless_the_page_is_plainly_another() -> None:
    page = "<html><body><p>Zwölf Raketen über Köln, so heißt es in einem Bericht.</p></body></html>"
    told = "text/html; charset=iso-8859-1"
    for charset in ("latin-1", "utf-8"):
        assert (
            "Zwölf Raketen über Köln"
            in report_of(record(body=page.encode(charset), kind=told)).text
        )


@pytest.mark.parametrize(
    "name", ["example.warc", "example.warc.gz", "example-iana.org-chunked.warc"]
)
def test_real_archives_are_read(name: str) -> None:
    if not REAL.is_dir():
        pytest.skip("the web archives of ../shared are not here")
    assert sum(isinstance(one, Report) for one in read_path(REAL / name)) == 1


def test_real_damaged_archives_are_read_or_told() -> None:
    if not REAL.is_dir():
        pytest.skip("the web archives of ../shared are not here")
    (issue,) = read_path(REAL / "example-trunc.warc")
    assert isinstance(issue, Issue)
    assert issue.locator.endswith("example-trunc.warc:1197")


# --- packed files


def test_packed_files_are_unpacked_and_what_cannot_be_read_is_an_issue() -> None:
    files = {"a.eml": mail(), "b/c.html": PAGE.encode(), "d.pdf": b"%PDF-1.4", "e.txt": b""}
    for raw in (
        zipped(files),
        tarred(files),
        gzip.compress(tarred(files)),
        gzip.compress(zipped(files)),
    ):
        assert [report.text for report in reports_of(raw)] == [STORY, STORY]
        places = [one.locator for one in issues_of(raw) if one.code == "unreadable_file"]
        assert places == ["folder/file/d.pdf", "folder/file/e.txt"]


def test_damage_after_a_report_keeps_the_report_and_is_an_issue() -> None:
    whole = tarred({"a.eml": mail(), "b.eml": mail(STORY.replace("two", "three"))})
    raw = whole[: whole.index(b"three") - 300]
    assert [report.text for report in reports_of(raw)] == [STORY]
    assert [one.code for one in issues_of(raw)][-1] == "damaged_file"
    packed = gzip.compress(whole)[:-40]
    assert issues_of(packed)[-1].code == "damaged_file"


def test_an_office_document_is_refused_with_a_remedy() -> None:
    with pytest.raises(Exception, match=r"office document.*save its text"):
        run(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))


def test_json_lines_are_told_by_content_and_a_line_too_long_is_one_issue() -> None:
    line = b'{"text": "The two sides met on the lake.", "outlet": "Osk Today"}\n'
    long = b'{"text": "' + b"a" * 20_000_001 + b'"}\n'
    raw = line + long + line
    assert len(reports_of(raw)) == 2
    (issue,) = issues_of(raw)[1:2]
    assert (issue.code, issue.locator) == ("bad_item", "folder/file:2")


def test_paragraphs_of_the_story_stand_in_every_format() -> None:
    for raw in (mail(), rss(item(1, content=BODY)), record(), gzip.compress(PAGE.encode())):
        for paragraph in PARAGRAPHS:
            assert paragraph in report_of(raw).text
