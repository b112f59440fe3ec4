//! Scratch: pictures without a graphics card. Never committed.
use super::tests::{eye, paint, war};
use super::*;
use crate::game::Game;
use crate::gui::geometry;
use crate::sim::army::Posture;
use crate::sim::hex::Grid;
use bevy_egui::egui::{self, Color32, Rect, Stroke, pos2, vec2};
use std::collections::BTreeSet;
use std::sync::Arc;

fn raster(ctx: &egui::Context, mut out: egui::FullOutput, path: &str) {
    let (w, h) = (1280usize, 800usize);
    let mut atlas: Option<(usize, usize, Vec<Color32>)> = None;
    let set = std::mem::take(&mut out.textures_delta.set);
    out.textures_delta.clear();
    for (_, deltas) in set {
        for delta in deltas {
            let egui::ImageData::Color(image) = &delta.image;
            match delta.pos {
                None => atlas = Some((image.size[0], image.size[1], image.pixels.clone())),
                Some([x, y]) => {
                    let (aw, _, pixels) = atlas.as_mut().unwrap();
                    for row in 0..image.size[1] {
                        for col in 0..image.size[0] {
                            pixels[(y + row) * *aw + x + col] = image.pixels[row * image.size[0] + col];
                        }
                    }
                }
            }
        }
    }
    let (aw, ah, atlas) = atlas.unwrap();
    let texel = |u: f32, v: f32| {
        let (x, y) = (u * aw as f32 - 0.5, v * ah as f32 - 0.5);
        let (x0, y0) = (x.floor(), y.floor());
        let (fx, fy) = (x - x0, y - y0);
        let get = |x: f32, y: f32| {
            let c = atlas[(y.clamp(0.0, ah as f32 - 1.0) as usize) * aw + x.clamp(0.0, aw as f32 - 1.0) as usize];
            [c.r() as f32, c.g() as f32, c.b() as f32, c.a() as f32]
        };
        let (a, b, c, d) = (get(x0, y0), get(x0 + 1.0, y0), get(x0, y0 + 1.0), get(x0 + 1.0, y0 + 1.0));
        std::array::from_fn::<f32, 4, _>(|k| {
            (a[k] * (1.0 - fx) + b[k] * fx) * (1.0 - fy) + (c[k] * (1.0 - fx) + d[k] * fx) * fy
        })
    };
    let mut pix = vec![[216.0f32, 205.0, 178.0]; w * h];
    let bg = path.replace("look_", "bg_");
    let got = std::process::Command::new("convert").args([&format!("{bg}.png"), "-depth", "8", "rgb:-"]).output().map(|o| o.stdout).unwrap_or_default();
    if got.len() == w * h * 3 {
        for (k, p) in pix.iter_mut().enumerate() {
            *p = std::array::from_fn(|c| got[k * 3 + c] as f32);
        }
    }
    for prim in ctx.tessellate(out.shapes, 1.0) {
        let egui::epaint::Primitive::Mesh(mesh) = prim.primitive else { continue };
        let clip = prim.clip_rect;
        for t in mesh.triangles() {
            let [a, b, c] = t.map(|i| mesh.vertices[i as usize]);
            let area = (b.pos - a.pos).x * (c.pos - a.pos).y - (b.pos - a.pos).y * (c.pos - a.pos).x;
            if area.abs() < 1e-6 {
                continue;
            }
            let min = a.pos.min(b.pos).min(c.pos).max(clip.min);
            let max = a.pos.max(b.pos).max(c.pos).min(clip.max);
            for y in (min.y.floor().max(0.0) as usize)..(max.y.ceil().clamp(0.0, h as f32) as usize) {
                for x in (min.x.floor().max(0.0) as usize)..(max.x.ceil().clamp(0.0, w as f32) as usize) {
                    let p = pos2(x as f32 + 0.5, y as f32 + 0.5);
                    let e = |m: egui::Pos2, n: egui::Pos2| (n - m).x * (p - m).y - (n - m).y * (p - m).x;
                    let (wc, wa, wb) = (e(a.pos, b.pos) / area, e(b.pos, c.pos) / area, e(c.pos, a.pos) / area);
                    // top-left-ish rule by half-open comparison
                    if wa < 0.0 || wb < 0.0 || wc < 0.0 {
                        continue;
                    }
                    let uv = (a.uv.to_vec2() * wa + b.uv.to_vec2() * wb + c.uv.to_vec2() * wc).to_pos2();
                    let tex = texel(uv.x, uv.y);
                    let ch = |f: fn(&Color32) -> u8| f(&a.color) as f32 * wa + f(&b.color) as f32 * wb + f(&c.color) as f32 * wc;
                    let col = [ch(Color32::r), ch(Color32::g), ch(Color32::b), ch(Color32::a)];
                    let src: [f32; 4] = std::array::from_fn(|k| col[k] * tex[k] / 255.0);
                    let dst = &mut pix[y * w + x];
                    for k in 0..3 {
                        dst[k] = src[k] + dst[k] * (1.0 - src[3] / 255.0);
                    }
                }
            }
        }
    }
    let mut bytes = format!("P6\n{w} {h}\n255\n").into_bytes();
    for p in pix {
        bytes.extend(p.map(|v| v.clamp(0.0, 255.0) as u8));
    }
    std::fs::write(format!("{path}.ppm"), bytes).unwrap();
    std::process::Command::new("convert").args([format!("{path}.ppm"), format!("{path}.png")]).status().unwrap();
    std::fs::remove_file(format!("{path}.ppm")).unwrap();
}

