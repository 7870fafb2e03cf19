"""Claims become bounds on a curve that never falls: which claim bounds what, and what an origin's claims leave together."""

from math import inf, nan

import pytest
from ledgers import ITEMS, at_least, estimate, quantified, range_of, told

AS_OF = "2025-06-30"


def test_a_worked_example_equals_the_bounds_computed_on_paper():
    """
    Seoul   by 1 Nov 2023 more than 1,000,000            floor 1,000,000 from then on
            by 1 Mar 2024 about 3,000,000                2,900,000–3,100,000; the ceiling binds 1 Nov 2023 too
    Kyiv    Sep–Nov 2023 a million ("exact", 2 digits)   950,000–1,050,000 on 30 Nov; September snaps to 1 August
            by 1 Mar 2024 1,500,000                      1,450,000–1,550,000; its ceiling does not bind 30 Nov further
    OSC     Jan–Feb 2024 200,000 to 300,000              an increment that starts later: at least 200,000 in all, no ceiling of the total
    On 1 Mar 2024 the floors are 2,900,000 (Seoul), 1,450,000 (Kyiv), 200,000 (OSC); the ceilings 3,100,000 (Seoul), 1,550,000 (Kyiv).
    supported: second-highest floor 1,450,000; second-lowest ceiling 3,100,000. No value lies in Seoul's and Kyiv's intervals, but
    1,450,000–1,550,000 lies in Kyiv's and the OSC's. hull: 1,450,000–3,100,000 of the two that are bounded on both sides.
    """
    found = quantified(
        at_least(1e6, origin="Seoul", period_end="2023-11-01", stated="2023-11-01"),
        told("2024-03-01", 3e6, 3e6, "about", origin="Seoul"),
        told("2023-11-30", 1e6, 1e6, "exact", origin="Kyiv", period_start="2023-09-01"),
        told("2024-03-01", 1.5e6, 1.5e6, "exact", origin="Kyiv"),
        told("2024-03-01", 2e5, 3e5, origin="ship-tracking", period_start="2024-01-01"),
    )
    bounds = {
        ("origin", "2023-11-01", "Seoul"): (1e6, 3.1e6),
        ("origin", "2024-03-01", "Seoul"): (2.9e6, 3.1e6),
        ("origin", AS_OF, "Seoul"): (2.9e6, inf),
        ("origin", "2023-11-01", "Kyiv"): (-inf, 1.05e6),
        ("origin", "2023-11-30", "Kyiv"): (0.95e6, 1.05e6),
        ("origin", "2024-03-01", "Kyiv"): (1.45e6, 1.55e6),
        ("origin", "2024-03-01", "ship-tracking"): (2e5, inf),
        ("supported", "2024-03-01", ""): (1.45e6, 3.1e6),
        ("hull", "2024-03-01", ""): (1.45e6, 3.1e6),
    }
    for (level, day, origin), expected in bounds.items():
        assert range_of(estimate(found, level, day, origin=origin)) == expected, (level, day, origin)
    assert estimate(found, "supported", "2024-03-01")["agree"] == "yes"
    (conflict,) = found.conflicts.to_dict("records")
    assert (conflict["kind"], conflict["origin"]) == ("contradiction", "Seoul;Kyiv")
    assert conflict["differs"] == "ammunition.shell KP>RU on 2024-03-01: 2900000 > 1550000 round"


# --- one origin -----------------------------------------------------------------------------------------------------


# A claim → start, whether it is counted from the beginning, whether it is used, and what its reason says.
STARTS = {
    "no start": ({}, ("2023-08-01", True, True, "start not said, taken for 2023-08-01")),
    "the start itself": ({"period_start": "2023-08-01"}, ("2023-08-01", True, True, "")),
    "within the tolerance": ({"period_start": "2023-09-01"}, ("2023-08-01", True, True, "start 2023-09-01 taken for 2023-08-01")),
    "a day beyond it": ({"period_start": "2023-09-02"}, ("2023-09-02", False, True, "bounds what came since and not the total")),
    "before": ({"period_start": "2022-07-01"}, ("2023-08-01", True, True, "nothing is taken to have come before 2023-08-01")),
    "ended before": ({"period_start": "2023-01-01", "period_end": "2023-07-31"}, ("2023-01-01", False, False, "ends before the count begins")),
    "reversed": ({"period_start": "2024-02-11"}, ("2024-02-11", False, False, "starts after it ends")),
    "another flow begins elsewhere": ({"supplier": "RU", "recipient": "KP"}, ("2023-01-01", True, True, "taken for 2023-01-01")),
}  # fmt: skip


