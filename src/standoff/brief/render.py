"""A brief in the form that is asked for."""

from __future__ import annotations

from typing import Literal

from standoff.brief.document import Brief
from standoff.brief.html import to_html
from standoff.brief.markdown import to_markdown
from standoff.brief.pdf import to_pdf
from standoff.brief.plain import to_json
from standoff.brief.terminal import to_terminal
from standoff.errors import InputError

Format = Literal["terminal", "markdown", "html", "json"]
AnyFormat = Literal["terminal", "markdown", "html", "json", "pdf"]


def render(brief: Brief, form: Format, *, width: int = 88) -> str:
    """The brief as text.

    Args:
        brief: what `write` made.
        form: terminal (plain text), markdown, html (one page, nothing from outside) or json.
        width: columns of the terminal form.

    Raises:
        InputError: there is no such form.
    """
    if form == "terminal":
        return to_terminal(brief, width=width)
    if form == "markdown":
        return to_markdown(brief)
    if form == "html":
        return to_html(brief)
    if form == "json":
        return to_json(brief)
    raise InputError(f"a brief comes as terminal, markdown, html or json, not as {form!r}")


def rendered(brief: Brief, form: AnyFormat) -> bytes:
    """The brief as the bytes of a file: PDF, or a text form in UTF-8 with a line end.

    Raises:
        InputError: there is no such form, or what lays out PDF is not installed.
    """
    if form == "pdf":
        return to_pdf(brief)
    text = render(brief, form)
    return (text if text.endswith("\n") else f"{text}\n").encode()
