"""A credential as a token - VC-JWT, SD-JWT VC - and what such tokens lean on: a type and a list of their own.

Both are signed with ES256, which every wallet of the EU must know (decision 0053).
"""

from nanobank.credentials.tokens.bridge import as_sd_jwt, as_vc_jwt
from nanobank.credentials.tokens.published import token_list_of, type_address, type_metadata

__all__ = ["as_sd_jwt", "as_vc_jwt", "token_list_of", "type_address", "type_metadata"]
