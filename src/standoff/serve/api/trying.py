"""A text or file, coded at once and kept nowhere."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.responses import Response

from standoff.dates import When, one_day
from standoff.errors import ReadError
from standoff.serve.api.envelope import PREFIX, Envelope, Replies, errors
from standoff.serve.api.models import CodedReport
from standoff.serve.bench import Bench, TooSlowError


class Text(BaseModel):
    """A text to be coded."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1)
    published: date | None = Field(default=None, description="Its day of publication.")


def router(replies: Replies, bench: Bench) -> APIRouter:
    """The routes that code what a visitor brings."""
    routes = APIRouter(prefix=f"{PREFIX}/code", tags=["coding"])
    site, refusals = replies.site, errors(408, 413, 415)

    @routes.post("", response_model=Envelope[list[CodedReport]], responses=refusals)
    def code_text(text: Text) -> Response:
        """The events and claims of a text, each with the characters it rests on."""
        return _coded(text.text.encode(), "text", _when(text.published))

    @routes.post("/file", response_model=Envelope[list[CodedReport]], responses=refusals)
    def code_file(
        file: Annotated[UploadFile, File()], published: Annotated[date | None, Form()] = None
    ) -> Response:
        """The same of a file: text, HTML, JSON, mail, feed or web archive, packed or not."""
        return _coded(file.file.read(), file.filename or "file", _when(published))

    def _coded(raw: bytes, name: str, published: When | None) -> Response:
        try:
            found = bench.code(raw, name=name, published=published)
        except TooSlowError as error:
            raise HTTPException(408, str(error)) from error
        except ReadError as error:
            raise HTTPException(415, str(error)) from error
        body = {"data": found, "version": site.version, "as_of": None, "next": None}
        content = to_json(body, inf_nan_mode="null")
        return Response(content, media_type="application/json")

    return routes


def _when(published: date | None) -> When | None:
    return one_day(published, "published") if published else None
