"""An institution's electronic seal: the certificate it has bought, put in by its office, for what Europass reads."""
