"""Takes the pictures of the guide for editors (`templates/browse/guide.html`): pages of the training site with work in
hand. Run by hand when what they show has changed: `.venv/bin/python -m bench.guide_pictures`, then `make assets`.

Beside them stand the words of the buttons, labels and headings that are seen on each (`seen.json`): a test holds them
against what the pages say today.
"""

import io
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright
from sqlmodel import select
from tests.cast import EDITOR
from tests.conftest import Site, Stock, _fresh, serving
from tests.contracts.checking import play as checking
from tests.monitoring import play
from tests.plans.tables import HEADINGS, csv_text, send

from pop_tracker.monitoring.models import Round
from pop_tracker.web.cookies import SESSION_COOKIE

FOLDER = Path(__file__).parents[1] / "assets" / "guide"
WIDTH, HEIGHT = 640, 480
SMALL = (280, 210)
WORDS = ":is(button, summary, legend, h1, h2, h3, label, .govuk-button, .button):not([aria-hidden])"


@dataclass(frozen=True)
class Shot:
    path: str
    begins: str
    """The element at which the picture begins."""


def photo(colour: str) -> bytes:
    """A drawn house: nobody's."""
    image, held = Image.new("RGB", (640, 480), "#dfe9e8"), io.BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 360, 640, 480), fill="#9aa88f")
    draw.rectangle((170, 190, 470, 380), fill=colour)
    draw.polygon([(140, 190), (320, 70), (500, 190)], fill="#7b4a3a")
    for left in (210, 290, 370):
        draw.rectangle((left, 230, left + 55, 290), fill="#f6f3e6")
    image.save(held, "PNG")
    return held.getvalue()


def begun(site: Site) -> dict[str, Shot]:
    """A contract's document and a plan's table that were sent in, and a verdict with photos of a visit."""
    editor = site.client(EDITOR)
    rows = [("prioritet", "9", "", "Shërbime për fëmijët"), ("objektivi", "9.1", "9", "Çerdhe të reja")]
    preview = send(site, editor, "plani.csv", csv_text([HEADINGS, *rows]).encode()).headers["location"]
    published = play.verdict(site).id
    assessment = f"/puna/raundet/{play.open_round(site)}/vleresimet/1.2"
    came = [("fasada.png", photo("#e0b04c")), ("oborri.png", photo("#c9746a")), ("leja.pdf", play.PDF)]
    files = [("evidence-0-files", (name, contents, "")) for name, contents in came]
    assert play.write(site, editor, assessment, "ruaj", files).status_code == 303
    return {
        "kontrata": Shot(checking.begun(site), "#permbledhja"),
        "plani": Shot(preview, ".kicker"),
        "raundi": Shot(assessment, "fieldset:has([name=status])"),
        "provat": Shot(assessment, ".pictures"),
        "ndreqja": Shot(f"/puna/ndreqjet/{published}", ".kicker"),
    }


def approved(site: Site) -> dict[str, Shot]:
    """The same round when all of it is."""
    with site.database.reading() as session:
        round_id = max(session.exec(select(Round.id)).all(), key=lambda one: one or 0) or 0
    play.decide(site, play.sent(site, round_id, version="1"))
    play.write_rest(site, round_id)
    return {"pergjigjja": Shot(f"/puna/raundet/{round_id}", ".kicker")}


def take(browser: Browser, site: Site, name: str, shot: Shot) -> list[str]:
    """The page's own word that all of it is invented, and below it the part that the guide tells of."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 900}, locale="sq")
    context.add_cookies([{"name": SESSION_COOKIE, "value": site.session_secret(EDITOR), "url": site.address}])
    page = context.new_page()
    page.goto(site.address + shot.path)
    page.wait_for_load_state("networkidle")
    strip = Image.open(io.BytesIO(page.locator("p.training").screenshot()))
    top = (page.locator(shot.begins).first.bounding_box() or {"y": 0})["y"] - 16
    below = HEIGHT - strip.height
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    picture.paste(strip, (0, 0))
    picture.paste(whole.crop((0, int(top), WIDTH, int(top) + below)), (0, strip.height))
    picture.save(FOLDER / f"{name}.webp", quality=55, method=6)
    picture.resize(SMALL, Image.Resampling.LANCZOS).save(FOLDER / f"{name}-small.webp", quality=35, method=6)
    seen = []
    for one in page.locator(WORDS).all():
        box = one.bounding_box()
        if box and box["y"] >= top and box["y"] + box["height"] <= top + below and box["width"] > 1:
            seen.append(" ".join(one.inner_text().split()).removesuffix(" (mund të mbetet bosh)"))
    context.close()
    return [words for words in dict.fromkeys(seen) if words and not re.search(r"\d", words)]


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    seen: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for site in _fresh(Stock(Path(folder)), "sqlite", "training", Path(folder)):
            for work in (begun, approved):
                shots = work(site)
                with serving(site), sync_playwright() as playwright:
                    browser = playwright.chromium.launch(executable_path=shutil.which("chromium-headless-shell"))
                    seen |= {name: take(browser, site, name, shot) for name, shot in shots.items()}
                    browser.close()
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
