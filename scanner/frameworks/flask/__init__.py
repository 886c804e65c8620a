"""Flask and the libraries that register routes on it, one file each."""
