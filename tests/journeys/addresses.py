"""Every address that is no page to look at, and why. A test fails when one stands neither here nor in pages.py."""

from django.urls import URLResolver, get_resolver

# Addresses that only take what a form on another page sends.
ONLY_POST = frozenset({
    "upload_begin", "upload", "media_describe", "media_add_captions", "media_use", "media_retire",
    "gates_tick", "gates_links", "review_ask", "approval_renew", "review_declare", "review_hand_on", "review_call_off",
    "review_changes", "approval_withdraw", "quality_item_add", "quality_item_retire",
    "reuse_take_up", "reuse_licence", "reuse_uptake_change", "reuse_take_over", "reuse_settle",
    "reuse_follow", "reuse_propose",
    "design_anew", "design_finish", "design_put_away", "design_outcomes", "bundle_publish", "module_template_retire",
    "withdraw_token", "dismiss", "begin_draft", "draft_publish", "step_delete", "question_move",
    "question_delete", "step_add", "step_files", "question_add", "draft_order", "draft_here", "text_preview",
    "step_report", "registration_book", "registration_unbook", "registration_hand_in",
    "assess_publish", "slot_cancel", "office_absence", "office_illness", "office_publish", "office_correct",
    "office_dispensation", "office_hand_over", "office_award_again", "examiner_dismiss", "bank_unplan",
    "mentorship_end", "award_submit", "award_approve", "award_refuse", "award_stop", "award_go_on", "award_withdraw",
    "demo_sign_in", "share_stop", "issuer_confirm", "credential_name_ask", "credential_name_grant", "reissue_resume",
    "micro_credential_publish", "issuer_seal_take_out",
    "wallet_offer_close", "wallet_par", "wallet_token", "wallet_nonce", "wallet_credential", "wallet_notification",
    "pathways_remind", "pathway_ask", "pathway_stop", "pathway_choose", "pathway_bank", "pathway_sign", "pathway_pick",
    "pathway_keep", "pathway_change", "pathway_happened", "pathway_tempo", "pathway_remedy", "pathway_feed",
    "pathway_put_away", "team_ask", "team_stop", "team_send", "team_put_away", "team_part_answer", "team_part_bank",
    "pathway_need", "pathway_order", "balance_ask", "balance_place", "balance_put_away",
    "pathway_longer", "pathway_behind", "pathway_comment", "pathway_settle", "pathway_propose", "pathway_answer",
    "ai_system_retire", "ai_requirement_new", "ai_requirement_drop", "ai_register_consent", "ai_register_withdraw",
    "saved_search_delete",
    "framework_import_begin", "framework_import_stop", "framework_import_go_on", "framework_import_withdraw",
    "feed_again", "feed_close", "feed_rhythm", "feed_run_columns", "feed_run_begin", "feed_run_stop", "feed_run_go_on",
    "feed_run_withdraw", "outside_offer_withdraw",
    "invitation_answer", "consent_change", "declare", "workplace_leave", "seat_answer", "workplace_join",
    "cost_centre_close", "job_role_drop", "job_role_brief", "staff_invite", "colleague_part", "people_list_take_in",
    "people_list_withdraw", "brief_weigh", "brief_ask", "brief_put_away", "order_approve", "order_refuse",
    "order_withdraw", "need_found", "need_withdraw", "contact_reply", "enquiry_say", "enquiry_decline",
    "enquiry_show_name", "answer_accept",
    "withdrawal_follow", "withdrawal_return", "withdrawal_hand_on", "withdrawal_answer", "withdrawal_reopen",
    "withdrawal_cv", "withdrawal_take_back", "withdrawal_appeal", "away_cancel",
    "wallet_request_close", "wallet_response", "shown_credential_keep", "shown_credential_delete",
    "notice_read", "notices_read", "mentor_answer", "mentor_unask", "mentor_sights", "mentor_note",
    "appointment_cancel", "thread_settle", "mentor_hours_add", "mentor_hours_drop", "mentor_absence_add",
    "mentor_absence_drop", "guidance_feed_renew",
})  # fmt: skip
# Addresses that send one on to another page when looked at.
SENDS_ON = frozenset({"exam_register", "bank_plan", "ai_register", "notice"})
# Addresses that only make sense in the middle of something, and where that is proved.
ELSEWHERE = {
    "draft_missing": "is counted beside what is written: tests/authoring/test_editor.py",
    "review_file": "is there when what is judged has a file: tests/quality/test_pages.py",
    "mentor_asked": "takes a signature from an e-mail: tests/guidance/test_mentoring.py",
    "guidance_calendar": "is there once one has looked at one's profile: tests/guidance/test_meeting.py",
    "pathway_looking": "is there while a plan is looked at longer: tests/pathways/test_looking_longer.py",
    "search_suggest": "is a part of a page: tests/journeys/test_searching.py",
    "search_stop": "takes a signature from an e-mail: tests/search/test_saving.py",
    "people_list": "is there once a list has been handed in: tests/employers/test_pages.py",
    "people_list_problems": "the same",
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
