"""Subscriptions of the calendar of duties, by an address that nobody can guess and its owner can close."""
