"""Rehearsing a read model: built beside the live one, compared row by row, switched by a person."""
