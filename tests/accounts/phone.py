"""A phone with an authenticator, for tests: it has one secret, and the clock can be moved."""

import re
import time
from typing import Any

import pyotp
from litestar.testing import TestClient

from tests.conftest import Site

SET_UP = "/puna/llogaria/hyrja/telefoni"
PROVE = "/hyrje/hapi-i-dyte"


class Phone:
    def __init__(self, secret: str) -> None:
        self.totp = pyotp.TOTP(secret)
        self.step = int(time.time()) // 30 - 1

    def code(self) -> str:
        """A new one each time: the present one and its neighbours are three."""
        code = self.totp.generate_otp(self.step)
        self.step += 1
        return code


def set_up(site: Site, client: TestClient[Any]) -> tuple[Phone, list[str]]:
    """As a person does: scan, type, and get the printed codes where it is the first second step."""
    shown = client.get(SET_UP).text
    secret = re.search(r'<code class="digest">([A-Z2-7 ]+)</code>', shown)
    sealed = re.search(r'name="sealed" value="([^"]+)"', shown)
    assert secret
    assert sealed
    phone = Phone(secret[1].replace(" ", ""))
    answer = client.post(
        SET_UP, data={"_csrf_token": client.cookies["pop_csrf"], "sealed": sealed[1], "code": phone.code()}
    )
    assert answer.status_code in (200, 303), answer.text
    return phone, re.findall(r"<code>([0-9A-Z-]{19})</code>", answer.text)
