"""The background process sends letters: killed meanwhile, or two of them, none is lost."""

import pytest

from tests.conftest import Site
from tests.jobs.play import wait_for, working
from tests.web.post_office import letters, office_of, write

pytestmark = pytest.mark.crash
MANY = 20


@pytest.mark.both
def test_killed_while_it_sends_it_loses_none_and_doubles_only_what_it_had_in_hand(training: Site) -> None:
    write(training, MANY)
    with office_of(training) as office:
        office.seconds = 0.3
        with working(training, "--with-parent") as process:
            wait_for(lambda: len(office.mails) >= 6, training)
            process.kill()
            process.wait()
        with working(training, "--with-parent"):
            wait_for(lambda: all(letter.sent_at for letter in letters(training)), training)
    numbers = [mail["Message-ID"] for mail in office.mails]
    assert len(set(numbers)) == MANY
    assert len(numbers) <= MANY + 6  # as many as it may have in hand


def test_two_that_run_side_by_side_send_each_once(training: Site) -> None:
    write(training, MANY)
    with office_of(training) as office, working(training, "--with-parent"), working(training, "--with-parent"):
        office.seconds = 0.1
        wait_for(lambda: all(letter.sent_at for letter in letters(training)), training)
    assert len(office.mails) == MANY
