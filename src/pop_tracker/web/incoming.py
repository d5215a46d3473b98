"""The form of a request as it comes in: read piece by piece, bounded in size, number and time.

What came is kept with the request also where that is why it is refused, so that whoever typed it gets it back. A body
that is too large is read on for a while: what was typed may stand behind a file, and a browser that is cut off while it
sends shows a fault of its own in place of our answer.
"""

import asyncio
from collections import defaultdict
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.datastructures.multi_dicts import FormMultiDict
from litestar.handlers import HTTPRouteHandler
from litestar.types import Receive, Scope
from litestar.utils.scope.state import ScopeState
from multipart import (  # type: ignore[import-untyped]
    MultipartSegment,
    ParserError,
    ParserLimitReached,
    PushMultipartParser,
)

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

LISTEN = 15.0
"""Seconds that the sender of a form may be silent."""
LARGEST_WORDS = 1_000_000
"""Bytes of words in a form: several times what all fields of our largest one take."""
LONG = 100_000
"""Bytes of words from which on they are read in a thread: a megabyte of escaped signs takes half a second, in which
others are to be answered."""
MOST_FIELDS = 1000
BODY_SECONDS, BYTES_A_SECOND = 20.0, 1000
"""How long a form may take on its way: some seconds, and one more for every thousand bytes that have come."""
READ_ON_WORDS, READ_ON_PARTS, READ_ON_SECONDS = 4, 10, 300.0
"""How many times the limit, and for how long, a form is read that is too large; of files nothing is kept then."""

WORDS, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


class NotTaken(Refusal):
    """A body that no door is asked about. `is_whole`: it was read to its end; else more may have been typed than came,
    and the connection is good for nothing more."""

    def __init__(self, status: int, message: str, *, is_whole: bool = True, **values: object) -> None:
        super().__init__(message, field=None, **values)
        self.status, self.is_whole = status, is_whole

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.is_whole else {"Connection": "close"}


class TooLarge(NotTaken):
    """413. `megabytes`: the limit of the door, files and words together, where that is what was passed."""

    def __init__(self, message: str, *, megabytes: int = 0, is_whole: bool = True) -> None:
        super().__init__(413, message, is_whole=is_whole, megabytes=megabytes)
        self.megabytes = megabytes


TOO_MANY_WORDS = N_("Teksti që dërguat është shumë i gjatë. Shkurtojeni, ose dërgojeni si skedar aty ku mundet.")
TOO_MANY_FIELDS = N_("Formulari ka më shumë fusha sesa merren njëherësh.")
TOO_LARGE = N_(
    "Ajo që dërguat është më e madhe se %(megabytes)d MB, skedarët dhe teksti bashkë. Zgjidhni skedarë më të vegjël, "
    "ose dërgojini një nga një."
)
TOO_SLOW = N_("Dërgimi zgjati shumë ose u ndërpre në mes.")
NOT_READ = N_("Dërgimi u prish në udhë: nuk lexohet si formular.")
OTHER_SIGNS = N_("Një fushë ka bajte që nuk lexohen si tekst (UTF-8).")
NO_FORM = N_("Këtu merren vetëm formularë të pop-tracker.")


class _Form(Protocol):
    limit: int
    most: int
    """Bytes that it takes, and that are read of one that is too large."""
    fields: dict[str, list[Any]]
    fault: NotTaken | None
    """Why it is not taken, as far as it was read."""

    async def add(self, piece: bytes) -> None: ...

    async def end(self) -> None: ...

    async def stop_keeping(self) -> None:
        """From now on files are dropped."""


class _Words:
    """Names and values in one line."""

    def __init__(self) -> None:
        self.limit, self.most = LARGEST_WORDS, READ_ON_WORDS * LARGEST_WORDS
        self.came, self.fault = bytearray(), cast("NotTaken | None", None)
        self.fields: dict[str, list[Any]] = {}

    async def add(self, piece: bytes) -> None:
        self.came += piece

    async def stop_keeping(self) -> None:
        self.fault = TooLarge(TOO_MANY_WORDS)

    async def end(self) -> None:
        if len(self.came) > LONG:
            await asyncio.to_thread(self._read)
        else:
            self._read()

    def _read(self) -> None:
        try:
            pairs = self._pairs("strict")
        except UnicodeError:
            self.fault = self.fault or NotTaken(400, OTHER_SIGNS)
            pairs = self._pairs("replace")
        for name, value in pairs:
            self.fields.setdefault(name, []).append(value)

    def _pairs(self, errors: str) -> list[tuple[str, str]]:
        pieces = self.came.decode("utf-8", errors).split("&", MOST_FIELDS)
        if len(pieces) > MOST_FIELDS:
            self.fault = self.fault or TooLarge(TOO_MANY_FIELDS)
        return parse_qsl("&".join(pieces[:MOST_FIELDS]), keep_blank_values=True, errors=errors)


