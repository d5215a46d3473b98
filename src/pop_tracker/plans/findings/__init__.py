"""Whether a commitment stands in a plan: what the site suggests, what someone found, what a second person confirmed."""