@pytest.mark.parametrize("name", STARTS)
def test_an_increment_is_counted_from_where_it_starts(name):
    change, (start, counted, used, reason) = STARTS[name]
    row = quantified({"period_end": "2024-02-10"} | change).constraints.loc[0]
    assert (row["start"], row["counted_from"], row["used"]) == (start, counted, used) and reason in row["reason"]


def test_a_start_within_the_tolerance_is_kept_where_the_origin_speaks_of_the_days_before_it():
    august = told("2023-08-20", 1e4, 1e4, "exact")
    since_september = told("2023-11-30", 1e6, 1e6, "exact", period_start="2023-09-01")
    assert list(quantified(august, since_september).constraints["counted_from"]) == [True, False]


# A claim → why it takes no part.
IDLE = {
    "rejected": ({"status": "rejected", "reason": "a slip"}, "rejected by the reviewer: a slip"),
    "a denial": ({"kind": "denial", "low": nan, "high": nan}, "a denial is evidence in the argument, not the number 0"),
    "a denial with a number": ({"kind": "denial", "low": 0.0, "high": 0.0}, "a denial is evidence in the argument, not the number 0"),
    "no number": ({"kind": "assessment", "low": nan, "high": nan}, "no number"),
    "a retelling": ({"repeats": "C-0"}, "retells C-0 and adds nothing to it"),
    "improbable": ({"credibility": "5"}, "graded improbable (credibility 5)"),
    "conditional": ({"hedge": "conditional"}, "conditional: the claimant does not say that it is so"),
    "high below low": ({"low": 3.0, "high": 2.0, "bound": "between"}, "its numbers leave no value"),
}


@pytest.mark.parametrize("name", IDLE)
def test_a_claim_that_bounds_nothing_is_listed_with_the_reason(name):
    change, reason = IDLE[name]
    found = quantified(change)
    assert (found.constraints.loc[0, "used"], found.constraints.loc[0, "reason"]) == (False, reason) and found.estimates.empty


def test_a_capacity_is_shown_as_what_it_is_and_bounds_no_delivery():
    found = quantified(at_least(3e6, kind="capacity", period_end="2024-02-10"))
    assert list(found.estimates["measure"]) == ["capacity"] and "bounds no delivery" in found.constraints.loc[0, "reason"]


@pytest.mark.parametrize(
    ("kind", "unit", "per", "measure", "shown"),
    [
        ("use", "round", "day", "use", "round/day"), ("share", "percent", "", "share", "percent"), ("defect", "percent", "", "defect", "percent"),
        ("rate", "round", "month", "rate", "round/month"), ("delivery", "round", "month", "rate", "round/month"), ("stock", "round", "", "stock", "round"),
        ("production", "round", "year", "production", "round/year"), ("plan", "round", "", "plan", "round"), ("value", "USD", "", "value", "USD"),
        ("release", "USD", "", "released", "USD"),
    ],
)  # fmt: skip
def test_what_is_no_delivery_is_a_measure_of_its_own_and_never_summed(kind, unit, per, measure, shown):
    rows = quantified(*[{"kind": kind, "unit": unit, "per": per, "low": 40.0, "high": 50.0, "bound": "between"}] * 2).estimates
    assert list(zip(rows["measure"], rows["unit"], rows["level"], rows["low"], rows["high"])) == [(measure, shown, "origin", 40, 50)] * 2


