"""How long texts and files are kept, and how they go: proposed by one person, confirmed by another."""
