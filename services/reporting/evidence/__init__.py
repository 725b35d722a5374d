"""Evidence that was taken home: put on record, and signed."""