def test_a_kind_s_floor_binds_the_whole_and_the_whole_s_ceiling_each_kind_and_never_the_reverse():
    found = quantified(told("2024-02-10", 2e6, 5e6, item="ammunition"), told("2024-02-10", 3e6, 9e6, item="ammunition.shell.152mm"))
    row = {item: range_of(estimate(found, "origin", "2024-02-10", item, "Kyiv")) for item in ITEMS[:3]}
    assert row == {"ammunition": (3e6, 5e6), "ammunition.shell": (3e6, 5e6), "ammunition.shell.152mm": (3e6, 5e6)}
    reverse = quantified(told("2024-02-10", 2e6, 5e6, item="ammunition.shell"), told("2024-02-10", 1e6, 9e6, item="ammunition"))
    assert range_of(estimate(reverse, "origin", "2024-02-10", "ammunition", "Kyiv")) == (2e6, 9e6)
    assert range_of(estimate(reverse, "origin", "2024-02-10", "ammunition.shell", "Kyiv")) == (2e6, 5e6)


def test_the_newest_statement_stands_and_an_older_one_that_does_not_fit_is_set_aside_and_named():
    older, newer = told("2024-02-10", 5e6, 6e6), told("2024-03-10", 2e6, 3e6)
    found = quantified(older, newer)
    assert range_of(estimate(found, "origin", "2024-03-10", origin="Kyiv")) == (2e6, 3e6)
    aside = found.constraints[~found.constraints["used"]]
    assert list(aside["floor"]) == [5e6] and "contradicts C-" in aside["reason"].iloc[0]
    assert list(found.conflicts["origin"]) == ["Kyiv"]


def test_of_one_day_s_statements_the_larger_stands():
    found = quantified(told("2024-02-10", 8000, 8000, "exact"), told("2024-02-10", 10000, 10000, "exact"))
    assert range_of(estimate(found, "origin", "2024-02-10", origin="Kyiv")) == (9500, 10500)


def test_two_counts_of_one_sentence_are_parts_beside_each_other_and_no_rival_totals():
    guns = {"item": "artillery", "unit": "piece", "start": 7, "end": 90, "period_end": "2024-11-16"}
    found = quantified(guns | {"low": 20.0, "high": 20.0}, guns | {"low": 50.0, "high": 50.0})
    assert found.constraints["used"].all() and found.constraints["ceiling"].isna().all() and found.conflicts.empty
    assert all("its sentence counts the like beside it" in reason for reason in found.constraints["reason"])
    assert range_of(estimate(found, "origin", "2024-11-16", "artillery", "Kyiv")) == (49.5, inf), "the larger floor, not their sum"


def test_a_part_of_a_whole_is_no_total():
    found = quantified(told("2024-10-31", 8000, 8000, "exact", whole_low=10000, whole_high=10000), told("2024-10-31", 10000, 10000, "exact"))
    assert range_of(estimate(found, "origin", "2024-10-31", origin="Kyiv")) == (9500, 10500) and found.conflicts.empty
    assert found.constraints["reason"].str.contains("a part of a whole bounds the total from below only").sum() == 1
    up_to = quantified(told("2024-10-31", nan, 8000, "at_most", whole_low=10000)).constraints.loc[0]
    assert not up_to["used"] and up_to[["floor", "ceiling"]].isna().all()


@pytest.mark.parametrize(("change", "high"), [({}, inf), ({"kind": "capacity"}, inf), ({"item": "missile", "unit": "piece"}, 1.05)])
def test_a_single_round_is_an_example_and_no_total(change, high):
    found = quantified(told("2024-02-10", 1, 1, "exact", **change))
    (row,) = found.estimates[(found.estimates["level"] == "origin") & (found.estimates["date"] == "2024-02-10")].to_dict("records")[:1]
    assert range_of(row) == (0.95, high) and ("a single round is an example" in found.constraints.loc[0, "reason"]) == (high == inf)


