"""What a view answers, which of the project's functions run for it, and what its class states.

https://docs.djangoproject.com/en/stable/topics/class-based-views/
https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-simple/#templateresponsemixin
"""

from __future__ import annotations

from scanner.concepts.operation import ANY, Declared
from scanner.frameworks.classtable import incidental
from scanner.frameworks.django.generic import HTTP_METHODS, method_names
from scanner.frameworks.django.restrict import allowed_methods
from scanner.frameworks.django.viewfunction import ViewFunction
from scanner.frameworks.protocol import Answer
from scanner.interpret.handlers import dotted_name, guards_of, unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.lookup import in_class
from scanner.interpret.objects import AnyClass, Class, Function, Instance, NativeClass
from scanner.interpret.values import MISSING, DictValue, Dotted, Unknown, Value, plain

_UNSAFE_HOOKS = {
    "form_valid", "form_invalid", "perform_create", "perform_update", "perform_destroy", "create", "update",
    "partial_update", "destroy", "delete_object", "done",
}  # fmt: skip
_HOOKS = _UNSAFE_HOOKS | {
    "dispatch", "setup", "initial", "initialize_request", "finalize_response", "http_method_not_allowed",
    "get_context_data", "get_queryset", "get_object", "get_form", "get_form_class", "get_form_kwargs", "get_initial",
    "get_success_url", "get_redirect_url", "get_template_names", "render_to_response", "test_func", "has_permission",
    "handle_no_permission", "get_permission_required", "get_serializer", "get_serializer_class",
    "get_serializer_context", "get_permissions", "get_authenticators", "get_throttles", "filter_queryset",
    "paginate_queryset", "list", "retrieve", "items", "get_feed",
}  # fmt: skip
_ACTIONS = {
    "list": set(),
    "retrieve": set(),
    "create": {"perform_create"},
    "update": {"perform_update"},
    "partial_update": {"update", "perform_update"},
    "destroy": {"perform_destroy"},
}
"""What a REST framework's action runs of a class besides itself: of the other actions and of their last steps.

https://www.django-rest-framework.org/api-guide/generic-views/#mixins
"""
_STEPS = {*_ACTIONS, *(step for steps in _ACTIONS.values() for step in steps)}
_ORDER = tuple(sorted(_HOOKS))
_SAFE_ORDER = tuple(sorted(_HOOKS - _UNSAFE_HOOKS))
_SUFFIXES = (
    ("CreateView", "_form"),
    ("UpdateView", "_form"),
    ("DeleteView", "_confirm_delete"),
    ("ListView", "_list"),
    ("DetailView", "_detail"),
    ("ArchiveIndexView", "_archive"),
    ("YearArchiveView", "_archive_year"),
    ("MonthArchiveView", "_archive_month"),
    ("DayArchiveView", "_archive_day"),
)
_CSRF_EXEMPT = "django.views.decorators.csrf.csrf_exempt"
_AUTH_VIEWS = "django.contrib.auth.views."
_BUILT_IN_TEMPLATES = {
    "LoginView": "registration/login.html",
    "LogoutView": "registration/logged_out.html",
    "PasswordChangeView": "registration/password_change_form.html",
    "PasswordChangeDoneView": "registration/password_change_done.html",
    "PasswordResetView": "registration/password_reset_form.html",
    "PasswordResetDoneView": "registration/password_reset_done.html",
    "PasswordResetConfirmView": "registration/password_reset_confirm.html",
    "PasswordResetCompleteView": "registration/password_reset_complete.html",
}
"""Templates of Django's own views; other libraries have classes of the same names, with other templates or none.

https://docs.djangoproject.com/en/stable/topics/auth/default/#all-authentication-views
"""


def answers_of(i: Interpreter, callback: Value) -> tuple[Answer, ...]:
    """The methods a view answers; ANY where nothing narrows it."""
    inner = _view(i, callback)
    allowed = allowed_methods(i, callback)
    if isinstance(inner, ViewFunction):
        answers = _of_class(i, inner)
        if answers:
            return tuple(one for one in answers if allowed is None or one.method in allowed) or answers
    runs = (inner,) if isinstance(inner, Function) else _instance_runs(i, inner)
    if allowed is None:
        return (Answer(ANY, runs),)
    return tuple(Answer(name.upper(), runs) for name in HTTP_METHODS if name.upper() in allowed)


def _view(i: Interpreter, callback: Value) -> Value:
    """The function or view class behind a callback; a class alone came from a library's own `as_view`."""
    inner = unwrap(callback)
    return ViewFunction.of(i, inner, None, {}) if isinstance(inner, Class | NativeClass) else inner


def _of_class(i: Interpreter, view: ViewFunction) -> tuple[Answer, ...]:
    view_class = unwrap(view.view_class)
    if not isinstance(view_class, Class | NativeClass):
        return ()
    allowed = method_names(i, view_class, view.arguments)
    if isinstance(view.actions, DictValue):
        bound = {plain(method): plain(name) for method, name in view.actions.items.items()}
        return tuple(
            Answer(
                str(method).upper(), _runs(view_class, str(name), str(method) in ("get", "head"), _others(str(name)))
            )
            for method, name in bound.items()
            if method in allowed
        )
    answers: list[Answer] = []
    for method in allowed:
        found = in_class(i, view_class, method)
        if found is MISSING or isinstance(found, Unknown):
            continue  # a base that is not known may have it: what is seen is reported
        answers.append(Answer(method.upper(), _runs(view_class, method, method == "get"), incidental(found)))
    return tuple(answers)


