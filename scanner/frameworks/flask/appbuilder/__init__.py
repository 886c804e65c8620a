"""Flask-AppBuilder: views and APIs as classes, which `AppBuilder` registers with what they inherit.

https://flask-appbuilder.readthedocs.io/en/latest/
"""
