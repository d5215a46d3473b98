/* Keys of the page on which a document is checked (templates/contracts/check.html): what an element says in data-key
   presses it, as long as no text is being typed. Whoever wants none switches them off; the device remembers. */
const PLACE = "pop-keys-off";
const list = document.querySelector("[data-keys]");
const off = document.querySelector("[data-keys-off]");

function called(event) {
  return `${event.altKey ? "Alt+" : ""}${event.key}`;
}

function typing(target) {
  return target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
}

if (list && off) {
  off.checked = localStorage.getItem(PLACE) === "1";
  off.addEventListener("change", () => localStorage.setItem(PLACE, off.checked ? "1" : "0"));
  off.closest("[hidden]")?.removeAttribute("hidden");
  document.addEventListener("keydown", (event) => {
    if (off.checked || event.ctrlKey || event.metaKey || typing(event.target)) return;
    /* Enter on a link or a button is theirs. */
    if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
    const pressed = list.querySelector(`[data-key="${CSS.escape(called(event))}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
  list.querySelector(".check--chosen a")?.focus({ preventScroll: true });
}
