"""What earlier runs found, kept in the user's cache directory: frozen values by the hash of what they came from."""
