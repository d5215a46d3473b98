"""Who signed: invitations to candidates, mayors and councils, and what they answered."""
