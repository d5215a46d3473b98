"""Passkeys (WebAuthn Level 3): a key in a device signs a challenge of ours, for our address alone.

A challenge belongs to one session and one purpose, counts once and for some minutes; the device must have known its
owner by finger, face or number. What goes wrong is told in one way: which of many checks failed helps only who guesses.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
import webauthn
from sqlmodel import Session, col, select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from pop_tracker.accounts.models import Person
from pop_tracker.accounts.second_factor import Challenge, Passkey
from pop_tracker.settings import Settings
from pop_tracker.web.errors import Refusal
from pop_tracker.web.hosts import is_number
from pop_tracker.web.i18n import N_

ADD, PROVE = "add", "prove"
CHALLENGE_LIFE = timedelta(minutes=5)
MOST_KEYS = 10
LONGEST = 20_000
"""Signs of what a browser sends back; several times what any key makes."""
NOT_TAKEN = N_("Çelësi nuk u pranua. Provoni përsëri; nëse nuk ndihmon, përdorni një kod.")
ALREADY = N_("Ky çelës është shtuar tashmë, te kjo llogari ose te një tjetër.")


def site_of(settings: Settings) -> tuple[str, str]:
    """The name that keys are made for, and the origin they are used from: those of base_url, never of a header."""
    parts = urlsplit(settings.base_url)
    return parts.hostname or "", f"{parts.scheme}://{parts.netloc}"


def are_possible(settings: Settings) -> bool:
    """A key is made for a name, never for the number of a machine."""
    return not is_number(site_of(settings)[0])


def passkeys_of(session: Session, person_id: int) -> list[Passkey]:
    return list(session.exec(select(Passkey).where(Passkey.person_id == person_id).order_by(col(Passkey.id))))


def options_to_add(session: Session, settings: Settings, session_id: int, person: Person) -> str:
    """What the browser makes a key from, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site_of(settings)[0],
        rp_name="pop-tracker",
        user_id=f"person-{person.id}".encode(),
        user_name=person.email,
        user_display_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(passkeys_of(session, person.id or 0)),
    )
    _keep(session, session_id, ADD, options.challenge)
    return webauthn.options_to_json(options)


def options_to_prove(session: Session, settings: Settings, session_id: int, person_id: int) -> str:
    """What the browser has one of the person's keys sign, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=site_of(settings)[0],
        allow_credentials=_descriptors(passkeys_of(session, person_id)),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _keep(session, session_id, PROVE, options.challenge)
    return webauthn.options_to_json(options)


def add(session: Session, settings: Settings, session_id: int, person_id: int, name: str, answer: str) -> Passkey:
    """Raises Refusal."""
    credential = _read(answer)
    rp_id, origin = site_of(settings)
    challenge = _taken(session, session_id, ADD)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
    except Exception as error:  # a hostile answer may break any of the parsers below
        raise Refusal(NOT_TAKEN) from error
    known = session.exec(select(Passkey.id).where(Passkey.credential_id == bytes_to_base64url(made.credential_id)))
    if known.first() is not None:
        raise Refusal(ALREADY)
    if len(passkeys_of(session, person_id)) >= MOST_KEYS:
        raise Refusal(N_("Keni mjaft çelësa: hiqni së pari një nga të vjetrit."))
    response = credential.get("response")
    transports = response.get("transports") if isinstance(response, dict) else None
    key = Passkey(
        person_id=person_id,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        may_be_copied=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
        is_copied=made.credential_backed_up,
        transports=" ".join(one.value for one in _transports(transports)),
        name=name,
        added_at=datetime.now(UTC),
    )
    session.add(key)
    session.flush()
    return key


def is_right(session: Session, settings: Settings, session_id: int, person_id: int, answer: str) -> bool:
    """Whether one of the person's keys signed the challenge of this session, which is used up."""
    try:
        credential = _read(answer)
        challenge = _taken(session, session_id, PROVE)
    except Refusal:
        return False
    key = session.exec(
        select(Passkey)
        .where(Passkey.credential_id == str(credential.get("id"))[:1400], Passkey.person_id == person_id)
        .with_for_update()
    ).first()
    if key is None:
        return False
    rp_id, origin = site_of(settings)
    try:
        signed = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            # Where the count does not go up, somebody else may hold a copy: the library refuses it.
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except Exception:
        return False
    is_multi = signed.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    if is_multi != key.may_be_copied:  # the standard: it is fixed for good when the key is made
        return False
    key.sign_count, key.is_copied, key.used_at = signed.new_sign_count, signed.credential_backed_up, datetime.now(UTC)
    session.add(key)
    session.flush()
    return True


def _read(answer: str) -> dict[str, Any]:
    """What the browser sent, bounded before anything looks into it. Raises Refusal."""
    try:
        found = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(NOT_TAKEN)
    return found


def _keep(session: Session, session_id: int, purpose: str, challenge: bytes) -> None:
    """In place of an earlier one, which was not answered."""
    now = datetime.now(UTC)
    session.exec(
        sa.delete(Challenge).where(
            sa.or_(
                col(Challenge.until) < now,
                sa.and_(col(Challenge.session_id) == session_id, col(Challenge.purpose) == purpose),
            )
        )
    )
    session.add(
        Challenge(
            session_id=session_id,
            purpose=purpose,
            challenge=bytes_to_base64url(challenge),
            until=now + CHALLENGE_LIFE,
        )
    )
    session.flush()


def _taken(session: Session, session_id: int, purpose: str) -> bytes:
    """The challenge, which nobody can answer any more from now on. Raises Refusal."""
    found = session.exec(
        select(Challenge)
        .where(
            Challenge.session_id == session_id,
            Challenge.purpose == purpose,
            Challenge.until > datetime.now(UTC),
        )
        .with_for_update()
    ).first()
    if found is None:
        raise Refusal(NOT_TAKEN)
    session.delete(found)
    session.flush()
    return base64url_to_bytes(found.challenge)


def _descriptors(keys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(key.credential_id), transports=_transports(key.transports.split()) or None
        )
        for key in keys
    ]


def _transports(said: Any) -> list[AuthenticatorTransport]:
    known = {transport.value: transport for transport in AuthenticatorTransport}
    return [known[one] for one in said if isinstance(one, str) and one in known] if isinstance(said, list) else []
