"""The library's own views for login, users, roles and permissions, which projects subclass.

https://flask-appbuilder.readthedocs.io/en/latest/security.html
"""

from __future__ import annotations

from scanner.frameworks.flask.appbuilder.expose import answers
from scanner.frameworks.flask.appbuilder.views import (
    BaseApi,
    BaseView,
    DirectByChartView,
    ModelRestApi,
    ModelView,
    PublicFormView,
    SimpleFormView,
)
from scanner.frameworks.protocol import stands_for
from scanner.interpret.values import Value

_FORM = ("GET", "POST")
_VIEWS = "flask_appbuilder.security.views"
_SIGN_UP = "flask_appbuilder.security.registerviews"
_APIS = "flask_appbuilder.security.sqla.apis"


@stands_for(f"{_VIEWS}.PermissionModelView")
class PermissionModelView(ModelView):
    """Permissions."""

    route_base: Value = "/permissions"


@stands_for(f"{_VIEWS}.ViewMenuModelView")
class ViewMenuModelView(ModelView):
    """Views and menus."""

    route_base: Value = "/viewmenus"


@stands_for(f"{_VIEWS}.PermissionViewModelView")
class PermissionViewModelView(ModelView):
    """Permissions on views."""

    route_base: Value = "/permissionviews"


@stands_for(f"{_VIEWS}.ResetMyPasswordView")
class ResetMyPasswordView(SimpleFormView):
    """A user's new password."""

    route_base: Value = "/resetmypassword"


@stands_for(f"{_VIEWS}.ResetPasswordView")
class ResetPasswordView(SimpleFormView):
    """Another user's new password."""

    route_base: Value = "/resetpassword"


@stands_for(f"{_VIEWS}.UserInfoEditView")
class UserInfoEditView(SimpleFormView):
    """A user's own name."""


@stands_for(f"{_VIEWS}.UserModelView")
class UserModelView(ModelView):
    """Users."""

    route_base: Value = "/users"
    userinfo = answers("/userinfo/")


@stands_for(f"{_VIEWS}.UserDBModelView")
class UserDBModelView(UserModelView):
    """Users with passwords here."""


@stands_for(f"{_VIEWS}.UserLDAPModelView")
class UserLDAPModelView(UserModelView):
    """Users of a directory."""


@stands_for(f"{_VIEWS}.UserOAuthModelView")
class UserOAuthModelView(UserModelView):
    """Users of a provider."""


@stands_for(f"{_VIEWS}.UserRemoteUserModelView")
class UserRemoteUserModelView(UserModelView):
    """Users whom the server knows."""


@stands_for(f"{_VIEWS}.UserSAMLModelView")
class UserSAMLModelView(UserModelView):
    """Users of an identity provider."""


@stands_for(f"{_VIEWS}.UserStatsChartView")
class UserStatsChartView(DirectByChartView):
    """Logins by user."""


@stands_for(f"{_VIEWS}.RoleModelView")
class RoleModelView(ModelView):
    """Roles."""

    route_base: Value = "/roles"


@stands_for(f"{_VIEWS}.UserGroupModelView")
class UserGroupModelView(ModelView):
    """Groups."""

    route_base: Value = "/groups"


@stands_for(f"{_VIEWS}.RegisterUserModelView")
class RegisterUserModelView(ModelView):
    """Users who wait for their activation."""

    route_base: Value = "/registeruser"


@stands_for(f"{_VIEWS}.AuthView")
class AuthView(BaseView):
    """Login and logout."""

    route_base: Value = ""
    login = answers("/login/", methods=_FORM)
    logout = answers("/logout/")


@stands_for(f"{_VIEWS}.AuthDBView")
class AuthDBView(AuthView):
    """A login with a password."""


@stands_for(f"{_VIEWS}.AuthLDAPView")
class AuthLDAPView(AuthView):
    """A login against a directory."""


@stands_for(f"{_VIEWS}.AuthRemoteUserView")
class AuthRemoteUserView(AuthView):
    """A login that the server has checked."""

    login = answers("/login/")


@stands_for(f"{_VIEWS}.AuthOAuthView")
class AuthOAuthView(AuthView):
    """A login at a provider."""

    login = answers("/login/", "/login/<provider>")
    oauth_authorized = answers("/oauth-authorized/<provider>")


@stands_for(f"{_VIEWS}.AuthSAMLView")
class AuthSAMLView(AuthView):
    """A login at an identity provider."""

    login = answers("/login/", "/login/<idp>")
    acs = answers("/saml/acs/", methods=("POST",))
    slo = answers("/saml/slo/", methods=_FORM)
    metadata = answers("/saml/metadata/", "/saml/metadata/<idp>")


@stands_for(f"{_SIGN_UP}.BaseRegisterUser")
class BaseRegisterUser(PublicFormView):
    """A new user's form, and the link in the mail that follows."""

    route_base: Value = "/register"
    activation = answers("/activation/<string:activation_hash>")


@stands_for(f"{_SIGN_UP}.RegisterUserDBView")
class RegisterUserDBView(BaseRegisterUser):
    """With a password."""


@stands_for(f"{_SIGN_UP}.RegisterUserOAuthView")
class RegisterUserOAuthView(BaseRegisterUser):
    """With a provider's account."""


@stands_for("flask_appbuilder.security.api.SecurityApi")
class SecurityApi(BaseApi):
    """Tokens."""

    resource_name: Value = "security"
    login = answers("/login", methods=("POST",))
    refresh = answers("/refresh", methods=("POST",))


@stands_for(f"{_APIS}.UserApi", f"{_APIS}.user.UserApi", f"{_APIS}.user.api.UserApi")
class UserApi(ModelRestApi):
    """Users."""

    resource_name: Value = "security/users"


@stands_for(f"{_APIS}.GroupApi", f"{_APIS}.group.GroupApi", f"{_APIS}.group.api.GroupApi")
class GroupApi(ModelRestApi):
    """Groups."""

    resource_name: Value = "security/groups"


@stands_for(f"{_APIS}.RoleApi", f"{_APIS}.role.RoleApi", f"{_APIS}.role.api.RoleApi")
class RoleApi(ModelRestApi):
    """Roles, and what belongs to them."""

    resource_name: Value = "security/roles"
    list_role_permissions = answers("/<int:role_id>/permissions/")
    add_role_permissions = answers("/<int:role_id>/permissions", methods=("POST",))
    update_role_users = answers("/<int:role_id>/users", methods=("PUT",))
    update_role_groups = answers("/<int:role_id>/groups", methods=("PUT",))


@stands_for(f"{_APIS}.PermissionApi", f"{_APIS}.permission.PermissionApi", f"{_APIS}.permission.api.PermissionApi")
class PermissionApi(ModelRestApi):
    """Permissions, to read."""

    resource_name: Value = "security/permissions"
    include_route_methods: Value = ("get", "get_list", "info")


@stands_for(f"{_APIS}.ViewMenuApi", f"{_APIS}.view_menu.ViewMenuApi", f"{_APIS}.view_menu.api.ViewMenuApi")
class ViewMenuApi(ModelRestApi):
    """Views and menus."""

    resource_name: Value = "security/resources"


@stands_for(
    f"{_APIS}.PermissionViewMenuApi",
    f"{_APIS}.permission_view_menu.PermissionViewMenuApi",
    f"{_APIS}.permission_view_menu.api.PermissionViewMenuApi",
)
class PermissionViewMenuApi(ModelRestApi):
    """Permissions on views."""

    resource_name: Value = "security/permissions-resources"
