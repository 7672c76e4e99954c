"""The documents, and what draws their pictures."""
