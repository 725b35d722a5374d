"""Needs of the Sozialraum: what was observed, what it has become, what answers it."""
