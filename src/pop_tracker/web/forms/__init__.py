"""Browser forms: WTForms, with every message ours and in the reader's language."""
