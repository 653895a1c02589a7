"""What the server has imported when it forks a process for a snippet."""

import importlib

from . import figures

MODULES = """
numpy matplotlib.pyplot matplotlib.backends.backend_agg matplotlib.backends.backend_svg
mpl_toolkits.mplot3d PIL.Image PIL.ImageDraw PIL.ImageFilter PIL.JpegImagePlugin
PIL.PngImagePlugin scipy.cluster.vq scipy.constants scipy.fft scipy.integrate
scipy.interpolate scipy.io scipy.linalg scipy.ndimage scipy.optimize scipy.signal
scipy.sparse.csgraph scipy.sparse.linalg scipy.spatial scipy.special scipy.stats
docs._engine.worker
"""

for name in MODULES.split():
    importlib.import_module(name)
figures.warm_up()
