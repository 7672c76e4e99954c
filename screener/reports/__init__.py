"""Evidence out: reports on a caller, complaint sheets and letters, each in several formats."""
