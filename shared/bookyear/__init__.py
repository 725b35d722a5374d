"""Closing a book year: what was recorded in it is a fixed piece of the log from then on."""
