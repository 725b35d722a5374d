"""Benchmarks: our figures beside those of others, in one run."""

import warnings

# eventlet announces its retirement at import; nameko needs it.
warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
