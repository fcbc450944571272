"""Statistics on arrays; knows no nouns of the other packages."""
