"""Files of every kind that a contract comes in, as a `Document` (`reading/blocks.py`): what a person sees, in order."""
