"""Names compared: one spelling for many (`fold`), one skeleton for two scripts, and what is no name at all.

`fold` is for saying that two names are written alike, `skeleton` for finding which are worth comparing.
docs/reference/names.md says what each does and does not undo.
"""

from tawthiq.core.names.folding import FOLD_VERSION, fold, tokens
from tawthiq.core.names.order import in_order
from tawthiq.core.names.parts import NameParts, Script, parts, script
from tawthiq.core.names.placeholders import is_placeholder, naming_tokens
from tawthiq.core.names.readings import token_reading
from tawthiq.core.names.skeletons import skeleton, token_skeleton
from tawthiq.core.names.sounds import SOUND_VERSION, token_sound, token_stem

__all__ = [
    "FOLD_VERSION",
    "SOUND_VERSION",
    "NameParts",
    "Script",
    "fold",
    "in_order",
    "is_placeholder",
    "naming_tokens",
    "parts",
    "script",
    "skeleton",
    "token_reading",
    "token_skeleton",
    "token_sound",
    "token_stem",
    "tokens",
]
