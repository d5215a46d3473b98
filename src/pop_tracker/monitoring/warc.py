"""What was asked on the way to a page and what came, as one WARC file (ISO 28500)."""

import base64
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime

import httpx
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, as they go into the WARC file."""

    url: httpx.URL
    sent: httpx.Headers
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    peer: str
    at: datetime


def warc_of(way: list[Exchange]) -> bytes:
    """Every request and answer of the way, compressed record by record, as readers of WARC files expect."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    writer.write_record(
        writer.create_warcinfo_record("kopje.warc.gz", {"software": "pop-tracker", "format": "WARC File Format 1.1"})
    )
    for one in way:
        common = {"WARC-Date": one.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "WARC-IP-Address": one.peer}
        digest = base64.b32encode(hashlib.sha256(one.body).digest()).decode()
        # The body stands as it came but for the chunks that carried it, so the header that announced them is set aside.
        headers = [
            (f"X-Archive-Orig-{name}" if name == "transfer-encoding" else name, value) for name, value in one.headers
        ]
        answer = writer.create_warc_record(
            str(one.url),
            "response",
            payload=io.BytesIO(one.body),
            length=len(one.body),
            http_headers=StatusAndHeaders(f"{one.status} {one.reason}".strip(), headers, protocol="HTTP/1.1"),
            warc_headers_dict={**common, "WARC-Payload-Digest": f"sha256:{digest}"},
        )
        asked = writer.create_warc_record(
            str(one.url),
            "request",
            http_headers=StatusAndHeaders(
                f"GET {one.url.raw_path.decode('latin-1')} HTTP/1.1", list(one.sent.items()), is_http_request=True
            ),
            warc_headers_dict=dict(common),
        )
        writer.write_request_response_pair(asked, answer)
    return file.getvalue()
