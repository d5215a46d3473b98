"""What was planned: municipal plans, consultations, and findings of whether a commitment stands in a plan."""
