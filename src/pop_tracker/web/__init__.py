"""The HTTP toolbox, without a civic word: rendering, forms, errors, languages, the page cache."""
