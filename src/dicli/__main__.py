"""Runs dicli, spending as little as possible on starting and ending.

The garbage collector finds nothing during imports and little during a run, so it is off
for the imports and then runs rarely. All output is written and flushed when `main`
returns, so the process can end at once, without taking apart what it made. Both
together save about a sixth of a run.
"""

import gc
import os
import signal
import sys

# new objects; a large catalogue read for the first time makes millions, and no cycles
RARELY = 200_000


def run() -> None:
    """Runs the command line of this process and ends it with its status."""
    gc.disable()
    _hold_interrupts(True)  # Ctrl-C within an import may end in any error, or in none
    try:
        from dicli.commands.app import main

        gc.freeze()
        gc.set_threshold(RARELY)
        gc.enable()
        _hold_interrupts(False)
        status = main()
    except KeyboardInterrupt:
        status = 130
    os._exit(status)


def _hold_interrupts(held: bool) -> None:
    """Keeps Ctrl-C waiting, or lets it through, which may raise KeyboardInterrupt at
    once; Windows cannot do so.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(
            signal.SIG_BLOCK if held else signal.SIG_UNBLOCK, [signal.SIGINT]
        )


if __name__ == "__main__":
    try:
        # `python -m` looks here first, but nothing here is ours
        if sys.path[0] == os.getcwd():
            del sys.path[0]
    except FileNotFoundError:  # the current directory was removed
        pass
    run()
