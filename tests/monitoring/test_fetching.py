"""What a stranger's link may do to us: nothing but be copied, or not."""

import gzip
import hashlib
import io
import socket
import ssl
import subprocess
import time
import zlib
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from pop_tracker.monitoring import fetching
from pop_tracker.monitoring.copies import Outcome
from pop_tracker.monitoring.fetching import Limits
from pop_tracker.web.public_network import NO_SUCH_NAME, Unreached, ask_dns, is_public
from tests.monitoring.loopback import SMALL, Answer, says, serving
from tests.server import free_port

HASTY = Limits(seconds=0.5, silence=30, bytes=1_000_000, unpacked=2_000_000)


def test_a_page_becomes_a_warc_file() -> None:
    page = "<h1>Vendimi i këshillit</h1><script>alert(1)</script>".encode()
    with serving(says(page, Content_Type="text/html; charset=utf-8")) as server:
        found = server.look()
    assert (found.outcome, found.http_status, found.problem) == (Outcome.ALIVE, 200, "")
    assert (found.media_type, found.size, found.final_url) == ("text/html", len(page), "")
    assert found.sha256 == hashlib.sha256(page).hexdigest()
    records = {}
    for record in ArchiveIterator(io.BytesIO(found.warc), check_digests="raise"):
        records[record.rec_type] = (record.rec_headers, record.content_stream().read())
    assert list(records) == ["warcinfo", "response", "request"]
    assert records["response"][1] == page
    headers = records["response"][0]
    assert headers.get_header("WARC-Target-URI") == server.url
    assert headers.get_header("WARC-IP-Address") == "127.0.0.1"
    assert headers.get_header("WARC-Payload-Digest").startswith("sha256:")
    assert found.warc[:2] == b"\x1f\x8b"


def test_the_whole_way_of_redirects_is_kept() -> None:
    def answer(connection: socket.socket, path: str) -> None:
        if path == "/faqja":
            says(status="302 Found", Location="/tjetra")(connection, path)
        else:
            says(b"ketu")(connection, path)

    with serving(answer) as server:
        found = server.look()
    assert found.outcome is Outcome.ALIVE
    assert found.final_url == f"http://127.0.0.1:{server.port}/tjetra"
    uris = [one.rec_headers.get_header("WARC-Target-URI") for one in ArchiveIterator(io.BytesIO(found.warc))]
    assert uris[1::2] == [server.url, found.final_url]


