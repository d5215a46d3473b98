"""A QR code as a drawing that a page holds: dark on white on every screen, without a style of its own."""

import segno
from markupsafe import Markup


def qr(text: str, scale: int = 4) -> Markup:
    return Markup(segno.make(text, error="m").svg_inline(scale=scale, border=3, dark="#000", light="#fff"))
