"""The reading pages of plans, their needs assessments and consultations."""
