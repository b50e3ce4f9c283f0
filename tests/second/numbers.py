"""Numbers worth trying for each question: a usual one and the neighbours of every threshold of the tables."""

from collections.abc import Mapping

NUMBERS: Mapping[str, tuple[float, ...]] = {
    "demo.age": (17, 18, 44, 45, 46, 47, 64, 65, 74, 75, 111),
    "body.weight": (29, 30, 35, 44, 47, 48, 60, 74, 103, 104, 118, 119, 130, 300, 301),
    "body.height": (119, 120, 150, 160, 172, 172, 172, 185, 220, 221),
    "systolic": (34, 69, 70, 88, 112, 120, 138, 139, 140, 141, 142, 149, 150, 151, 159, 160, 161, 162, 179, 180, 181,
                 200, 260, 261),
    "diastolic": (34, 39, 40, 60, 70, 76, 88, 89, 90, 91, 92, 99, 100, 101, 102, 109, 110, 111, 120, 150, 151),
    "vital.hr": (44, 45, 46, 68, 100, 101, 102, 119, 120, 121, 129, 130, 131, 140),
    "cv.htn_missed": (0, 1, 2, 3),
    "ecg.qtc": (299, 300, 412, 449, 450, 451, 469, 470, 471, 499, 500, 501, 700, 701),
    "neuro.moca": (0, 18, 23, 24, 25, 30, 31),
    "sud.auditc.1": (0, 1, 2, 3, 4),
    "sud.auditc.2": (0, 1, 2, 3, 4),
    "sud.auditc.3": (0, 1, 2, 3, 4),
    "sud.cannabis_days": (0, 1, 10, 19, 20, 21, 30),
    "sud.dast10": (0, 5, 6, 7, 10),
    "scale.phq9": (0, 4, 5, 9, 10, 15, 27),
    "scale.gad7": (0, 4, 5, 9, 10, 15, 21),
    **{f"scale.phq9.{item}": (0, 1, 2, 3) for item in range(1, 10)},
    **{f"scale.gad7.{item}": (0, 1, 2, 3) for item in range(1, 8)},
    **{f"lab.lft.{test}": (20, 39, 40, 41, 79, 80, 81, 119, 120, 121, 199, 200, 201, 400)
       for test in ("alt", "ast", "alp", "ggt")},
    "lab.lft.bilirubin": (5, 20, 21, 39, 40, 41, 60),
    **{f"lab.lft.{test}_limit": (40, 40, 40, 50) for test in ("alt", "ast", "alp", "ggt")},
    "lab.lft.bilirubin_limit": (20,),
    "renal.egfr": (10, 29, 30, 31, 90),
    "endo.tsh": (0.1, 0.3, 0.4, 0.5, 2, 4, 4.1),
    "endo.tsh_lower": (0.4,),
    "endo.tsh_upper": (4,),
    "body.weight_last": (60, 67, 68, 74, 81, 82, 83, 100),
    "resp.stopbang": (0, 2, 3, 4, 5, 8),
    "vital.spo2": (88, 89, 90, 91, 93, 94, 98),
    "day.food": (0, 1, 2, 3, 4, 5, 12),
    "day.drink": (0, 29, 30, 31, 90),
}  # fmt: skip
