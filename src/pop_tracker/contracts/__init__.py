"""What was asked: contracts, their priorities and commitments, and the editions that freeze their words."""
