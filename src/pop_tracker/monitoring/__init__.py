"""What came of it: rounds, assessments with evidence, and the rule that derives every status above a leaf."""
