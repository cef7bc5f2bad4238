"""Writes a scene of a satellite that does not exist: a cloud over the North Sea, as a CF file that satpy reads."""

import datetime
import pathlib
import warnings

import dask.array
import numpy
import xarray
from pyresample import create_area_def
from satpy import Scene

warnings.simplefilter("ignore")
area = create_area_def("north_sea", "EPSG:4326", shape=(90, 160), area_extent=(-8, 50, 12, 62))
lons, lats = area.get_lonlats()
cloud = numpy.exp(-(((lons - 2) / 4) ** 2) - ((lats - 56) / 2) ** 2)
begin = datetime.datetime(2026, 11, 20, 6, 0)
end = begin + datetime.timedelta(minutes=5)
scene = Scene()
scene["IR_108"] = xarray.DataArray(
    dask.array.from_array((285 - 60 * cloud).astype("float32")),
    dims=("y", "x"),
    attrs={
        "area": area, "name": "IR_108", "standard_name": "toa_brightness_temperature", "units": "K",
        "platform_name": "Demo-1", "sensor": "imager", "start_time": begin, "end_time": end,
    },
)
pathlib.Path("incoming").mkdir(exist_ok=True)
scene.save_datasets(writer="cf", filename=f"incoming/Demo1-imager-{begin:%Y%m%d%H%M%S}-{end:%Y%m%d%H%M%S}.nc")