fn ground(d: &Drawing) {
    let setting = &d.scene.setting;
    for hex in super::marks::shown(d, setting.map.grid()) {
        let c = crate::gui::palette::ground(&setting.map.kind(hex).name);
        let c = Color32::from_rgb((c.red * 255.0) as u8, (c.green * 255.0) as u8, (c.blue * 255.0) as u8);
        let c = mixed(c, tint::SILK, 0.35);
        d.painter.add(egui::Shape::convex_polygon(super::brush::hex_corners(d.eye, hex, -0.01), c, Stroke::NONE));
    }
}

#[test]
fn look_pictures() {
    let (setting, snapshot) = war();
    let mut truth = Scene::truth(&setting, &snapshot);
    truth.viewer = Some(SideId(0));
    let mut seen = Scene::seen(&setting, &Game::new(Arc::clone(&setting), &snapshot).view(SideId(0)));
    // some variety
    for (k, body) in truth.bodies.iter_mut().enumerate() {
        if let Some(known) = &mut body.known {
            known.in_contact = k % 7 == 0;
            known.carried_away = k % 5 == 0;
            known.scouts_out = k % 4 == 0;
        }
        if k == 4 || k == 9 {
            body.posture = Posture::Routed;
        }
        if k == 3 {
            body.posture = Posture::Camp;
        }
    }
    if let Some(b) = seen.bodies.iter().find(|b| b.rumor.is_some()).cloned() {
        for k in 0..4u16 {
            let mut r = b.clone();
            r.id = FormationId(500 + k);
            r.at = Grid::hex(22 + i32::from(k) * 3, 22);
            r.men = 900 * u32::from(k + 1) * u32::from(k + 1);
            r.arm = [crate::gui::scene::Arm::Unknown, crate::gui::scene::Arm::Hill, crate::gui::scene::Arm::HeavyHorse, crate::gui::scene::Arm::Camels][k as usize];
            r.rumor.as_mut().unwrap().age_min = [3, 45, 300, 1500][k as usize];
            seen.bodies.push(r);
        }
    }
    let settings = Settings::default();
    let at = |c, r| Grid::hex(c, r);
    for (name, scene, center, width, fan) in [
        ("far", &truth, at(30, 25), 14.0, None),
        ("far2", &seen, at(30, 25), 18.0, None),
        ("mid20", &truth, at(22, 33), 26.0, None),
        ("mid", &truth, at(22, 33), 40.0, None),
        ("midsong", &seen, at(27, 18), 40.0, Some(at(27, 19))),
        ("near", &truth, at(17, 36), 84.0, None),
        ("nearsong", &seen, at(27, 18), 84.0, Some(at(10, 31))),
        ("fan", &truth, at(27, 18), 60.0, Some(at(27, 19))),
    ] {
        if std::env::var("LOOK").is_ok_and(|want| !want.split(',').any(|one| one == name)) {
            continue;
        }
        let eye = eye(scene, center, width);
        let ctx = egui::Context::default();
        let chosen = BTreeSet::from([FormationId(3)]);
        let (out, ()) = paint(&ctx, |painter| {
            let d = Drawing { painter, eye: &eye, scene, settings: &settings, time: 0.0 };
            if !std::path::Path::new(&format!("/tmp/bg_{name}.png")).exists() { ground(&d); }
            borders(&d);
            if name == "fan" { coordinates(&d); }
            let placed = stacks(&d, &Glide::still(scene), fan, &chosen);
            lures(&d);
            let style = |side, kind, certain, preview| ArrowStyle { side: SideId(side), kind, certain, preview };
            let run = |c: i32, r: i32, way: &[i32]| {
                let mut hex = at(c, r);
                let mut all = vec![hex];
                for side in way {
                    hex = hex + crate::sim::hex::SIDES[*side as usize];
                    all.push(hex);
                }
                all
            };
            arrow(&d, &run(27, 18, &[5, 5, 4, 4, 5, 5, 4]), style(0, ArrowKind::March, true, false), &[(3, "day 2, 14:00".into()), (7, "day 2, 20:00".into())]);
            arrow(&d, &run(27, 13, &[3, 4, 4, 3, 4]), style(0, ArrowKind::Forced, false, false), &[(5, "21:30".into())]);
            arrow(&d, &run(32, 14, &[4, 4, 4, 4, 3]), style(0, ArrowKind::Attack, true, false), &[]);
            arrow(&d, &run(26, 24, &[4, 4, 4, 3]), style(1, ArrowKind::Feign, true, false), &[]);
            arrow(&d, &run(32, 12, &[0, 0, 5, 0]), style(0, ArrowKind::Scouts, true, false), &[]);
            arrow(&d, &run(32, 13, &[0, 5, 5, 0]), style(0, ArrowKind::March, false, true), &[(2, "09:00".into())]);
            arrow(&d, &run(14, 33, &[0, 0, 1, 0]), style(1, ArrowKind::Attack, true, true), &[]);
            arrow(&d, &run(17, 38, &[1, 1, 0]), style(1, ArrowKind::March, true, false), &[]);
            hex_outline(&d, at(25, 17), HexStyle::Chosen);
            hex_outline(&d, at(24, 17), HexStyle::Hovered);
            hex_outline(&d, at(23, 17), HexStyle::Cursor);
            hex_outline(&d, at(22, 17), HexStyle::Target);
            hex_outline(&d, at(21, 17), HexStyle::Barred);
            places(&d, &placed);
            banners(&d, &placed, &chosen, Some(FormationId(1)), Figure::Men, &|id| match id.0 % 4 {
                0 => Doing::Idle,
                1 => Doing::Ordered,
                2 => Doing::Resting,
                _ => Doing::CannotAct,
            });
            battle_mark(&d, at(28, 21), 0.2);
            battle_mark(&d, at(18, 35), 1.0);
            floating(&d, at(29, 19), "−340 men", 0.3);
            signal_ring(&d, at(31, 21), 0.4);
        });
        raster(&ctx, out, &format!("/tmp/look_{name}"));
    }
    // Legends.
    let ctx = egui::Context::default();
    crate::gui::fonts::install(&ctx);
    let (out, ()) = paint(&ctx, |painter| {
        let _ = painter;
    });
    let mut out = out;
    let textures = std::mem::take(&mut out.textures_delta);
    let input = egui::RawInput { screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))), ..Default::default() };
    let mut second = ctx.run_ui(input, |ui| {
        ui.visuals_mut().override_text_color = Some(tint::INK);
        ui.columns(3, |ui| {
            legend(&mut ui[0]);
            for o in [overlay::Overlay::Supply, overlay::Overlay::Zones, overlay::Overlay::Threat, overlay::Overlay::Sight] {
                overlay::legend(&mut ui[1], o, &setting, Default::default());
            }
            for o in [overlay::Overlay::Knowledge, overlay::Overlay::Control, overlay::Overlay::Reach(7)] {
                overlay::legend(&mut ui[2], o, &setting, Default::default());
            }
            let _ = minimap(&mut ui[2], &truth, &eye(&truth, at(22, 33), 40.0), egui::TextureId::default(), vec2(240.0, 170.0));
        });
    });
    let mut textures = textures;
    textures.append(std::mem::take(&mut second.textures_delta));
    second.textures_delta = textures;
    raster(&ctx, second, "/tmp/look_legend");
    let _ = geometry::RADIUS;
}

