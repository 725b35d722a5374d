"""Emergency access (Notfallzugriff): reading for some hours what one's roles do not let one read."""