# How a second telling of "about 15,809" is told → what the claim bounds.
TELLINGS = {
    "at least, as near": (at_least(15800.0), (15800, inf)),
    "at least, through an agency": (at_least(15800.0, chain="an officer;an agency;a paper"), (15808, 15810)),
    "another wording": ({"low": 15809.0, "high": 15809.0, "bound": "exact"}, (15808, 15810)),
    "with a thousand lost": (at_least(15.0), (15808, 15810)),
    "by another claimant": (at_least(15800.0, claimant="media"), (15808, 15810)),
    "rejected": (at_least(15800.0, status="rejected"), (15808, 15810)),
}


@pytest.mark.parametrize("name", TELLINGS)
def test_a_claim_bounds_only_what_all_tellings_as_near_to_the_claimant_allow(name):
    change, bounds = TELLINGS[name]
    first = told("2024-02-10", 15809.0, 15809.0, "about", claim_id="C-1")
    found = quantified(first, first | {"claim_id": "C-2", "doc_id": "two", "repeats": "C-1"} | change)
    assert range_of(estimate(found, "origin", "2024-02-10", origin="Kyiv")) == bounds
    opened = "bounds no more than its more careful tellings allow: C-2" in found.constraints.loc[0, "reason"]
    assert opened == (bounds[1] == inf)


def test_a_recomputed_figure_stands_only_where_its_origin_says_nothing_of_its_own():
    computed = told("2024-02-10", 5e6, 5e6, "exact", computed_from="C-0", origin="ship-tracking")
    assert range_of(estimate(quantified(computed), "origin", "2024-02-10", origin="ship-tracking")) == (4.95e6, 5.05e6)
    direct = told("2024-01-10", 4.2e6, 5.8e6, origin="ship-tracking", item="ammunition")
    found = quantified(direct, computed)
    assert range_of(estimate(found, "origin", "2024-01-10", "ammunition", "ship-tracking")) == (4.2e6, 5.8e6)
    assert "recomputes C-0; its origin says something of its own" in set(found.constraints["reason"])


# Claims that a figure of the ship-trackers is computed from → the origin under which it counts, and whether it is used.
COMPUTED = {
    "one": ("C-1", ("Seoul", True)),
    "one that retells": ("C-3", ("Seoul", True)),
    "two of one origin": ("C-1;C-3", ("Seoul", True)),
    "two of two origins": ("C-1;C-2", ("ship-tracking", False)),
    "one that is computed itself": ("C-4", ("Seoul", True)),
    "one that is not here": ("C-99", ("ship-tracking", True)),
    "itself": ("C-9", ("ship-tracking", True)),
}  # fmt: skip


@pytest.mark.parametrize("name", COMPUTED)
def test_a_recomputed_figure_counts_under_the_origin_of_what_it_recomputes(name):
    sources, expected = COMPUTED[name]
    boxes = {"item": "container", "unit": "container", "low": 6700.0, "high": 6700.0, "bound": "about"}
    counts = [boxes | {"claim_id": claim, "origin": origin} for claim, origin in (("C-1", "Seoul"), ("C-2", "Kyiv"))]
    retelling, chained = boxes | {"claim_id": "C-3", "origin": "media", "repeats": "C-1"}, told("2024-02-10", 1, 9, claim_id="C-4", computed_from="C-1")
    found = quantified(*counts, retelling, chained, told("2024-02-10", 2e6, 3e6, claim_id="C-9", origin="ship-tracking", computed_from=sources)).constraints
    (row,) = found[found["claim_id"] == "C-9"].to_dict("records")
    assert (row["origin"], row["used"]) == expected
    assert ("recomputes figures of Kyiv and Seoul, so it counts under none of them" in row["reason"]) == (name == "two of two origins")


# The count of containers that a capacity of 3 million shells is computed from → the ceiling of deliveries that follows.
CAPACITIES = {
    "about": ({"bound": "about"}, 3.05e6),
    "up to": ({"low": nan, "bound": "at_most"}, 3.05e6),
    "at least": ({"high": nan, "bound": "at_least"}, inf),
    "rejected": ({"bound": "about", "status": "rejected"}, inf),
    "another claim": ({"bound": "about", "claim_id": "C-2"}, inf),
}


