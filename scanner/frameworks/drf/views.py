"""API views and viewsets: which methods and actions each class has.

https://www.django-rest-framework.org/api-guide/generic-views/
https://www.django-rest-framework.org/api-guide/viewsets/
"""

from __future__ import annotations

from scanner.frameworks.classtable import classes_from
from scanner.frameworks.django.generic import View
from scanner.frameworks.django.restrict import Restricted
from scanner.frameworks.django.viewfunction import ViewFunction
from scanner.interpret.handlers import dotted_name, unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import BoundMethod, Class, Decorated, Function, Instance, NativeClass, Partial
from scanner.interpret.values import ListValue, Native, Value

_API_VIEW = "rest_framework.decorators.api_view"


@stands_for("rest_framework.views.APIView")
class APIView(View):
    """`APIView`."""

    def initial(self, *_: Value, **__: Value) -> None:
        """Checks authentication, permissions and throttles before the method runs."""

    def get_extra_actions(self) -> Value:
        """Only viewsets have some."""
        return ListValue()


_ROWS = """
rest_framework.mixins.CreateModelMixin | | create perform_create
rest_framework.mixins.ListModelMixin | | list
rest_framework.mixins.RetrieveModelMixin | | retrieve
rest_framework.mixins.UpdateModelMixin | | update partial_update perform_update
rest_framework.mixins.DestroyModelMixin | | destroy perform_destroy
rest_framework.generics.GenericAPIView | APIView | get_queryset get_object get_serializer get_serializer_class
rest_framework.generics.CreateAPIView | CreateModelMixin GenericAPIView | post
rest_framework.generics.ListAPIView | ListModelMixin GenericAPIView | get
rest_framework.generics.RetrieveAPIView | RetrieveModelMixin GenericAPIView | get
rest_framework.generics.DestroyAPIView | DestroyModelMixin GenericAPIView | delete
rest_framework.generics.UpdateAPIView | UpdateModelMixin GenericAPIView | put patch
rest_framework.generics.ListCreateAPIView | ListModelMixin CreateModelMixin GenericAPIView | get post
rest_framework.generics.RetrieveUpdateAPIView | RetrieveModelMixin UpdateModelMixin GenericAPIView | get put patch
rest_framework.generics.RetrieveDestroyAPIView | RetrieveModelMixin DestroyModelMixin GenericAPIView | get delete
rest_framework.generics.RetrieveUpdateDestroyAPIView | RetrieveModelMixin UpdateModelMixin DestroyModelMixin GenericAPIView | get put patch delete
rest_framework.viewsets.ViewSetMixin | |
rest_framework.viewsets.ViewSet | ViewSetMixin APIView |
rest_framework.viewsets.GenericViewSet | ViewSetMixin GenericAPIView |
rest_framework.viewsets.ReadOnlyModelViewSet | RetrieveModelMixin ListModelMixin GenericViewSet |
rest_framework.viewsets.ModelViewSet | CreateModelMixin RetrieveModelMixin UpdateModelMixin DestroyModelMixin ListModelMixin GenericViewSet |
rest_framework.authtoken.views.ObtainAuthToken | APIView | post
rest_framework.schemas.views.SchemaView | APIView | get
rest_framework.routers.APIRootView | APIView | get
"""  # noqa: E501 - a table


def _aliases(dotted: str) -> tuple[str, ...]:
    """The view that the library itself made of a class."""
    package, _, name = dotted.rpartition(".")
    return (f"{package}.obtain_auth_token",) if name == "ObtainAuthToken" else ()


CLASSES = classes_from(_ROWS, {"APIView": APIView}, _aliases)


class ApiFunction(Restricted):
    """A function view of Django REST framework."""

    __slots__ = ()


@stands_for(_API_VIEW)
def api_view(i: Interpreter, http_method_names: Value = None) -> Value:
    """`@api_view(["GET", "POST"])`; GET alone where none is named."""
    if isinstance(http_method_names, Function | Decorated):
        return ApiFunction(http_method_names, _API_VIEW, frozenset({"GET"}))
    methods = (
        frozenset(text.upper() for text in i.strings(http_method_names)) if http_method_names else frozenset({"GET"})
    )
    return Native(lambda _i, view: ApiFunction(view, _API_VIEW, methods), "api_view")


def is_rest_view(callback: Value) -> bool:
    """Whether a URLconf's view is Django REST framework's: a class of its, or a function under `api_view`."""
    inner = unwrap(callback)
    view_class = unwrap(inner.view_class) if isinstance(inner, ViewFunction) else inner
    if isinstance(view_class, Class | NativeClass):
        return issubclass(view_class.python, APIView)
    return any(isinstance(layer, ApiFunction) for layer in layers(callback))


def layers(value: Value) -> list[Value]:
    """A handler value and everything it wraps, outermost first."""
    found: list[Value] = []
    for _ in range(50):
        found.append(value)
        match value:
            case Decorated():
                value = value.inner
            case Partial() | BoundMethod():
                value = value.function
            case Function() if value.wraps is not None:
                value = value.wraps
            case _:
                break
    return found


def _class_decorator(i: Interpreter, classes: Value) -> Value:
    """`@permission_classes([…])` and its kin: they leave the classes' names as guards."""
    names = [dotted_name(item) for item in i.iterate(classes)[0]]

    def decorate(_i: Interpreter, view: Value) -> Value:
        for name in reversed(names):
            view = Decorated(view, name) if name else view
        return view

    return Native(decorate, "rest_framework.decorators")


@stands_for("rest_framework.decorators.permission_classes")
def permission_classes(i: Interpreter, classes: Value) -> Value:
    """`@permission_classes([IsAuthenticated])`."""
    return _class_decorator(i, classes)


@stands_for("rest_framework.decorators.authentication_classes")
def authentication_classes(i: Interpreter, classes: Value) -> Value:
    """`@authentication_classes([TokenAuthentication])`."""
    return _class_decorator(i, classes)


@stands_for("rest_framework.decorators.throttle_classes")
def throttle_classes(i: Interpreter, classes: Value) -> Value:
    """`@throttle_classes([UserRateThrottle])`."""
    return _class_decorator(i, classes)


class MethodMapper(Instance):
    """`action.mapping`: HTTP methods and the names of the functions that answer them."""

    def prepare(self) -> None:
        """No method yet."""
        self.methods: dict[str, str] = {}

    def _add(self, method: str, function: Value) -> Value:
        inner = unwrap(function)
        self.methods[method] = getattr(inner, "name", "")
        return function

    def get(self, function: Value) -> Value:
        """`@action.mapping.get`."""
        return self._add("get", function)

    def post(self, function: Value) -> Value:
        """`@action.mapping.post`."""
        return self._add("post", function)

    def put(self, function: Value) -> Value:
        """`@action.mapping.put`."""
        return self._add("put", function)

    def patch(self, function: Value) -> Value:
        """`@action.mapping.patch`."""
        return self._add("patch", function)

    def delete(self, function: Value) -> Value:
        """`@action.mapping.delete`."""
        return self._add("delete", function)
