"""From bytes to characters: marks, declared charsets, broken bytes, what is invisible."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from standoff.model import Issue

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
# The web reads these labels as their supersets; Python's codecs of the same name do not.
_SUPERSETS = {
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "gbk": "gb18030",
    "x-mac-cyrillic": "mac_cyrillic",
}
_MANY_BYTE = frozenset({"euc-kr", "shift_jis", "euc-jp", "gbk", "gb18030", "big5", "iso-2022-jp"})
_HEAD_BYTES = 4096

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_HUGE_NUMBER = re.compile(r"&#[0-9]{8,};?")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Whatever the four above change.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064"
    "\u2066-\u2069\u3000\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters of one file, and what was doubtful in getting them."""

    text: str
    issues: tuple[Issue, ...]


def decode(raw: bytes, *, locator: str, charset: str | None = None) -> Decoded:
    """The characters of `raw`, with an Issue wherever the encoding was guessed or broken.

    Order: byte order mark, UTF-16 by its null bytes, the charset given with it (`charset`, as
    by a mail or a server), the one that its head declares, UTF-8, a guess among the encodings
    of East Asia, windows-1252.
    """
    bom = next(((mark, codec) for mark, codec in _BOMS if raw.startswith(mark)), None)
    if bom:
        return _checked(raw[len(bom[0]) :], bom[1], locator)
    wide = wide_codec(raw)
    codec = wide or _codec(charset) or _declared_codec(raw)
    if codec and codec != "utf-8":
        decoded = _checked(raw, codec, locator)
        return decoded if wide or decoded.text.isascii() else _undoubled(raw, decoded, locator)
    try:
        return Decoded(text=raw.decode("utf-8"), issues=())
    except UnicodeDecodeError:
        text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
    if _mostly_sound(raw, broken):
        return _checked(raw, "utf-8", locator)
    return _guessed(raw, locator)


def clean_characters(text: str, *, locator: str) -> Decoded:
    """The text with line ends as newlines, all spaces plain, and nothing invisible in it.

    Invisible characters (nulls, bidirectional marks, zero-width spaces) can hide a name
    from a reader or from a search; how many were taken out is told in an Issue.
    """
    if not _ODD.search(text):
        return Decoded(text=text, issues=())
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = _SPACES.sub(" ", text)
        text = _SURROGATES.sub("\ufffd", text)
    text, count = _INVISIBLE.subn("", text)
    if not count:
        return Decoded(text=text, issues=())
    detail = f"{count} invisible characters taken out (nulls, direction marks, zero-width)"
    return Decoded(
        text=text, issues=(Issue(code="invisible_characters", detail=detail, locator=locator),)
    )


def resolve(text: str) -> str:
    """The text with its character references, such as `&amp;`, resolved."""
    if "&" not in text:
        return text
    # Python refuses to read an integer of thousands of digits, which a page may well hold.
    return html.unescape(_HUGE_NUMBER.sub("\ufffd", text))


def wide_codec(raw: bytes) -> str | None:
    """UTF-16 without a mark, told by where its null bytes stand; None if it is not that.

    >>> wide_codec("plain".encode("utf-16-be"))
    'utf-16-be'
    """
    head = raw[:_HEAD_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.2 and even < odd * 0.1:
        return "utf-16-le"
    if even > len(head) * 0.2 and odd < even * 0.1:
        return "utf-16-be"
    return None


def _declared_codec(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:_HEAD_BYTES])
    if not found or b"<" not in raw[:_HEAD_BYTES]:
        return None
    return _codec(found.group(1).decode("ascii"))


def _codec(name: str | None) -> str | None:
    """Python's codec for a charset's name as the web reads it; None if it is none."""
    label = map_encoding_to_html5(name, fallback_utf8=False) if name else None
    if label is None or label.startswith(("utf-16", "replacement", "x-user")):
        return None
    return _SUPERSETS.get(label, label)


def _checked(raw: bytes, codec: str, locator: str) -> Decoded:
    text = raw.decode(codec, errors="replace")
    broken = text.count("\ufffd")
    if not broken:
        return Decoded(text=text, issues=())
    detail = f"{broken} places are not valid {codec} and read as \ufffd; save the file as UTF-8"
    return Decoded(
        text=text, issues=(Issue(code="broken_encoding", detail=detail, locator=locator),)
    )


def _undoubled(raw: bytes, decoded: Decoded, locator: str) -> Decoded:
    """What a declared charset reads, unless the bytes are UTF-8, which no other text is by chance.

    A server's default charset on a UTF-8 page is a common lie; believing it would turn every
    accent and quotation mark into two or three others.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return decoded
    if text.isascii():
        return decoded
    detail = "another charset is declared, but the text is valid UTF-8 and was read so"
    return Decoded(
        text=text, issues=(Issue(code="guessed_encoding", detail=detail, locator=locator),)
    )


def _mostly_sound(raw: bytes, broken: int) -> bool:
    """Whether more characters beyond ASCII are valid UTF-8 than not."""
    wide = len(raw.translate(None, bytes(range(0xC2))))
    return wide > 2 * broken


def _guessed(raw: bytes, locator: str) -> Decoded:
    beyond = len(raw.translate(None, bytes(range(0x80))))
    guess = detect_encoding(raw) if beyond >= 64 else None
    codec = _SUPERSETS.get(guess or "", guess) if guess in _MANY_BYTE else "cp1252"
    decoded = _checked(raw, codec or "cp1252", locator)
    detail = f"not UTF-8 and no charset declared; read as {codec}"
    issue = Issue(code="guessed_encoding", detail=detail, locator=locator)
    return Decoded(text=decoded.text, issues=(issue, *decoded.issues))
