// The land: ink and mineral pigment on silk. One of LAND, EDGE, TABLE, STAMPS and RIBBONS is defined (GROUND with
// the first two), and OVERLAY, GRID (CELLS with either) and SNOW when there are any.
//
// Colors are mixed as the eye judges them (sRGB) and made linear at the very end. One texel of `relief` is light from
// the north-west, ink of crests and gullies, height, and how far from another kind of ground.

#import bevy_sprite::mesh2d_vertex_output::VertexOutput

struct Params {
    corner: vec2<f32>,
    inverse: vec2<f32>,
    low: vec2<f32>,
    high: vec2<f32>,
    first: vec2<f32>,
    dims: vec2<f32>,
    radius: f32,
    snow: f32,
    ice: f32,
    haze: f32,
    grid: f32,
    sun: f32,
    dusk: f32,
    contrast: f32,
    grey: f32,
    evening: f32,
    tints: array<vec4<f32>, 8>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> params: Params;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var wash: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var once: sampler;
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var relief: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(4) var layers: texture_2d<u32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(5) var noise: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(6) var again: sampler;
@group(#{MATERIAL_BIND_GROUP}) @binding(7) var brushwork: texture_2d_array<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(8) var fog: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(9) var overlay: texture_2d<u32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(10) var stamps: texture_2d<f32>;

const INK = vec3(0.165, 0.145, 0.135);
const SILK = vec3(0.902, 0.858, 0.752);
const TABLE = vec3(0.150, 0.112, 0.098);
const SNOW = vec3(0.935, 0.930, 0.915);

fn linear(color: vec3<f32>) -> vec3<f32> {
    let c = clamp(color, vec3(0.0), vec3(1.0));
    return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878);
}

// A line of this half-width around zero, soft over a pixel, paler when it is thinner than one.
fn line(distance: f32, half: f32, px: f32) -> f32 {
    let shown = max(half, px * 0.5);
    return (1.0 - smoothstep(shown - px * 0.5, shown + px * 0.5, abs(distance))) * min(1.0, half / (px * 0.5));
}

#ifdef SNOW
// How much snow lies on ground of this height; `uneven` from 0 to 1.
fn snow_on(height: f32, shade: f32, uneven: f32) -> f32 {
    let lies = params.snow * 1.5 + (height - 0.45) * 1.1 * smoothstep(0.0, 0.25, params.snow)
        + (uneven - 0.5) * 0.75 - abs(shade) * 0.22;
    return smoothstep(0.42, 0.80, lies) * smoothstep(0.0, 0.08, params.snow);
}

#endif

// Light of the hour; `shade` is -1 in the shade of a slope, 1 in the light.
fn by_hour(color: vec3<f32>, shade: f32) -> vec3<f32> {
    let glow = mix(vec3(1.10, 0.96, 0.84), vec3(1.12, 0.90, 0.74), params.evening);
    let warm = mix(vec3(0.80, 0.77, 0.90), glow, smoothstep(-0.35, 0.45, shade));
    var lit = color * mix(vec3(1.0), warm, params.dusk * 0.85);
    let grey = dot(lit, vec3(0.30, 0.59, 0.11));
    let night = mix(vec3(grey), lit, 0.45) * vec3(0.56, 0.63, 0.80) + vec3(0.010, 0.018, 0.040);
    return mix(night, lit, params.sun);
}

// Ground out of sight lies under a veil of thin ink.
fn veiled(color: vec3<f32>, seen: f32) -> vec3<f32> {
    let grey = dot(color, vec3(0.30, 0.59, 0.11));
    let veil = mix(color, vec3(grey) * vec3(1.0, 0.985, 0.955), 0.58) * 0.86 + vec3(0.018, 0.022, 0.030);
    return mix(veil, color, seen);
}

fn in_sight(world: vec2<f32>, bend: vec2<f32>) -> f32 {
    return smoothstep(0.28, 0.70, textureSampleLevel(fog, once, on_images(world + bend * 26.0), 0.0).r);
}

fn finish(color: vec3<f32>) -> vec3<f32> {
    let grey = dot(color, vec3(0.30, 0.59, 0.11));
    let strong = mix(color, (color - 0.55) * 1.28 + 0.56, params.contrast);
    return linear(mix(strong, vec3(grey), params.grey));
}

// The hex that holds a point: column and row, and where in it the point lies, in parts of its radius.
struct Cell {
    place: vec2<i32>,
    within: vec2<f32>,
}

fn cell_at(world: vec2<f32>) -> Cell {
    let p = vec2(world.x, -world.y) / params.radius;
    let q = 0.57735027 * p.x - p.y / 3.0;
    let r = 0.6666667 * p.y;
    let s = -q - r;
    var whole = round(vec3(q, r, s));
    let off = abs(whole - vec3(q, r, s));
    let first = off.x > off.y && off.x > off.z;
    let second = !first && off.y > off.z;
    whole.x = select(whole.x, -whole.y - whole.z, first);
    whole.y = select(whole.y, -whole.x - whole.z, second);
    let row = i32(whole.y);
    let within = p - vec2(1.7320508 * (whole.x + whole.y * 0.5), 1.5 * whole.y);
    return Cell(vec2(i32(whole.x) + (row - (row & 1)) / 2, row), within);
}

fn on_map(place: vec2<i32>) -> bool {
    let within = place - vec2<i32>(params.first);
    return all(within >= vec2(0)) && all(within < vec2<i32>(params.dims));
}

#ifdef OVERLAY
fn overlay_at(place: vec2<i32>) -> vec4<u32> {
    let within = place - vec2<i32>(params.first);
    let texel = textureLoad(overlay, clamp(within, vec2(0), vec2<i32>(params.dims) - 1), 0);
    return select(vec4(0u), texel, on_map(place));
}

// How much of a pattern's brush falls on a point, 0 to 1; the mean is nearly the same for all of them.
fn pattern(kind: u32, world: vec2<f32>, px: f32) -> f32 {
    let step = 7.0;
    let slant = (world.x + world.y) * 0.7071;
    let other = (world.x - world.y) * 0.7071;
    let wavy = world.y + sin(world.x * 0.45) * 1.6;
    var run = slant;
    run = select(run, other, kind == 2u);
    run = select(run, wavy, kind == 5u);
    run = select(run, world.y, kind == 6u);
    let stripe = line((fract(run / step) - 0.5) * step, 1.15, px);
    let back = line((fract(other / step) - 0.5) * step, 1.0, px);
    let dot_at = (fract(vec2(slant, other) / step) - 0.5) * step;
    let dots = line(length(dot_at), 1.9, px);
    var brush = select(stripe, dots, kind == 3u);
    brush = select(brush, max(stripe, back), kind == 4u);
    // From afar a pattern is an even tone.
    let far = smoothstep(1.6, 3.2, px);
    return select(mix(brush, 0.34, far), 0.0, kind == 0u);
}
#endif

// The overlay over a point, laid on a color; and the grid.
fn overlaid(color: vec3<f32>, world: vec2<f32>, uneven: f32, px: f32) -> vec3<f32> {
    var out = color;
#ifdef CELLS
    let cell = cell_at(world);
    let d = cell.within;
    let a = d.x;
    let b = d.x * 0.5 + d.y * 0.8660254;
    let c = d.x * 0.5 - d.y * 0.8660254;
    let reach = max(abs(a), max(abs(b), abs(c)));
    let edge = (0.8660254 - reach) * params.radius;
#ifdef OVERLAY
    // The hex beyond the nearest side.
    let odd = cell.place.y & 1;
    var beyond = vec2(select(-1, 1, a > 0.0), 0);
    beyond = select(beyond, select(vec2(odd - 1, -1), vec2(odd, 1), b > 0.0), abs(b) == reach);
    beyond = select(beyond, select(vec2(odd - 1, 1), vec2(odd, -1), c > 0.0), abs(c) == reach);
    let own = overlay_at(cell.place);
    let next = overlay_at(cell.place + beyond);
    let strength = f32(own.a & 31u) / 31.0;
    let tint = vec3<f32>(own.rgb) / 255.0 * mix(0.80, 1.0, params.sun);
    let brush = pattern(own.a >> 5u, world, px);
    out = mix(out, tint, strength * (0.38 + 0.16 * uneven));
    out = mix(out, tint * 0.62, strength * brush * 0.55);
    // Pigment pools along the rim of a wash.
    let rim = select(0.0, 1.0, any(next != own)) * strength;
    out = mix(out, tint * 0.55, rim * (1.0 - smoothstep(0.7, 1.6 + px, edge)) * 0.70);
#endif
#ifdef GRID
    let near = 1.0 - smoothstep(1.2, 3.6, px);
    let grid = line(edge, 0.34, px) * params.grid * near * select(0.0, 0.62, on_map(cell.place));
    out = mix(out, INK, grid);
#endif
#endif
    return out;
}

fn on_images(world: vec2<f32>) -> vec2<f32> {
    return (world - params.corner) * params.inverse * vec2(1.0, -1.0);
}

fn pixel(world: vec2<f32>) -> f32 {
    return 0.5 * (length(dpdx(world)) + length(dpdy(world)));
}

#ifdef STAMPS

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let world = in.world_position.xy;
    let px = pixel(world);
    let stamp = textureSample(stamps, once, in.uv);
    let kind = min(u32(in.color.r + 0.5), 7u);
    let pixels = in.color.g / px;
    let shade = stamp.b * 2.0 - 1.0;
    // Mineral pigment on the heads, ground color at the feet.
    let tint = params.tints[kind].rgb * (0.90 + 0.20 * in.color.b);
    var body = mix(mix(params.tints[3].rgb, SILK, 0.35), tint, clamp(stamp.a * 1.25, 0.0, 1.0));
#ifdef SNOW
    let white = snow_on(in.color.a + 0.05, 0.0, 0.3 + 0.4 * stamp.b) * smoothstep(-0.50, 0.20, shade + stamp.a * 0.3);
    body = mix(body, SNOW, white * 0.92);
#endif
    body = mix(body, body * vec3(0.46, 0.50, 0.60), clamp(-shade, 0.0, 1.0) * 0.92);
    body = mix(body, vec3(0.96, 0.93, 0.82), clamp(shade, 0.0, 1.0) * 0.42);
    let firm = mix(0.50, 0.88, smoothstep(9.0, 30.0, pixels));
    var color = mix(body, INK, stamp.r * firm);
    // Strokes on slopes are the first to go as the land draws away.
    let least = select(3.5, 9.0, kind == 3u || kind == 4u);
    let alpha = max(stamp.g, stamp.r * firm) * smoothstep(least, least * 2.2, pixels);
    color = mix(color, vec3(0.87, 0.85, 0.79), params.haze * 0.42);
    color = by_hour(veiled(color, in_sight(world, vec2(0.0))), shade);
    return vec4(finish(overlaid(color, world, 0.5, px)), alpha);
}

