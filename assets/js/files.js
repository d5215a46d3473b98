/* Files that are too large, one of them or all of a form together, are told so before they are sent, where they were
   chosen; the server would have to refuse the whole form. */
const chosen = (form) => [...form.querySelectorAll("input[data-largest]")].filter((field) => field.files.length);
const size = (fields) => fields.flatMap((field) => [...field.files]).reduce((sum, file) => sum + file.size, 0);

function fault(field) {
  if ([...field.files].some((file) => file.size > Number(field.dataset.largest))) return field.dataset.tooLarge;
  const { form } = field;
  const isLast = field === chosen(form).at(-1);
  return isLast && size(chosen(form)) > Number(form.dataset.largestTogether) ? form.dataset.tooLargeTogether : "";
}

function tell(field) {
  const id = `${field.id}-largest`;
  const group = field.closest(".govuk-form-group");
  const told = fault(field);
  document.getElementById(id)?.remove();
  if (!told) {
    if (!group.querySelector(".govuk-error-message")) group.classList.remove("govuk-form-group--error");
    field.removeAttribute("aria-invalid");
    return;
  }
  const message = document.createElement("p");
  message.id = id;
  message.className = "govuk-error-message";
  message.setAttribute("role", "alert");
  message.textContent = told;
  group.classList.add("govuk-form-group--error");
  field.setAttribute("aria-invalid", "true");
  field.before(message);
}

document.addEventListener("change", ({ target }) => {
  if (target.dataset?.largest) target.form.querySelectorAll("input[data-largest]").forEach(tell);
});
document.addEventListener("submit", (event) => {
  const field = chosen(event.target).find(fault);
  if (!field) return;
  event.preventDefault();
  const fold = field.closest("details");
  if (fold) fold.open = true;
  tell(field);
  field.focus();
});
