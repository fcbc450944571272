"""`standoff serve`: the record and its journal as pages and an API."""

from __future__ import annotations

import secrets
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from standoff.cli.record import named
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    import uvicorn

    from standoff.serve.settings import Access

PORT = 8016
BACKLOG = 512
# Longer than a proxy keeps its own connections, so that none is closed as it is used again.
KEEP_SECONDS = 75


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    review: Annotated[bool, Parameter(negative="")] = False,
    token_file: Path | None = None,
    trusted_header: str | None = None,
    trusted_proxy: tuple[str, ...] = (),
    allowed_host: tuple[str, ...] = (),
    options: Options | None = None,
) -> None:
    """Show the record and its journal as pages and an API, until Ctrl-C; only review writes.

    Without a record the theatre's own tables are shown.

    Args:
        host: Address to listen at; others than this machine's own are reachable from elsewhere.
        port: Port to listen at; 0 takes a free one.
        review: Let people rule who know the token; one is made and printed where none is given.
        token_file: File that holds the token for review; turns review on.
        trusted_header: Header in which a proxy names who may rule; turns review on.
        trusted_proxy: Address from which that header is believed; repeat for several.
        allowed_host: Name by which the site may be called; repeat for several. On this
            machine's own addresses only their names are, unless some are given.
        options: Theatre and record.
    """
    try:
        import uvicorn  # the help must not import it
    except ImportError as error:
        missing = "serve needs packages of its own: pip install 'standoff[serve]'"
        raise InputError(missing) from error
    from standoff.packs import load_pack
    from standoff.serve.app import create_app
    from standoff.serve.settings import LOOPBACK, SiteSettings

    settings = resolve(options)
    access, made = _access(
        token_file, trusted_header, trusted_proxy, review=review, local=host in LOOPBACK
    )
    record = named(settings)
    if access.anybody and record is None:
        raise InputError("review needs a record to keep rulings in; standoff ingest makes one")
    site = SiteSettings(
        pack=load_pack(settings.theatre, search=settings.search),
        record=record,
        cache=settings.cache,
        access=access,
        allowed_hosts=allowed_host or (_OWN_NAMES if host in LOOPBACK else ()),
    )
    config = uvicorn.Config(
        create_app(site),
        host=host,
        port=port,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_SECONDS,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # the site itself decides whom it believes
        server_header=False,
    )
    _run(uvicorn.Server(config), config, made)


_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]", "::1")


def _access(
    token_file: Path | None,
    header: str | None,
    proxies: tuple[str, ...],
    *,
    review: bool,
    local: bool,
) -> tuple[Access, str | None]:
    """Who may rule, and the token if it was made just now.

    Raises:
        InputError: the file cannot be read, or review is asked for on addresses that others
            reach, without a token or a trusted header.
    """
    from standoff.serve.settings import Access  # the help must not import it

    if token_file is not None:
        given = Access(token=_token_in(token_file), trusted_header=header, trusted_proxies=proxies)
        return given, None
    if header is not None or proxies:
        return Access(trusted_header=header, trusted_proxies=proxies), None
    if not review:
        return Access(), None
    if not local:
        raise InputError(
            "review on an address that others reach needs --token-file, or --trusted-header with "
            "--trusted-proxy"
        )
    token = secrets.token_urlsafe(24)
    return Access(token=token), token


def _token_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the token cannot be read: {error}") from error


def _run(server: uvicorn.Server, config: uvicorn.Config, token: str | None) -> None:
    """Listen, tell where, and answer until told to stop.

    Raises:
        InputError: the address cannot be listened at.
    """
    host = f"[{config.host}]" if ":" in config.host else config.host
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    place = (config.host, config.port)
    try:
        listening = socket.create_server(place, family=family, backlog=BACKLOG)
    except OSError as error:
        raise InputError(f"cannot listen at {host}:{config.port}: {error.strerror}") from error
    with listening:
        site = f"http://{host}:{listening.getsockname()[1]}/"
        sys.stdout.write(f"{site}\n")
        if token:
            sys.stdout.write(f"review: {site}review with the token {token}\n")
        sys.stdout.flush()
        server.run(sockets=[listening])
