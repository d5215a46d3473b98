import "htmx.org/dist/htmx.js";
import "./choices.js";
