"""What pages may draw: the names templates know for scenes, emblems, charts and bars of days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .charts import bars_svg, columns_svg, spark_svg, used_svg
from .emblems import emblem_svg
from .scenes import motif_name, scene_svg

DRAWN: Mapping[str, Callable[..., Any]] = {
    "bars_svg": bars_svg,
    "columns_svg": columns_svg,
    "emblem_svg": emblem_svg,
    "motif_name": motif_name,
    "scene_svg": scene_svg,
    "spark_svg": spark_svg,
    "used_svg": used_svg,
}
