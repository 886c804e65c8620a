"""Signatures, tokens and headers that prove who asks; validation libraries.

https://docs.python.org/3/library/hmac.html https://pyjwt.readthedocs.io/en/stable/api.html
https://itsdangerous.palletsprojects.com/en/stable/ https://docs.djangoproject.com/en/stable/topics/signing/
https://docs.stripe.com/webhooks
https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
https://www.rfc-editor.org/rfc/rfc9421 https://docs.joinmastodon.org/spec/security/#http (signatures of HTTP messages)
https://marshmallow.readthedocs.io/en/stable/quickstart.html https://docs.pydantic.dev/latest/concepts/models/
https://webargs.readthedocs.io/en/latest/quickstart.html https://python-jsonschema.readthedocs.io/
"""

from __future__ import annotations

from scanner.concepts.effects import EffectKind as E
from scanner.link.effects.tables.table import Table

_SIGNED = (E.CHECKS_SIGNATURE,)
_OWN = (E.CHECKS_OWN_SIGNATURE,)
_TOKEN = (E.CHECKS_TOKEN,)
_VALIDATES = (E.VALIDATES,)

TABLE = Table(
    calls={
        "hmac.compare_digest": _SIGNED,
        "secrets.compare_digest": _TOKEN,
        "django.utils.crypto.constant_time_compare": _TOKEN,
        "stripe.Webhook.construct_event": _SIGNED,
        "stripe.WebhookSignature.verify_header": _SIGNED,
        "svix.webhooks.Webhook.verify": _SIGNED,
        ".construct_event": _SIGNED,
        ".verify_signature": _SIGNED,
        ".validate_signature": _SIGNED,
        ".check_signature": _SIGNED,
        "slack_sdk.signature.SignatureVerifier.is_valid_request": _SIGNED,
        "twilio.request_validator.RequestValidator.validate": _SIGNED,
        "onelogin.saml2.auth.OneLogin_Saml2_Auth.process_response": _SIGNED,
        ".process_response": (),
        "django.core.signing.Signer.unsign": _OWN,
        "django.core.signing.Signer.unsign_object": _OWN,
        "django.core.signing.TimestampSigner.unsign": _OWN,
        "django.core.signing.TimestampSigner.unsign_object": _OWN,
        "django.core.signing.loads": _OWN,
        **{
            f"itsdangerous.{serializer}.loads": _OWN
            for serializer in ("Serializer", "TimedSerializer", "URLSafeSerializer", "URLSafeTimedSerializer")
        },
        "itsdangerous.Signer.unsign": _OWN,
        "itsdangerous.TimestampSigner.unsign": _OWN,
        "jwt.decode": _TOKEN,
        "jose.jwt.decode": _TOKEN,
        "authlib.jose.jwt.decode": _TOKEN,
        "marshmallow.Schema.load": _VALIDATES,
        ".schema.load": _VALIDATES,
        "webargs.flaskparser.parser.parse": _VALIDATES,
        "jsonschema.validate": _VALIDATES,
        ".model_validate": _VALIDATES,
        ".model_validate_json": _VALIDATES,
        ".parse_obj": _VALIDATES,
        ".parse_raw": _VALIDATES,
        "pydantic.TypeAdapter.validate_python": _VALIDATES,
        "voluptuous.Schema": _VALIDATES,
    },
    guards={
        "webargs.flaskparser.use_args": _VALIDATES,
        "webargs.flaskparser.use_kwargs": _VALIDATES,
        "flask_smorest.Blueprint.arguments": _VALIDATES,
        "flask_pydantic.validate": _VALIDATES,
        "apiflask.APIBlueprint.input": _VALIDATES,
        "apiflask.APIFlask.input": _VALIDATES,
        "marshmallow.Schema": _VALIDATES,
        "pydantic.BaseModel": _VALIDATES,
    },
    headers={
        "authorization": _TOKEN,
        "x-api-key": _TOKEN,
        "api-key": _TOKEN,
        "apikey": _TOKEN,
        "x-goog-api-key": _TOKEN,
        "x-auth-token": _TOKEN,
        "x-access-token": _TOKEN,
        "x-token": _TOKEN,
        "*-api-key": _TOKEN,
        "*-token": _TOKEN,
        "x-csrftoken": (E.CSRF_ON,),
        "x-csrf-token": (E.CSRF_ON,),
        "x-xsrf-token": (E.CSRF_ON,),
        "csrf-token": (E.CSRF_ON,),
        "x-requested-with": (E.BRANCHES_ON_ACCEPT,),
        "accept": (E.BRANCHES_ON_ACCEPT,),
        "signature": _SIGNED,
        "signature-input": _SIGNED,
        "*-signature": _SIGNED,
        "*-signature-256": _SIGNED,
        "*-signature-sha256": _SIGNED,
        "*-hmac-sha256": _SIGNED,
        "svix-id": _SIGNED,
    },
)
