"""People and their accounts: made by the clinic, never by themselves."""

from tests.infra.template import properties, template

POOL = properties("UserPool")
CLIENT = properties("StaffClient")


def test_nobody_signs_up_by_themselves() -> None:
    assert POOL["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_a_second_factor_is_needed_unless_the_stage_says_otherwise() -> None:
    assert POOL["MfaConfiguration"] == {"Ref": "MfaConfiguration"}
    assert template()["Parameters"]["MfaConfiguration"]["Default"] == "ON"
    assert POOL["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_passwords_are_long_and_of_every_kind() -> None:
    policy = POOL["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 14
    assert all(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))


def test_a_user_writes_nothing_that_decides_clinic_or_role() -> None:
    assert CLIENT["WriteAttributes"] == ["name"]
    assert "Schema" not in POOL


def test_a_password_never_travels_plainly_from_a_browser() -> None:
    assert set(CLIENT["ExplicitAuthFlows"]) == {
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    }
    assert CLIENT["PreventUserExistenceErrors"] == "ENABLED"
    assert CLIENT["EnableTokenRevocation"] is True


def test_a_token_outlives_neither_a_visit_nor_a_shift() -> None:
    assert CLIENT["TokenValidityUnits"] == {"IdToken": "minutes", "AccessToken": "minutes", "RefreshToken": "hours"}
    assert CLIENT["IdTokenValidity"] <= 60
    assert CLIENT["RefreshTokenValidity"] <= 12
