"""What resources answers, for frontends and for the description of the interface."""
