"""A passkey without a browser, for tests: it answers challenges as a device would, or as it should not."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from litestar.testing import TestClient
from webauthn.helpers import bytes_to_base64url

from tests.conftest import BASE_URL

OWN = "/puna/llogaria/hyrja"
PROVE = "/hyrje/hapi-i-dyte"
PRESENT, VERIFIED, MAY_BE_COPIED, IS_COPIED, HAS_KEY = 1, 4, 8, 16, 64


@dataclass
class Key:
    id: bytes = b"a key of the tests"
    origin: str = BASE_URL
    rp_id: str = "testserver.local"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, options: dict[str, Any]) -> str:
        """The answer to navigator.credentials.create()."""
        numbers = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(HAS_KEY) + credential}
        said = self._said("webauthn.create", options)
        return self._answer(clientDataJSON=said, attestationObject=cbor2.dumps(attestation))

    def signed(self, options: dict[str, Any]) -> str:
        """The answer to navigator.credentials.get()."""
        said, data = self._said("webauthn.get", options), self._data()
        signature = self.private.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _data(self, more: int = 0) -> bytes:
        flags = (self.flags | more).to_bytes(1, "big")
        return hashlib.sha256(self.rp_id.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        said = {field: bytes_to_base64url(value) for field, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def options(client: TestClient[Any], where: str) -> dict[str, Any]:
    """What the script asks for."""
    client.get("/dalje")
    answer = client.post(f"{where}/sfida", data={"_csrf_token": client.cookies["pop_csrf"]})
    assert answer.status_code == 200, answer.status_code
    found: dict[str, Any] = answer.json()
    return found


def add(client: TestClient[Any], key: Key, name: str = "Telefoni im", answer: str = "") -> Any:
    answer = answer or key.made(options(client, f"{OWN}/celes"))
    fields = {"_csrf_token": client.cookies["pop_csrf"], "name": name, "answer": answer}
    return client.post(f"{OWN}/celes", data=fields)


def prove(client: TestClient[Any], answer: str) -> Any:
    return client.post(PROVE, data={"_csrf_token": client.cookies["pop_csrf"], "answer": answer, "pas": "/puna"})
