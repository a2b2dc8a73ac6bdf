"""Runs before the frozen program: empty modules in the place of Qt bindings that pyqtgraph asks for and nobody uses.

With them 11 MB of libraries stay out; a view that used OpenGL would say so at once, with an AttributeError.
"""

import sys
import types


def _stand_in(name: str, *classes: str) -> None:
    made = types.ModuleType(f"PySide6.{name}", "A stand-in: the program does not draw with OpenGL.")
    for each in classes:
        setattr(made, each, type(each, (), {}))
    sys.modules[made.__name__] = made


_stand_in("QtOpenGL")
_stand_in("QtOpenGLWidgets", "QOpenGLWidget")