@pytest.mark.parametrize(
    ("location", "reached"),
    [
        ("/café", "/caf%C3%A9"),
        ("/caf%C3%A9", "/caf%C3%A9"),
        ("tjetra?a=1#fundi", "/tjetra?a=1"),
        ("../a b", "/a%20b"),
        ("\\tjetra", "/tjetra"),
        ("//127.0.0.1:{port}/ë?ç=|[0]", "/%C3%AB?%C3%A7=|[0]"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_where_a_browser_goes(location: str, reached: str, status: int) -> None:
    def answer(connection: socket.socket, path: str) -> None:
        if path == "/faqja":
            says(status=f"{status} Tjetër", Location=location.format(port=server.port))(connection, path)
        else:
            says(b"<p>kafe</p>", "200 OK" if path == reached else "404 Not Found")(connection, path)

    with serving(answer) as server:
        found = server.look()
    assert server.asked == ["/faqja", reached]
    assert (found.outcome, found.final_url) == (Outcome.ALIVE, f"http://127.0.0.1:{server.port}{reached}")
    (first, _) = [one for one in ArchiveIterator(io.BytesIO(found.warc)) if one.rec_type == "response"]
    assert unquote(first.http_headers.get_header("location")) == unquote(location.format(port=server.port))


def test_two_places_at_once_and_an_address_without_end_lead_nowhere() -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /a\r\nLocation: /b\r\n\r\n"
    with serving(lambda connection, _: connection.sendall(head)) as server:
        assert server.look().outcome is Outcome.FAILED
    with serving(says(status="302 Found", Location="/" + "a" * 9_000)) as server:
        assert server.look().outcome is Outcome.REFUSED
        assert server.asked == ["/faqja"]


def test_a_cookie_goes_back_on_the_same_way_and_on_no_other() -> None:
    came: list[bool] = []

    def answer(connection: socket.socket, path: str, head: bytes) -> None:
        came.append(b"vizitor=po" in head)
        if b"vizitor=po" in head:
            says(b"faqja")(connection, path)
        else:
            says(status="302 Found", Location=path, Set_Cookie="vizitor=po; Path=/")(connection, path)

    with serving(answer, with_head=True) as server:
        assert [server.look().outcome for _ in range(2)] == [Outcome.ALIVE] * 2
    assert came == [False, True] * 2


def test_a_part_is_not_kept_as_the_whole() -> None:
    whole = gzip.compress(b"faqja" * 1000)
    for body, headers in ((whole[:-9], {"Content_Encoding": "gzip"}),
                          (zlib.compress(b"faqja" * 1000)[:-5], {"Content_Encoding": "deflate"}),
                          (brotli.compress(b"faqja" * 1000)[:-2], {"Content_Encoding": "br"})):  # fmt: skip
        with serving(says(body, **headers)) as server:
            found = server.look()
        assert (found.outcome, found.problem, found.warc) == (Outcome.FAILED, "Faqja nuk erdhi e plotë.", b"")
    with serving(says(b"pjesa e pare".ljust(20), "206 Partial Content", Content_Range="bytes 0-19/500")) as server:
        assert (server.look().outcome, server.look().warc) == (Outcome.FAILED, b"")
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfaqja\r\n"
    with serving(lambda connection, _: connection.sendall(chunked)) as server:
        assert (server.look().outcome, server.look().warc) == (Outcome.FAILED, b"")


def test_redirects_in_a_circle_end() -> None:
    with serving(says(status="301 Moved", Location="/faqja")) as server:
        found = server.look()
    assert found.outcome is Outcome.FAILED
    assert len(server.asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize("status", [404, 410, 403, 500, 503])
def test_an_answer_that_is_no_page_is_a_failure(status: int) -> None:
    with serving(says(b"x", status=f"{status} Jo")) as server:
        found = server.look()
    assert (found.outcome, found.http_status, found.warc) == (Outcome.FAILED, status, b"")


# --- where a link may lead

NOT_PUBLIC = [
    "http://127.0.0.1/", "http://127.8.8.8/", "http://localhost/", "http://localhost./", "http://127.1/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/",
    "http://0/", "http://0.0.0.0/", "http://10.1.2.3/", "http://172.31.255.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://192.0.0.8/", "http://192.0.2.1/",
    "http://198.18.0.1/", "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/",
    "http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fe80::1%25lo]/", "http://[fc00::1]/",
    "http://[fd12:3456::1]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:10.0.0.1]/", "http://[::127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/", "http://[2002:7f00:1::]/", "http://[2002:a00:1::1]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b::a00:1]/",
    "http://[64:ff9b:1::7f00:1]/", "http://[2a00::5efe:7f00:1]/", "http://[2a00::200:5efe:10.0.0.1]/",
    "http://[100::1]/", "http://[3fff::1]/",
]  # fmt: skip


class NoConnection(AssertionError):
    pass


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object) -> None:
        raise NoConnection(words)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize("url", [*NOT_PUBLIC, *(url.replace("http://", "https://") for url in NOT_PUBLIC[:6])])
def test_an_address_that_is_not_public_is_refused_before_any_connection(url: str) -> None:
    found = fetching.look(url, limits=SMALL)
    assert found.outcome is Outcome.REFUSED, found
    assert found.problem


@pytest.mark.parametrize("url", NOT_PUBLIC)
def test_a_redirect_there_is_refused_before_any_connection(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connected = socket.socket.connect, []

    def note(self: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address)
        connect(self, address)

    with serving(says(status="302 Found", Location=url)) as server:
        monkeypatch.setattr(socket.socket, "connect", note)
        found = server.look()
    assert found.outcome is Outcome.REFUSED
    assert server.asked == ["/faqja"]
    assert connected == [("127.0.0.1", server.port)]  # the server that redirects, and no other


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize(
    "url",
    ["http://8.8.8.8:22/", "http://8.8.8.8:8080/", "https://8.8.8.8:25/", "http://user:fjalekalim@8.8.8.8/",
     "http://user@8.8.8.8/", "ftp://8.8.8.8/", "file:///etc/passwd", "gopher://8.8.8.8/", "javascript:alert(1)",
     "http://", "http:///faqja", "nuk-ka", "http://8.8.8.8:99999/", "http://[::1/"],
)  # fmt: skip
def test_other_ports_schemes_and_addresses_with_a_password_are_refused(url: str) -> None:
    assert fetching.look(url, limits=SMALL).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://u:p@8.8.8.8/", "http://8.8.8.8:8080/", "//127.0.0.1/"]
)
def test_a_redirect_to_what_is_refused_is_refused(location: str) -> None:
    with serving(says(status="307 Jo", Location=location)) as server:
        assert server.look().outcome is Outcome.REFUSED


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["10.0.0.1"], ["192.168.1.1"], ["8.8.8.8", "192.168.1.1"],
     ["fc00::1"], ["fe80::1"], ["fe80::1%2"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"], ["::ffff:127.0.0.1"]],
)  # fmt: skip
def test_a_name_is_refused_when_any_of_its_answers_is_not_public(answers: list[str]) -> None:
    found = fetching.look("http://kontrata.example/", resolve=lambda host, port: answers, limits=SMALL)
    assert found.outcome is Outcome.REFUSED


def test_a_name_is_asked_once_for_each_connection_and_the_checked_answer_is_used() -> None:
    """The second answer of a name that changes (rebinding) is never the one that is connected to unchecked."""
    with serving(says(b"e fshehur")) as inner:
        asked: list[str] = []

        def changing(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["192.0.2.1"] if len(asked) > 1 else ["127.0.0.1"]

        def answer(connection: socket.socket, path: str) -> None:
            says(status="302 Found", Location=f"http://ndryshon.example:{inner.port}/")(connection, path)

        with serving(answer) as outer:
            found = fetching.look(
                f"http://ndryshon.example:{outer.port}/", resolve=changing, allows=outer.allows, limits=SMALL
            )
        assert found.outcome is Outcome.REFUSED
        assert asked == ["ndryshon.example", "ndryshon.example"]
        assert len(outer.asked) == 1
        assert inner.asked == []


def test_the_host_is_named_though_the_address_is_connected_to() -> None:
    with serving(says(b"x")) as server:
        found = server.look(f"http://bashkia.example:{server.port}/", resolve=lambda host, port: ["127.0.0.1"])
    assert found.outcome is Outcome.ALIVE
    request = next(one for one in ArchiveIterator(io.BytesIO(found.warc)) if one.rec_type == "request")
    assert request.http_headers.get_header("host") == f"bashkia.example:{server.port}"


def test_a_proxy_of_the_environment_takes_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(b"proxy")) as proxy, serving(says(b"vete")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert server.look().outcome is Outcome.ALIVE
        assert proxy.asked == []


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(Unreached):
        ask_dns("nuk-ka.invalid", 80)
    found = fetching.look("http://nuk-ka.example/", resolve=lambda host, port: [], limits=SMALL)
    assert (found.outcome, found.problem) == (Outcome.FAILED, NO_SUCH_NAME)


@pytest.mark.parametrize("address", ["8.8.8.8", "185.70.40.1", "2a00:1450::1", "64:ff9b::808:808"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(ip_address(address))


# --- time and size


def test_a_link_that_never_answers_ends() -> None:
    with serving(lambda connection, _: time.sleep(20)) as server:
        begun = time.monotonic()
        found = server.look(limits=Limits(seconds=30, silence=0.5))
    assert found.outcome is Outcome.FAILED
    assert time.monotonic() - begun < 15


def drips(head: bytes, drop: bytes) -> Answer:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(head)
        for _ in range(400):
            connection.sendall(drop)
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drips(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        drips(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"x"),
        drips(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        drips(b"", b"H"),
    ],
)
def test_a_slow_drip_ends_at_the_deadline(answer: Answer) -> None:
    with serving(answer) as server:
        begun = time.monotonic()
        found = server.look(limits=HASTY)
    assert found.outcome is Outcome.FAILED
    assert time.monotonic() - begun < 15


def pours(head: bytes) -> Answer:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n" if b"chunked" in head else b"x" * 65536
        for _ in range(2 * 1024 * 1024 * 1024 // 65536):
            connection.sendall(chunk)

    return answer


@pytest.mark.parametrize("head", [b"Content-Length: 2147483648\r\n", b"", b"Transfer-Encoding: chunked\r\n"])
def test_an_answer_of_two_gigabytes_is_refused_early(head: bytes) -> None:
    with serving(pours(head)) as server:
        begun = time.monotonic()
        found = server.look()
    assert found.outcome is Outcome.REFUSED
    assert "shumë e madhe" in found.problem
    assert time.monotonic() - begun < 3


def test_headers_without_end_are_no_page() -> None:
    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            connection.sendall(b"X-%d: %s\r\n" % (number, b"y" * 500))

    with serving(answer) as server:
        assert server.look().outcome in (Outcome.FAILED, Outcome.REFUSED)


ZEROS = b"\0" * 50_000_000


def raw_deflate(contents: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(contents) + packer.flush()


BOMBS = {
    "gzip": gzip.compress(ZEROS),
    "deflate": zlib.compress(ZEROS, 9),
    "br": brotli.compress(ZEROS, quality=5),
}


@pytest.mark.parametrize(
    ("encoding", "body"),
    [*BOMBS.items(), ("x-gzip", BOMBS["gzip"]), ("deflate", raw_deflate(ZEROS)),
     ("gzip", gzip.compress(b"x") + BOMBS["gzip"]), ("gzip, gzip", gzip.compress(BOMBS["gzip"]))],
)  # fmt: skip
def test_a_decompression_bomb_is_refused(encoding: str, body: bytes) -> None:
    assert len(body) < SMALL.bytes
    with serving(says(body, Content_Encoding=encoding)) as server:
        found = server.look()
    assert found.outcome is Outcome.REFUSED, found
    assert found.warc == b""


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", gzip.compress(b"faqja" * 1000)), ("deflate", zlib.compress(b"faqja" * 1000)),
     ("deflate", raw_deflate(b"faqja" * 1000)), ("br", brotli.compress(b"faqja" * 1000))],
    ids=["gzip", "deflate", "raw deflate", "br"],  # gzip writes the time into its bytes, and names must not differ
)  # fmt: skip
def test_a_compressed_page_is_kept_as_it_came(encoding: str, body: bytes) -> None:
    with serving(says(body, Content_Encoding=encoding)) as server:
        found = server.look()
    assert found.outcome is Outcome.ALIVE, found
    assert found.sha256 == hashlib.sha256(body).hexdigest()
    pages = [one.raw_stream.read() for one in ArchiveIterator(io.BytesIO(found.warc)) if one.rec_type == "response"]
    assert pages == [body]


@pytest.mark.parametrize("sent", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshkurt"])
def test_a_broken_answer_is_a_failure(sent: bytes) -> None:
    with serving(lambda connection, _: connection.sendall(sent)) as server:
        assert server.look().outcome is Outcome.FAILED


def test_nobody_at_home_is_a_failure() -> None:
    port = free_port()
    found = fetching.look(f"http://127.0.0.1:{port}/", allows=[f"127.0.0.1:{port}"], limits=SMALL)
    assert found.outcome is Outcome.FAILED


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(path.with_suffix(".key")), "-out",
         str(path), "-days", "2", "-subj", "/CN=bashkia.example", "-addext", "subjectAltName=DNS:bashkia.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


def test_a_certificate_that_is_not_valid_is_a_failure_and_one_that_is_opens(certificate: Path) -> None:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate, certificate.with_suffix(".key"))
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving(says(b"x"), server_side) as server:
        url = f"https://bashkia.example:{server.port}/"
        here = {"resolve": lambda host, port: ["127.0.0.1"]}
        stranger = server.look(url, **here)
        assert (stranger.outcome, stranger.problem) == (Outcome.FAILED, "Certifikata e faqes nuk vlen.")
        assert server.look(url, tls=trusting, **here).outcome is Outcome.ALIVE
        other = server.look(url.replace("bashkia", "tjeter"), tls=trusting, **here)
        assert other.problem == "Certifikata e faqes nuk vlen."
        assert len(server.asked) == 1
