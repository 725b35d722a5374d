"""Duties of all parties: their days, reminders, the calendar."""
