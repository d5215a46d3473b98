"""Tables in files: sent by people, shipped as seeds, handed out."""
