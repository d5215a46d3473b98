"""Where people were asked: consultations, what was raised there, and where it led."""
