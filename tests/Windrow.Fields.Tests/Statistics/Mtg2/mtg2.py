"""Statistics of calendar windows that own their end, worked out with NumPy from whole series: no folds, no running means.

Reads from standard input {"hours": [...], "values": [[...]], "period": 24, "threshold": n, "operations": [...]}, with null for missing
values, and prints one line for every product: operation, first and last hour of the window, values.
"""
import json
import sys

import numpy as np

case = json.load(sys.stdin)
hours = np.array(case["hours"])
values = np.array([[np.nan if v is None else v for v in row] for row in case["values"]], dtype=float)
windows = (hours - 1) // case["period"]
threshold = case["threshold"]
for window in np.unique(windows):
    inside = values[windows == window]
    count = (~np.isnan(inside)).sum(axis=0)
    for operation in case["operations"]:
        with np.errstate(all="ignore"):
            if operation == "instant":
                result = inside[-1]
            elif threshold < 1 or operation == "accumulate":
                result = {"average": np.mean, "maximum": np.max, "minimum": np.min, "stddev": np.std, "accumulate": np.sum}[operation](inside, axis=0)
            else:
                mean = np.nansum(inside, axis=0) / count
                result = {
                    "average": mean,
                    "maximum": np.where(np.isnan(inside), -np.inf, inside).max(axis=0),
                    "minimum": np.where(np.isnan(inside), np.inf, inside).min(axis=0),
                    "stddev": np.sqrt(np.nansum((inside - mean) ** 2, axis=0) / count),
                }[operation]
                result = np.where(count >= threshold, result, np.nan)
        text = ",".join("-" if np.isnan(v) else repr(float(v)) for v in result)
        print(f"{operation} {hours[windows == window][0]} {hours[windows == window][-1]} {text}")
