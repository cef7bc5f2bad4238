"""Compares a data set that a killed run has left with that of a run that nobody killed, as xarray opens them.

usage: compare_datasets.py netcdf|zarr LEFT WHOLE
Prints how many times there are; every field that is there has to be the one of the whole data set, or not be written yet.
"""
import sys
import warnings

import numpy as np
import xarray as xr

warnings.simplefilter("ignore")
kind, left, whole = sys.argv[1:]
open_dataset = xr.open_dataset if kind == "netcdf" else xr.open_zarr
a, b = open_dataset(left).load(), open_dataset(whole).load()
place = {time: i for i, time in enumerate(b.time.values)}
for name in a.data_vars:
    for i, time in enumerate(a.time.values):
        found, expected = a[name].values[i], b[name].values[place[time]]
        if not np.isnan(found).all() and not np.array_equal(found, expected):
            sys.exit(f"{name} at {time} is another field")
print(len(a.time), sum(int(np.isnan(a[name].values[i]).all()) for name in a.data_vars for i in range(len(a.time))))
