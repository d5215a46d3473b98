"""The light colours of `assets/scss/_tokens.scss` for drawings that leave the site: a picture to take away, a report's
file. A page paints with classes and follows a dark screen; paper and pictures have attributes."""

LIGHT = {
    "paper": "#fbfaf5",
    "surface": "#fff",
    "rule": "#dcd8c9",
    "rule-strong": "#7d8683",
    "ink": "#14211f",
    "muted": "#52605d",
    "petrol": "#0b4a53",
    "petrol-tint": "#e2edec",
    "on-fill": "#fff",
    "fully": "#17643f",
    "partly": "#8a5300",
    "not": "#a02b1d",
    "unassessed": "#56625f",
    "partly-ground": "#f5e3b5",
    "not-ground": "#efc4ba",
}
"""By the token's name; a test holds the two to one another."""
