"""View classes of libraries that many projects build on.

https://django-filter.readthedocs.io/en/stable/guide/usage.html#generic-view-configuration
https://django-tables2.readthedocs.io/en/latest/pages/generic-mixins.html
https://django-extra-views.readthedocs.io/en/latest/pages/formset-views.html
https://django-formtools.readthedocs.io/en/latest/wizard.html
https://django-haystack.readthedocs.io/en/latest/views_and_forms.html
https://docs.allauth.org/en/latest/account/views.html
https://docs.graphene-python.org/projects/django/en/latest/installation/
https://strawberry.rocks/docs/integrations/django
"""

from __future__ import annotations

import re
from types import ModuleType

from scanner.frameworks.classtable import as_module, classes_from
from scanner.frameworks.django.generic import CLASSES as GENERIC
from scanner.frameworks.django.generic import View

_ROWS = """
django_filters.views.FilterMixin | |
django_filters.views.BaseFilterView | FilterMixin BaseListView | get
django_filters.views.FilterView | MultipleObjectTemplateResponseMixin BaseFilterView |
django_tables2.views.SingleTableMixin | |
django_tables2.views.SingleTableView | SingleTableMixin ListView |
django_tables2.views.MultiTableMixin | |
extra_views.formsets.ProcessFormSetView | View | get post put*
extra_views.formsets.FormSetView | TemplateResponseMixin ProcessFormSetView |
extra_views.formsets.ModelFormSetView | MultipleObjectTemplateResponseMixin MultipleObjectMixin ProcessFormSetView |
extra_views.formsets.InlineFormSetView | SingleObjectTemplateResponseMixin SingleObjectMixin ProcessFormSetView |
extra_views.advanced.CreateWithInlinesView | SingleObjectTemplateResponseMixin BaseCreateView |
extra_views.advanced.UpdateWithInlinesView | SingleObjectTemplateResponseMixin BaseUpdateView |
formtools.wizard.views.WizardView | TemplateView | post
formtools.wizard.views.SessionWizardView | WizardView |
formtools.wizard.views.CookieWizardView | WizardView |
formtools.wizard.views.NamedUrlSessionWizardView | WizardView |
haystack.generic_views.SearchView | FormView | get
haystack.generic_views.FacetedSearchView | SearchView |
dal.autocomplete.Select2QuerySetView | BaseListView | post
dal.autocomplete.Select2ListView | View | get post
django_select2.views.AutoResponseView | BaseListView |
django_datatables_view.base_datatable_view.BaseDatatableView | View | get post
django_registration.views.RegistrationView | FormView |
django_registration.views.ActivationView | TemplateView |
two_factor.views.core.LoginView | WizardView |
two_factor.views.core.SetupView | WizardView |
oauth2_provider.views.base.AuthorizationView | FormView |
oauth2_provider.views.base.TokenView | View | post
oauth2_provider.views.base.RevokeTokenView | View | post
oauth2_provider.views.introspect.IntrospectTokenView | View | get post
mozilla_django_oidc.views.OIDCAuthenticationRequestView | View | get
mozilla_django_oidc.views.OIDCAuthenticationCallbackView | View | get
mozilla_django_oidc.views.OIDCLogoutView | View | get post
"""

# A GraphQL view answers by its `dispatch`, and these two methods alone.
_GRAPHQL = """
graphene_django.views.GraphQLView | View | get post
"""
_STRAWBERRY = """
strawberry.django.views.BaseView | View |
strawberry.django.views.GraphQLView | BaseView | get post
strawberry.django.views.AsyncGraphQLView | BaseView | get post
"""
_ARIADNE = """
ariadne_django.views.GraphQLView | View | get post
ariadne_django.views.GraphQLAsyncView | View | get post
"""
_ALLAUTH = """
allauth.account.views.LoginView | FormView |
allauth.account.views.SignupView | FormView |
allauth.account.views.ConfirmEmailView | TemplateView | post
allauth.account.views.EmailView | FormView |
allauth.account.views.LogoutView | TemplateView | post
allauth.account.views.PasswordChangeView | FormView |
allauth.account.views.PasswordSetView | FormView |
allauth.account.views.PasswordResetView | FormView |
allauth.account.views.PasswordResetDoneView | TemplateView |
allauth.account.views.PasswordResetFromKeyView | FormView |
allauth.account.views.PasswordResetFromKeyDoneView | TemplateView |
allauth.account.views.AccountInactiveView | TemplateView |
allauth.account.views.EmailVerificationSentView | TemplateView |
allauth.account.views.ReauthenticateView | FormView |
allauth.account.views.RequestLoginCodeView | FormView |
allauth.account.views.ConfirmLoginCodeView | FormView |
"""
_SOCIAL = """
allauth.socialaccount.views.SignupView | FormView |
allauth.socialaccount.views.LoginCancelledView | TemplateView |
allauth.socialaccount.views.LoginErrorView | TemplateView |
allauth.socialaccount.views.ConnectionsView | FormView |
"""


def _aliases(dotted: str) -> tuple[str, ...]:
    """The package that offers a class too, and the view that a library made of it by itself: `password_reset`."""
    package, _, name = dotted.rpartition(".")
    made = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("View")).lower()
    return (f"{package.partition('.')[0]}.{name}", f"{package.rpartition('.')[0]}.{name}", f"{package}.{made}")


CLASSES = classes_from(_ROWS, {**GENERIC, "View": View}, _aliases)
MODULES: tuple[ModuleType, ...] = tuple(
    as_module(classes_from(rows, {**GENERIC, "View": View}, lambda dotted: _aliases(dotted)[2:]))
    for rows in (_GRAPHQL, _STRAWBERRY, _ARIADNE, _ALLAUTH, _SOCIAL)
)
