"""Django REST framework: views, viewsets, their extra actions, and routers."""
