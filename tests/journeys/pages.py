"""Every address of the site, who looks at it, and what it names; a test fails when a new one is missing here."""

from dataclasses import dataclass

from django.urls import URLResolver, get_resolver

JONAS, MALENE, NADIA = "jonas-revsgaard", "malene-hvilsted", "nadia-rahimi-bech"
ASTRID, TORKIL, HANNE = "astrid-lindholt", "torkil-espegaard", "hanne-vestergren"
DORTHE, SEVGI, BIRTHE, ULLA = "dorthe-skovlyst", "sevgi-aydemir", "birthe-langvad", "ulla-vindelev"
MIKAEL, PIPALUK, YUSUF = "mikael-stenlykke", "pipaluk-davidsen", "yusuf-demirci"
AGNIESZKA, JONNA = "agnieszka-nowak-lund", "jonna-toftlund"
NIELS, HUONG = "niels-broedal", "huong-nguyen-dam"
LONE, MARIANNE, PALLE = "lone-bertelsbo", "marianne-tofteng", "palle-overbjerg"


@dataclass(frozen=True)
class Page:
    """The URL name, who looks (``None``: anybody), the thing that the address names, and a query."""

    name: str
    who: str | None = None
    thing: str = ""
    query: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.name, self.who or "", self.thing, self.query) if part)


