"""What a reader meets on a page as it stands in a browser's window: where the answer begins, how loud it is, how long.

All are of `main`, in px, text in closed folds left out but for its sizes. How each is counted:

`sizes`     the different sizes of its letters, folds included
`h1`, `fact`  where the name of the page and its first fact begin, the band of the training site not counted. The first
            fact is the first thing after the h1 that holds a part of the record (`HOLDS_FACTS`); a lead that says no
            number holds none, and neither does a form
`right`     of the heights of all lines of text, what belongs to lines that reach beyond 62% of the column, in percent
`repeats`   statuses that all commitments of a group say, though its head says it or it says only that nobody has looked
`small`     what can be pressed and is smaller than 24 px either way, on the whole page and in folds too. As WCAG 2.2
            has it (2.5.8), a link within a line of other words may be, and what is out of sight until it has the focus
`height`    of the whole page
`wide`      how wide it is, where that is more than the window
`spilt`     words that reach over the edge of the cell, row or term that they are in
`crowded`   second headings with less than `CLEAR` px between them and the words or the field above, but for those of
            folds and asides, which have a line of their own over them
"""

from typing import Any

HOLDS_FACTS = ".lead, .status-line, .status, .facts, .marks, .figure, .leaf, .fold, .list > li, table, .timeline > li"
BEYOND = 0.62

CLEAR = 22

PRESSED = "a[href], button, summary, select, textarea, input:not([type=hidden])"
SMALLEST = 24

_SMALL = r"""([pressed, smallest]) => {
    const folds = [...document.querySelectorAll("details:not([open])")];
    for (const fold of folds) fold.open = true;
    const inLine = one => {
        let block = one;
        while (getComputedStyle(block).display === "inline") block = block.parentElement;
        const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        while (block !== one && texts.nextNode()) {
            const {data, parentElement} = texts.currentNode;
            if (/[\p{L}\p{N}]/u.test(data) && !parentElement.closest(pressed + ", .visually-hidden")) return true;
        }
        return false;
    };
    const isClipped = one => one && (getComputedStyle(one).clipPath !== "none" || isClipped(one.parentElement));
    const found = [];
    for (const one of document.querySelectorAll(pressed)) {
        const {width, height} = one.getBoundingClientRect();
        if (!one.checkVisibility() || !width || Math.min(width, height) >= smallest || inLine(one)) continue;
        if (isClipped(one)) continue;
        const size = `${Math.round(width)} × ${Math.round(height)}`;
        found.push(`${one.parentElement.tagName}.${one.parentElement.className} “${one.textContent.trim()}” ${size}`);
    }
    for (const fold of folds) fold.open = false;
    return found;
}"""

_MEASURE = r"""([holdsFacts, beyond]) => {
    const main = document.querySelector("main"), h1 = main.querySelector("h1"), column = main.getBoundingClientRect();
    const band = document.querySelector(".training")?.getBoundingClientRect().height ?? 0;
    const top = element => element && Math.round(element.getBoundingClientRect().top + scrollY - band);
    const line = column.left + column.width * beyond, range = document.createRange(), sizes = new Set();
    const spilt = new Set();
    let lines = 0, right = 0;
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest("option, script, template, .visually-hidden")) continue;
        sizes.add(Math.round(10 * parseFloat(getComputedStyle(parent).fontSize)) / 10);
        if (!parent.checkVisibility()) continue;
        range.selectNodeContents(text);
        const clipped = getComputedStyle(parent.closest("thead") ?? parent).clipPath !== "none";
        const cell = clipped ? null : parent.closest("td, th, dt, dd, li, summary")?.getBoundingClientRect();
        for (const box of range.getClientRects()) {
            if (box.width < 2) continue;
            lines += box.height;
            if (box.right > line) right += box.height;
            if (cell && box.right > cell.right + 2) spilt.add(text.data.trim().slice(0, 30));
        }
    }
    const fact = [...main.querySelectorAll(holdsFacts)].find(one =>
        h1.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && one.checkVisibility()
        && !one.closest("form, nav") && (!one.matches(".lead") || /\d/.test(one.textContent)));
    const word = status => status.textContent.trim().replace(/\s+/g, " ");
    const repeats = [];
    for (const group of main.querySelectorAll(".fold, .priority, .leaves:not(.fold .leaves)")) {
        const said = [...group.querySelectorAll(":is(.leaf, .commitment) > .status")];
        if (!said.length || new Set(said.map(word)).size > 1) continue;
        const head = group.querySelector(":scope > :is(summary, .stack)")?.textContent.replace(/\s+/g, " ") ?? "";
        const silent = said.length > 1 && said[0].matches(".status--not-assessed");
        if (silent || head.includes(word(said[0]))) repeats.push(`${word(said[0])} ${said.length}x`);
    }
    const wide = document.documentElement.scrollWidth;
    return {
        sizes: [...sizes].sort((a, b) => a - b), h1: top(h1), fact: top(fact) ?? null,
        factIs: fact ? fact.tagName.toLowerCase() + "." + fact.className : null,
        right: Math.round(100 * right / lines), repeats, spilt: [...spilt],
        height: document.documentElement.scrollHeight,
        wide: wide > innerWidth ? wide : null,
    };
}"""


_CROWDED = r"""clear => {
    const main = document.querySelector("main"), range = document.createRange(), boxes = [];
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || !parent.checkVisibility() || parent.closest("option, .visually-hidden")) continue;
        if (getComputedStyle(parent.closest("thead") ?? parent).clipPath !== "none") continue;
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) boxes.push([box, parent]);
    }
    for (const field of main.querySelectorAll("input, select, textarea, .button"))
        if (field.checkVisibility()) boxes.push([field.getBoundingClientRect(), field]);
    const found = [];
    for (const heading of main.querySelectorAll("h2")) {
        if (!heading.checkVisibility()) continue;
        if (heading.closest("summary, aside, .page__aside, .cite, .visually-hidden")) continue;
        const {left, right, top} = heading.getBoundingClientRect();
        const over = boxes.filter(([box, of]) =>
            !heading.contains(of) && box.right > left + 1 && box.left < right - 1 && box.bottom <= top + 4);
        const gap = Math.round(top - Math.max(...over.map(([box]) => box.bottom)));
        if (gap < clear) found.push(`${heading.textContent.trim()} (${gap} px)`);
    }
    return found;
}"""


def measure(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_MEASURE, [HOLDS_FACTS, BEYOND])
    return found


def crowded(page: Any) -> list[str]:
    found: list[str] = page.evaluate(_CROWDED, CLEAR)
    return found


def too_small(page: Any) -> list[str]:
    """`small`, apart from the others, because it opens the folds and closes them again."""
    found: list[str] = page.evaluate(_SMALL, [PRESSED, SMALLEST])
    return found


def enlarge(page: Any, percent: int) -> None:
    """All letters, as readers set them in the browser: what is told in rem, and where a page changes its columns."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 16 * percent // 100}})
