"""Shifts between lines of an approved plan: asked for beforehand, decided by the office."""
