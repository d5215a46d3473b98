/* GOV.UK Frontend's behaviour for forms; loaded on pages with a form only. Its radios and file drop stay out:
   choices open their questions in CSS, and the browser's own file input speaks the reader's language. */
import { Button, CharacterCount, ErrorSummary } from "govuk-frontend";
import "./drafts.js";
import "./files.js";
import "./passkeys.js";

document.body.classList.add("govuk-frontend-supported");

function start() {
  for (const Component of [Button, CharacterCount, ErrorSummary]) {
    const name = Component.moduleName;
    for (const element of document.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) {
      new Component(element);
    }
  }
}

start();
/* A form that htmx brings has no behaviour yet. */
document.addEventListener("htmx:after:settle", start);