class _Parts:
    """One part for each field; browsers write UTF-8 in them, whatever a part says of itself."""

    def __init__(self, boundary: str, limit: int) -> None:
        self.limit, self.most = limit, READ_ON_PARTS * limit
        self.fields: dict[str, list[Any]] = defaultdict(list)
        self.fault: NotTaken | None = None
        self.words = 0
        self.keeps_files = True
        self.part: tuple[str, bytearray | UploadFile] | None = None
        try:
            self.parser: Any = PushMultipartParser(boundary, max_segment_count=MOST_FIELDS)
        except ParserError:
            self._broke(NotTaken(400, NOT_READ))

    async def add(self, piece: bytes) -> None:
        if self.parser is None or self.parser.closed:
            return
        try:
            for event in self.parser.parse(piece):
                await self._take(event)
        except ParserError:
            self._broke(NotTaken(400, NOT_READ))
        except ParserLimitReached:
            self._broke(TooLarge(TOO_MANY_FIELDS))

    async def _take(self, event: Any) -> None:
        if isinstance(event, MultipartSegment):
            into: bytearray | UploadFile = bytearray()
            if event.filename:
                kind, headers = event.content_type or "text/plain", dict(event.headerlist)
                into = UploadFile(content_type=kind, filename=event.filename, headers=headers)
            self.part = (event.name, into)
        elif self.part is None:
            return
        elif event is None:
            await self._keep()
        elif isinstance(self.part[1], UploadFile):
            if self.keeps_files:
                await self.part[1].write(bytes(event))
        else:
            self.words += len(event)
            if self.words > LARGEST_WORDS:
                self.fault = self.fault or TooLarge(TOO_MANY_WORDS)
            if self.words <= READ_ON_WORDS * LARGEST_WORDS:
                self.part[1].extend(event)

    async def _keep(self) -> None:
        """What came of the part that is being read."""
        if self.part is None:
            return
        (name, value), self.part = self.part, None
        if isinstance(value, UploadFile):
            if self.keeps_files:
                await value.seek(0)
            else:
                await value.close()
            self.fields[name].append(value)
            return
        try:
            self.fields[name].append(value.decode())
        except UnicodeError:
            self.fault = self.fault or NotTaken(400, OTHER_SIGNS)
            self.fields[name].append(value.decode(errors="replace"))

    async def stop_keeping(self) -> None:
        self.keeps_files = False
        self.fault = TooLarge(TOO_LARGE, megabytes=self.limit // 1024**2)
        for values in self.fields.values():
            for value in values:
                if isinstance(value, UploadFile):
                    await value.close()

    async def end(self) -> None:
        await self._keep()
        if self.parser is not None and not self.fault:
            try:
                self.parser.close()
            except ParserError:
                self.fault = NotTaken(400, NOT_READ)

    def _broke(self, fault: NotTaken) -> None:
        self.parser, self.fault = None, self.fault or fault


async def take_in(scope: Scope, receive: Receive) -> FormMultiDict | None:
    """The form, which stays with the request; None where nothing came.

    Raises NotTaken: 400 when it cannot be read, 408 when it comes too slowly, 413 when it is more than its door takes,
    415 when it is no form. What came by then stays with the request.
    """
    request: Request[Any, Any, Any] = Request(scope)
    kind, options = request.content_type
    if kind == WORDS:
        form: _Form = _Words()
    elif kind == PARTS:
        door = cast(HTTPRouteHandler, scope["route_handler"])
        form = _Parts(options.get("boundary", ""), door.resolve_request_max_body_size() or LARGEST_WORDS)
    elif kind or request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
        raise NotTaken(415, NO_FORM, is_whole=False)
    else:
        return None
    try:
        fault = await _read(form, receive)
    finally:
        fields = {name: values if len(values) > 1 else values[0] for name, values in form.fields.items()}
        ScopeState.from_scope(scope).form = fields
    came = FormMultiDict.from_form_data(fields)
    if fault:
        await came.close()
        raise fault
    return came


async def _read(form: _Form, receive: Receive) -> NotTaken | None:
    """Reads to the end, or says why not."""
    loop = asyncio.get_running_loop()
    until, came, is_over, is_whole = loop.time() + BODY_SECONDS, 0, False, False
    try:
        async with asyncio.timeout_at(until) as patience:
            while not is_whole and came <= form.most:
                async with asyncio.timeout(LISTEN):
                    message: Any = await receive()
                if message["type"] == "http.disconnect":
                    break
                piece = message.get("body", b"")
                came, is_whole = came + len(piece), not message.get("more_body", False)
                if came > form.limit and not is_over:
                    is_over = True
                    await form.stop_keeping()
                    patience.reschedule(loop.time() + READ_ON_SECONDS)
                elif not is_over:
                    patience.reschedule(until + came / BYTES_A_SECOND)
                if piece:
                    await form.add(piece)
    except TimeoutError:
        pass
    if came:
        await form.end()
    if is_over or is_whole:
        if form.fault and not is_whole:
            form.fault.is_whole = False
        return form.fault
    return NotTaken(408, TOO_SLOW, is_whole=False)
