"""What a form of an application comes to while it is filled in. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from shared import guideline
from shared.guideline import Estimate, Headcount, Policy
from shared.refusal import Fault, Refused
from shared.unfinished import Unfinished


def quote(form: Unfinished, policy: Policy) -> Estimate:
    """Return the sums as far as they can be told, and all that stands in the way of the rest.

    The form is that of `forms.QuoteSchema`. Of a thing that lacks something it is not said again
    that it is missing as a whole.
    """
    asked, head = form.asked
    made = guideline.estimate(asked, policy)
    computed = [form.original(it) for it in made.problems if not _said(it, form.missing)]
    return replace(made, problems=(*form.missing, *_miscounted(head, policy), *computed))


def _said(problem: Fault, missing: Sequence[Fault]) -> bool:
    inside = (problem.pointer, f"{problem.pointer}/")
    return problem.code == "missing" and any(it.pointer.startswith(inside) for it in missing)


def _miscounted(head: Headcount | None, policy: Policy) -> Sequence[Fault]:
    if head is None:
        return ()
    try:
        guideline.check_headcount(head.method, head.hundredths, policy.headcount_method)
    except Refused as no:
        return no.errors
    return ()
