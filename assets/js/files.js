/* A file that is too large is told so before it is sent, at its field; the server would have to refuse the whole form. */
const tooLarge = (field) => [...field.files].some((file) => file.size > Number(field.dataset.largest));

function tell(field) {
  const id = `${field.id}-largest`;
  const group = field.closest(".govuk-form-group");
  document.getElementById(id)?.remove();
  if (!tooLarge(field)) {
    if (!group.querySelector(".govuk-error-message")) group.classList.remove("govuk-form-group--error");
    field.removeAttribute("aria-invalid");
    return;
  }
  const message = document.createElement("p");
  message.id = id;
  message.className = "govuk-error-message";
  message.setAttribute("role", "alert");
  message.textContent = field.dataset.tooLarge;
  group.classList.add("govuk-form-group--error");
  field.setAttribute("aria-invalid", "true");
  field.before(message);
}

document.addEventListener("change", ({ target }) => { if (target.dataset?.largest) tell(target); });
document.addEventListener("submit", (event) => {
  const field = [...event.target.querySelectorAll("input[data-largest]")].find(tooLarge);
  if (!field) return;
  event.preventDefault();
  const fold = field.closest("details");
  if (fold) fold.open = true;
  tell(field);
  field.focus();
});
