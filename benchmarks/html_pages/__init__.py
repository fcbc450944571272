"""News pages with known stories: made by us, or read from public test corpora."""
