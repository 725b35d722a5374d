"""Running the system: the command, the embedded instance, the demonstration, the benchmarks."""

import warnings

# eventlet announces its retirement at import; nameko needs it, and nobody at a terminal can help it.
warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
