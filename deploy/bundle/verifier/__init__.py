"""The stand-alone verifier, in pieces; `deploy/bundle/onefile.py` puts them into one file.

They need nothing but Python's standard library, from version 3.11 on, and nothing else of this
repository: whoever checks us must not have to trust our other code.
"""
