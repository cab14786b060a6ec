"""Reports: a handed-in evaluation as the filled-in paper form, a PDF.

``form_page`` makes plain values of an evaluation (pure), ``printing`` a PDF of those with Typst, and ``press``
does that in a process of its own, so that taps are never held up and the bot's memory does not grow.
"""
