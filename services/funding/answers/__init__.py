"""What funding answers, for frontends and for the description of the interface."""
