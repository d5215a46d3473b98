"""Which words of offices answer which words of citizens. It knows no contract and no plan."""
