"""The list of what may be said of a plan's item: whatever is made of it has every field, in the same words."""

from decimal import Decimal
from typing import Any, get_type_hints

import sqlalchemy as sa

from pop_tracker.browse.api.plan_shapes import PlanItemShape
from pop_tracker.browse.plans.plan import FACTS
from pop_tracker.database import LEK, QUANTITY
from pop_tracker.history import TELLINGS
from pop_tracker.pieces import word_columns
from pop_tracker.plans.fields import BY_NAME, EITHER, FIELDS, OWN, Kind, Part
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.pages.item_forms import ItemForm
from pop_tracker.plans.seeds import plans as seeds
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.tables import metadata
from pop_tracker.web.i18n import words
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.play import fields_of
from tests.plans.tables import HEADINGS, SOURCE, confirm, head, items, send, xlsx

WORK = "/puna/planet/shembull-2024"
NAMES = set(BY_NAME)
RECORD_WORDS = TELLINGS["plan"].fields
HELD_APART = {"id", "plan_id", "parent_id", "position"}
"""What the database has and nobody says: keys, and the place that the numbers give. `parent` is said by its number."""
API_ALONE = {"programme_name", "progress", "children", "sources"}
"""What the API says of an item beside its fields; the sources once more, part by part, and as a tree who stands under
whom."""
SHARED_WORDS = {"place", "target_groups"}
"""The record says them shorter."""


def test_all_that_the_database_holds_of_an_item_is_in_the_list() -> None:
    columns = metadata.tables["plan_item"].columns
    assert set(columns.keys()) - HELD_APART == {one.name for one in OWN}
    places = {Kind.MONEY: LEK.places, Kind.QUANTITY: QUANTITY.places}
    for one in OWN:
        held = columns[one.name].type
        if one.kind is Kind.YEARLY:
            assert isinstance(held, sa.JSON), one.name
        elif one.kind is Kind.YEAR:
            assert isinstance(held, sa.Integer), one.name
        elif one.kind in places:
            assert getattr(held, "places", None) == places[one.kind], one.name
        else:
            assert isinstance(getattr(held, "impl", held), sa.String), one.name
            assert one.longest, f"{one.name} has no limit"


def test_form_table_seeds_record_and_api_have_every_field() -> None:
    form = ItemForm(words("sq"))
    assert {field.name for field in form} - {"version", "nonce"} == NAMES
    assert [one.name for _, ones in form.parts for one in ones] == [name for name in form.data if name in NAMES]
    assert [column.name for column in COLUMNS] == [one.name for one in FIELDS]
    assert set(seeds._ITEMS.split(",")) - {"plan"} == NAMES
    assert RECORD_WORDS.keys() >= NAMES
    assert set(PlanItemShape.__struct_fields__) - API_ALONE == NAMES - {"parent"}


def test_they_say_it_in_the_same_words() -> None:
    form = ItemForm(words("sq"))
    api = get_type_hints(PlanItemShape, include_extras=True)
    for column, one in zip(COLUMNS, FIELDS, strict=True):
        assert form[one.name].label.text == one.label
        assert column.heading == one.heading
        assert one.name in SHARED_WORDS or RECORD_WORDS[one.name] == one.label
        if one.described:
            assert api[one.name].__metadata__[0].description == one.described
    assert {one.name for one in FIELDS if not one.described} == {"parent", "text", "place", "source"}
    assert all(api[name].__metadata__ for name in PlanItemShape.__struct_fields__)


def test_readers_of_a_plan_are_told_every_field() -> None:
    """Level, number, text and cost stand in the tree itself, the source as a note, the measure at its indicator."""
    told = {one.name for one in FACTS}
    in_the_tree = {one.name for one in FIELDS if one.part in (Part.ITEM, Part.SOURCE)}
    at_the_indicator = {"indicator_unit", *(f"{name}{of}" for name in EITHER for of in ("", "_words", "_year"))}
    assert told | in_the_tree | at_the_indicator == NAMES
    assert {one.name for one in OWN if one.unsaid} <= told


def test_the_page_has_a_box_for_every_field_with_its_hint(training: Site) -> None:
    page = training.client(EDITOR).get(f"{WORK}/zerat/i-ri").text
    for one in FIELDS:
        assert f'name="{one.name}"' in page, one.name
        assert one.label in page
        assert one.hint.partition("%")[0] in page


def test_every_word_of_an_item_can_be_taken_out_of_it() -> None:
    """Its level and number stay: findings and threads lead to it by them."""
    stay = {"level", "number", "programme_code"}
    assert {one.name for one in OWN if one.is_words} - stay <= {*word_columns(PlanItem)}
    assert not stay & {*word_columns(PlanItem)}


def imported(site: Site, **said: Any) -> PlanItem:
    """An item that a table brought in."""
    sent = [*HEADINGS, *(BY_NAME[name].heading for name in said)]
    client = site.client(EDITOR)
    answer = send(site, client, "x.xlsx", xlsx([sent, ["masë", "9.9", "", "Kopshti i ri", *said.values()]]))
    assert confirm(site, client, answer.headers["location"]).status_code == 303
    return items(site)["9.9"]


def test_what_a_table_brought_in_the_form_takes_back(training: Site) -> None:
    """Every field as long as it may be; the form refused partners of more than half that, whatever was changed."""
    longest = {one.name: "ë" * one.longest for one in OWN if one.is_words and one.part is not Part.ITEM}
    item = imported(training, **longest, cost_all=Decimal("12.5"), programme_code="09120")
    assert len(item.partners) == 2000
    path, before = f"{WORK}/zerat/{item.id}", head(training).number
    opened = fields_of(training, path, EDITOR)
    client = training.client(EDITOR)
    assert training.form(client, path, **{**opened, "due": "2027"}).status_code == 303
    after = items(training)["9.9"]
    assert after.model_dump(exclude={"due"}) == item.model_dump(exclude={"due"})
    assert after.due == "2027"
    assert head(training).number == before + 1


def test_partners_of_1500_signs_do_not_stand_in_the_way_of_another_deadline(training: Site) -> None:
    item = imported(training, partners="p" * 1500, source=SOURCE)
    path = f"{WORK}/zerat/{item.id}"
    opened = fields_of(training, path, EDITOR)
    assert training.form(training.client(EDITOR), path, **{**opened, "due": "2027"}).status_code == 303
    assert (items(training)["9.9"].due, items(training)["9.9"].partners) == ("2027", "p" * 1500)


def test_partners_on_lines_of_their_own_stay_so_in_the_form(training: Site) -> None:
    """A box of one line would send them back run together."""
    item = imported(training, partners="UNICEF\nBashkia", indicator="fëmijë\nkopshte")
    page = training.client(EDITOR).get(f"{WORK}/zerat/{item.id}").text
    for name, text in (("partners", "UNICEF\nBashkia"), ("indicator", "fëmijë\nkopshte")):
        box = page.partition(f'name="{name}"')[2].partition("</textarea>")[0]
        assert text in box.replace("\r\n", "\n"), name
