"""An empty field is no statement: of what was simply not filled in, no page says that there is none.

Everything here is entered with what is asked for and nothing else; then each page of it is read for words that deny.
"""

import re

from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.play import finish_and_publish, open_round
from tests.pages import main_of, words

DENIES = re.compile(
    r"(?i)\b(asnjë\w*|askush|s’ka|nuk (?:ka(?:në|pati|shte)?|u dha|jep|përmend\w*)|pa (?!u )\w+|zero)\b"
    r"|(?<![\d.,])0(?![\d.,%])"
)
OF_THE_RECORD = re.compile(
    r"(?i)\d+ plotësisht(, \d+ pjesërisht)?(, \d+ (jo|nuk janë adresuar))?|\d+ më mirë, \d+ më keq"
    r"|pa konfirmimin e një të dyti|nuk thuhet për asnjë zë|u pa në vend|nuk është ndrequr|ende asnjë përgjigje"
    r"|asnjë \w+ (e |i )?(regjistruar|shënuar|shtuar|bashkëngjitur)|asnjë vlerësim i këtij raundi"
    r"|asnjë i regjistruar|nuk përmendet në asnjë masë"
)
"""What these pages deny of the record itself, and what is quoted in it: nobody left a field empty for that."""
SOURCE = "e shpikur për ushtrim"


def entered(site: Site, who: str, path: str, **fields: str) -> str:
    answer = site.form(site.client(who), path, source=SOURCE, **fields)
    assert answer.status_code == 303, words(main_of(answer.text))
    return str(answer.headers["location"])


def bare(site: Site) -> dict[str, list[str]]:
    """Where each bare thing is read, by who reads it."""
    plan = entered(site, EDITOR, "/puna/planet/i-ri", municipality="shembull", plan_kind="social_plan",
                   title="Plani i zhveshur")  # fmt: skip
    slug = plan.rpartition("/")[2]
    entered(site, EDITOR, f"{plan}/zerat/i-ri", number="1", level="prioritet", text="Zëri i vetëm")
    entered(site, EDITOR, f"{plan}/nevojat/te-dhenat", name="Nevojat e zhveshura")
    entered(site, EDITOR, f"{plan}/fazat/e-re", stage="drafting", date_precision="day")
    meeting = entered(site, EDITOR, "/puna/konsultimet/i-ri", municipality="shembull", kind="public_hearing",
                      held_on="12.03.2024", topic="Tema e vetme", names_nobody="y")  # fmt: skip
    round_id = open_round(site)
    finish_and_publish(site, round_id)
    public = [f"/planet/{slug}", f"/planet/{slug}/nevojat", meeting.replace("/puna", ""), "/raportet/shembull-2023/2",
              "/kontratat/shembull-2023/1.4"]  # fmt: skip
    staff = [plan, f"{plan}/nevojat", meeting, f"/puna/raundet/{round_id}"]
    return {"": public, EDITOR: staff}


def denied(text: str) -> list[str]:
    text = OF_THE_RECORD.sub("…", text)
    return [text[max(found.start() - 60, 0) : found.end() + 60] for found in DENIES.finditer(text)]


def test_of_what_was_not_filled_in_no_page_says_that_there_is_none(training: Site) -> None:
    found = []
    for who, paths in bare(training).items():
        client = training.client(who or None)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            found += [f"{path}: …{one}…" for one in denied(words(main_of(answer.text)))]
    assert not found, "\n".join(found)


def test_what_denies_is_found() -> None:
    assert denied("Metoda: asnjë.") == ["Metoda: asnjë."]
    assert denied("0 gra, ende pa burime") == ["0 gra, ende pa burime"] * 2
    assert not denied("3 plotësisht, 0 pjesërisht, 0 jo; 10.000 lekë; 10,0")
