"""Notices (Bescheide): what a decision says to the Träger, as a document from a versioned template.

`notice` says what a notice consists of, `rendering` makes the HTML, `templates` holds the words. A
template is never edited once a notice was made of it: its next version stands beside it.
"""
