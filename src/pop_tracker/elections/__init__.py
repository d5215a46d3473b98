"""Who stood and who governs: elections, candidates, and offices held from a day until a day."""
