"""From a text to observations and claims, each tied to its characters."""
