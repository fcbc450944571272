"""The web: a record and its journal as pages and an API, with one writing corner, review."""
