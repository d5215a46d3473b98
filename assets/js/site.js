import "htmx.org/dist/htmx.js";
