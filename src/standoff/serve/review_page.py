"""The one corner that writes: what needs a person, rulings made and undone."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse, Response

from standoff.errors import InputError
from standoff.model import Batch, Ruling
from standoff.record import Record
from standoff.record.decide import Decision, make_ruling, make_undoing, undoer
from standoff.record.review import SORTS, Matter, Sort, matters, summary, written
from standoff.serve.access import PATH, Session, Sessions, from_elsewhere
from standoff.serve.pages.memory import Memory
from standoff.serve.pages.render import render
from standoff.serve.site import Site, opened_to_rule

A_PAGE: Final = 20
LONGEST: Final = 2000
_PAGE_NUMBER: Final = re.compile(r"\d{1,6}")
Text = Annotated[str, Form(max_length=LONGEST)]
Op = Literal["same", "different", "value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A matter with what a form about it begins with.

    `ops` are the rulings that could settle it, none where it takes another remedy.
    """

    number: int
    matter: Matter
    about: str
    ops: tuple[Op, ...]
    named: str
    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A ruling in words."""

    ruling: Ruling
    says: str
    undone_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """One page of what needs a person, and every ruling, newest first."""

    lines: tuple[Line, ...]
    counts: tuple[tuple[str, int], ...]
    total: int
    page: int
    pages: int
    sort: str
    log: tuple[Logged, ...]


def review_view(
    record: Record, found: Sequence[Matter], *, sort: str = "", page: int = 1
) -> ReviewView:
    """The page's values.

    Args:
        record: whose rulings are listed.
        found: everything that needs a person.
        sort: only this sort of matter; empty means all.
        page: from 1 on; one beyond the last shows the last.
    """
    wanted = [one for one in found if sort in ("", one.sort)]
    pages = max(1, -(-len(wanted) // A_PAGE))
    page = max(1, min(page, pages))
    start = (page - 1) * A_PAGE
    shown = enumerate(wanted[start : start + A_PAGE], start + 1)
    rulings = record.rulings()
    newest = sorted(rulings, key=lambda one: (one.decided, one.id), reverse=True)
    return ReviewView(
        lines=tuple(_line(number, one) for number, one in shown),
        counts=tuple(Counter(one.sort for one in found).items()),
        total=len(wanted),
        page=page,
        pages=pages,
        sort=sort,
        log=tuple(_logged(one, rulings) for one in newest),
    )


class RulingForm(BaseModel):
    """What a form about a matter sends."""

    model_config = ConfigDict(extra="forbid")

    form_token: str = Field(max_length=LONGEST)
    op: Op
    named: str = Field(max_length=LONGEST)
    field: str = Field(default="", max_length=LONGEST)
    value: str = Field(default="", max_length=LONGEST)
    cites: str = Field(default="", max_length=LONGEST)
    why: str = Field(max_length=LONGEST)

    def ruling(self, record: Record, who: str) -> Ruling:
        """The ruling that it means, in somebody's name."""
        whole = self.op != "value"
        return make_ruling(
            record,
            self.op,
            self.named.split(),
            field=None if whole else self.field.strip(),
            value=None if whole else self.value.strip(),
            cites=self.cites.split(),
            by=_decision(who, self.why),
        )


