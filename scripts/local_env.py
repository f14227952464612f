"""Prints the settings of a site on one's own machine: fresh secrets, demo mode, no minutes spent on compressing."""

import base64
import secrets

print(f"NANOBANK_SECRET_KEY={secrets.token_urlsafe(48)}")
print(f"NANOBANK_KEY_ENCRYPTION_KEYS={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}")
print("NANOBANK_DEMO=true")
print("NANOBANK_COMPRESS_STATIC=false")
