"""The network for other directories: the Human Services Data Specification (HSDS 3.0), read and in files."""
