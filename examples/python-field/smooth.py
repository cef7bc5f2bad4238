"""A field in, a field out: each point becomes the mean of itself and its four neighbours, round the globe in longitude."""

import logging

import numpy
import windrow


def smooth(message):
    field = message.field  # rows from north to south, columns from west to east
    if field.ndim != 2:
        raise windrow.Permanent("the grid has no rows and columns", "interpolate it before: {type: interpolate, …}")
    north_south = numpy.pad(field, ((1, 1), (0, 0)), mode="edge")
    field[...] = (field + north_south[:-2] + north_south[2:] + numpy.roll(field, 1, axis=1) + numpy.roll(field, -1, axis=1)) / 5
    message.metadata["coldest"] = round(float(field.min()), 1)
    message.metadata["warmest"] = round(float(field.max()), 1)
    logging.info("step %s smoothed", message.metadata["step"])
    return message


windrow.run(smooth)
