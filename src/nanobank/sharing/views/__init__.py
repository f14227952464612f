"""The pages of sharing: the holder's own, and what others see."""