# What a wallet sends its owner along with (OpenID4VCI 1.0, section 5).
WALLET_ASKS = (
    "?response_type=code&client_id=wallet.example&redirect_uri=https://wallet.example/back"
    "&scope=open_badge_ldp_vc&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)
PUBLIC = (
    Page("front"),
    Page("catalogue"),
    Page("catalogue", query="?q=sundhed&form=online"),
    Page("catalogue", query="?q=xyzzyq"),
    Page("module", thing="module"),
    Page("module", thing="external module"),
    Page("module_version", thing="first version"),
    Page("micro_credential", thing="micro-credential"),
    Page("bundle", thing="bundle"),
    Page("provider", thing="provider"),
    Page("competence", thing="competence"),
    Page("check"),
    Page("credential", thing="credential"),
    Page("credential", thing="revoked credential"),
    Page("shared", thing="link"),
    Page("trust"),
    Page("trust", query="?q=norge"),
    Page("trusted_issuer", thing="known issuer"),
    Page("trusted_issuer", thing="withdrawn issuer"),
    Page("need_new", query="?ord=Vi+skal+kunne+købe+bæredygtigt+ind"),
    Page("need_radar"),
    Page("need_radar", query="?region=DK-82"),
    Page("account_login"),
    Page("account_signup"),
    Page("account_reset_password"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key", thing="old link"),
    Page("account_reset_password_from_key_done"),
    Page("account_email_verification_sent"),
    Page("account_confirm_email", thing="nonsense"),
    Page("account_inactive"),
    Page("socialaccount_login_cancelled"),
)
OWN = (
    *(Page("home", who) for who in (JONAS, MALENE, NADIA, ASTRID, TORKIL, HANNE, DORTHE, SEVGI, BIRTHE, ULLA)),
    *(Page("bank", who) for who in (JONAS, MALENE, TORKIL)),
    Page("bank_of", TORKIL, "jonas"),
    Page("bank_timeline", NADIA),
    Page("catalogue", BIRTHE, query="?q=teknologi"),
    Page("module", JONAS, "module to start"),
    Page("module", JONAS, "module"),
    Page("micro_credential", JONAS, "micro-credential"),
    Page("credential", NADIA, "credential"),
    Page("shares", NADIA),
    Page("shares", YUSUF),
    Page("ai_register_mine", MALENE),
    Page("ai_register_of", BIRTHE, "municipality"),
    Page("ai_system_new", BIRTHE, "municipality"),
    Page("ai_system", BIRTHE, "AI system"),
    Page("ai_group_new", BIRTHE, "municipality"),
    Page("ai_group", BIRTHE, "AI group"),
    Page("ai_training_new", BIRTHE, "municipality"),
    Page("ai_training", BIRTHE, "AI training"),
    Page("ai_wordings", ULLA),
    Page("ai_wording", ULLA, "AI wording"),
    Page("share_new", NADIA),
    Page("share", NADIA, "own link"),
    Page("share", NADIA, "stopped link"),
    Page("shared", NADIA, "link"),
    Page("credential_share", NADIA, "credential"),
    Page("wallet", NADIA, "credential"),
    Page("wallet_offer", NADIA, "offer"),
    Page("wallet_consent", NADIA, query=WALLET_ASKS),
    Page("credential_ask", BIRTHE),
    Page("credential_show", NADIA),
    Page("shown_credential", BIRTHE, "shown to birthe"),
    Page("shown_credential", NADIA, "shown by nadia"),
    Page("pathways", JONAS),
    Page("pathways", ASTRID),
    Page("pathways_of", TORKIL, "jonas"),
    Page("pathway_new", NADIA, query="?q=sundhed"),
    *(Page("pathway_new", JONAS, query=f"?maade={way}") for way in ("ord", "mikro", "rolle", "uddannelse")),
    Page("pathway_goal", JONAS, "pathway"),
    Page("pathway_life", JONAS, "pathway"),
    Page("pathway", JONAS, "pathway"),
    Page("pathway", TORKIL, "pathway"),
    Page("pathway", JONAS, "pathway that cannot be"),
    Page("pathway", MALENE, "pathway with a repair"),
    Page("pathway_version", JONAS, "first plan"),
    Page("pathway_choices", NADIA, "pathway with choices"),
    Page("pathway_compare", NADIA, "pathway with choices"),
    Page("pathway_history", MALENE, "pathway with a repair"),
    Page("study_start", JONAS, "module to start"),
    Page("enrolment", JONAS, "module under way"),
    Page("enrolment", NADIA, "completed module"),
    *(Page("step", JONAS, f"{kind} step") for kind in ("text", "video", "file", "quiz")),
    Page("study_leave", JONAS, "module under way"),
    *(Page("exams", who) for who in (JONAS, MALENE, YUSUF)),
    Page("registration", MIKAEL, "handed_in exam"),
    Page("registration", PIPALUK, "registered exam"),
    Page("registration", YUSUF, "booked exam"),
    Page("registration", NADIA, "ended exam"),
    Page("registration_withdraw", YUSUF, "booked exam"),
    Page("teaching", ASTRID),
    Page("module_add", ASTRID),
    Page("micro_credential_drafts", ASTRID),
    Page("offerings", ASTRID, "module"),
    Page("draft", ASTRID, "draft"),
    Page("draft_texts", ASTRID, "draft"),
    *(Page("step_add", ASTRID, f"new {kind}") for kind in ("text", "video", "file", "quiz")),
    Page("step_edit", ASTRID, "text in a draft"),
    Page("step_edit", ASTRID, "quiz in a draft"),
    Page("step_preview", ASTRID, "quiz in a draft"),
    Page("question_add", ASTRID, "new single question"),
    Page("question_add", ASTRID, "new numeric question"),
    Page("question_edit", ASTRID, "single question"),
    Page("examining", ASTRID),
    Page("assess", ASTRID, "handed_in exam"),
    Page("assess", ASTRID, "assessing exam"),
    Page("slots", LONE),
    Page("exam_office", SEVGI),
    Page("exam_office", DORTHE),
    Page("examiners", SEVGI),
    Page("office_registration", SEVGI, "assessed at sydvest"),
    Page("office_registration", PALLE, "booked exam"),
    Page("office_registration", MARIANNE, "published at klarsprog"),
    Page("office_registration", SEVGI, "handed_in exam"),
    Page("credentials_office", SEVGI),
    Page("award_batches", SEVGI),
    Page("award_batches", DORTHE),
    Page("award_batch", SEVGI, "awarded class"),
    Page("award_batch", DORTHE, "class awaiting approval"),
    Page("award_limit", DORTHE, "provider"),
    Page("credential_revoke", MARIANNE, "klarsprog's credential"),
    Page("credential_suspend", MARIANNE, "klarsprog's credential"),
    Page("credential_reinstate", MARIANNE, "suspended credential"),
    Page("credential_renew", JONNA, "credential in an old name"),
    Page("credential", AGNIESZKA, "credential in an old name"),
    Page("credential_names", JONAS),
    Page("credential_names", AGNIESZKA),
    Page("credential_names_office", JONNA),
    Page("credential_name_decline", JONNA, "request for a new name"),
    Page("key_compromised", MARIANNE, "klarsprog's key"),
    Page("issuer_keys", SEVGI, "provider"),
    Page("issuer_seal", SEVGI, "provider"),
    Page("credential_terms", SEVGI, "micro-credential"),
    Page("trust_office", SEVGI),
    Page("trust_office", ULLA),
    Page("issuer_propose", SEVGI),
    Page("trusted_issuer", ULLA, "proposed issuer"),
    Page("issuer_withdraw", ULLA, "known issuer"),
    Page("issuer_keys", MARIANNE, "klarsprog"),
    Page("need_new", NIELS, query="?ord=Vi+skal+kunne+købe+bæredygtigt+ind&kompetence=negotiation"),
    *(Page("needs", who) for who in (BIRTHE, HUONG, JONAS)),
    *(Page(name, BIRTHE, "need") for name in ("need", "need_edit", "need_ask", "need_compare")),
    Page("need", HUONG, "own need"),
    *(Page("enquiry", who, "request") for who in (BIRTHE, PALLE)),
    Page("enquiries", PALLE),
    Page("enquiry_answer", PALLE, "request"),
    Page("need_radar", PALLE),
    Page("need_reach_out", PALLE, query="?kompetence=mental-health"),
    Page("outreaches", PALLE),
    Page("outreach", PALLE, "outreach"),
    Page("members", DORTHE, "provider"),
    Page("account_name", JONAS),
    Page("tokens", JONAS),
    Page("account_email", JONAS),
    Page("account_set_password", JONAS),
    Page("account_change_password", JONAS),
    Page("account_logout", JONAS),
    Page("mfa_index", JONAS),
    Page("mfa_activate_totp", JONAS),
    Page("mfa_list_webauthn", JONAS),
    Page("mfa_add_webauthn", JONAS),
    Page("mfa_generate_recovery_codes", JONAS),
    Page("socialaccount_connections", JONAS),
)
MACHINES = (
    Page("healthy"),
    Page("credential_json", thing="credential"),
    Page("credential_qr", thing="credential"),
    Page("credential_taken", NADIA, "certificate"),
    Page("shared_document", thing="first behind the link"),
    Page("shared_badge", thing="first behind the link"),
    Page("credential_badge", thing="badge"),
    Page("badge_to_earn", thing="badge to earn"),
    Page("status_list", thing="status list"),
    Page("did_document", thing="provider with a key"),
    Page("credential_issuer_metadata", thing="provider"),
    Page("authorization_server_metadata"),
    Page("wallet_offer_json", thing="offer's code"),
    Page("wallet_request_object", thing="request's code"),
    Page("verifier_did_document"),
    Page("credential_type"),
    Page("pathway_progress", JONAS, "pathway"),
    Page("pathway_calendar", thing="calendar"),
    Page("pathway_sheet", JONAS, "first plan"),
    Page("award_template", SEVGI),
    Page("award_progress", SEVGI, "awarded class"),
    Page("award_problems", SEVGI, "class awaiting approval"),
    Page("award_results", SEVGI, "awarded class"),
    Page("step_file", JONAS, "file"),
    Page("step_captions", JONAS, "captions"),
    Page("issuer_everything", MARIANNE, "klarsprog"),
    Page("ai_register_pdf", BIRTHE, "municipality"),
    Page("ai_register_xlsx", BIRTHE, "municipality"),
    Page("api:openapi-json"),
    Page("api:openapi-view"),
)
# Addresses that only take what a form on another page sends.
ONLY_POST = frozenset({
    "withdraw_token", "dismiss", "begin_draft", "draft_publish", "step_move", "step_delete", "question_move",
    "question_delete", "step_report", "registration_book", "registration_unbook", "registration_hand_in",
    "assess_publish", "slot_cancel", "office_absence", "office_illness", "office_publish", "office_correct",
    "office_dispensation", "office_hand_over", "office_award_again", "examiner_dismiss", "bank_unplan",
    "mentorship_end", "award_submit", "award_approve", "award_refuse", "award_stop", "award_go_on", "award_withdraw",
    "demo_sign_in", "share_stop", "issuer_confirm", "credential_name_ask", "credential_name_grant", "reissue_resume",
    "micro_credential_publish", "issuer_seal_take_out",
    "wallet_offer_close", "wallet_par", "wallet_token", "wallet_nonce", "wallet_credential", "wallet_notification",
    "pathways_remind", "pathway_ask", "pathway_stop", "pathway_choose", "pathway_bank", "pathway_sign", "pathway_pick",
    "pathway_keep", "pathway_change", "pathway_happened", "pathway_tempo", "pathway_remedy", "pathway_feed",
    "pathway_put_away", "pathway_comment", "pathway_settle", "pathway_propose", "pathway_answer",
    "ai_system_retire", "ai_requirement_new", "ai_requirement_drop", "ai_register_consent", "ai_register_withdraw",
    "need_found", "need_withdraw", "contact_reply", "enquiry_say", "enquiry_decline", "enquiry_show_name",
    "answer_accept",
    "wallet_request_close", "wallet_response", "shown_credential_keep", "shown_credential_delete",
})  # fmt: skip
# Addresses that send one on to another page when looked at.
SENDS_ON = frozenset({"exam_register", "bank_plan", "ai_register"})
# Addresses that only make sense in the middle of something, and where that is proved.
ELSEWHERE = {
    "wallet_request": "is there only for the browser that asked: tests/journeys/test_wallets.py",
    "token_list": "is there once a token has been signed: tests/wallets/test_independent_wallet.py",
    "hand_in_file": "the teacher's story hands a file in",
    "account_confirm_login_code": "signing in by a code is not offered",
    "account_reauthenticate": "asks for a password, which nobody in the demo has",
    "mfa_authenticate": "the same",
    "mfa_reauthenticate": "the same",
    "mfa_reauthenticate_webauthn": "the same",
    "mfa_deactivate_totp": "the same",
    "mfa_view_recovery_codes": "the same",
    "mfa_download_recovery_codes": "the same",
    "mfa_remove_webauthn": "the same",
    "mfa_edit_webauthn": "the same",
    "mfa_login_webauthn": "answers the browser's passkey dialogue",
    "socialaccount_login_error": "answers 401 when an identity provider fails",
    "socialaccount_signup": "needs an identity provider",
    "saml_acs": "the same", "saml_finish_acs": "the same", "saml_sls": "the same",
    "saml_metadata": "the same", "saml_login": "the same",
    "openid_connect_login": "the same", "openid_connect_callback": "the same",
}  # fmt: skip


def names_of_addresses(resolver: URLResolver | None = None, namespace: str = "") -> set[str]:
    """The name of every address the site has, beside those of the API, which its own description lists."""
    names: set[str] = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            within = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names |= names_of_addresses(pattern, within)
        elif pattern.name:
            names.add(f"{namespace}{pattern.name}")
    return {name for name in names if not name.startswith("api:") or "openapi" in name}
