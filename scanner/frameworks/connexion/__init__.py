"""Connexion: operations from the OpenAPI file that an application is given."""
