"""View classes of libraries that many projects build on.

https://django-filter.readthedocs.io/en/stable/guide/usage.html#generic-view-configuration
https://django-tables2.readthedocs.io/en/latest/pages/generic-mixins.html
https://django-extra-views.readthedocs.io/en/latest/pages/formset-views.html
https://django-formtools.readthedocs.io/en/latest/wizard.html
https://django-haystack.readthedocs.io/en/latest/views_and_forms.html
"""

from __future__ import annotations

from scanner.frameworks.classtable import classes_from
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
"""


def _aliases(dotted: str) -> tuple[str, ...]:
    package, _, name = dotted.rpartition(".")
    return (f"{package.partition('.')[0]}.{name}",)


CLASSES = classes_from(_ROWS, {**GENERIC, "View": View}, _aliases)
