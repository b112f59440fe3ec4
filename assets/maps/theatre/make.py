"""Builds ../theatre.ron: the Tangut lands and their borders at 12 km a hex, 92 to 114.6 E, 33 to 43 N.

    apt-get download gmt-gshhg-full && dpkg-deb -x gmt-gshhg-full_*.deb gshhg
    pip download --no-deps pvlib==0.16.1
    pip install numpy h5py netCDF4 shapely
    python3 make.py pvlib-0.16.1-*.whl gshhg/usr/share/gmt-gshhg/binned_river_f.nc

Heights are those of pvlib's table of altitudes (five minutes of arc; Mapzen terrain tiles, in China SRTM and GMTED2010),
waters follow the CIA World Data Bank II as GSHHG carries it (Wessel and Smith). All else stands in the text files beside
this script and was written by hand: ground.txt, heights.txt, rivers.txt, walls.txt, places.txt, roads.txt, climates.txt. The same files
give the same map to the byte. `theatre.ron` may also be changed by hand; then this script is no longer what made it.
"""

import heapq
import io
import math
import sys
import zipfile
from pathlib import Path

import h5py
import netCDF4
import numpy as np
import shapely

HERE = Path(__file__).resolve().parent
HEX_KM = 12.0
COLS, ROWS = 156, 104
ROW_KM = HEX_KM * math.sqrt(3) / 2
# Albers' equal-area projection on the sphere: radius, origin, the two parallels kept true.
RADIUS_KM = 6371.007
ORIGIN = (math.radians(103.25), math.radians(38.25))
PARALLELS = (math.radians(35.5), math.radians(41.0))
SIDES = ["e", "ne", "nw", "w", "sw", "se"]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEGEND = {
    ".": "plain", ",": "steppe", "h": "hills", "M": "mountain", "A": "high_mountain", "d": "desert",
    "g": "gobi", "l": "loess", "o": "oasis", "w": "lake", "s": "salt",
}
HEIGHT_STEP_M = 10
# Deepest and highest ground that the heights layer can show.
HEIGHT_BASE_M = 0


# ---------------------------------------------------------------- the grid

def _cone():
    n = (math.sin(PARALLELS[0]) + math.sin(PARALLELS[1])) / 2
    c = math.cos(PARALLELS[0]) ** 2 + 2 * n * math.sin(PARALLELS[0])
    return n, c, RADIUS_KM * math.sqrt(c - 2 * n * math.sin(ORIGIN[1])) / n


CONE, SHIFT, RHO0 = _cone()
X0 = -COLS * HEX_KM / 2 + HEX_KM / 4
Y0 = (ROWS - 1) / 2 * ROW_KM


def to_km(lon, lat):
    """Kilometers east and north of the origin."""
    rho = RADIUS_KM * np.sqrt(SHIFT - 2 * CONE * np.sin(np.radians(lat))) / CONE
    angle = CONE * (np.radians(lon) - ORIGIN[0])
    return rho * np.sin(angle), RHO0 - rho * np.cos(angle)


def to_degrees(x, y):
    """Longitude and latitude."""
    rho, angle = np.hypot(x, RHO0 - y), np.arctan2(x, RHO0 - y)
    lat = np.arcsin((SHIFT - (rho * CONE / RADIUS_KM) ** 2) / (2 * CONE))
    return np.degrees(ORIGIN[0] + angle / CONE), np.degrees(lat)


def center(hex_):
    col, row = hex_
    return X0 + HEX_KM * (col + 0.5 * (row & 1)), Y0 - row * ROW_KM


def hex_at(x, y):
    """The hex whose center is nearest."""
    row = round((Y0 - y) / ROW_KM)
    near = [(round((x - X0) / HEX_KM - 0.5 * (r & 1)), r) for r in (row - 1, row, row + 1)]
    return min(near, key=lambda h: (math.dist(center(h), (x, y)), h))


def on_map(hex_):
    return 0 <= hex_[0] < COLS and 0 <= hex_[1] < ROWS


