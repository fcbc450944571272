from math import log

import pytest

from standoff.explain.verdict import decide

SURE = (0.001, 0.002)


@pytest.mark.parametrize(
    ("effect", "interval", "sign", "p", "p_interval", "omitted", "verdict", "reason"),
    [
        (0.9, (0.3, 1.5), "higher", 0.001, SURE, [("2001", 0.2)], "present", "agree"),
        (-0.9, (-1.5, -0.3), "lower", 0.001, SURE, [("2001", -0.2)], "present", "agree"),
        (-0.9, (-1.5, -0.3), "higher", 0.999, SURE, [], "absent", "against"),
        (0.9, (0.3, 1.5), "lower", 0.999, SURE, [], "absent", "against"),
        (0.0, (-0.2, 0.2), "higher", 0.5, (0.4, 0.6), [], "absent", "within a quarter"),
        (0.1, (0.01, 0.2), "higher", 0.01, SURE, [], "absent", "within a quarter"),
        (0.2, (0.01, 0.5), "higher", 0.01, SURE, [], "unclear", "smaller than a quarter"),
        (log(1.26), (0.01, 0.5), "higher", 0.01, SURE, [], "present", "agree"),
        (0.9, (-0.1, 1.9), "higher", 0.01, SURE, [], "unclear", "no difference"),
        (0.9, (0.3, 1.5), "higher", 0.06, (0.051, 0.07), [], "unclear", "as well too often"),
        (0.9, (0.3, 1.5), "higher", 0.05, (0.05, 0.05), [], "present", "agree"),
        (0.9, (0.3, 1.5), "higher", 0.048, (0.043, 0.053), [], "unclear", "another draw"),
        (0.9, (0.3, 1.5), "higher", 0.052, (0.047, 0.057), [], "unclear", "another draw"),
        (0.9, (0.3, 1.5), "higher", 0.001, SURE, [("2001", -0.1)], "unclear", "without 2001"),
        (0.9, (0.3, 1.5), "higher", 0.001, SURE, [("s", float("nan"))], "unclear", "without s"),
    ],
)
def test_rule(effect, interval, sign, p, p_interval, omitted, verdict, reason) -> None:  # type: ignore[no-untyped-def]
    found, why = decide(
        effect=effect,
        interval=interval,
        sign=sign,
        p_holm=p,
        p_holm_interval=p_interval,
        omitted=omitted,
    )
    assert found == verdict
    assert reason in why
