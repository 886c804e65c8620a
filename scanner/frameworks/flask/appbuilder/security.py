"""The security manager: the views for login, users and roles that it registers, any of which a project may replace.

https://flask-appbuilder.readthedocs.io/en/latest/security.html#your-custom-security
https://flask-appbuilder.readthedocs.io/en/latest/config.html
"""

from __future__ import annotations

from collections.abc import Iterable

from scanner.frameworks.flask.appbuilder import security_views
from scanner.frameworks.protocol import stands_for
from scanner.interpret.objects import Class, Instance
from scanner.interpret.values import Unknown, Value, plain

AUTH_TYPES = {
    "AUTH_OID": 0,
    "AUTH_DB": 1,
    "AUTH_LDAP": 2,
    "AUTH_REMOTE_USER": 3,
    "AUTH_OAUTH": 4,
    "AUTH_SAML": 5,
}
"""The constants of `flask_appbuilder.const` and `flask_appbuilder.security.manager`."""

VALUES: dict[str, Value] = {
    f"flask_appbuilder.{module}.{name}": value
    for module in ("const", "security.manager")
    for name, value in AUTH_TYPES.items()
}

_ALWAYS = (
    "security_api", "userinfoeditview", "rolemodelview", "groupmodelview", "userstatschartview",
    "permissionmodelview", "viewmenumodelview", "permissionviewmodelview",
)  # fmt: skip
_BY_AUTH_TYPE = {
    "AUTH_DB": ("resetpasswordview", "resetmypasswordview", "authdbview", "userdbmodelview"),
    "AUTH_LDAP": ("authldapview", "userldapmodelview"),
    "AUTH_OAUTH": ("authoauthview", "useroauthmodelview"),
    "AUTH_REMOTE_USER": ("authremoteuserview", "userremoteusermodelview"),
    "AUTH_SAML": ("authsamlview", "usersamlmodelview"),
}
_SIGN_UPS = {"AUTH_DB": "registeruserdbview", "AUTH_OAUTH": "registeruseroauthview"}
_SECURITY_APIS = (
    "permission_api", "role_api", "user_api", "view_menu_api", "permission_view_menu_api", "group_api",
)  # fmt: skip


@stands_for("flask_appbuilder.basemanager.BaseManager", "flask_appbuilder.BaseManager")
class BaseManager(Instance):
    """What registers views when the application is set up."""

    def __init__(self, appbuilder: Value = None) -> None:
        self.appbuilder = appbuilder

    def register_views(self) -> None:
        """None of its own."""

    def pre_process(self) -> None:
        """Before its views."""

    def post_process(self) -> None:
        """After its views."""


@stands_for(
    "flask_appbuilder.security.manager.BaseSecurityManager",
    "flask_appbuilder.security.manager.AbstractSecurityManager",
)
class BaseSecurityManager(BaseManager):
    """The views that it registers are class attributes, so that a subclass replaces them."""

    security_api: Value = security_views.SecurityApi
    userinfoeditview: Value = security_views.UserInfoEditView
    rolemodelview: Value = security_views.RoleModelView
    groupmodelview: Value = security_views.UserGroupModelView
    userstatschartview: Value = security_views.UserStatsChartView
    permissionmodelview: Value = security_views.PermissionModelView
    viewmenumodelview: Value = security_views.ViewMenuModelView
    permissionviewmodelview: Value = security_views.PermissionViewModelView
    resetpasswordview: Value = security_views.ResetPasswordView
    resetmypasswordview: Value = security_views.ResetMyPasswordView
    authdbview: Value = security_views.AuthDBView
    authldapview: Value = security_views.AuthLDAPView
    authoauthview: Value = security_views.AuthOAuthView
    authremoteuserview: Value = security_views.AuthRemoteUserView
    authsamlview: Value = security_views.AuthSAMLView
    userdbmodelview: Value = security_views.UserDBModelView
    userldapmodelview: Value = security_views.UserLDAPModelView
    useroauthmodelview: Value = security_views.UserOAuthModelView
    userremoteusermodelview: Value = security_views.UserRemoteUserModelView
    usersamlmodelview: Value = security_views.UserSAMLModelView
    registerusermodelview: Value = security_views.RegisterUserModelView
    registeruserdbview: Value = security_views.RegisterUserDBView
    registeruseroauthview: Value = security_views.RegisterUserOAuthView
    auth_view: Value = None
    user_view: Value = None
    registeruser_view: Value = None

    @property
    def auth_type(self) -> Value:
        return self._setting("AUTH_TYPE", AUTH_TYPES["AUTH_DB"])

    def before_request(self) -> None:
        """Notes who asks."""

    def register_views(self) -> None:
        if self._off("FAB_ADD_SECURITY_VIEWS"):
            return
        self._add(_ALWAYS)
        stated = plain(self.read("auth_type"))
        for name, views in _BY_AUTH_TYPE.items():
            sign_up = tuple(filter(None, (_SIGN_UPS.get(name),)))
            if stated == AUTH_TYPES[name]:
                self._add(views)
                self._add_under("AUTH_USER_REGISTRATION", (*sign_up, "registerusermodelview"))
            else:
                self._add_under(f"AUTH_TYPE is {name}", views)
                self._add_under(f"AUTH_TYPE is {name} and AUTH_USER_REGISTRATION", sign_up)

    def _add(self, names: Iterable[str]) -> None:
        i = self.interpreter
        for name in names:
            view = self.read(name)
            if view is not None and not isinstance(view, Unknown):
                i.call(i.attribute(self.read("appbuilder"), "add_view_no_menu"), (view,))

    def _add_under(self, condition: str, names: Iterable[str]) -> None:
        """What a setting adds: of that, only what the project writes is worth a condition."""
        with self.interpreter.under(condition):
            self._add(name for name in names if isinstance(self.read(name), Class))

    def _setting(self, name: str, default: Value) -> Value:
        i = self.interpreter
        config = i.attribute(i.attribute(self.read("appbuilder"), "app"), "config")
        return i.call(i.attribute(config, "get"), (name, default))

    def _off(self, setting: str) -> bool:
        """Whether the project switches something off that is on by default."""
        return getattr(self._setting(setting, True), "default", True) is False


@stands_for("flask_appbuilder.security.sqla.manager.SecurityManager", "flask_appbuilder.SecurityManager")
class SecurityManager(BaseSecurityManager):
    """With the tables of users and roles, and APIs for them."""

    permission_api: Value = security_views.PermissionApi
    role_api: Value = security_views.RoleApi
    user_api: Value = security_views.UserApi
    view_menu_api: Value = security_views.ViewMenuApi
    permission_view_menu_api: Value = security_views.PermissionViewMenuApi
    group_api: Value = security_views.GroupApi

    def register_views(self) -> None:
        super().register_views()
        if getattr(self._setting("FAB_ADD_SECURITY_API", False), "default", False):
            self._add(_SECURITY_APIS)
        else:
            self._add_under("FAB_ADD_SECURITY_API", _SECURITY_APIS)
