"""Annual project reports: drafts, submission, return, check."""
