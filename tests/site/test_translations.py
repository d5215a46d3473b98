"""Every message stands in both languages."""

from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

from pop_tracker.web.i18n import LOCALE_FOLDER, SEEDS, words
from tests.site.messages import messages


def fragments() -> list[Path]:
    return sorted((LOCALE_FOLDER / "en" / "LC_MESSAGES").glob("*.po"))


def test_every_message_is_translated() -> None:
    translated = {
        part
        for path in fragments()
        if path.name != SEEDS
        for message in read_po(BytesIO(path.read_bytes()))
        if message.id and all(message.string if isinstance(message.string, tuple) else [message.string])
        for part in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    missing = [f"{place}: {identity}" for identity, place in messages().items() if identity not in translated]
    assert not missing, "\n".join(missing)


def test_no_message_is_fuzzy_or_said_in_two_ways() -> None:
    said: dict[object, tuple[object, Path]] = {}
    for path in fragments():
        for message in read_po(BytesIO(path.read_bytes())):
            if not message.id:
                continue
            assert not message.fuzzy, f"{path.name}: {message.id}"
            before = said.setdefault(message.id, (message.string, path))
            assert before[0] == message.string, f"{path.name} and {before[1].name} differ on {message.id}"


def test_each_message_has_one_line_of_its_own() -> None:
    """Two branches that add at the same place may leave a translation behind without its message."""
    for path in fragments():
        lines = path.read_text(encoding="utf-8").splitlines()
        messages, said = (
            sum(line.startswith(start) for line in lines) for start in ('msgid "', ('msgstr "', "msgstr[0]"))
        )
        assert messages == said, f"{path.name}: {messages} messages, {said} translations"


def test_nothing_is_translated_that_nobody_says() -> None:
    """What is left over of an earlier wording looks as if it were shown somewhere. What the record says is none of
    it: see `test_seed_words`."""
    said = messages()
    left = [
        f"{path.name}: {identity}"
        for path in fragments()
        if path.name != SEEDS
        for message in read_po(BytesIO(path.read_bytes()))
        for identity in (message.id if isinstance(message.id, tuple) else (message.id,))
        if identity and identity not in said
    ]
    assert not left, "\n".join(left)


def test_parameters_survive_translation() -> None:
    for path in fragments():
        for message in read_po(BytesIO(path.read_bytes())):
            if message.id:
                problems = list(message.check())
                assert not problems, f"{path.name}: {message.id}: {problems}"


def test_albanian_is_what_stands_in_the_code() -> None:
    assert words("sq").gettext("Zotimet") == "Zotimet"
