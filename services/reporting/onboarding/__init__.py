"""New staff of the WJH are introduced into the concept (Einarbeitung): who, until when, and whether."""
