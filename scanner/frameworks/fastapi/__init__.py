"""FastAPI and Starlette, on which it stands."""
