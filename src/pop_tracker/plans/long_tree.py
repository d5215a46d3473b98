"""How much of a plan's tree one page sends, however large the plan: the rest is a link away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pop_tracker.plans.items import Node
from pop_tracker.web.errors import Missing
from pop_tracker.web.paging import PAGE, Paged

SENT_AT_ONCE = 200
"""Items that a page sends with all that is said of each: a plan is to be read on a slow phone."""


@dataclass(frozen=True)
class Excerpt:
    """The part of a tree that a page sends: the plan's highest items, or one branch."""

    way: list[Node]
    """From the plan's highest item down to the head of the branch; empty for the whole plan."""
    paged: Paged[Node]
    """The items directly under the head."""
    opened: frozenset[int]
    """Ids of items whose own are sent with them. Any other item that has some leads to a page of its own."""
    sent: frozenset[str]
    """The numbers of all that is sent."""

    @classmethod
    def of(cls, nodes: list[Node], head: str, asked: str, most: int = SENT_AT_ONCE) -> "Excerpt":
        """`head` is the number of the item at the head of a branch; "": the whole plan. `asked` is the page.

        A page that can send everything under its items within `most` does so; any other sends as many levels as
        SENT_AT_ONCE allows. Raises Missing for a number that the plan does not have.
        """
        way = _way_to(nodes, head) if head else []
        if head and not way:
            raise Missing
        beside = way[-1].children if way else nodes
        is_small = _size(beside) <= SENT_AT_ONCE
        paged = Paged.of(beside, asked, SENT_AT_ONCE if is_small else PAGE)
        if _size(paged.rows) > most:
            most = SENT_AT_ONCE
        sent, level, opened = [*way[-1:], *paged.rows], list(paged.rows), set[int]()
        while level:
            above = [node for node in level if node.children and (is_small or len(node.children) <= PAGE)]
            level = [child for node in above for child in node.children]
            if len(sent) + len(level) > most + len(way[-1:]):
                break
            opened |= {node.item.id or 0 for node in above}
            sent += level
        return cls(way, paged, frozenset(opened), frozenset(node.item.number for node in sent))

    @property
    def heads(self) -> Sequence[Node]:
        """What the page's tree begins with."""
        return self.way[-1:] or self.paged.rows

    def under(self, node: Node) -> Sequence[Node]:
        """The items under one that is sent, as far as they are sent too."""
        if any(node is head for head in self.way[-1:]):
            return self.paged.rows
        return node.children if node.item.id in self.opened else ()


def _size(nodes: Iterable[Node]) -> int:
    return sum(1 + node.below for node in nodes)


def _way_to(nodes: Iterable[Node], number: str) -> list[Node]:
    """From the top of the tree down to the item of that number; empty where there is none."""
    for node in nodes:
        if node.item.number == number:
            return [node]
        if way := _way_to(node.children, number):
            return [node, *way]
    return []


def place_of(slug: str, items: int, number: str) -> str:
    """Where readers find an item of a plan that has so many: on the plan's page, or on its own if that is long."""
    return f"/planet/{slug}{_branch(items, number)}#zeri-{number}"


def place_at_work(slug: str, items: int, number: str, item_id: int | None) -> str:
    """Where whoever wrote an item finds it again."""
    return f"/puna/planet/{slug}{_branch(items, number)}#zeri-{item_id}"


def _branch(items: int, number: str) -> str:
    return "" if items <= SENT_AT_ONCE else f"?dega={quote(number)}"
