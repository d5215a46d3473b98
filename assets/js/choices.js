/* A list of many choices can be searched: above every long select comes a line, and what fits the words that are typed
   there stays in the list, blind to case and accents. Nothing is chosen unasked; without script the select does alone.
   A form that asks for the same choice many times over (data-unsearched) goes without: its lines would hide the rest.
   The words said here come with the script (base.html). */
const { search, found } = document.currentScript.dataset;
const MANY = 15;
const SHOWN = 8;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function element(name, properties, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}

function searched(select) {
  const all = [...select.options];
  const id = `${select.id}-search`;
  const line = element("input", { id, type: "search", autocomplete: "off" });
  const told = element("p", { className: "meta" });
  const ofWhat = element("span", { className: "visually-hidden" }, ` ${select.labels[0]?.textContent.trim() ?? ""}`);
  const label = element("label", { htmlFor: id, className: "meta" }, search, ofWhat);
  let byKeys = false;
  told.setAttribute("role", "status");
  select.before(element("div", { className: "searched" }, label, line, told));

  /* What is chosen stays in the list, so that searching never changes it. */
  function show() {
    const words = plain(line.value).split(/\s+/).filter(Boolean);
    const fitting = all.filter((option) => words.every((word) => plain(option.text).includes(word)));
    const chosen = select.selectedOptions[0];
    select.replaceChildren(...all.filter((option) => option === chosen || fitting.includes(option)));
    if (chosen) chosen.selected = true;
    select.size = words.length ? Math.min(Math.max(select.length, 2), SHOWN) : 0;
    told.textContent = words.length ? `${found} ${fitting.length}` : "";
    return words.length ? fitting.filter((option) => option.value) : [];
  }

  function close() {
    line.value = "";
    show();
  }

  function choose(option) {
    option.selected = true;
    close();
    select.focus();
    for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
  }

  line.addEventListener("input", (event) => {
    event.stopPropagation(); /* it is no part of what is sent or kept */
    show();
  });
  line.addEventListener("change", (event) => event.stopPropagation());
  line.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") select.focus();
    else if (event.key === "Escape" && line.value) close();
    else if (event.key === "Enter" && line.value) show().slice(0, 1).forEach(choose);
    else return;
    event.preventDefault();
  });
  select.addEventListener("pointerdown", () => { byKeys = false; });
  select.addEventListener("keydown", (event) => {
    byKeys = true;
    if (!line.value || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    close();
  });
  select.addEventListener("change", () => { if (!byKeys && line.value) close(); });
  select.addEventListener("blur", ({ relatedTarget }) => { if (line.value && relatedTarget !== line) close(); });
}

function start() {
  for (const select of document.querySelectorAll("select:not([multiple])")) {
    const isSearched = select.previousElementSibling?.matches(".searched");
    if (select.options.length > MANY && !isSearched && !select.closest("[data-unsearched]")) searched(select);
  }
}

start();
/* What htmx brings has none yet. */
document.addEventListener("htmx:after:settle", start);
