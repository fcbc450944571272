"""`standoff evaluate`: how well the parts do on what people have labelled by hand."""

from __future__ import annotations

from cyclopts import App

app = App(name="evaluate", help="Score the coder and the merge against hand-made gold.")
app.command(
    "standoff.cli.evaluate_coding:coding", name="coding", help="Score the coder on labelled texts."
)
app.command(
    "standoff.cli.evaluate_agreement:agreement",
    name="agreement",
    help="How far two coders tell the same of the same reports.",
)
app.command(
    "standoff.cli.evaluate_merge:merge", name="merge", help="Score merge on hand-made links."
)
