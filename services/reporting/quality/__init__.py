"""Quality (Qualität): by what it shows, how it is assessed, and what shall become better."""