#endif
#ifdef RIBBONS

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let world = in.world_position.xy;
    let px = pixel(world);
    let fine = textureSample(noise, again, world / 61.0);
    let kind = u32(in.color.r + 0.5);

    // `uv` is along and across.
    let half = in.color.g;
    let across = in.uv.y;
    let off = abs(across);
    let rough = half + (fine.b - 0.5) * min(half * 0.5, 1.3);
    let shown = max(rough, px * 0.62);
    let faint = min(1.0, (half + 0.3) / (px * 0.62));
    let cover = (1.0 - smoothstep(shown - px * 0.55, shown + px * 0.55, off)) * faint;
    let streak = smoothstep(0.52, 0.75, textureSample(noise, again, vec2(in.uv.x * 0.004, across * 0.05)).r);
    let deep = vec3(0.365, 0.515, 0.575);
    let shallow = vec3(0.62, 0.73, 0.73);
    let middle = 1.0 - smoothstep(0.1, 0.85, off / max(half, 0.1));
    var water = mix(deep, shallow, middle * 0.75 + streak * 0.2);
    let frozen = mix(vec3(0.80, 0.835, 0.84), SNOW, smoothstep(0.35, 0.7, fine.r));
    let cracked = line(fine.g - 0.5, 0.016, px * 0.02) * 0.45 + line(fine.r - 0.56, 0.010, px * 0.02) * 0.3;
    let iced = smoothstep(0.0, 0.55, params.ice * 1.45 - middle * 0.55 + (fine.r - 0.5) * 0.4);
    water = mix(water, mix(frozen, vec3(0.45, 0.56, 0.63), cracked), iced);
    let bank = smoothstep(rough - max(1.0, px), rough - 0.1, off) * 0.72;
    water = mix(water, vec3(0.18, 0.25, 0.30), bank);

    let dashes = smoothstep(0.20, 0.32, abs(fract(in.uv.x / 7.0) - 0.5) + (fine.b - 0.5) * 0.2);
    let rails = line(off - half * 0.80, 0.45, px) * mix(1.0 - dashes, 0.5, smoothstep(1.2, 2.6, px));
    let bed = (1.0 - smoothstep(half - 0.9, half + px * 0.4, off)) * mix(0.46, 0.70, smoothstep(0.8, 2.4, px));
    let earth = mix(mix(SILK, vec3(0.62, 0.44, 0.29), smoothstep(0.6, 2.0, px)), vec3(0.28, 0.19, 0.14), rails);
    let road = max(rails * 0.92, bed);

    let bars = line((fract(across / 2.6) - 0.5) * 2.6, 0.62, px);
    let ford = (1.0 - smoothstep(half - 0.4, half + px, off)) * mix(0.80, 0.95, bars);
    let ford_color = mix(vec3(0.90, 0.85, 0.72), vec3(0.42, 0.36, 0.30), bars * 0.75);

    var color = vec3(0.235, 0.195, 0.165);
    var alpha = cover * (0.50 + 0.5 * fine.b);
    color = select(color, water, kind == 8u);
    alpha = select(alpha, cover, kind == 8u);
    color = select(color, ford_color, kind == 9u);
    alpha = select(alpha, ford, kind == 9u);
    color = select(color, earth, kind == 10u);
    alpha = select(alpha, road, kind == 10u);

    let inside = min(world - params.low, params.high - world) + (fine.r - 0.5) * 16.0;
    alpha *= smoothstep(-24.0, -8.0, min(inside.x, inside.y));
    color = mix(color, vec3(0.87, 0.85, 0.79), params.haze * 0.42);
    color = by_hour(veiled(color, in_sight(world, fine.rg - 0.5)), 0.2);
    return vec4(finish(overlaid(color, world, 0.5, px)), alpha);
}