class Ruler:
    """Makes rulings in the record, one at a time, and lets the site show them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._turn = threading.Lock()

    def rule(self, make: Callable[[Record], Ruling]) -> Ruling:
        """The ruling as stored; the site shows it from now on.

        Raises:
            InputError: there is no record to keep it in, or it cannot be made.
        """
        if self.site.settings.record is None:
            raise InputError("there is no record to keep rulings in; standoff ingest makes one")
        with self._turn:
            record = opened_to_rule(self.site.settings)
            ruling = make(record)
            record.add(Batch(rulings=(ruling,)))
            self.site.refresh()
        return ruling


class Corner:
    """The answers of review: to those who were let in, and to those who were not."""

    def __init__(self, site: Site, sessions: Sessions) -> None:
        self.site, self.sessions, self.ruler = site, sessions, Ruler(site)
        self._found = Memory(lambda record: tuple(matters(record)))

    def page(
        self, request: Request, session: Session, *, status: int = 200, wrong: str = ""
    ) -> Response:
        """What needs a person, with the forms of this session."""
        query, record = request.query_params, self.site.at()
        sort, number = query.get("sort", ""), query.get("page", "1")
        view = review_view(
            record,
            self._found(record),
            sort=sort if sort in SORTS else "",
            page=int(number) if _PAGE_NUMBER.fullmatch(number) else 1,
        )
        answer = render(
            request,
            "review.html",
            site=self.site,
            status=status,
            view=view,
            who=session.who,
            token=self.sessions.form_token(session),
            wrong=wrong,
            done="" if wrong else query.get("done", ""),
        )
        answer.headers["Cache-Control"] = "no-store"
        self.remember(request, answer, session)
        return answer

    def gate(self, request: Request, *, status: int = 200, wrong: str = "") -> Response:
        """The way in, for whoever is not known yet."""
        if self.sessions.access.trusted_header:
            raise HTTPException(403, "the proxy in front of this site has not named you")
        answer = render(request, "review.sign_in.html", site=self.site, status=status, wrong=wrong)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def let_in(self, request: Request, who: str, token: str) -> Response:
        """The first page of a new session, or the way in again."""
        if from_elsewhere(request) or self.sessions.access.trusted_header:
            raise HTTPException(403, "sign in on this site's own page")
        if not who.strip() or not self.sessions.knows(token):
            return self.gate(request, status=403, wrong="Give your name and the right token.")
        answer = RedirectResponse(PATH, 303)
        self.remember(request, answer, self.sessions.begin(who.strip()))
        return answer

    def remember(self, request: Request, answer: Response, session: Session) -> None:
        """Hand out the session's cookie."""
        self.sessions.remember(answer, session, secure=request.url.scheme == "https")

    def settle(
        self, request: Request, form_token: str, make: Callable[[Record, str], Ruling]
    ) -> Response:
        """The page after a ruling, or with the reason why there is none.

        Args:
            request: a form that was sent.
            form_token: the word that its page held.
            make: makes the ruling in a record, in somebody's name.
        """
        session = self.sessions.of(request)
        known = session is not None and self.sessions.allows(session, form_token)
        if session is None or not known or from_elsewhere(request):
            raise HTTPException(403, "sign in again; the form is of no session that is open")
        try:
            ruling = self.ruler.rule(lambda record: make(record, session.who))
        except InputError as error:
            return self.page(request, session, status=422, wrong=str(error))
        return RedirectResponse(f"{PATH}?done={ruling.id}", 303)


def router(site: Site, sessions: Sessions) -> APIRouter:
    """The routes of review; where nobody may rule there are none."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)
    if not sessions.access.anybody:
        return routes
    corner = Corner(site, sessions)

    @routes.get("")
    def review(request: Request) -> Response:
        session = sessions.of(request)
        return corner.page(request, session) if session else corner.gate(request)

    @routes.post("/sign-in")
    def sign_in(request: Request, who: Text = "", token: Text = "") -> Response:
        return corner.let_in(request, who, token)

    @routes.post("/rule")
    def rule(request: Request, form: Annotated[RulingForm, Form()]) -> Response:
        return corner.settle(request, form.form_token, form.ruling)

    @routes.post("/undo")
    def undo(request: Request, ruling: Text, why: Text, form_token: Text) -> Response:
        def make(record: Record, who: str) -> Ruling:
            return make_undoing(record, ruling.strip(), by=_decision(who, why))

        return corner.settle(request, form_token, make)

    return routes


def _decision(who: str, why: str) -> Decision:
    return Decision(who=who, why=why.strip(), decided=datetime.now(UTC).date())


# What a form about a sort of matter begins with: the rulings that may settle it, field, value.
_FORMS: Final[dict[Sort, tuple[tuple[Op, ...], str, str]]] = {
    "dispute": (("value",), "", ""),
    "date": (("value",), "date", ""),
    "link": (("same", "different"), "", ""),
    "orphan": ((), "", ""),
    "unverified": (("value",), "verified", "yes"),
    "imprecise": (("value",), "date", ""),
    "issue": ((), "", ""),
}


def _line(number: int, matter: Matter) -> Line:
    ops, field, value = _FORMS[matter.sort]
    event = matter.event
    return Line(
        number=number,
        matter=matter,
        about=" · ".join(_about(matter)),
        ops=ops if event else (),
        named=" ".join(matter.names) if "same" in ops else event.id if event else "",
        field=matter.slot or field,
        value=value,
    )


def _about(matter: Matter) -> Iterator[str]:
    event = matter.event
    if event is not None:
        parts = (event.when, event.kind, event.actors, event.get("class"), event.get("name"))
        yield from (written(part) for part in parts if part)


def _logged(ruling: Ruling, rulings: Sequence[Ruling]) -> Logged:
    gone = undoer(ruling, rulings)
    return Logged(ruling=ruling, says=summary(ruling), undone_by=gone.id if gone else None)
