/* Nothing typed is lost. What the server has not taken yet stays in this browser, under a key of this person and form
   (web/drafts.py); it comes back when the form is opened again, and goes when the server took it, when they sign out,
   and after two weeks. Some forms are sent by htmx as they are typed; the words said here come from the page. */
const PREFIX = "pop-draft:";
const LIFE = 14 * 24 * 3600 * 1000;
const RETRY = 15_000;
const TOKEN = "_csrf_token";

function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ ...value, at: Date.now() }));
  } catch { /* a browser that keeps nothing: the button and htmx still save */ }
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget(isOver = () => true) {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && isOver(key)).forEach((key) => localStorage.removeItem(key));
  } catch { /* nothing was kept */ }
}

/* Files stay where they are, hidden fields are the server's, and a code is nobody's to keep. */
function isKept(field) {
  return field.name && field.tagName !== "FIELDSET" && field.autocomplete !== "one-time-code"
    && !["hidden", "file", "password", "submit", "button"].includes(field.type);
}

/* What is kept of a form, each box with its key: its name, and behind it which of several of that name it is, such as
   those of sources. Choices of one name have one key. */
function keyed(form) {
  const seen = {};
  return [...form.elements].filter(isKept).map((field) => {
    if (field.type === "radio" || field.type === "checkbox") return [field.name, field];
    seen[field.name] = (seen[field.name] ?? 0) + 1;
    return [seen[field.name] > 1 ? `${field.name} ${seen[field.name]}` : field.name, field];
  });
}

/* What a person typed or chose, by key. */
function typed(form) {
  const said = {};
  for (const [key, field] of keyed(form)) {
    if (field.type === "radio" || field.type === "checkbox") {
      said[key] ??= [];
      if (field.checked) said[key].push(field.value);
    } else if (field.type === "select-multiple") {
      said[key] = [...field.selectedOptions].map((option) => option.value);
    } else said[key] = field.value;
  }
  return said;
}

/* As many rows of sources as were filled in: a page that is opened anew has fewer. */
function makeRoom(form, said) {
  for (const [key, value] of Object.entries(said)) {
    const [, name, nth] = key.match(/^(.+?)(?:_address|_place)? (\d+)$/) ?? [];
    const rows = [...form.querySelectorAll(`[data-source="${name}"]`)];
    for (let row = rows.length + 1; value && rows.length && row <= nth; row += 1) {
      const made = rows.at(-1).cloneNode(true);
      for (const part of made.querySelectorAll("[id]")) part.id = part.id.replace(/(-\d+)?$/, `-${row - 1}`);
      for (const label of made.querySelectorAll("[for]")) label.htmlFor = label.htmlFor.replace(/(-\d+)?$/, `-${row - 1}`);
      rows.at(-1).after(made);
      rows.push(made);
    }
  }
}

function plain(said) {
  const rows = Object.entries(said).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]);
  return JSON.stringify(rows.filter(([, value]) => value.length).sort());
}

function putBack(form, said) {
  makeRoom(form, said);
  for (const [key, field] of keyed(form)) {
    if (!(key in said)) continue;
    const value = said[key];
    if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = value.includes(option.value);
    } else if (Array.isArray(value)) field.checked = value.includes(field.value);
    else if (field.value !== value) {
      field.value = value;
      const fold = field.closest("details");
      if (fold) fold.open = true;
    }
  }
}

function guard(form) {
  const key = PREFIX + form.dataset.draft;
  const state = document.getElementById(form.dataset.draftState ?? "");
  const version = () => form.elements.namedItem("version");
  const before = kept(key);
  let busy = false, going = null, sent = null, retry = null;

  const keepTyped = () => keep(key, { version: version()?.value, said: typed(form) });

  function tell(text) {
    if (!state) return;
    state.querySelectorAll(":scope > :not(input)").forEach((old) => old.remove());
    const line = document.createElement("p");
    line.className = "meta";
    line.textContent = text;
    state.append(line);
  }

  function again() {
    clearTimeout(retry);
    if (kept(key)) form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function notTaken(text) {
    tell(text);
    clearTimeout(retry);
    retry = setTimeout(again, RETRY);
  }

  /* Who signed in anew has another session, and its token is on the page as it is now. The form has another key where
     it is another person: nothing goes out in their name. */
  async function renew() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(`form[data-draft="${form.dataset.draft}"] input[name="${TOKEN}"]`)?.value;
    if (answer.redirected || !token) return notTaken(form.dataset.draftSignedOut);
    if (token === form.elements.namedItem(TOKEN)?.value) return notTaken(form.dataset.draftOffline);
    document.querySelectorAll(`input[name="${TOKEN}"]`).forEach((field) => { field.value = token; });
    again();
  }

  function sendsItself() {
    form.addEventListener("submit", (event) => {
      if (busy) {  /* its answer brings the version that this one has to name */
        event.preventDefault();
        going = event.submitter;
      }
    });
    window.addEventListener("online", again);

    form.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
      busy = true;
      sent = plain(typed(form));
      const body = ctx.request.body;
      for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
      if (version()) body.set("version", version().value);
    });
    form.addEventListener("htmx:before:response", (event) => {
      const { raw, status } = event.detail.ctx.response;
      const signedOut = raw.redirected || status === 401;
      if (status === 403) {
        event.preventDefault();
        renew().catch(() => notTaken(form.dataset.draftOffline));
      } else if (signedOut || ![200, 409, 422].includes(status)) {
        event.preventDefault();
        notTaken(signedOut ? form.dataset.draftSignedOut : form.dataset.draftOffline);
      }
    });
    form.addEventListener("htmx:error", () => notTaken(form.dataset.draftOffline));
    form.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
      busy = false;
      const isTaken = ctx.response?.status === 200 && !ctx.response.raw.redirected;
      if (isTaken && plain(typed(form)) === sent) keep(key, null);
      else if (kept(key)) keepTyped();  /* its version may be another by now */
      if (going !== null) {
        const submitter = going;
        going = null;
        form.requestSubmit(submitter);
      }
    });
  }

  form.addEventListener("input", keepTyped);
  if (state) sendsItself();
  form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    keep(key, null);
    location.replace(location.pathname + location.search);
  });

  if (!before) return;
  if (plain(before.said) === plain(typed(form))) {
    if (!("draftSent" in form.dataset)) keep(key, null);  /* what came back was not taken */
    return;
  }
  putBack(form, before.said);
  if ("draftSent" in form.dataset) return;  /* the server spells it its own way, and asks about the version it shows */
  if (version() && before.version !== undefined) version().value = before.version;
  form.querySelector("[data-draft-notice]")?.removeAttribute("hidden");
  if (state) setTimeout(again, 1000); /* htmx listens by then */
}

/* The server's word that it took a form stands on the page that follows, which nobody else can write (web/done.py). */
const taken = document.querySelector("[data-draft-taken]")?.dataset.draftTaken.split(" ") ?? [];
forget((key) => taken.includes(key.slice(PREFIX.length)) || !(Date.now() - kept(key)?.at < LIFE));
const guarded = new WeakMap();
function guardAll() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (guarded.get(form) === form.dataset.draft) continue;
    guarded.set(form, form.dataset.draft);
    guard(form);
  }
}
guardAll();
/* A form that htmx brings. */
document.addEventListener("htmx:after:settle", guardAll);
document.querySelectorAll('form[action$="/dalje"], form[action$="/seancat/mbyllja"]').forEach((form) => {
  form.addEventListener("submit", () => forget());
});