#endif
#ifdef TABLE

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let slow = textureSample(noise, again, in.world_position.xy / vec2(1900.0, 437.0));
    let dim = mix(vec3(0.74, 0.76, 0.84), vec3(1.0), 0.35 + 0.65 * params.sun);
    return vec4(finish(TABLE * (0.88 + 0.24 * slow.g) * dim), 1.0);
}

#endif
#ifdef GROUND

fn land(world: vec2<f32>, slow: vec4<f32>, fine: vec4<f32>, px: f32) -> vec3<f32> {
    let bend = fine.rg - 0.5;
    let place = on_images(world + bend * 5.0);
    var color = textureSample(wash, once, place).rgb;
    let texel = textureSample(relief, once, place);
    let shade = texel.r * 2.0 - 1.0;
    let size = vec2<f32>(textureDimensions(layers));
    let layer = textureLoad(layers, vec2<i32>(clamp(place, vec2(0.0), vec2(0.9999)) * size), 0).r;
    let brush = textureSample(brushwork, again, world / 168.0 + slow.rg * 0.02, layer).r * 2.0 - 1.0;

    // Washes are never even.
    let plain = params.contrast;
    color *= 1.0 + ((slow.b - 0.5) * 0.10 + (slow.r - 0.5) * 0.11) * (1.0 - plain);
    let worked = brush * smoothstep(0.35, 1.0, texel.a) * (1.0 - plain * 0.7);
    var firm = 0.62;
#ifdef SNOW
    let white = snow_on(texel.b, shade, 0.62 * slow.b + 0.26 * slow.g + 0.12 * fine.b);
    firm = 0.62 - 0.28 * white;
#endif
    color = mix(color, color * 0.52 + 0.02, clamp(-worked, 0.0, 1.0) * firm);
    color = mix(color, vec3(0.93, 0.87, 0.66), clamp(worked, 0.0, 1.0) * 0.46);
#ifdef SNOW
    color = mix(color, SNOW, white * (0.90 - 0.35 * clamp(-worked, 0.0, 1.0)));
#endif
    // Light and ink of the relief; wet ink gathers in the grain of the silk.
    let grain = 0.80 + 0.40 * fine.b;
    color = mix(color, color * vec3(0.50, 0.505, 0.585), clamp(-shade, 0.0, 1.0) * 0.80 * grain);
    color = mix(color, vec3(0.985, 0.945, 0.83), clamp(shade, 0.0, 1.0) * 0.44);
    color = mix(color, INK, smoothstep(0.12, 0.95, texel.g * (0.55 + 0.9 * fine.b)) * 0.46);
    color *= 0.978 + 0.044 * fine.a;
    color = mix(color, vec3(0.87, 0.85, 0.79), params.haze * (0.34 + 0.22 * slow.g));

    color = by_hour(veiled(color, in_sight(world, bend)), shade);
    return overlaid(color, world, fine.r, px);
}