def _others(action: str) -> frozenset[str]:
    """The steps of a viewset that an action does not run; one of the project's own may run any action's last step."""
    return frozenset(_STEPS - {action} - _ACTIONS[action] if action in _ACTIONS else _ACTIONS)


def _runs(view_class: AnyClass, name: str, safe: bool, without: frozenset[str] = frozenset()) -> tuple[Value, ...]:
    """The method, then the hooks that the library calls around it, nearest class first, but for those left out."""
    wanted = (name, *(hook for hook in (_SAFE_ORDER if safe else _ORDER) if hook not in without))
    found: dict[str, Value] = {}
    for entry in view_class.mro if isinstance(view_class, Class) else ():
        if isinstance(entry, Class):
            for hook in wanted:
                if hook in entry.namespace and hook not in found:  # few classes have more than one or two
                    value = entry.namespace[hook]
                    if isinstance(unwrap(value), Function):
                        found[hook] = value
    return tuple(found[hook] for hook in wanted if hook in found)


def _instance_runs(i: Interpreter, value: Value) -> tuple[Value, ...]:
    """An object that is called, such as a feed."""
    if isinstance(value, Instance) and isinstance(value.class_, Class):
        return _runs(value.class_, "__call__", True)
    return ()


def declared_of(i: Interpreter, callback: Value) -> Declared:
    """What the view's class and decorators state: templates, redirects, forms, guards, CSRF."""
    inner = _view(i, callback)
    csrf_exempt = True if _CSRF_EXEMPT in guards_of(callback) else None
    if not isinstance(inner, ViewFunction):
        return Declared(csrf_exempt=csrf_exempt)
    view_class = unwrap(inner.view_class)
    if not isinstance(view_class, Class | NativeClass):
        return Declared(csrf_exempt=csrf_exempt)
    if _CSRF_EXEMPT in guards_of(inner.view_class):
        csrf_exempt = True

    def stated(name: str) -> Value:
        value = plain(inner.arguments.get(name, i.attribute(view_class, name)))
        return (
            None if isinstance(value, Dotted) and value.receiver is view_class else value
        )  # an unknown base may have it

    success, pattern = stated("success_url"), stated("pattern_name")
    form = dotted_name(stated("form_class"))
    serializer = dotted_name(stated("serializer_class"))
    model = stated("model")
    return Declared(
        guards=_class_guards(i, view_class),
        csrf_exempt=csrf_exempt,
        templates=_templates(view_class, stated("template_name"), stated("template_name_suffix"), model),
        redirects=tuple(text for text in (success, pattern) if isinstance(text, str)),
        form=True if form or _is_form_view(view_class) else None,
        body=form or serializer or None,
        response=serializer or None,
        model=dotted_name(model) or None,
        throttled=True if i.iterate(stated("throttle_classes"))[0] else None,
    )


def _class_guards(i: Interpreter, view_class: AnyClass) -> tuple[str, ...]:
    """Mixins that guard, and the classes that Django REST framework asks."""
    guards: list[str] = []
    for entry in view_class.mro if isinstance(view_class, Class) else ():
        dotted = entry.dotted if isinstance(entry, Class) else getattr(entry, "dotted", "")
        if dotted.rpartition(".")[2].endswith(("RequiredMixin", "PermissionMixin", "TestMixin", "AccessMixin")):
            guards.append(dotted)
    for name in ("authentication_classes", "permission_classes"):
        guards += [dotted_name(item) for item in i.iterate(i.attribute(view_class, name))[0]]
    return tuple(dict.fromkeys(guard for guard in guards if guard))


def _is_form_view(view_class: AnyClass) -> bool:
    return isinstance(view_class, Class) and any(name.endswith(".FormMixin") for name in view_class.library_bases())


def _templates(view_class: AnyClass, stated: Value, suffix: Value, model: Value) -> tuple[str, ...]:
    """The template that a class names, and the one that its generic view looks for."""
    found: list[str] = [stated] if isinstance(stated, str) else []
    names = [*(view_class.library_bases() if isinstance(view_class, Class) else ()), view_class.dotted]
    own = {name.rpartition(".")[2] for name in names}
    for base, template in _BUILT_IN_TEMPLATES.items():
        if _AUTH_VIEWS + base in names and not found:
            found.append(template)
    if isinstance(model, Class):
        ending = suffix if isinstance(suffix, str) else next((end for base, end in _SUFFIXES if base in own), None)
        if ending is not None:
            found.append(f"{_app_label(model)}/{model.name.lower()}{ending}.html")
    return tuple(dict.fromkeys(found))


def _app_label(model: Class) -> str:
    """The package that holds the models: the default label of its application."""
    parts = model.module.name.split(".")
    above = parts[: parts.index("models")] if "models" in parts else parts[:-1]
    return (above or parts)[-1]
