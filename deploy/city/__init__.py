"""The whole city, from bundles of its districts: no shared database, no access to any of them."""