#[test]
fn look_time() {
    for (name, (setting, snapshot)) in [("60x50", war()), ("150x100", {
        let game = crate::lab::scale::synthetic(150, 100, 80, 3).game();
        (Arc::clone(game.setting()), game.snapshot())
    })] {
        let scene = Scene::truth(&setting, &snapshot);
        for width in [14.0, 40.0, 84.0] {
            let eye = eye(&scene, scene.bodies[0].at, width);
            let ctx = egui::Context::default();
            crate::gui::fonts::install(&ctx);
            let settings = Settings::default();
            let input = || egui::RawInput { screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))), ..Default::default() };
            let mut paint_s: f64 = 9.0;
            let mut tess_s: f64 = 9.0;
            for k in 0..80 {
                let start = std::time::Instant::now();
                let mut out = ctx.run_ui(input(), |ui| {
                    let painter = ui.painter().clone();
                    let d = Drawing { painter: &painter, eye: &eye, scene: &scene, settings: &settings, time: 0.0 };
                    let placed = stacks(&d, &Glide::still(&scene), None, &BTreeSet::new());
                    borders(&d);
                    lures(&d);
                    for k in 0..12 {
                        let path: Vec<Hex> = (0..8).map(|n| scene.bodies[k].at + Hex::new(n, (n * k as i32) % 2)).collect();
                        arrow(&d, &path, ArrowStyle { side: SideId(0), kind: ArrowKind::March, certain: k % 2 == 0, preview: false }, &[(4, "day 2, 14:00".into())]);
                    }
                    places(&d, &placed);
                    banners(&d, &placed, &BTreeSet::new(), None, Figure::Men, &|_| Doing::Idle);
                });
                out.textures_delta.clear();
                let mid = std::time::Instant::now();
                let _ = ctx.tessellate(out.shapes, 1.0);
                if k >= 10 {
                    paint_s = f64::min(paint_s, (mid - start).as_secs_f64());
                    tess_s = f64::min(tess_s, mid.elapsed().as_secs_f64());
                }
            }
            println!("TIME {name} {width}: paint {:.2} ms, tessellate {:.2} ms ({} bodies)", paint_s * 1e3, tess_s * 1e3, scene.bodies.len());
        }
    }
}
