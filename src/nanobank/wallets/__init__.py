"""Into a wallet, and out of it again: OpenID4VCI 1.0 and OpenID4VP 1.0."""
