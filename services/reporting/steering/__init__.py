"""Steering (Steuerung): the steering group and the UAG, their meetings, and what they are shown."""
