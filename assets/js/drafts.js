/* Nothing typed is lost. What the server has not taken yet stays in this browser, for this person and this form;
   it comes back when the form is opened again, and goes when they sign out. Saving itself is the form's own
   (htmx posts it as it is typed, or the button does); the words said here come from the page. */
const PREFIX = "pop-draft:";
const SAVED = "pop_draft_saved";
const RETRY = 15_000;
const TOKEN = "_csrf_token";

function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch { /* a browser that keeps nothing: the button and htmx still save */ }
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
  } catch { /* nothing was kept */ }
}

/* The server's word that it took a form by its button: a cookie beside the redirect (draft_saving.py), read once.
   No other page of ours proves it: one may say that something failed, or be opened by hand. */
function forgetTaken() {
  const word = document.cookie.split("; ").find((one) => one.startsWith(`${SAVED}=`));
  if (!word) return;
  document.cookie = `${SAVED}=; Max-Age=0; Path=/`;
  keep(PREFIX + decodeURIComponent(word.slice(SAVED.length + 1)), null);
}

/* What a person typed or chose, by name; files stay where they are, and hidden fields are the server's. */
function typed(form) {
  const said = {};
  for (const field of form.elements) {
    if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type) || field.tagName === "FIELDSET") continue;
    if (field.type === "radio" || field.type === "checkbox") {
      said[field.name] ??= [];
      if (field.checked) said[field.name].push(field.value);
    } else said[field.name] = field.value;
  }
  return said;
}

function plain(said) {
  const rows = Object.entries(said).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]);
  return JSON.stringify(rows.filter(([, value]) => value.length).sort());
}

function putBack(form, said) {
  for (const field of form.elements) {
    if (!(field.name in said)) continue;
    const value = said[field.name];
    if (Array.isArray(value)) field.checked = value.includes(field.value);
    else if (field.value !== value) {
      field.value = value;
      const fold = field.closest("details");
      if (fold) fold.open = true;
    }
  }
}

function guard(form) {
  const key = `${PREFIX}${form.dataset.draft}:${form.getAttribute("action").replace(/^\/en(?=\/)/, "")}`;
  const state = document.getElementById(form.dataset.draftState ?? "");
  const version = () => form.elements.namedItem("version");
  const before = kept(key);
  const wasRefused = document.querySelector(".govuk-error-summary") !== null;
  let busy = false, going = null, sent = null, retry = null;

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

  /* Who signed in anew has another session, and its token is on the page as it is now. */
  async function renew() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(`input[name="${TOKEN}"]`)?.value;
    if (answer.redirected || !token) return notTaken(form.dataset.draftSignedOut);
    if (token === form.elements.namedItem(TOKEN)?.value) return notTaken(form.dataset.draftOffline);
    document.querySelectorAll(`input[name="${TOKEN}"]`).forEach((field) => { field.value = token; });
    again();
  }

  form.addEventListener("input", () => keep(key, { version: version()?.value, said: typed(form) }));
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
    if (ctx.response?.status === 200 && !ctx.response.raw.redirected) {
      const now = typed(form);
      keep(key, plain(now) === sent ? null : { version: version()?.value, said: now });
    }
    if (going !== null) {
      const submitter = going;
      going = null;
      form.requestSubmit(submitter);
    }
  });

  if (!before) return;
  if (plain(before.said) === plain(typed(form))) {
    if (!wasRefused) keep(key, null);
    return;
  }
  putBack(form, before.said);
  if (version() && before.version !== undefined) version().value = before.version;
  document.getElementById(form.dataset.draftNotice ?? "")?.removeAttribute("hidden");
  setTimeout(again, 1000); /* htmx listens by then */
}

forgetTaken();
const form = document.querySelector("form[data-draft]");
if (form) guard(form);
document.querySelector('form[action$="/dalje"]')?.addEventListener("submit", forget);
