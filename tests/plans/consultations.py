"""Consultations as people enter them: their forms, minutes and photos."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image

from pop_tracker.web.i18n import today
from tests.conftest import Site
from tests.plans.play import fields_of
from tests.web.documents import pdf

NEW = "/puna/konsultimet/i-ri"
FIELDS = {
    "municipality": "shembull",
    "plan": "shembull-2024",
    "contract": "shembull-2023",
    "kind": "public_hearing",
    "held_on": "12.03.2024",
    "hour": "10.30",
    "topic": "Buxheti i shërbimeve sociale",
    "roles_present": "Nënkryetarja e Bashkisë\nBanorë të Njësisë Lindore",
    "women": "12",
    "problem": "Uji vjen rrallë.\nRruga është e prishur.",
    "answer": "Drejtoria do ta shohë.",
    "step": "Drafti publikohet.",
    "next_on": "12.04.2024",
    "source": "procesverbali i ushtrimit",
    "names_nobody": "y",
}
ANNOUNCED = {
    "municipality": "shembull",
    "plan": "shembull-2024",
    "kind": "public_hearing",
    "place": "Salla e këshillit",
    "topic": "Rishikimi i planit",
    "source": "njoftimi i ushtrimit",
    "names_nobody": "y",
}
SLUG = "shembull-2024-02-14"
WORK = f"/puna/konsultimet/{SLUG}"
MINUTES = f"{WORK}/procesverbali"
PHOTO = f"{WORK}/fotografite/e-re"
PDF = pdf("procesverbali i ushtrimit")
SAID = {"shows": "Salla e këshillit", "nobody_known": "y", "source": "fotografi e ushtrimit"}


def opened_at(site: Site, path: str) -> dict[str, Any]:
    """The form's fields as they stand there, declared to name nobody."""
    return {**fields_of(site, path), "names_nobody": "y"}


def in_days(days: int) -> str:
    return f"{today() + timedelta(days=days):%d.%m.%Y}"


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200)) -> bytes:
    """As a phone makes it: with the position, a comment and the way it was held."""
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: the picture lies on its side
    exif[0x010F] = "Telefoni i dikujt"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 19.0, 0.0)})
    made = io.BytesIO()
    more = {"comment": b"Filan Fisteku"} if kind == "JPEG" else {}
    Image.new("RGB", size, "teal").save(made, kind, exif=exif, **more)
    return made.getvalue()
