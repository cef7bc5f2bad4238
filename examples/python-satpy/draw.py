"""A satpy scene in, an image out."""

import pathlib
import tempfile
import warnings

import windrow
from satpy import Scene

warnings.simplefilter("ignore")


def draw(message):
    message.progress(0.1, "reading the scene")
    try:
        scene = Scene(reader="satpy_cf_nc", filenames=[str(message.path)])
    except ValueError as error:
        raise windrow.Permanent(f"no scene in {message.path.name}: {error}") from error
    for channel in ("IR_108",):
        scene.load([channel])
        message.progress(0.5, f"drawing {channel}")
        image = pathlib.Path(tempfile.gettempdir(), "image.png")  # a directory of the worker's own
        scene.save_dataset(channel, filename=str(image), writer="simple_image")
        yield message.new({"channel": channel, "units": scene[channel].attrs["units"]}, bytes=image.read_bytes(), kind="product")


windrow.run(draw, name="satpy")
