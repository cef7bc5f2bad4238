"""Says what xarray, or a small reader of the Zarr 3 specification, finds in a data set: one JSON object.

usage: read_cube.py netcdf|zarr2|zarr3 PATH
"""
import base64
import gzip
import json
import os
import struct
import sys

import numpy as np


def zarr3(path):
    """The arrays of a store by the text of the specification: no library of ours or others knows of it."""
    root = json.load(open(os.path.join(path, "zarr.json")))
    assert root["zarr_format"] == 3 and root["node_type"] == "group"
    found = {}
    for name in sorted(os.listdir(path)):
        if not os.path.isdir(os.path.join(path, name)):
            continue
        meta = json.load(open(os.path.join(path, name, "zarr.json")))
        assert meta["zarr_format"] == 3 and meta["node_type"] == "array"
        assert root["consolidated_metadata"]["metadata"][name] == meta, name
        assert meta["chunk_key_encoding"]["name"] == "default"
        separator = meta["chunk_key_encoding"]["configuration"]["separator"]
        dtype = np.dtype({"float32": "<f4", "float64": "<f8"}[meta["data_type"]])
        assert meta["codecs"][0] == {"name": "bytes", "configuration": {"endian": "little"}}
        chunks = meta["chunk_grid"]["configuration"]["chunk_shape"]
        shape = meta["shape"]
        fill = float("nan") if meta["fill_value"] == "NaN" else meta["fill_value"]
        array = np.full(shape, fill, dtype=dtype)
        for place in np.ndindex(*[-(-size // chunk) for size, chunk in zip(shape, chunks)]):
            file = os.path.join(path, name, separator.join(["c", *map(str, place)]))
            if not os.path.exists(file):
                continue
            octets = open(file, "rb").read()
            if len(meta["codecs"]) > 1:
                assert meta["codecs"][1]["name"] == "gzip"
                octets = gzip.decompress(octets)
            block = np.frombuffer(octets, dtype=dtype).reshape(chunks)
            where = tuple(slice(i * c, min((i + 1) * c, s)) for i, c, s in zip(place, chunks, shape))
            array[where] = block[tuple(slice(0, w.stop - w.start) for w in where)]
        if "_FillValue" in meta["attributes"]:
            missing = dtype.type(struct.unpack("<d", base64.b64decode(meta["attributes"]["_FillValue"]))[0])
            array = np.where(array == missing, np.nan, array.astype("f8"))
        found[name] = (meta["dimension_names"], array, meta["attributes"])
    lengths = {}
    for name, (dimensions, array, _) in found.items():
        for dimension, length in zip(dimensions, array.shape):
            assert lengths.setdefault(dimension, length) == length, (name, dimension)
    return found, root["attributes"]


def opened(dataset):
    # Times as texts; what the file says of them stays in the encoding.
    found = {}
    for name, variable in dataset.variables.items():
        values = variable.values
        if values.dtype.kind == "M":
            values = np.array([np.datetime_as_string(v, "s") for v in values.ravel()]).reshape(values.shape)
        attributes = dict(variable.attrs)
        attributes.update({k: str(v) for k, v in variable.encoding.items() if k in ("units", "calendar", "dtype", "coordinates")})
        found[name] = (list(variable.dims), values, attributes)
    return found, dataset.attrs


def main(kind, path):
    if kind == "zarr3":
        found, attributes = zarr3(path)
    else:
        import warnings

        warnings.simplefilter("ignore")
        import xarray as xr

        dataset = xr.open_dataset(path) if kind == "netcdf" else xr.open_zarr(path, consolidated=True)
        found, attributes = opened(dataset)
    text = lambda v: None if isinstance(v, float) and np.isnan(v) else v
    print(json.dumps({
        "attributes": {k: str(v) for k, v in attributes.items()},
        "variables": {name: {
            "dimensions": list(dimensions),
            "shape": list(values.shape),
            "type": str(values.dtype),
            "values": [text(v) for v in values.ravel().tolist()],
            "attributes": {k: str(v) for k, v in variable.items()},
        } for name, (dimensions, values, variable) in found.items()},
    }))


main(*sys.argv[1:])
