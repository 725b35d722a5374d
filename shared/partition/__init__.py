"""Parts of a log (Teile): cut off by insertion id, detached when all in them is over, attached again."""
