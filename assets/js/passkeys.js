/* Passkeys. A form with data-passkey="prove" or "add" has a button inside [data-with-passkey]: it asks our server for a
   challenge (data-options), has the browser's key sign it, and sends the form with what came of it in `answer`. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const readable = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...["allowCredentials", "excludeCredentials"].reduce(
    (lists, name) => (options[name] ? { ...lists, [name]: options[name].map((key) => ({ ...key, id: bytes(key.id) })) } : lists),
    {},
  ),
});

function writable(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.attestationObject) said.transports = response.getTransports?.() ?? [];
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said });
}

async function asked(form) {
  const body = new URLSearchParams({ _csrf_token: form.elements._csrf_token.value });
  const answer = await fetch(form.dataset.options, { method: "POST", body });
  if (!answer.ok) throw new Error(answer.status);
  const publicKey = readable(await answer.json());
  const ways = navigator.credentials;
  return form.dataset.passkey === "add" ? ways.create({ publicKey }) : ways.get({ publicKey });
}

function prepare(form) {
  const box = form.querySelector("[data-with-passkey]");
  if (!box || !window.PublicKeyCredential) return;
  const failed = box.querySelector("[data-passkey-failed]");
  box.hidden = false;
  form.querySelector("[data-without-passkey]").hidden = true;
  box.querySelector("button").addEventListener("click", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.answer.value = writable(await asked(form));
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  });
}

document.querySelectorAll("form[data-passkey]").forEach(prepare);
