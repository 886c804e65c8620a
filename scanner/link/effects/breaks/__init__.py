"""Requests that a client may well send, and that end in an exception nobody handles: the answer is 500."""
