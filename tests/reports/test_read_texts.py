"""Plain texts and JSON Lines: what is kept, what goes, what is said about it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from standoff.dates import one_day
from standoff.errors import ReadError
from standoff.model import Issue, Report
from standoff.reports import read, read_path

REAL = Path(__file__).parents[3] / "shared"
PROSE = (
    "Norland fired two rockets into the bay on Wednesday, the coast guard of Sudland said, and "
    "no ship was hit.\nIt was the first launch in nine weeks."
)


def issues_of(text: str | bytes, **given: object) -> list[Issue]:
    return [one for one in run(text, **given) if isinstance(one, Issue)]


def report_of(text: str | bytes, **given: object) -> Report:
    (report,) = [one for one in run(text, **given) if isinstance(one, Report)]
    return report


def run(text: str | bytes, **given: object) -> list[Report | Issue]:
    raw = text.encode() if isinstance(text, str) else text
    return list(read(raw, locator="folder/wire_story.txt", **given))  # type: ignore[arg-type]


def test_text_without_furniture_is_kept_as_it_is() -> None:
    assert report_of(PROSE).text == PROSE


def test_first_line_followed_by_blank_is_the_title_and_stays() -> None:
    report = report_of("Rockets over the bay\n\n" + PROSE)
    assert report.title == "Rockets over the bay"
    assert report.text.startswith("Rockets over the bay\n\nNorland")
    assert "title_in_text" in report.marks


def test_without_a_headline_the_first_words_stand_in_and_are_marked() -> None:
    report = report_of(PROSE)
    assert report.title == "Norland fired two rockets into the bay on Wednesday, the coast guard"
    assert "title_from_text" in report.marks


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 2024-09-20", date(2024, 9, 20)),
        ("By Bo Writer | Nov 20, 2022", date(2022, 11, 20)),
        ("20 September 2024", date(2024, 9, 20)),
        ("Input 2022/11/18 10:04 KST", date(2022, 11, 18)),
    ],
)
def test_a_line_that_dates_the_text_is_read_and_goes(line: str, day: date) -> None:
    report = report_of(f"Rockets over the bay\n{line}\n\n{PROSE}")
    assert report.published is not None
    assert (report.published.day, report.published.basis) == (day, "stated")
    assert line not in report.text


@pytest.mark.parametrize(
    ("opening", "day", "agency"),
    [
        ("SEAHAVEN, Sept. 18, 2024 (Bay Wire) -- ", date(2024, 9, 18), "Bay Wire"),
        ("Seahaven, 18 September 2024 (BW) - ", date(2024, 9, 18), "BW"),
    ],
)
def test_a_dateline_with_a_year_dates_and_stays(opening: str, day: date, agency: str) -> None:
    report = report_of(opening + PROSE)
    assert report.published is not None
    assert report.published.day == day
    assert report.source == agency
    assert report.text == opening + PROSE


def test_a_dateline_without_a_year_gives_none_and_says_so() -> None:
    text = "SEAHAVEN, Sept. 18 (Bay Wire) -- " + PROSE
    assert report_of(text).published is None
    assert [issue.code for issue in issues_of(text)] == ["no_year"]


def test_no_date_anywhere_is_an_issue() -> None:
    codes = [issue.code for issue in issues_of("Updated 3:04 PM EST\n" + PROSE)]
    assert codes == ["furniture_removed", "no_publication_date", "no_outlet"]


def test_the_callers_date_wins_and_a_disagreement_is_told() -> None:
    given = one_day(date(2024, 9, 25), "published")
    text = "Published: 2024-09-20\n" + PROSE
    assert report_of(text, published=given).published == given
    assert "date_disagrees" in [issue.code for issue in issues_of(text, published=given)]
    assert report_of(text, published=given).id == report_of(text).id


def test_furniture_goes_and_is_listed_and_its_notes_become_marks() -> None:
    tail = (
        "\nRead Next:\nAn older story\nPhoto: Bay Wire\n"
        "This story was generated using Wire Robot and edited by Cy Editor\n"
        "© 2025 Bay Herald. All rights reserved.\nFind out what moves the sea before others do."
    )
    report = report_of(PROSE + tail)
    assert report.text == PROSE
    assert report.source == "Bay Herald"
    assert {"machine_written", "tool: Wire Robot", "editor: Cy Editor"} <= set(report.marks)
    assert issues_of(PROSE + tail)[0].detail.startswith("6 lines: Read Next: | An older story")


def test_a_heading_of_links_takes_no_sentence_of_the_story() -> None:
    text = PROSE + "\nRelated stories\nAn older story\n" + PROSE
    assert report_of(text).text == PROSE + "\n" + PROSE


def test_a_copyright_line_at_the_top_does_not_empty_the_text() -> None:
    assert report_of("© 2025 Bay Herald\n" + PROSE).text == PROSE


def test_credits_at_the_end_of_a_paragraph_go() -> None:
    assert report_of(PROSE + " (Reporting by Bo Writer; Editing by Cy Editor)").text == PROSE


def test_translated_is_a_mark() -> None:
    assert "translated" in report_of(PROSE + "\n(Translated by Di Tongues)").marks


def test_the_same_words_from_another_day_are_another_report() -> None:
    first, second = (report_of(f"Published: 2024-09-{day}\n{PROSE}") for day in (20, 21))
    assert first.text_sha == second.text_sha
    assert first.id != second.id


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(codec: str) -> None:
    text = PROSE + "\n“Quiet,” said the Ålander."
    assert report_of(text.encode(codec)).text == text


def test_undeclared_windows_1252_is_read_and_told() -> None:
    raw = (PROSE + "\n“Quiet,” he said.").encode("cp1252")
    assert report_of(raw).text.endswith("“Quiet,” he said.")
    assert issues_of(raw)[0].code == "guessed_encoding"


def test_declared_charset_of_a_page_is_used() -> None:
    page = f'<html><head><meta charset="ks_c_5601-1987"></head><body><p>{PROSE} 조선</p>'
    assert report_of(page.encode("euc-kr")).text.endswith("조선")


def test_broken_utf8_is_read_around_and_told() -> None:
    raw = (PROSE + " “Quiet” “quiet” ").encode() + b"\xe2\x28 end."
    assert "end." in report_of(raw).text
    assert issues_of(raw)[0].code == "broken_encoding"


def test_invisible_characters_go_and_are_counted() -> None:
    report = report_of(PROSE.replace("Norland", "Nor\u200bl\u202eand\x00"))
    assert report.text == PROSE
    assert issues_of("a\x00b " + PROSE)[0].code == "invisible_characters"


def test_line_ends_and_spaces_are_plain() -> None:
    assert report_of(PROSE.replace("\n", "\r\n").replace(" ", "\xa0")).text == PROSE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("북한이 동쪽 바다로 미사일을 발사했다고 합동참모본부가 밝혔다.", "ko"),
        ("北朝鮮は日本海に向けてミサイルを発射したと発表した。", "ja"),
        ("朝鲜向东部海域发射导弹", "zh"),
        (
            "Der Norden hat am Mittwoch zwei Raketen abgefeuert, teilte die Küstenwache mit. " * 5,
            "de",
        ),
    ],
)
def test_other_languages_are_kept_and_told(text: str, language: str) -> None:
    assert report_of(text).language == language
    assert "unread_language" in [issue.code for issue in issues_of(text)]


def test_json_lines_from_a_file(tmp_path: Path) -> None:
    item = {"published": "2024-09-19", "outlet": "Bay Wire", "url": "https://bay.example/1"}
    path = tmp_path / "items.jsonl"
    lines = [json.dumps(item | {"title": "One", "text": PROSE}), "", "{broken", '{"title": "x"}']
    path.write_text("\n".join(lines) + "\n")
    found = list(read_path(path))
    assert [getattr(one, "code", None) for one in found] == [None, "bad_item", "bad_item"]
    assert found[1].locator == f"{path}:3"  # type: ignore[union-attr]
    report = found[0]
    assert isinstance(report, Report)
    assert (report.source, report.url, report.title) == ("Bay Wire", "https://bay.example/1", "One")
    assert report.published is not None
    assert report.published.day == date(2024, 9, 19)
    assert list(read(path.read_bytes(), locator=str(path))) == found


def test_a_json_list_is_read_item_by_item() -> None:
    raw = json.dumps([{"text": PROSE, "published": "2024-09-19T01:00:00Z"}, 7])
    assert report_of(raw).text == PROSE
    assert [issue.code for issue in issues_of(raw)] == ["no_outlet", "bad_item"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b" \n\x00", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "is an image"),
        (b"PK\x03\x04" + b"\x00" * 50, "damaged ZIP archive"),
        (b"\x7fELF\x02\x01", "is a program"),
        (bytes(range(256)) * 8, "is binary"),
        (b"a" * 20_000_001, "20 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(raw: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as refused:
        list(read(raw, locator="this.file"))
    assert str(refused.value).startswith("this.file: ")
    assert "\n" not in str(refused.value)
    assert ";" in str(refused.value)


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "empty.jsonl").touch()
    for path, said in [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path / "none.jsonl", "no such file"),
        (tmp_path, "is a folder"),
        (tmp_path / "empty.jsonl", "is empty"),
        (big, "50 MB"),
        (Path("nul\x00l.txt"), "cannot be read"),
    ]:
        with pytest.raises(ReadError, match=said):
            read_path(path)


def test_a_text_of_furniture_alone_is_an_issue() -> None:
    assert [one.code for one in issues_of("Share\nAll rights reserved.")] == [
        "furniture_removed",
        "no_story_text",
    ]


def real(name: str) -> Path:
    found = sorted(REAL.glob(f"reports/{name}"))
    if not found:
        pytest.skip("the real reports of ../shared are not here")
    return found[0]


def test_real_story_keeps_its_text_and_loses_its_furniture() -> None:
    path = real("000_*.txt")
    (report,) = [one for one in read_path(path) if isinstance(one, Report)]
    lines = path.read_text().splitlines()
    assert report.text == "\n".join(lines[:11])
    assert "machine_written" in report.marks
    assert any(mark.startswith("editor: ") for mark in report.marks)
    assert report.published is None


def test_real_interview_is_kept_whole_under_its_first_line() -> None:
    path = real("002_*.txt")
    found = list(read_path(path))
    (report,) = [one for one in found if isinstance(one, Report)]
    text = path.read_text()
    assert report.text == text.strip()
    assert report.title == text.splitlines()[0]
    assert report.published is None
    assert "no_publication_date" in [one.code for one in found if isinstance(one, Issue)]


def test_real_collection_is_read_without_loss() -> None:
    path = real("../data/kcna_to_2024-09.jsonl")
    items = [json.loads(line) for line in path.read_text().splitlines()]
    found = [one for one in read_path(path) if isinstance(one, Report)]
    texts = [item["text"].replace("-0-", "").split() for item in items]
    assert [one.text.split() for one in found] == texts
