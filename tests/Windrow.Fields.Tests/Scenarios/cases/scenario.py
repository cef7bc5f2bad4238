"""What a scenario has to give, worked out with NumPy from its global fields alone: no parts, no folds, no restarts.

Of encoded products it tells the keys dataDate, stepRange, stepType and numberOfMissing as well, from the calendar and the values.

usage: scenario.py FILE.json        prints one line for every expected product
"""
import datetime
import json
import sys

import numpy as np


def hours(text):
    """The reference time of the scenario."""
    return datetime.datetime.strptime(text, "%Y-%m-%d")


def window_of(time, period):
    """Begin and end of the calendar window that owns its end."""
    inside = time - datetime.timedelta(microseconds=1)
    if period == "1d":
        begin = inside.replace(hour=0, minute=0, second=0, microsecond=0)
        return begin, begin + datetime.timedelta(days=1)
    if period == "1m":
        begin = inside.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return begin, (begin + datetime.timedelta(days=32)).replace(day=1)
    hour = datetime.timedelta(hours=int(period[:-1]))
    midnight = inside.replace(hour=0, minute=0, second=0, microsecond=0)
    begin = midnight + (inside - midnight) // hour * hour
    return begin, begin + hour


def statistic(operation, values, threshold):
    """values: samples × points, NaN is missing."""
    present = ~np.isnan(values)
    with np.errstate(all="ignore"):
        if operation == "instant":
            return values[-1]
        if operation == "accumulate":
            return values.sum(axis=0)
        if threshold < 1:
            return {"average": values.mean, "maximum": values.max, "minimum": values.min}[operation](axis=0)
        counts = present.sum(axis=0)
        if operation == "average":
            result = np.nansum(values, axis=0) / counts
        elif operation == "maximum":
            result = np.where(present, values, -np.inf).max(axis=0)
        else:
            result = np.where(present, values, np.inf).min(axis=0)
        return np.where(counts >= threshold, result, np.nan)


def apply_mask(values, mask, options, name):
    result = values.copy()
    kept = np.array(mask, dtype=bool)
    if name in options.get("offset-fields", []):
        result[kept] += options.get("offset-value", 273.15)
    if options.get("apply-bitmap", True):
        result[~kept] = np.nan
    return result


def text(values):
    return ",".join("-" if np.isnan(value) else repr(float(value)) for value in values)


def expected(scenario):
    reference = hours(scenario["reference"])
    samples = [(int(step), np.array([np.nan if value is None else value for value in values], dtype=float)) for step, values in scenario["samples"].items()]
    owned = np.zeros(scenario["points"], dtype=bool)
    for run in scenario["runs"]:
        for share in run["shares"]:
            owned[share] = True
    products = [(f"step {step}", values) for step, values in samples]
    for action in scenario["actions"]:
        kind = action["type"]
        if kind == "select":
            wanted = action["match"][0]["step"]
            samples = [(step, values) for step, values in samples if step in wanted]
            products = [(f"step {step}", values) for step, values in samples]
        elif kind == "mask":
            samples = [(step, apply_mask(values, scenario["mask"], action, scenario["name"])) for step, values in samples]
            products = [(label, apply_mask(values, scenario["mask"], action, scenario["name"])) for label, values in products]
        elif kind == "statistics":
            windows = {}
            for step, values in samples:
                time = reference + datetime.timedelta(hours=step)
                windows.setdefault(window_of(time, action["output-frequency"]), []).append((time, values))
            products = []
            for index, ((begin, end), members) in enumerate(windows.items()):
                is_last = index == len(windows) - 1
                complete = not is_last or members[-1][0] == end
                shown = end if complete else members[-1][0]
                values = np.stack([values for _, values in members])
                for operation in action["operations"]:
                    result = statistic(operation, values, action.get("options", {}).get("value-count-threshold", -1))
                    products.append((f"{operation} {begin:%Y%m%d%H} {shown:%Y%m%d%H}{'' if complete else '!'}", result))
    if scenario["actions"][-1]["type"] == "encode":
        products = [(f"{label} {keys(label, values, reference)}", values) for label, values in products]
    return [f"{label}: {text(values)}" for label, values in products]


def keys(label, values, reference):
    """What the message of a product of statistics says: its reference time, and the interval in hours after that."""
    operation, *bounds = label.rstrip("!").split()
    first, last = ((datetime.datetime.strptime(bound, "%Y%m%d%H") - reference) // datetime.timedelta(hours=1) for bound in bounds)
    kind = {"average": "avg", "minimum": "min", "maximum": "max", "accumulate": "accum"}[operation]
    return f"{reference:%Y%m%d} {first}-{last} {kind} {np.isnan(values).sum()}"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print("\n".join(expected(json.load(file))))