#endif
#ifdef LAND

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let world = in.world_position.xy;
    let slow = textureSample(noise, again, world / 437.0);
    let fine = textureSample(noise, again, world / 61.0);
    return vec4(finish(land(world, slow, fine, pixel(world))), 1.0);
}

#endif
#ifdef EDGE

// The silk around the painting, its border, and the table; `out` is how far outside the map a point lies.
fn mounting(out: f32, world: vec2<f32>, slow: vec4<f32>, fine: vec4<f32>, px: f32) -> vec3<f32> {
    let age = (slow.r - 0.5) * 0.10 + (slow.b - 0.5) * 0.035;
    var silk = SILK * (1.0 + age);
    silk = mix(silk, INK, line(out - 27.0, 0.9, px) * 0.75 + line(out - 30.5, 0.35, px) * 0.6);
    // Brocade: a band of indigo with a thin pattern in old gold.
    let band = smoothstep(37.0 - px, 37.0, out);
    let knots = (fract(vec2(world.x + world.y, world.x - world.y) / 13.0) - 0.5) * 13.0;
    let woven = max(line(knots.x, 0.55, px), line(knots.y, 0.55, px)) + line(length(knots) - 3.1, 0.5, px);
    var brocade = mix(vec3(0.235, 0.270, 0.315), vec3(0.255, 0.290, 0.335), slow.g);
    brocade = mix(brocade, vec3(0.58, 0.50, 0.35), min(woven, 1.0) * 0.42 * (1.0 - smoothstep(1.5, 5.0, px)));
    brocade = mix(brocade, vec3(0.66, 0.56, 0.37), line(out - 38.6, 0.7, px) * 0.9 + line(out - 60.4, 0.7, px) * 0.9);
    let sheet = mix(silk, brocade, band) * (0.97 + 0.06 * fine.a);
    let torn = 63.0 + (fine.r - 0.5) * 1.6;
    let shadow = 1.0 - 0.72 * exp(-max(out - 62.0, 0.0) / 11.0);
    let wood = textureSampleLevel(noise, again, world / vec2(1900.0, 437.0), 0.0);
    return mix(sheet, TABLE * (0.88 + 0.24 * wood.g) * shadow, smoothstep(torn - px * 0.5, torn + px * 0.5 + 0.4, out));
}

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let world = in.world_position.xy;
    let px = pixel(world);
    let slow = textureSample(noise, again, world / 437.0);
    let fine = textureSample(noise, again, world / 61.0);
    // Where the painting ends, the brush runs dry.
    let inside = min(world - params.low, params.high - world);
    let depth = min(inside.x, inside.y);
    let ragged = depth + (slow.r - 0.5) * 22.0 + (fine.b - 0.5) * 17.0;
    let painted = smoothstep(-15.0, -4.0, ragged);
    let around = mounting(max(-inside.x, -inside.y), world, slow, fine, px);
    let dim = mix(vec3(0.74, 0.76, 0.84), vec3(1.0), 0.35 + 0.65 * params.sun);
    return vec4(finish(mix(around * dim, land(world, slow, fine, px), painted)), 1.0);
}

#endif
