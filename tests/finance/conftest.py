"""Property tests here are short; a busy machine must not make them fail."""

from hypothesis import settings

settings.register_profile("finance", deadline=None)
settings.register_profile("finance-many", deadline=None, max_examples=1000)
settings.load_profile("finance")
