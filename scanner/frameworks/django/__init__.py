"""Django: settings, URLconfs, views, app configs and the admin site, as an interpreted project uses them."""
