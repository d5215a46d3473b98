"""pop-tracker: what citizens asked, who signed it, whether it was planned, and what came of it.

The map of the house, from the ground up. `settings` reads the environment once and `database` opens one
session per request. `web` is the HTTP toolbox without a civic word. `history` is the append-only record that
every public change enters. Above it stand the rooms: `places`, `accounts`, `elections`, `matching` (which words answer
which), `contracts` (what was asked), `pledges` (who signed), `plans` (what was planned and what was found there) and
`monitoring` (what came of it). A room is its things; its `pages` are its doors, and alone in it know the web framework.
`browse` is the reading room: every public page that shows more than one room. `app` assembles the rooms, `tables` names
all their tables, `jobs` works in the background, `cli` is the command. Imports only ever go downwards.
More in docs/design.md.
"""
