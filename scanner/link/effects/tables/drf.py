"""Django REST framework, its token packages, and Django Ninja.

https://www.django-rest-framework.org/api-guide/generic-views/ https://www.django-rest-framework.org/api-guide/viewsets/
https://www.django-rest-framework.org/api-guide/authentication/ https://www.django-rest-framework.org/api-guide/permissions/
https://www.django-rest-framework.org/api-guide/throttling/ https://django-rest-framework-simplejwt.readthedocs.io/
https://jazzband.github.io/django-rest-knox/ https://django-ninja.dev/guides/authentication/
https://django-oauth-toolkit.readthedocs.io/en/latest/rest-framework/permissions.html
"""

from __future__ import annotations

from collections.abc import Mapping

from scanner.concepts.effects import EffectKind as E
from scanner.link.effects.tables.table import Kinds, Table

_READ: Mapping[str, Kinds] = {"GET": (E.ANSWERS_JSON,)}
_WRITE = (E.ANSWERS_JSON, E.MUTATES, E.READS_JSON, E.VALIDATES)
_ERASE = (E.ANSWERS_JSON, E.MUTATES)
_CREATE: Mapping[str, Kinds] = {"POST": _WRITE}
_UPDATE: Mapping[str, Kinds] = {"PUT": _WRITE, "PATCH": _WRITE}
_DESTROY: Mapping[str, Kinds] = {"DELETE": _ERASE}
_ALL = {**_READ, **_CREATE, **_UPDATE, **_DESTROY}
_SCOPES = (
    "TokenHasScope", "TokenHasReadWriteScope", "TokenHasResourceScope", "IsAuthenticatedOrTokenHasScope",
    "TokenMatchesOASRequirements",
)  # fmt: skip
_PROTECTED = ("protected_resource", "rw_protected_resource")
_JSON = {"*": (E.ANSWERS_JSON,)}

TABLE = Table(
    reads={
        "request.data": (E.READS_JSON,),
        "request.query_params": (E.READS_QUERY,),
        "request.auth": (E.CHECKS_TOKEN,),
    },
    calls={
        ".get_serializer": (E.VALIDATES,),
        "rest_framework.authtoken.models.Token.objects.get": (E.CHECKS_TOKEN,),
    },
    answers={
        "rest_framework.response.Response": E.ANSWERS_JSON,
        ".get_paginated_response": E.ANSWERS_JSON,
    },
    guards={
        "rest_framework.decorators.api_view": (E.ANSWERS_JSON,),
        "rest_framework.permissions.IsAuthenticated": (E.REQUIRES_LOGIN,),
        "rest_framework.permissions.IsAuthenticatedOrReadOnly": (E.REQUIRES_LOGIN,),
        "rest_framework.permissions.IsAdminUser": (E.REQUIRES_LOGIN, E.REQUIRES_PERMISSION),
        "rest_framework.permissions.DjangoModelPermissions": (E.REQUIRES_LOGIN, E.REQUIRES_PERMISSION),
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly": (E.REQUIRES_PERMISSION,),
        "rest_framework.permissions.DjangoObjectPermissions": (E.REQUIRES_LOGIN, E.REQUIRES_PERMISSION),
        "rest_framework.permissions.BasePermission": (E.REQUIRES_PERMISSION,),
        "rest_framework.authentication.SessionAuthentication": (E.CHECKS_SESSION,),
        "rest_framework.authentication.TokenAuthentication": (E.CHECKS_TOKEN,),
        "rest_framework.authentication.BasicAuthentication": (E.CHECKS_BASIC,),
        "rest_framework.authentication.BaseAuthentication": (),
        "rest_framework_simplejwt.authentication.JWTAuthentication": (E.CHECKS_TOKEN,),
        "rest_framework_jwt.authentication.JSONWebTokenAuthentication": (E.CHECKS_TOKEN,),
        "rest_framework_api_key.permissions.HasAPIKey": (E.CHECKS_TOKEN,),
        "knox.auth.TokenAuthentication": (E.CHECKS_TOKEN,),
        **{f"oauth2_provider.contrib.rest_framework.{name}": (E.CHECKS_SCOPE,) for name in _SCOPES},
        **{f"oauth2_provider.decorators.{name}": (E.CHECKS_TOKEN, E.CHECKS_SCOPE) for name in _PROTECTED},
        "oauth2_provider.contrib.rest_framework.OAuth2Authentication": (E.CHECKS_TOKEN,),
        "rest_framework.throttling.AnonRateThrottle": (E.THROTTLES,),
        "rest_framework.throttling.UserRateThrottle": (E.THROTTLES,),
        "rest_framework.throttling.ScopedRateThrottle": (E.THROTTLES,),
        "rest_framework.throttling.SimpleRateThrottle": (E.THROTTLES,),
        "rest_framework.throttling.BaseThrottle": (E.THROTTLES,),
        "ninja.security.HttpBearer": (E.CHECKS_TOKEN,),
        "ninja.security.APIKeyHeader": (E.CHECKS_TOKEN,),
        "ninja.security.APIKeyQuery": (E.CHECKS_TOKEN,),
        "ninja.security.APIKeyCookie": (E.CHECKS_SESSION,),
        "ninja.security.HttpBasicAuth": (E.CHECKS_BASIC,),
        "ninja.security.django_auth": (E.REQUIRES_LOGIN, E.CHECKS_SESSION),
    },
    bases={
        "rest_framework.views.APIView": _JSON,
        "rest_framework.routers.APIRootView": _READ,
        "rest_framework.viewsets.ViewSet": _JSON,
        "rest_framework.viewsets.GenericViewSet": _JSON,
        "rest_framework.generics.GenericAPIView": _JSON,
        "rest_framework.viewsets.ModelViewSet": _ALL,
        "rest_framework.viewsets.ReadOnlyModelViewSet": _READ,
        "rest_framework.mixins.ListModelMixin": _READ,
        "rest_framework.mixins.RetrieveModelMixin": _READ,
        "rest_framework.mixins.CreateModelMixin": _CREATE,
        "rest_framework.mixins.UpdateModelMixin": _UPDATE,
        "rest_framework.mixins.DestroyModelMixin": _DESTROY,
        "rest_framework.generics.ListAPIView": _READ,
        "rest_framework.generics.RetrieveAPIView": _READ,
        "rest_framework.generics.CreateAPIView": _CREATE,
        "rest_framework.generics.UpdateAPIView": _UPDATE,
        "rest_framework.generics.DestroyAPIView": _DESTROY,
        "rest_framework.generics.ListCreateAPIView": {**_READ, **_CREATE},
        "rest_framework.generics.RetrieveUpdateAPIView": {**_READ, **_UPDATE},
        "rest_framework.generics.RetrieveDestroyAPIView": {**_READ, **_DESTROY},
        "rest_framework.generics.RetrieveUpdateDestroyAPIView": {**_READ, **_UPDATE, **_DESTROY},
        "rest_framework.authtoken.views.ObtainAuthToken": {"POST": (E.ANSWERS_JSON, E.VALIDATES, E.MUTATES)},
    },
)
