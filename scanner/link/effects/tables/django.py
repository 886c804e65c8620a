"""Django: shortcuts, responses, forms, authentication, generic views, mail, messages, syndication.

https://docs.djangoproject.com/en/stable/topics/http/shortcuts/ https://docs.djangoproject.com/en/stable/ref/request-response/
https://docs.djangoproject.com/en/stable/ref/class-based-views/ https://docs.djangoproject.com/en/stable/topics/auth/default/
https://docs.djangoproject.com/en/stable/ref/contrib/syndication/ https://docs.djangoproject.com/en/stable/topics/email/
https://django-ratelimit.readthedocs.io/en/stable/
"""

from __future__ import annotations

from scanner.concepts.effects import EffectKind as E
from scanner.link.effects.tables.table import Media, Table

_PAGE = {"GET": (E.RENDERS,), "HEAD": (E.RENDERS,)}
_FORM = {**_PAGE, "POST": (E.READS_FORM, E.VALIDATES, E.REDIRECTS), "PUT": (E.READS_FORM, E.VALIDATES, E.REDIRECTS)}
_EDIT = {
    **_PAGE,
    "POST": (E.READS_FORM, E.VALIDATES, E.MUTATES, E.REDIRECTS),
    "PUT": (E.READS_FORM, E.VALIDATES, E.MUTATES, E.REDIRECTS),
}
_DELETE = {**_PAGE, "POST": (E.MUTATES, E.REDIRECTS), "DELETE": (E.MUTATES, E.REDIRECTS)}
_LOGIN = {
    **_PAGE,
    "POST": (E.READS_FORM, E.VALIDATES, E.STARTS_SESSION, E.MUTATES, E.REDIRECTS),
    "PUT": (E.READS_FORM, E.VALIDATES, E.STARTS_SESSION, E.MUTATES, E.REDIRECTS),
}
_FEED = {"*": (E.ANSWERS_FEED,)}
_SESSION_LOGIN = (E.REQUIRES_LOGIN, E.CHECKS_SESSION)
_SESSION_PERMISSION = (E.REQUIRES_LOGIN, E.REQUIRES_PERMISSION, E.CHECKS_SESSION)

