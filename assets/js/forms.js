/* GOV.UK Frontend's behaviour for forms; loaded on pages with a form only. Its radios and file drop stay out:
   choices open their questions in CSS, and the browser's own file input speaks the reader's language. */
import { Button, CharacterCount, ErrorSummary } from "govuk-frontend";
import "./check.js";
import "./drafts.js";
import "./files.js";
import "./passkeys.js";
import "./waits.js";

document.body.classList.add("govuk-frontend-supported");

/* Numbers as the site writes them in Albanian, with dots: browsers have spaces, and some know no Albanian at all. */
class Count extends CharacterCount {
  formatCountMessage(...count) {
    const said = super.formatCountMessage(...count);
    if (document.documentElement.lang !== "sq") return said;
    return said.replace(/\d[\d\s]*\d/, (number) => number.replace(/\s/g, "").replace(/\B(?=(\d{3})+$)/g, "."));
  }
}

function start() {
  for (const Component of [Button, Count, ErrorSummary]) {
    const name = Component.moduleName;
    for (const element of document.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) {
      new Component(element);
    }
  }
}

start();
/* A form that htmx brings has no behaviour yet. */
document.addEventListener("htmx:after:settle", start);
