"""Django's class-based views: which methods each of them answers.

https://docs.djangoproject.com/en/stable/ref/class-based-views/
https://docs.djangoproject.com/en/stable/topics/auth/default/#all-authentication-views
"""

from __future__ import annotations

from collections.abc import Mapping

from scanner.frameworks.classtable import classes_from
from scanner.frameworks.django.viewfunction import ViewFunction
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import class_method, stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import ListValue, Unknown, Value

HTTP_METHODS = ("get", "post", "put", "patch", "delete")
"""The methods that are reported; Django adds HEAD and OPTIONS by itself."""


@stands_for("django.views.generic.base.View", "django.views.generic.View", "django.views.View")
class View(Instance):
    """`View`: answers the methods it has."""

    http_method_names = ("get", "post", "put", "patch", "delete", "head", "options", "trace")

    @class_method
    def as_view(i: Interpreter, class_: Value, actions: Value = None, **initkwargs: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """The function that URLconfs take; `actions` are Django REST framework's."""
        return ViewFunction.of(i, class_, actions, initkwargs)

    def dispatch(self, *_: Value, **__: Value) -> Value:
        """Calls the method."""
        return Unknown("a response")

    def setup(self, *_: Value, **__: Value) -> None:
        """Runs before it."""

    def options(self, *_: Value, **__: Value) -> Value:
        """Every view answers OPTIONS."""
        return Unknown("a response")


# A star marks what a view answers only because Django's code is shared, such as PUT for forms: it is told from what a
# project means to offer.
_ROWS = """
django.views.generic.base.ContextMixin | |
django.views.generic.base.TemplateResponseMixin | |
django.views.generic.base.TemplateView | TemplateResponseMixin ContextMixin View | get
django.views.generic.base.RedirectView | View | get post* put* patch* delete*
django.views.generic.detail.SingleObjectMixin | ContextMixin |
django.views.generic.detail.SingleObjectTemplateResponseMixin | TemplateResponseMixin |
django.views.generic.detail.BaseDetailView | SingleObjectMixin View | get
django.views.generic.detail.DetailView | SingleObjectTemplateResponseMixin BaseDetailView |
django.views.generic.list.MultipleObjectMixin | ContextMixin |
django.views.generic.list.MultipleObjectTemplateResponseMixin | TemplateResponseMixin |
django.views.generic.list.BaseListView | MultipleObjectMixin View | get
django.views.generic.list.ListView | MultipleObjectTemplateResponseMixin BaseListView |
django.views.generic.edit.FormMixin | ContextMixin |
django.views.generic.edit.ModelFormMixin | FormMixin SingleObjectMixin |
django.views.generic.edit.ProcessFormView | View | get post put*
django.views.generic.edit.BaseFormView | FormMixin ProcessFormView |
django.views.generic.edit.FormView | TemplateResponseMixin BaseFormView |
django.views.generic.edit.BaseCreateView | ModelFormMixin ProcessFormView | get post
django.views.generic.edit.CreateView | SingleObjectTemplateResponseMixin BaseCreateView |
django.views.generic.edit.BaseUpdateView | ModelFormMixin ProcessFormView | get post
django.views.generic.edit.UpdateView | SingleObjectTemplateResponseMixin BaseUpdateView |
django.views.generic.edit.DeletionMixin | | delete* post
django.views.generic.edit.BaseDeleteView | DeletionMixin FormMixin BaseDetailView | post
django.views.generic.edit.DeleteView | SingleObjectTemplateResponseMixin BaseDeleteView |
django.views.generic.dates.DateMixin | |
django.views.generic.dates.BaseDateListView | MultipleObjectMixin DateMixin View | get
django.views.generic.dates.ArchiveIndexView | MultipleObjectTemplateResponseMixin BaseDateListView |
django.views.generic.dates.YearArchiveView | MultipleObjectTemplateResponseMixin BaseDateListView |
django.views.generic.dates.MonthArchiveView | MultipleObjectTemplateResponseMixin BaseDateListView |
django.views.generic.dates.WeekArchiveView | MultipleObjectTemplateResponseMixin BaseDateListView |
django.views.generic.dates.DayArchiveView | MultipleObjectTemplateResponseMixin BaseDateListView |
django.views.generic.dates.TodayArchiveView | MultipleObjectTemplateResponseMixin BaseDateListView |
django.views.generic.dates.DateDetailView | SingleObjectTemplateResponseMixin BaseDetailView |
django.contrib.auth.views.RedirectURLMixin | |
django.contrib.auth.views.LoginView | RedirectURLMixin FormView |
django.contrib.auth.views.LogoutView | RedirectURLMixin TemplateView | post
django.contrib.auth.views.PasswordContextMixin | |
django.contrib.auth.views.PasswordChangeView | PasswordContextMixin FormView |
django.contrib.auth.views.PasswordChangeDoneView | PasswordContextMixin TemplateView |
django.contrib.auth.views.PasswordResetView | PasswordContextMixin FormView |
django.contrib.auth.views.PasswordResetDoneView | PasswordContextMixin TemplateView |
django.contrib.auth.views.PasswordResetConfirmView | PasswordContextMixin FormView |
django.contrib.auth.views.PasswordResetCompleteView | PasswordContextMixin TemplateView |
django.views.i18n.JavaScriptCatalog | View | get
django.views.i18n.JSONCatalog | JavaScriptCatalog |
"""


def _aliases(dotted: str) -> tuple[str, ...]:
    inside = dotted.startswith("django.views.generic.")
    return (f"django.views.generic.{dotted.rpartition('.')[2]}",) if inside else ()


CLASSES = classes_from(
    _ROWS,
    {"View": View},
    _aliases,
    # since Django 5, a GET no longer signs out
    {"LogoutView": {"http_method_names": ("post", "options")}},
)


def method_names(interpreter: Interpreter, view_class: Value, arguments: Mapping[str, Value]) -> list[str]:
    """The `http_method_names` of a view class, or given to `as_view`, that are reported, in Django's order."""
    name = "http_method_names"
    stated = arguments[name] if name in arguments else interpreter.attribute(view_class, name)
    names = interpreter.strings(stated) if isinstance(stated, tuple | ListValue) else list(HTTP_METHODS)
    return [name for name in HTTP_METHODS if name in {text.lower() for text in names}]
