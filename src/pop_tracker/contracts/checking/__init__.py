"""What was read of a document, checked by a person, before it becomes a draft."""
