"""Django Ninja and django-ninja-extra: APIs, routers and controllers, which stand in Django's URLconfs."""