def beside(hex_, side):
    """The neighbor over a side; odd rows are shifted right by half a hex."""
    (col, row), odd = hex_, hex_[1] & 1
    return [(col + 1, row), (col + odd, row - 1), (col + odd - 1, row - 1), (col - 1, row),
            (col + odd - 1, row + 1), (col + odd, row + 1)][side]


def around(hex_):
    return [(side, beside(hex_, side)) for side in range(6) if on_map(beside(hex_, side))]


def one_side(hex_, side):
    """A side in the one way in which it is written: of the two hexes, the one it lies east or south of."""
    return (hex_, side) if side in (0, 4, 5) else (beside(hex_, side), side - 3 if side >= 3 else side + 3)


HEXES = [(col, row) for row in range(ROWS) for col in range(COLS)]


# ---------------------------------------------------------------- files

def lines(name):
    """Fields of every line that is not empty or a comment."""
    for number, line in enumerate((HERE / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [field.strip() for field in line.split("|")]


def points(text):
    """`lon lat, lon lat` in kilometers."""
    pairs = [tuple(map(float, pair.split())) for pair in text.split(",")]
    return [tuple(map(float, to_km(lon, lat))) for lon, lat in pairs]


def fail(file, number, what):
    sys.exit(f"{file}:{number}: {what}")


# ---------------------------------------------------------------- heights and ground

class Heights:
    """Heights in meters between the cells of the table, and what they come to in every hex."""

    # Where a hex is sampled, km from its center: rings inside it, and one through the middles of its neighbors.
    INSIDE = [(0.0, 0.0)] + [
        (radius * math.cos(2 * math.pi * k / count), radius * math.sin(2 * math.pi * k / count))
        for radius, count in ((2.0, 6), (4.0, 12), (5.8, 18)) for k in range(count)
    ]
    OUTSIDE = [(8.0 * math.cos(2 * math.pi * k / 12), 8.0 * math.sin(2 * math.pi * k / 12)) for k in range(12)]

    def __init__(self, wheel):
        with zipfile.ZipFile(wheel) as archive:
            table = h5py.File(io.BytesIO(archive.read("pvlib/data/Altitude.h5")))["Altitude"][:]
        self.table = table.astype(float) * 28 - 450
        centers = np.array([center(hex_) for hex_ in HEXES])
        inside, outside = (
            np.stack([self.at(*to_degrees(*(centers + by).T)) for by in ring], axis=1)
            for ring in (self.INSIDE, self.OUTSIDE)
        )
        self.mean = dict(zip(HEXES, inside.mean(axis=1)))
        # Roads and towns lie in the valleys.
        self.floor = dict(zip(HEXES, np.sort(inside, axis=1)[:, len(self.INSIDE) // 6]))
        both = np.concatenate([inside, outside], axis=1)
        self.relief = dict(zip(HEXES, both.max(axis=1) - both.min(axis=1)))

    def at(self, lon, lat):
        # Measured against SRTM, the table stands one cell too far west.
        col, row = (lon + 180) * 12 - 1.5, (90 - lat) * 12 - 0.5
        c, r = col.astype(int), row.astype(int)
        u, v = col - c, row - r
        t = self.table
        return (t[r, c] * (1 - u) + t[r, c + 1] * u) * (1 - v) + (t[r + 1, c] * (1 - u) + t[r + 1, c + 1] * u) * v


def frayed(hex_):
    """The center of a hex, moved by up to 4 km: the outlines of deserts and fields are not drawn with a ruler."""
    number = (hex_[0] * 73856093 ^ hex_[1] * 19349663) & 0xFFFFFFFF
    number = (number ^ number >> 13) * 0x5BD1E995 & 0xFFFFFFFF
    x, y = center(hex_)
    return x + (number % 1000 / 999 - 0.5) * 8, y + (number // 1000 % 1000 / 999 - 0.5) * 8


def ground(heights):
    """The kind of ground of every hex: what covers it, and how it rises."""
    covers, ranges = [], []
    for number, (kind, _, text) in lines("ground.txt"):
        if kind.startswith("range "):
            ranges.append((kind.split()[1], shapely.LineString(points(text))))
        elif kind in LEGEND.values():
            covers.append((kind, shapely.Polygon(points(text))))
        else:
            fail("ground.txt", number, f"no kind of ground {kind}")
    kinds = {}
    for hex_ in HEXES:
        place = shapely.Point(frayed(hex_))
        cover = next((kind for kind, outline in reversed(covers) if outline.contains(place)), "steppe")
        kinds[hex_] = risen(cover, heights.mean[hex_], heights.relief[hex_])
        for kind, line in ranges:
            if line.distance(shapely.Point(center(hex_))) < HEX_KM * 0.55 and kinds[hex_] != "lake":
                kinds[hex_] = kind
    return kinds


# Least relief of hills and mountains (meters; the table has about three quarters of the true one), and heights from
# which less of it makes a mountain or a high one.
HILLS_M, GOBI_HILLS_M, MOUNTAIN_M, UPLAND_MOUNTAIN_M, HIGH_MOUNTAIN_M = 170, 255, 500, 320, 180
UPLAND_M, HIGH_M, ALWAYS_HIGH_M = 2100, 3300, 4000
# Most relief of fields, of dunes, and of loess that is still level tableland.
OASIS_M, DUNES_M, TABLELAND_M = 400, 500, 50


def risen(cover, mean, relief):
    if cover in ("lake", "salt"):
        return cover
    if mean >= ALWAYS_HIGH_M or (mean >= HIGH_M and relief >= HIGH_MOUNTAIN_M):
        return "high_mountain"
    if relief >= MOUNTAIN_M or (relief >= UPLAND_MOUNTAIN_M and mean >= UPLAND_M):
        return "mountain"
    if cover == "oasis" and relief < OASIS_M or cover == "desert" and relief < DUNES_M:
        return cover
    if cover == "loess":
        return "loess" if relief >= TABLELAND_M else "plain"
    return "hills" if relief >= (GOBI_HILLS_M if cover == "gobi" else HILLS_M) else cover


def corrected(meters, kinds):
    """Heights with what the table has wrong set right: towns in narrow valleys, and lakes, which are level."""
    known = {}
    for number, (_, text, height) in lines("heights.txt"):
        for place in points(text):
            if not on_map(hex_at(*place)):
                fail("heights.txt", number, "lies off the map")
            known[hex_at(*place)] = float(height)
    level, left = {}, {hex_ for hex_ in HEXES if kinds[hex_] == "lake"}
    while left:
        lake, queue = set(), [min(left)]
        while queue:
            here = queue.pop()
            if here in left:
                left.remove(here)
                lake.add(here)
                queue += [there for _, there in around(here)]
        surface = next((known[hex_] for hex_ in sorted(lake) if hex_ in known), min(meters[hex_] for hex_ in lake))
        level.update(dict.fromkeys(lake, surface))
    return {**meters, **known, **level}


# ---------------------------------------------------------------- lines on sides of hexes

class Corners:
    """The corners of hexes and the sides between them, and ways along these."""

    def __init__(self):
        self.at, self.ways = {}, {}
        for hex_ in HEXES:
            for side, there in around(hex_):
                if one_side(hex_, side) != (hex_, side):
                    continue
                a, b = (self._corner(hex_, turn) for turn in (side, side + 1))
                self.ways.setdefault(a, []).append((b, (hex_, side)))
                self.ways.setdefault(b, []).append((a, (hex_, side)))
        self.keys = sorted(self.at)
        # Corners on the edge of the map.
        self.rim = {key for key in self.keys if len(self.ways[key]) < 3}

    def _corner(self, hex_, turn):
        angle = math.radians(60 * turn - 30)
        x, y = center(hex_)
        reach = HEX_KM / math.sqrt(3)
        at = (x + reach * math.cos(angle), y + reach * math.sin(angle))
        key = (round(at[0] * 10), round(at[1] * 10))
        self.at.setdefault(key, at)
        return key

    def nearest(self, place, among=None):
        among = self.keys if among is None else sorted(among)
        return min(among, key=lambda key: (math.dist(self.at[key], place), key))

    def way(self, start, goal, weight):
        """The cheapest corners from one to another; `weight` is of two corners."""
        best, before, queue = {start: 0.0}, {}, [(0.0, start)]
        while queue:
            cost, here = heapq.heappop(queue)
            if here == goal:
                break
            if cost > best[here]:
                continue
            for there, _ in self.ways[here]:
                reached = cost + weight(here, there)
                if reached < best.get(there, math.inf) - 1e-9:
                    best[there], before[there] = reached, here
                    heapq.heappush(queue, (reached, there))
        way = [goal]
        while way[-1] != start:
            way.append(before[way[-1]])
        return way[::-1]

    def sides(self, way):
        pairs = zip(way, way[1:])
        return [next(side for there, side in self.ways[a] if there == b) for a, b in pairs]


def without_loops(way):
    """A way that meets itself goes on from there."""
    seen, out = {}, []
    for corner in way:
        if corner in seen:
            for gone in out[seen[corner] + 1:]:
                del seen[gone]
            del out[seen[corner] + 1:]
        else:
            seen[corner] = len(out)
            out.append(corner)
    return out


def data_bank(file):
    """The waters of WDB-II around the map, in kilometers."""
    data = netCDF4.Dataset(file)
    bins = 360 * 60 // int(data["Bin_size_in_minutes"][0])
    size = 360 / bins
    first, count = data["Id_of_first_segment_in_a_bin"][:], data["N_segments_in_a_bin"][:]
    length, start = data["N_points_for_a_segment"][:], data["Id_of_first_point_in_a_segment"][:]
    lon = data["Relative_longitude_from_SW_corner_of_bin"][:].astype(np.int32) & 0xFFFF
    lat = data["Relative_latitude_from_SW_corner_of_bin"][:].astype(np.int32) & 0xFFFF
    waters = []
    for row in range(int((90 - 44) / size), int((90 - 31) / size)):
        for col in range(int(90 / size), int(116 / size)):
            box = row * bins + col
            for segment in range(int(first[box]), int(first[box]) + int(count[box])):
                at = slice(int(start[segment]), int(start[segment]) + int(length[segment]))
                east, north = col * size + lon[at] / 65535 * size, 90 - (row + 1) * size + lat[at] / 65535 * size
                if len(east) > 1:
                    x, y = to_km(east, north)
                    waters.append(shapely.LineString(np.column_stack([x, y])))
    return waters


def upon(bank, tree, place):
    """The nearest point on a water of the data bank, if it is near."""
    nearest = bank[int(tree.nearest(shapely.Point(place)))]
    true = nearest.interpolate(nearest.project(shapely.Point(place)))
    return (true.x, true.y) if math.dist(place, (true.x, true.y)) < 12 else place


def streams(corners, file):
    """The sides of each water, and the sides that have one already left out: `(name, kind, sides)`."""
    bank = data_bank(file)
    tree = shapely.STRtree(bank)
    keys = list(corners.at)
    places = shapely.points([corners.at[key] for key in keys])
    found = tree.query_nearest(places, return_distance=True, all_matches=False)
    off_bank = dict(zip((keys[index] for index in found[0][0]), found[1]))
    taken, all_corners, out = {}, set(), []
    for number, (kind, name, text) in lines("rivers.txt"):
        kind, by_hand = kind.split()[0], kind.endswith("by hand")
        sides = []
        for piece in text.split(";"):
            course = points(piece)
            line = shapely.LineString(course)
            off_line = dict(zip(keys, shapely.distance(places, line)))

            def weight(a, b):
                hand = (off_line[a] + off_line[b]) / 2
                if by_hand:
                    return 1 + (hand / 4) ** 2
                true = (off_bank[a] + off_bank[b]) / 2
                return 1 + (min(true, 15) / 2.5) ** 2 + (hand / 18) ** 2

            stops, inside = [], [on_map(hex_at(*place)) for place in course]
            for at, place in enumerate(course):
                if inside[at]:
                    stops.append(corners.nearest(place if by_hand else upon(bank, tree, place)))
                elif any(inside[max(at - 1, 0):at + 2]):
                    # It leaves the map on the way there.
                    stay = course[at - 1] if at > 0 and inside[at - 1] else course[at + 1]
                    steps = ((stay[0] + (place[0] - stay[0]) * k / 200, stay[1] + (place[1] - stay[1]) * k / 200)
                             for k in range(201))
                    last = [step for step in steps if on_map(hex_at(*step))][-1]
                    stops.append(corners.nearest(last, corners.rim))
            if len(stops) < 2:
                fail("rivers.txt", number, f"{name} does not touch the map")
            # A tributary ends in what was drawn before, a second arm begins there.
            for end in (0, -1):
                if all_corners and stops[end] not in corners.rim:
                    joint = corners.nearest(corners.at[stops[end]], all_corners)
                    if math.dist(corners.at[joint], corners.at[stops[end]]) < (26 if end else 9):
                        stops[end] = joint
            way = [stops[0]]
            for stop in stops[1:]:
                way += corners.way(way[-1], stop, weight)[1:]
            way = without_loops(way)
            sides += [side for side in corners.sides(way) if side not in taken]
            all_corners.update(way)
        for side in sides:
            taken[side] = kind
        out.append((name, kind, list(dict.fromkeys(sides))))
    return out, taken


def walls(corners, taken):
    """The sides of crests, where no river bars the way already."""
    keys = list(corners.at)
    places = shapely.points([corners.at[key] for key in keys])
    out = []
    for _, (name, text) in lines("walls.txt"):
        course = points(text)
        off = dict(zip(keys, shapely.distance(places, shapely.LineString(course))))
        stops = [corners.nearest(place) for place in course]
        way = [stops[0]]
        for stop in stops[1:]:
            way += corners.way(way[-1], stop, lambda a, b: 1 + ((off[a] + off[b]) / 8) ** 2)[1:]
        sides = [side for side in corners.sides(without_loops(way)) if taken.get(side) != "river"]
        out.append((name, sides))
    return out


# ---------------------------------------------------------------- places and roads

def banks(river):
    """The hexes left and right of the Yellow River, from Liangzhou and Yanzhou on, east of 101.8 E."""
    def flood(lon, lat):
        start = hex_at(*map(float, to_km(lon, lat)))
        seen, queue = {start}, [start]
        while queue:
            here = queue.pop()
            for side, there in around(here):
                east = to_degrees(*center(there))[0] > 101.8
                if there not in seen and east and one_side(here, side) not in river:
                    seen.add(there)
                    queue.append(there)
        return seen
    left, right = flood(102.64, 37.93), flood(109.47, 36.59)
    if left & right:
        sys.exit("rivers.txt: the Yellow River has a gap: its banks touch")
    return {"L": left, "R": right}


def settle(kinds, bank):
    """Where each place stands: its own hex, or the nearest that is free, dry and on its bank; towns choose first."""
    taken, out = {}, []
    first = ["town", "fort", "pass", "village", "field"]
    everyone = sorted(lines("places.txt"), key=lambda line: (first.index(line[1][1]), line[0]))
    for number, (id_, kind, name, hanzi, at, side, sure, source, owners) in everyone:
        place = points(at)[0]
        home = hex_at(*place)
        near = [home] + [there for _, there in around(home)] if on_map(home) else []
        free = [there for there in near
                if there not in taken and kinds[there] != "lake" and (side == "-" or there in bank[side])]
        free.sort(key=lambda there: (there != home, math.dist(center(there), place), there))
        if not free or math.dist(center(free[0]), place) > 14:
            others = ", ".join(sorted(taken[there] for there in near if there in taken))
            fail("places.txt", number, f"{id_} finds no room; there stand {others}")
        taken[free[0]] = id_
        out.append((id_, kind, name, hanzi, free[0], sure))
    return out


# What a step into a kind of ground costs a road; it bends around what is dear.
COST = {"plain": 1.0, "oasis": 1.0, "steppe": 1.1, "gobi": 1.3, "loess": 1.4, "hills": 1.8, "salt": 2.0, "desert": 3.0,
        "mountain": 3.5, "high_mountain": 7.0}


def roads(kinds, floors, settled, waters, crest):
    """Hexes of each road, the fords it needs, and the crests it opens."""
    home = {id_: hex_ for id_, _, _, _, hex_, _ in settled}
    passes = {hex_ for _, kind, _, _, hex_, _ in settled if kind == "pass"}
    laid, opened, fords, out = set(), set(), {}, []
    for number, (name, li, text) in lines("roads.txt"):
        stops = []
        for stop in map(str.strip, text.split(",")):
            if stop in home:
                stops.append(home[stop])
            elif stop[:1].isdigit():
                stops.append(hex_at(*points(stop)[0]))
            else:
                fail("roads.txt", number, f"no place {stop}")
        way = [stops[0]]
        for stop in stops[1:]:
            way += lead(way[-1], stop, kinds, floors, waters, crest, passes, laid,
                        set(stops), lambda: fail("roads.txt", number, f"{name}: no way to {stop}"))[1:]
        for here, there in zip(way, way[1:]):
            side = next(side for side, hex_ in around(here) if hex_ == there)
            edge = one_side(here, side)
            laid.add(edge)
            if edge in crest:
                opened.add(edge)
            if waters.get(edge) == "river":
                fords[edge] = True
        out.append((name, None if li == "-" else int(li), way))
    return out, list(fords), opened


def lead(start, goal, kinds, floors, waters, crest, passes, laid, stops, give_up):
    best, before, queue = {start: 0.0}, {}, [(0.0, start)]
    while queue:
        cost, here = heapq.heappop(queue)
        if here == goal:
            way = [goal]
            while way[-1] != start:
                way.append(before[way[-1]])
            return way[::-1]
        if cost > best[here]:
            continue
        for side, there in around(here):
            edge = one_side(here, side)
            # Crests are crossed at passes, rivers there and where the road's own stops lie on the bank.
            gate = here in passes or there in passes
            landing = gate or here in stops or there in stops
            if kinds[there] == "lake" or (edge in crest and not gate) or (waters.get(edge) == "river" and not landing):
                continue
            step = COST[kinds[there]] + abs(floors[there] - floors[here]) / 300
            step += {"river": 3.0, "brook": 0.4}.get(waters.get(edge), 0.0) + (2.0 if edge in crest else 0.0)
            reached = cost + step * (0.5 if edge in laid else 1.0)
            if reached < best.get(there, math.inf) - 1e-9:
                best[there], before[there] = reached, here
                heapq.heappush(queue, (reached, there))
    give_up()


def bends(way):
    """The hexes at which a way changes its direction; between two of them it runs straight over sides."""
    def direction(a, b):
        return next(side for side in range(6) if beside(a, side) == b)
    kept = [way[0]]
    for before, here, after in zip(way, way[1:], way[2:]):
        if direction(before, here) != direction(here, after):
            kept.append(here)
    return kept + [way[-1]]


# ---------------------------------------------------------------- the file

def wrapped(items, indent, width=108):
    out, line = [], ""
    for item in items:
        if line and len(indent) + len(line) + len(item) + 2 > width:
            out.append(indent + line.rstrip())
            line = ""
        line += item + ", "
    return "\n".join(out + [indent + line.rstrip()])


def text_of(kinds, meters, water_lines, wall_lines, fords, settled, road_lines):
    letter = {kind: letter for letter, kind in LEGEND.items()}
    out = [
        "// The Tangut lands and their borders: 156 by 104 hexes of twelve kilometers, 92 to 114.6 E, 33 to 43 N.",
        "//",
        "// Made by theatre/make.py out of open data and the text files beside it, where the sources stand.",
        "(",
        "    format: 1,",
        '    id: "theatre",',
        '    notes: r"From Shazhou to Taiyuan and from the Gobi to the Wei: 92 to 114.6 E, 33 to 43 N, in Albers\' equal-area',
        "projection around 103.25 E, 38.25 N.",
        "",
        "Heights are means of a hex, on roads and in towns those of the valley floor; crests stand some 10 % too low. The",
        "Yellow River runs as today but for its back bend, where the northern arm was the main one; it is crossed at ferries",
        "only. Crests of the great ranges cannot be climbed but at passes. Roads have the li of Wujing zongyao 18 and 19. Where",
        'the texts leave a site open, it is marked as a guess.",',
        "    hex_m: 12000,",
        f"    size: ({COLS}, {ROWS}),",
        "    legend: {",
    ]
    out += [f'        \'{key}\': "{kind}",' for key, kind in LEGEND.items()]
    out += ["    },", "    terrain: ["]
    out += ['        "' + "".join(letter[kinds[col, row]] for col in range(COLS)) + '",' for row in range(ROWS)]
    out += ["    ],", f"    // Two letters a hex: aa is {HEIGHT_BASE_M} m, ab {HEIGHT_STEP_M} m, ba {52 * HEIGHT_STEP_M} m."]
    out += ["    heights: (", f"        base_m: {HEIGHT_BASE_M},", f"        step_m: {HEIGHT_STEP_M},", "        letters: 2,"]
    out += ["        rows: ["]
    for row in range(ROWS):
        steps = [round((meters[col, row] - HEIGHT_BASE_M) / HEIGHT_STEP_M) for col in range(COLS)]
        out.append('            "' + "".join(LETTERS[step // 52] + LETTERS[step % 52] for step in steps) + '",')
    out += ["        ],", "    ),", "    roads: ["]
    for name, li, way in road_lines:
        through = ", ".join(f"({col}, {row})" for col, row in bends(way))
        length = f"li: {li}, " if li else ""
        out.append(f'        (name: "{name}", {length}through: [{through}]),')
    out += ["    ],", "    streams: ["]
    # Of two on one side the later counts: a crest bars the way even where a brook breaks through it.
    everything = water_lines + [(name, "bluff", sides) for name, sides in wall_lines]
    everything.append(("fords, ferries and bridges", "ford", fords))
    for name, kind, sides in everything:
        great = "great: true, " if name.startswith("Yellow River") else ""
        out += [f'        (name: "{name}", kind: {kind}, {great}sides: [']
        out += [wrapped([f"({col}, {row}, {SIDES[side]})" for (col, row), side in sides], " " * 12), "        ]),"]
    out += ["    ],", "    places: ["]
    for id_, kind, name, hanzi, (col, row), sure in settled:
        note = "  // a guess" if sure == "guess" else ""
        out.append(f'        (id: "{id_}", name: "{name}", hanzi: "{hanzi}", kind: {kind}, at: ({col}, {row})),{note}')
    out += ["    ],", "    climates: ["]
    for number, (id_, place) in lines("climates.txt"):
        hex_ = hex_at(*to_km(*map(float, place.split())))
        if not on_map(hex_):
            fail("climates.txt", number, "lies off the map")
        out.append(f'        (id: "{id_}", at: ({hex_[0]}, {hex_[1]})),')
    return "\n".join(out + ["    ],", ")", ""])


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: make.py PVLIB_WHEEL BINNED_RIVER_F_NC")
    heights = Heights(sys.argv[1])
    kinds = ground(heights)
    corners = Corners()
    water_lines, waters = streams(corners, sys.argv[2])
    yellow = {side for name, _, sides in water_lines if name.startswith("Yellow River") for side in sides}
    settled = settle(kinds, banks(yellow))
    wall_lines = walls(corners, waters)
    crest = {side for _, sides in wall_lines for side in sides}
    road_lines, fords, opened = roads(kinds, heights.floor, settled, waters, crest)
    wall_lines = [(name, [side for side in sides if side not in opened]) for name, sides in wall_lines]
    low = {hex_ for _, _, way in road_lines for hex_ in way} | {hex_ for *_, hex_, _ in settled}
    meters = {hex_: heights.floor[hex_] if hex_ in low else heights.mean[hex_] for hex_ in HEXES}
    text = text_of(kinds, corrected(meters, kinds), water_lines, wall_lines, fords, settled, road_lines)
    (HERE.parent / "theatre.ron").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
