"""The reading room: every public page that shows more than one room. It only reads."""
