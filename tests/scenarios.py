"""The scenarios of the office that tests play: each has a name here, and at least one test that bears it.

A test says `@pytest.mark.scenario("cost falls")`; what the scenario tells is said in the test.
"""

from typing import Final

SCENARIOS: Final = {
    # ---- applying and deciding
    "size bands": "The number of employees decides the own share, at each border.",
    "in-kind covers part": "Unpaid hours are part of the own share; the missing cent is named.",
    "in-kind above own share": "More in-kind than needed brings nothing.",
    "no gap": "Where others give enough, nothing can be granted.",
    "start before approval": "Nothing begins before its approval, and no contract counts that did.",
    "24 months": "A project lasts 24 months and not a day more, whatever the calendar.",
    "wrong decider": "Another district, another role, an author, a Träger alone decide nothing.",
    "full funding without reason": "Who wants all of it says why.",
    "individual help": "What is help for a single case is no project of a Sozialraum.",
    "budget cut below commitments": "It is shown and blocks, and cancels nothing.",
    # ---- while it runs
    "extensions add up": "Six months and six months, and not a day more or later.",
    "headcount changes": "An own share stays as decided; an extension has its own.",
    "steering group without meeting": "From the new year on it is overdue.",
    "new WJH staff without introduction": "After three months it is overdue.",
    "WJH quarter": "Figures that add up, small numbers hidden, corrections beside the first version.",
    "umlaut search": "Who types no umlaut finds what has one.",
    # ---- at the end
    "receipts twice": "The same file again adds nothing.",
    "flat rate recomputed": "It follows what posts really cost, and covers its kinds of costs.",
    "better paid": "A post counts as much as a comparable one of the city.",
    "cost falls": "Savings are the funder's, to the full amount.",
    "income and cost rise together": "Extra income pays extra costs first; the grant never rises.",
    "under-paid": "What remains comes out of the commitment; only the saving is free again.",
    "early termination and year end": "What is free again, where, and when its year is closed.",
    "erasure and audit": "A person is gone; what was known then can still be seen.",
}
