"""Who works here: people, organisations, roles, sign-in by a link, and the guards of the doors."""
