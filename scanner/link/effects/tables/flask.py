"""Flask and its usual extensions.

https://flask.palletsprojects.com/en/stable/api/ https://flask-login.readthedocs.io/en/latest/
https://flask-wtf.readthedocs.io/en/stable/api/ https://flask-httpauth.readthedocs.io/en/latest/
https://flask-jwt-extended.readthedocs.io/en/stable/api.html https://flask-limiter.readthedocs.io/en/stable/
https://flask-security-too.readthedocs.io/en/stable/api.html https://flask-restful.readthedocs.io/en/latest/
https://docs.authlib.org/en/latest/flask/2/resource-server.html https://flask-oauthlib.readthedocs.io/en/latest/
https://flask-restx.readthedocs.io/en/latest/ https://flask-classful.teracy.org/
"""

from __future__ import annotations

from scanner.concepts.effects import EffectKind as E
from scanner.link.effects.tables.table import Media, Table

_PROTECTORS = (
    "authlib.integrations.flask_oauth2.ResourceProtector",
    "authlib.integrations.django_oauth2.ResourceProtector",
)
_JSON_RESOURCE = {"*": (E.ANSWERS_JSON,)}

TABLE = Table(
    calls={
        "flask.flash": (E.FLASHES,),
        ".validate_on_submit": (E.VALIDATES, E.READS_FORM),
        "flask_login.login_user": (E.STARTS_SESSION, E.MUTATES),
        "flask_login.logout_user": (E.STARTS_SESSION, E.MUTATES),
        "flask_security.login_user": (E.STARTS_SESSION, E.MUTATES),
        "flask_security.logout_user": (E.STARTS_SESSION, E.MUTATES),
        ".parser.parse_args": (E.VALIDATES,),
        ".reqparse.RequestParser": (E.VALIDATES,),
        "flask_restful.reqparse.RequestParser.parse_args": (E.VALIDATES,),
        "flask_restx.reqparse.RequestParser.parse_args": (E.VALIDATES,),
        "flask_wtf.csrf.validate_csrf": (E.CSRF_ON,),
        "flask_jwt_extended.verify_jwt_in_request": (E.CHECKS_TOKEN,),
        "flask_mail.Mail.send": (E.SENDS_MAIL,),
        ".mail.send": (E.SENDS_MAIL,),
        "flask.stream_with_context": (E.STREAMS,),
        **{f"{name}.acquire_token": (E.CHECKS_SCOPE,) for name in _PROTECTORS},
    },
    reads={
        "request.form": (E.READS_FORM,),
        "request.values": (E.READS_FORM, E.READS_QUERY),
        "request.args": (E.READS_QUERY,),
        "request.query_string": (E.READS_QUERY,),
        "request.json": (E.READS_JSON,),
        "request.get_json": (E.READS_JSON,),
        "request.data": (E.READS_RAW,),
        "request.get_data": (E.READS_RAW,),
        "request.stream": (E.READS_RAW,),
        "request.files": (E.READS_FILES,),
        "request.cookies": (E.CHECKS_SESSION,),
        "request.authorization": (E.CHECKS_BASIC,),
        "request.is_json": (E.BRANCHES_ON_ACCEPT,),
        "request.is_xhr": (E.BRANCHES_ON_ACCEPT,),
        "request.accept_mimetypes": (E.BRANCHES_ON_ACCEPT,),
        "current_user.is_authenticated": (E.CHECKS_SESSION,),
        "current_user.is_anonymous": (E.CHECKS_SESSION,),
        "session.get": (E.CHECKS_SESSION,),
    },
    answers={
        "flask.render_template": E.RENDERS,
        "flask.render_template_string": E.RENDERS,
        ".render_template": E.RENDERS,
        "flask.templating.render_template": E.RENDERS,
        "flask.jsonify": E.ANSWERS_JSON,
        "flask.json.jsonify": E.ANSWERS_JSON,
        "flask.redirect": E.REDIRECTS,
        "werkzeug.utils.redirect": E.REDIRECTS,
        "flask.send_file": E.ANSWERS_FILE,
        "flask.send_from_directory": E.ANSWERS_FILE,
        "flask.helpers.send_file": E.ANSWERS_FILE,
        "flask.Response": Media.STATED,
        "flask.wrappers.Response": Media.STATED,
        "flask.current_app.response_class": Media.STATED,
        ".response_class": Media.STATED,
        "werkzeug.Response": Media.STATED,
        "werkzeug.wrappers.Response": Media.STATED,
        "flask.make_response": Media.PASSED,
        "flask.helpers.make_response": Media.PASSED,
        "flask.stream_with_context": E.STREAMS,
        "flask_admin.BaseView.render": E.RENDERS,
        # what a model or schema makes of itself is answered as JSON
        ".to_dict": E.ANSWERS_JSON,
        ".as_dict": E.ANSWERS_JSON,
        ".to_json": E.ANSWERS_JSON,
        ".serialize": E.ANSWERS_JSON,
        ".dump": E.ANSWERS_JSON,
        ".model_dump": E.ANSWERS_JSON,
        ".model_dump_json": E.ANSWERS_JSON,
        "dataclasses.asdict": E.ANSWERS_JSON,
    },
    guards={
        "flask_cors.cross_origin": (E.OPENS_TO_SITES,),
        "flask_login.login_required": (E.REQUIRES_LOGIN, E.CHECKS_SESSION),
        "flask_login.fresh_login_required": (E.REQUIRES_LOGIN, E.CHECKS_SESSION),
        "flask_login.utils.login_required": (E.REQUIRES_LOGIN, E.CHECKS_SESSION),
        "flask_security.login_required": (E.REQUIRES_LOGIN, E.CHECKS_SESSION),
        "flask_security.auth_required": (E.REQUIRES_LOGIN, E.CHECKS_SESSION),
        "flask_security.auth_token_required": (E.CHECKS_TOKEN,),
        "flask_security.http_auth_required": (E.CHECKS_BASIC,),
        "flask_security.roles_required": (E.REQUIRES_PERMISSION,),
        "flask_security.roles_accepted": (E.REQUIRES_PERMISSION,),
        "flask_security.permissions_required": (E.REQUIRES_PERMISSION,),
        "flask_security.permissions_accepted": (E.REQUIRES_PERMISSION,),
        "flask_principal.Permission.require": (E.REQUIRES_PERMISSION,),
        "flask_httpauth.HTTPBasicAuth.login_required": (E.CHECKS_BASIC,),
        "flask_httpauth.HTTPDigestAuth.login_required": (E.CHECKS_BASIC,),
        "flask_httpauth.HTTPTokenAuth.login_required": (E.CHECKS_TOKEN,),
        "flask_httpauth.MultiAuth.login_required": (E.CHECKS_TOKEN,),
        "flask_jwt_extended.jwt_required": (E.CHECKS_TOKEN,),
        "flask_jwt.jwt_required": (E.CHECKS_TOKEN,),
        "flask_oidc.OpenIDConnect.require_login": (E.REQUIRES_LOGIN, E.CHECKS_SESSION),
        "flask_oidc.OpenIDConnect.accept_token": (E.CHECKS_TOKEN,),
        **dict.fromkeys(_PROTECTORS, (E.CHECKS_TOKEN, E.CHECKS_SCOPE)),
        "flask_oauthlib.provider.OAuth2Provider.require_oauth": (E.CHECKS_TOKEN, E.CHECKS_SCOPE),
        "flask_appbuilder.security.decorators.has_access": (E.REQUIRES_LOGIN, E.REQUIRES_PERMISSION, E.CHECKS_SESSION),
        "flask_appbuilder.security.decorators.has_access_api": (E.REQUIRES_PERMISSION, E.CHECKS_SESSION),
        "flask_appbuilder.security.decorators.protect": (E.REQUIRES_PERMISSION, E.CHECKS_SESSION, E.CHECKS_TOKEN),
        "flask_appbuilder.has_access": (E.REQUIRES_LOGIN, E.REQUIRES_PERMISSION, E.CHECKS_SESSION),
        "flask_appbuilder.api.protect": (E.REQUIRES_PERMISSION, E.CHECKS_SESSION, E.CHECKS_TOKEN),
        "flask_wtf.csrf.CSRFProtect.exempt": (E.CSRF_OFF,),
        "flask_wtf.CSRFProtect.exempt": (E.CSRF_OFF,),
        "flask_wtf.CsrfProtect.exempt": (E.CSRF_OFF,),
        "flask_seasurf.SeaSurf.exempt": (E.CSRF_OFF,),
        ".csrf.exempt": (E.CSRF_OFF,),
        "flask_limiter.Limiter.limit": (E.THROTTLES,),
        "flask_limiter.Limiter.shared_limit": (E.THROTTLES,),
        ".limiter.limit": (E.THROTTLES,),
    },
    bases={
        "flask_restful.Resource": _JSON_RESOURCE,
        "flask_restx.Resource": _JSON_RESOURCE,
        "flask_restx.resource.Resource": _JSON_RESOURCE,
        "flask_restplus.Resource": _JSON_RESOURCE,
        "flask_appbuilder.api.BaseApi": _JSON_RESOURCE,
        "flask_appbuilder.api.ModelRestApi": {
            "GET": (E.ANSWERS_JSON,),
            "POST": (E.ANSWERS_JSON, E.MUTATES, E.READS_JSON, E.VALIDATES),
            "PUT": (E.ANSWERS_JSON, E.MUTATES, E.READS_JSON, E.VALIDATES),
            "DELETE": (E.ANSWERS_JSON, E.MUTATES),
        },
    },
)