@pytest.mark.parametrize("name", CAPACITIES)
def test_a_capacity_is_a_ceiling_only_where_the_count_behind_it_is_complete(name):
    change, ceiling = CAPACITIES[name]
    boxes = {"claim_id": "C-1", "item": "container", "unit": "container", "low": 6700.0, "high": 6700.0, "period_end": "2024-02-10"} | change
    load = told("2024-02-10", 3e6, 3e6, "exact", kind="capacity", hedge="possible", computed_from="C-1", claim_id="C-9")
    found = quantified(boxes, load, at_least(1e6, period_end="2024-02-10"))
    assert range_of(estimate(found, "origin", "2024-02-10", origin="Kyiv")) == (1e6, ceiling)
    assert ((found.estimates["measure"] == "capacity") & (found.estimates["low"] == 2.95e6)).sum() == 1, "shown as what it is all the same"


@pytest.mark.parametrize(
    ("change", "ceiling"),
    [({"high": nan, "bound": "at_least"}, inf), ({"period_start": "2024-01-01"}, inf), ({"period_start": "2023-08-20"}, 3.05e6), ({"low": 4e6, "high": 4e6}, 4.05e6)],
)  # fmt: skip
def test_a_capacity_caps_the_total_only_from_above_and_from_the_beginning(change, ceiling):
    boxes = {"claim_id": "C-1", "item": "container", "unit": "container", "low": 6700.0, "high": 6700.0, "bound": "about", "period_end": "2024-02-10"}
    load = told("2024-02-10", 3e6, 3e6, "exact", kind="capacity", computed_from="C-1", claim_id="C-9") | change
    assert range_of(estimate(quantified(boxes, load, at_least(1e6, period_end="2024-02-10")), "origin", "2024-02-10", origin="Kyiv")) == (1e6, ceiling)


def test_a_capacity_never_overrules_a_direct_statement():
    boxes = {"claim_id": "C-1", "item": "container", "unit": "container", "low": 6700.0, "high": 6700.0, "bound": "about"}
    load = told("2024-03-10", 3e6, 3e6, "exact", kind="capacity", computed_from="C-1", claim_id="C-9")
    found = quantified(boxes, load, at_least(5e6, period_end="2024-02-10", claim_id="C-2"))
    assert range_of(estimate(found, "origin", "2024-02-10", origin="Kyiv")) == (5e6, inf)
    assert "C-9;C-2" in list(found.conflicts["claims"])


def test_september_and_october_and_november_make_september_to_november():
    windows = [told("2023-10-31", 3e5, 4e5, period_start="2023-09-01"), told("2023-11-30", 1e5, 2e5, period_start="2023-11-01")]
    assert range_of(estimate(quantified(*windows), "origin", "2023-11-30", origin="Kyiv")) == (4e5, 6e5)
    apart = quantified(windows[0], windows[1] | {"period_start": "2023-11-02"})
    assert range_of(estimate(apart, "origin", "2023-11-30", origin="Kyiv")) == (4e5, inf), "a day between them may have brought any number"


def test_after_its_last_word_an_origin_keeps_its_floor_loses_its_ceiling_and_falls_silent():
    others = [told(day, 1e6, 2e6, origin="Seoul") for day in ("2024-08-08", "2024-08-09")]
    found = quantified(told("2024-02-10", 1e6, 2e6), *others)
    rows = [estimate(found, "origin", day, origin="Kyiv") for day in ("2024-02-10", "2024-08-08", "2024-08-09")]
    assert [range_of(row) for row in rows] == [(1e6, 2e6), (1e6, inf), (1e6, inf)]
    assert [row["silent"] for row in rows] == ["no", "no", "yes"], "180 days are within stale_after, 181 are not"


def test_an_amount_in_another_unit_is_a_curve_of_its_own():
    found = quantified({"item": "explosives", "unit": "tonne"}, {"item": "explosives", "unit": "kilogram"}).estimates
    assert set(found.loc[found["level"] == "origin", "unit"]) == {"tonne", "kilogram"}
