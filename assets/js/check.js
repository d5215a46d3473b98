/* The page on which a document is checked (templates/contracts/check.html). Choosing a row changes only the outline and
   the marked passage, and both halves scroll there. What an element says in data-key presses it, as long as the chosen
   row has the focus and no text is being typed. Whoever wants no keys switches them off; the device remembers. */
const PLACE = "pop-keys-off";
const DESK = matchMedia("(min-width: 62rem)");
const page = () => document.querySelector("[data-keys]");
const off = document.querySelector("[data-keys-off]");
const chosen = () => page().querySelector(".check--chosen");

function called(event) {
  return `${event.altKey ? "Alt+" : ""}${event.key}`;
}

function isTyping(target) {
  return target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
}

/* Within its half alone: the page stays where it is. */
function showIn(half, element) {
  if (!half || !element || half.scrollHeight <= half.clientHeight) return;
  const { top, bottom } = element.getBoundingClientRect();
  const seen = half.getBoundingClientRect();
  if (top < seen.top || bottom > seen.bottom) half.scrollTop += top - seen.top - seen.height / 4;
}

function show() {
  showIn(document.getElementById("dokumenti"), page().querySelector(".document__chosen"));
  showIn(document.getElementById("permbledhja"), chosen());
}

/* Where the cursor stands, unless an empty line says it already. */
function splitAtCursor({ elements: { text } }) {
  const { selectionStart: at, value } = text;
  if (!value.includes("\n\n") && at > 0 && at < value.length) text.value = `${value.slice(0, at)}\n\n${value.slice(at)}`;
}

function tell(text) {
  page().querySelector("[data-told]")?.remove();
  const line = document.createElement("p");
  line.className = "notice notice--warning";
  line.dataset.told = "";
  line.setAttribute("role", "alert");
  line.textContent = text;
  (chosen() ?? page()).prepend(line);
  line.scrollIntoView({ block: "nearest" });
}

function isChanged(form) {
  return [...form.elements].some((field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
  });
}

/* What is typed for the chosen row goes with that row's buttons alone: whoever saves all is told first. */
function leavesBehind(form) {
  const typed = chosen()?.querySelector("form");
  return Boolean(typed) && form !== typed && page().contains(form) && isChanged(typed);
}

function heard(event) {
  if (off.checked || event.ctrlKey || event.metaKey || isTyping(event.target) || !event.target.closest(".check--chosen")) return;
  /* Enter on a link or a button is theirs. */
  if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
  const pressed = page().querySelector(`[data-key~="${CSS.escape(called(event))}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
}

function start() {
  off.checked = localStorage.getItem(PLACE) === "1";
  off.addEventListener("change", () => localStorage.setItem(PLACE, off.checked ? "1" : "0"));
  off.closest("[hidden]").removeAttribute("hidden");
  document.addEventListener("keydown", heard);
  document.addEventListener("click", (event) => {
    /* On a phone a row is in another view, to which the link itself leads. */
    if (!DESK.matches && event.target.closest("[data-keys] a[hx-get]")) event.stopImmediatePropagation();
    if (event.target.closest('button[value="ndaj"]')) splitAtCursor(event.target.form);
  }, { capture: true });
  document.addEventListener("submit", (event) => {
    if (!leavesBehind(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(page().dataset.typed);
    chosen().querySelector("textarea").focus({ preventScroll: true });
  }, { capture: true });
  document.addEventListener("htmx:before:response", (event) => {
    const { response, request } = event.detail.ctx;
    if (response.status === 200 && !response.raw.redirected) return;
    event.preventDefault();  /* signed out, or thrown away meanwhile: the page itself says so */
    location.assign(request.action);
  });
  document.addEventListener("htmx:error", () => tell(page().dataset.offline));
  document.addEventListener("htmx:after:settle", () => {
    show();
    chosen()?.focus({ preventScroll: true });
  });
  showIn(document.getElementById("dokumenti"), page().querySelector(".document__chosen"));
  if (location.search.includes("pjesa=") && !document.querySelector(".govuk-error-summary")) {
    show();
    chosen()?.focus({ preventScroll: true });
  }
}

if (page() && off) start();
