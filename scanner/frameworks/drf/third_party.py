"""View classes of libraries on Django REST framework, which projects route to or inherit from.

https://django-rest-framework-simplejwt.readthedocs.io/en/latest/getting_started.html#project-configuration
https://dj-rest-auth.readthedocs.io/en/latest/api_endpoints.html
https://jazzband.github.io/django-rest-knox/urls/
https://drf-spectacular.readthedocs.io/en/latest/readme.html#take-it-for-a-spin
"""

from __future__ import annotations

import re
from types import ModuleType

from scanner.frameworks.classtable import as_module, classes_from
from scanner.frameworks.django.example import site
from scanner.frameworks.drf.views import CLASSES as REST
from scanner.frameworks.drf.views import APIView
from scanner.frameworks.protocol import Example

_TABLES = (
    """
rest_framework_simplejwt.views.TokenViewBase | GenericAPIView | post
rest_framework_simplejwt.views.TokenObtainPairView | TokenViewBase |
rest_framework_simplejwt.views.TokenRefreshView | TokenViewBase |
rest_framework_simplejwt.views.TokenObtainSlidingView | TokenViewBase |
rest_framework_simplejwt.views.TokenRefreshSlidingView | TokenViewBase |
rest_framework_simplejwt.views.TokenVerifyView | TokenViewBase |
rest_framework_simplejwt.views.TokenBlacklistView | TokenViewBase |
rest_framework_jwt.views.JSONWebTokenAPIView | APIView | post
rest_framework_jwt.views.ObtainJSONWebTokenView | JSONWebTokenAPIView |
rest_framework_jwt.views.RefreshJSONWebTokenView | JSONWebTokenAPIView |
rest_framework_jwt.views.VerifyJSONWebTokenView | JSONWebTokenAPIView |
""",
    """
dj_rest_auth.views.LoginView | GenericAPIView | post
dj_rest_auth.views.LogoutView | APIView | get post
dj_rest_auth.views.UserDetailsView | RetrieveUpdateAPIView |
dj_rest_auth.views.PasswordResetView | GenericAPIView | post
dj_rest_auth.views.PasswordResetConfirmView | GenericAPIView | post
dj_rest_auth.views.PasswordChangeView | GenericAPIView | post
dj_rest_auth.registration.views.RegisterView | CreateAPIView |
dj_rest_auth.registration.views.VerifyEmailView | APIView | post
dj_rest_auth.registration.views.ResendEmailVerificationView | CreateAPIView |
dj_rest_auth.registration.views.SocialLoginView | LoginView |
dj_rest_auth.registration.views.SocialConnectView | LoginView |
dj_rest_auth.registration.views.SocialAccountListView | ListAPIView |
dj_rest_auth.registration.views.SocialAccountDisconnectView | GenericAPIView | post
""",
    """
knox.views.LoginView | APIView | post
knox.views.LogoutView | APIView | post
knox.views.LogoutAllView | APIView | post
""",
    """
drf_spectacular.views.SpectacularAPIView | APIView | get
drf_spectacular.views.SpectacularYAMLAPIView | SpectacularAPIView |
drf_spectacular.views.SpectacularJSONAPIView | SpectacularAPIView |
drf_spectacular.views.SpectacularSwaggerView | APIView | get
drf_spectacular.views.SpectacularSwaggerSplitView | SpectacularSwaggerView |
drf_spectacular.views.SpectacularRedocView | APIView | get
""",
)


def _aliases(dotted: str) -> tuple[str, ...]:
    """Older names of packages, and the views that a library made by `as_view` itself: `token_obtain_pair`."""
    package, _, name = dotted.rpartition(".")
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("View").replace("JSONWeb", "Jwt"))
    made = f"{package}.{snake.lower()}"
    return (made, dotted.replace("dj_rest_auth.", "rest_auth.")) if dotted.startswith("dj_rest_auth.") else (made,)


MODULES: tuple[ModuleType, ...] = tuple(
    as_module(classes_from(rows, {**REST, "APIView": APIView}, _aliases)) for rows in _TABLES
)

EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                    from django.urls import include, path
                    from rest_framework.authtoken.views import obtain_auth_token
                    from rest_framework_simplejwt.views import TokenObtainPairView, token_refresh
                    class Own(TokenObtainPairView): ...
                    urlpatterns = [
                        path("token/", Own.as_view()),
                        path("token/refresh/", token_refresh),
                        path("token/auth/", obtain_auth_token),
                        path("api-auth/", include("rest_framework.urls")),
                    ]
                    """,
            },
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "rest_framework",
            "rest_framework.authtoken",
        ),
        gives=("POST /token/", "POST /token/auth/", "POST /token/refresh/"),
    ),
)