TABLE = Table(
    calls={
        ".is_valid": (E.VALIDATES,),
        ".full_clean": (E.VALIDATES,),
        "django.contrib.auth.login": (E.STARTS_SESSION, E.MUTATES),
        "django.contrib.auth.logout": (E.STARTS_SESSION, E.MUTATES),
        "django.contrib.messages.success": (E.FLASHES,),
        "django.contrib.messages.info": (E.FLASHES,),
        "django.contrib.messages.warning": (E.FLASHES,),
        "django.contrib.messages.error": (E.FLASHES,),
        "django.contrib.messages.debug": (E.FLASHES,),
        "django.contrib.messages.add_message": (E.FLASHES,),
        "django.core.mail.send_mail": (E.SENDS_MAIL,),
        "django.core.mail.send_mass_mail": (E.SENDS_MAIL,),
        "django.core.mail.mail_admins": (E.SENDS_MAIL,),
        "django.core.mail.mail_managers": (E.SENDS_MAIL,),
        "django.core.mail.EmailMessage.send": (E.SENDS_MAIL,),
        "django.core.mail.EmailMultiAlternatives.send": (E.SENDS_MAIL,),
        ".email_user": (E.SENDS_MAIL,),
        "django.contrib.auth.decorators.login_required": _SESSION_LOGIN,
        "django.core.management.call_command": (E.MUTATES,),
    },
    reads={
        "request.POST": (E.READS_FORM,),
        "request.GET": (E.READS_QUERY,),
        "request.body": (E.READS_RAW,),
        "request.FILES": (E.READS_FILES,),
        "request.COOKIES": (E.CHECKS_SESSION,),
        "request.user": (E.CHECKS_SESSION,),
        "request.session": (E.CHECKS_SESSION,),
        "request.accepted_types": (E.BRANCHES_ON_ACCEPT,),
        "request.accepts": (E.BRANCHES_ON_ACCEPT,),
        "request.is_ajax": (E.BRANCHES_ON_ACCEPT,),
    },
    answers={
        "django.shortcuts.render": E.RENDERS,
        "django.shortcuts.redirect": E.REDIRECTS,
        "django.http.HttpResponseRedirect": E.REDIRECTS,
        "django.http.HttpResponsePermanentRedirect": E.REDIRECTS,
        "django.http.response.HttpResponseRedirect": E.REDIRECTS,
        "django.http.JsonResponse": E.ANSWERS_JSON,
        "django.http.response.JsonResponse": E.ANSWERS_JSON,
        "django.http.FileResponse": E.ANSWERS_FILE,
        "django.http.response.FileResponse": E.ANSWERS_FILE,
        "django.http.StreamingHttpResponse": E.STREAMS,
        "django.http.response.StreamingHttpResponse": E.STREAMS,
        "django.http.HttpResponse": Media.STATED,
        "django.http.response.HttpResponse": Media.STATED,
        "django.template.response.TemplateResponse": E.RENDERS,
        "django.template.response.SimpleTemplateResponse": E.RENDERS,
        "django.template.loader.render_to_string": E.RENDERS,
        ".render_to_response": E.RENDERS,
        "django.views.static.serve": E.ANSWERS_FILE,
    },
    guards={
        "django.contrib.auth.decorators.login_required": _SESSION_LOGIN,
        "django.contrib.auth.decorators.permission_required": _SESSION_PERMISSION,
        "django.contrib.auth.decorators.user_passes_test": _SESSION_PERMISSION,
        "django.contrib.admin.views.decorators.staff_member_required": _SESSION_PERMISSION,
        "django.contrib.auth.mixins.LoginRequiredMixin": _SESSION_LOGIN,
        "django.contrib.auth.mixins.PermissionRequiredMixin": _SESSION_PERMISSION,
        "django.contrib.auth.mixins.UserPassesTestMixin": _SESSION_PERMISSION,
        "django.contrib.auth.middleware.LoginRequiredMiddleware": _SESSION_LOGIN,
        "django.contrib.admin.sites.AdminSite.admin_view": _SESSION_PERMISSION,
        "django.views.decorators.csrf.csrf_exempt": (E.CSRF_OFF,),
        "django.views.decorators.csrf.csrf_protect": (E.CSRF_ON,),
        "django.views.decorators.csrf.requires_csrf_token": (E.CSRF_ON,),
        "django.views.decorators.csrf.ensure_csrf_cookie": (E.CSRF_ON,),
        "django_ratelimit.decorators.ratelimit": (E.THROTTLES,),
        "ratelimit.decorators.ratelimit": (E.THROTTLES,),
        "django.views.decorators.http.require_http_methods": (),
    },
    bases={
        "django.views.generic.TemplateView": _PAGE,
        "django.views.generic.ListView": _PAGE,
        "django.views.generic.DetailView": _PAGE,
        "django.views.generic.ArchiveIndexView": _PAGE,
        "django.views.generic.YearArchiveView": _PAGE,
        "django.views.generic.MonthArchiveView": _PAGE,
        "django.views.generic.DayArchiveView": _PAGE,
        "django.views.generic.DateDetailView": _PAGE,
        "django.views.generic.RedirectView": {"*": (E.REDIRECTS,)},
        "django.views.generic.FormView": _FORM,
        "django.views.generic.CreateView": _EDIT,
        "django.views.generic.UpdateView": _EDIT,
        "django.views.generic.DeleteView": _DELETE,
        "django.contrib.auth.views.LoginView": _LOGIN,
        "django.contrib.auth.views.LogoutView": {"POST": (E.STARTS_SESSION, E.MUTATES, E.REDIRECTS)},
        "django.contrib.auth.views.PasswordChangeView": _EDIT,
        "django.contrib.auth.views.PasswordChangeDoneView": _PAGE,
        "django.contrib.auth.views.PasswordResetView": _EDIT,
        "django.contrib.auth.views.PasswordResetDoneView": _PAGE,
        "django.contrib.auth.views.PasswordResetConfirmView": _EDIT,
        "django.contrib.auth.views.PasswordResetCompleteView": _PAGE,
        "django.contrib.syndication.views.Feed": _FEED,
        "django.contrib.sitemaps.views.sitemap": _FEED,
    },
)
