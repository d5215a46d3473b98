/* GOV.UK Frontend's behaviour for the components that forms use; loaded on pages with a form only. */
import { Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, Radios } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function start() {
  for (const Component of [Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, Radios]) {
    const name = Component.moduleName;
    for (const element of document.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) {
      new Component(element);
    }
  }
}

start();
/* A form that htmx brings has no behaviour yet. */
document.addEventListener("htmx:after:settle", start);
