//! The land as a picture: a campaign map in ink and mineral pigment on silk.
//!
//! Put a [`Setting`] into the resource [`Land`] and its land is drawn; change [`Land::look`], [`Land::fog`] or
//! [`Land::wash`] and the picture follows. One quad carries the ground, however many hexes there are: what does not
//! change is worked out once into images ([`relief`]), the shader (`land.wgsl`) adds season, hour, snow, fog and
//! overlays. Three meshes upon it carry waters, stamps (peaks, trees, terraces) and roads.

mod canvas;
mod images;
mod marks;
mod material;
mod noise;
pub mod pigment;
mod relief;
pub mod ribbons;
mod stamps;
mod texture;
mod veil;
mod vignette;

use std::sync::Arc;

use bevy::asset::embedded_asset;
use bevy::prelude::*;
use bevy::render::render_resource::TextureFormat;
use bevy::sprite_render::Material2dPlugin;

use self::images::Beyond;
use self::material::{LandMaterial, Params, Part};
use self::relief::Relief;
use super::geometry::bounds;
use crate::setting::Setting;

pub use self::vignette::vignette;

/// Draws the [`Land`].
pub struct GroundPlugin;

/// The land to be shown; `None` shows none, as in the menu. Changing a field changes the picture.
#[derive(Resource, Default)]
pub struct Land {
    /// Whose land.
    pub setting: Option<Arc<Setting>>,
    /// Season, hour and weather.
    pub look: Look,
    /// For each hex, row by row: 255 in sight, 0 not seen now. Hexes beyond the end of the list are in sight.
    pub fog: Vec<u8>,
    /// For each hex, row by row, what an overlay says of it. Hexes beyond the end of the list have none.
    pub wash: Vec<Wash>,
}

/// Season, hour and weather, and how the map is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// The month less one and its part that has passed, 0 to 12.
    pub season: f32,
    /// Minutes since midnight: from which side the light of dawn and dusk is warm.
    pub minute_of_day: f32,
    /// 0 by night, 1 by day.
    pub sun_up: f32,
    /// Snow on the ground, 0 to 1.
    pub snow: f32,
    /// Haze, 0 to 1.
    pub haze: f32,
    /// Ice on the waters, 0 to 1.
    pub ice: f32,
    /// Strength of the grid, 0 to 1.
    pub grid: f32,
    /// Stronger contrasts and less texture.
    pub contrast: bool,
    /// No color at all.
    pub grey: bool,
}

impl Default for Look {
    /// A clear noon in May.
    fn default() -> Self {
        Self {
            season: 4.5,
            minute_of_day: 720.0,
            sun_up: 1.0,
            snow: 0.0,
            haze: 0.0,
            ice: 0.0,
            grid: 0.3,
            contrast: false,
            grey: false,
        }
    }
}

/// What an overlay says of a hex.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wash {
    /// Its color, sRGB.
    pub color: [u8; 3],
    /// How strongly it covers, 0 not at all.
    pub strength: u8,
    /// 0 flat, 1 hatched, 2 hatched the other way, 3 dotted, 4 crossed, 5 waves, 6 level lines.
    pub pattern: u8,
}

/// Where the ground, waters, stamps and roads lie above each other; what the window draws upon the land lies above 1.
const DEPTHS: [f32; 4] = [0.0, 0.2, 0.4, 0.6];
/// How far inside the map the painting may fray, and how far outside its border ends, in units of the world.
const RIM: f32 = 18.0;
const BORDER: f32 = 110.0;
/// How far the table reaches beyond the map, in units of the world.
const TABLE: f32 = 4_000.0;
/// Seasons in a month: the washes are painted anew this often.
const REPAINTS: f32 = 8.0;

/// What is drawn now.
#[derive(Resource, Default)]
struct Drawn {
    /// Images that serve every land.
    shared: Option<Shared>,
    land: Option<Painted>,
}

struct Shared {
    noise: Handle<Image>,
    brushwork: Handle<Image>,
    stamps: Handle<Image>,
    painted: Vec<[f32; 4]>,
}

struct Painted {
    setting: Arc<Setting>,
    relief: Relief,
    entities: Vec<Entity>,
    materials: [Handle<LandMaterial>; 5],
    /// What the images show.
    season: i32,
    fog: Vec<u8>,
    wash: Vec<Wash>,
}

impl Plugin for GroundPlugin {
    fn build(&self, app: &mut App) {
        embedded_asset!(app, "land.wgsl");
        app.add_plugins(Material2dPlugin::<LandMaterial>::default())
            .init_resource::<Land>()
            .init_resource::<Drawn>()
            .add_systems(PostUpdate, draw.run_if(resource_changed::<Land>));
    }
}

/// Makes the picture follow the resource.
fn draw(
    mut commands: Commands,
    land: Res<Land>,
    mut drawn: ResMut<Drawn>,
    mut images: ResMut<Assets<Image>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<LandMaterial>>,
) {
    let drawn = &mut *drawn;
    let same = match (&land.setting, &drawn.land) {
        (Some(setting), Some(painted)) => Arc::ptr_eq(setting, &painted.setting),
        (None, None) => return,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if !same {
        for entity in drawn.land.take().into_iter().flat_map(|painted| painted.entities) {
            commands.entity(entity).despawn();
        }
        let Some(setting) = &land.setting else { return };
        let shared = drawn.shared.get_or_insert_with(|| Shared::new(&mut images));
        drawn.land =
            Some(paint(setting, &land, shared, &mut commands, &mut images, &mut meshes, &mut materials));
        return;
    }
    let Some(painted) = &mut drawn.land else { return };
    let season = season(&land.look);
    let new_season = season != painted.season;
    let new_fog = land.fog != painted.fog;
    let new_wash = land.wash != painted.wash;
    let grid = painted.setting.map.grid();
    let params = Params::new(&painted.relief, grid, &land.look);
    let wash = new_season.then(|| images.add(wash_image(&painted.setting, &painted.relief, &land.look)));
    let fog = new_fog.then(|| images.add(veil::fog(grid, &land.fog, &painted.relief)));
    let overlay = new_wash.then(|| images.add(veil::overlay(grid, &land.wash)));
    if new_fog {
        painted.fog.clone_from(&land.fog);
    }
    if new_wash {
        painted.wash.clone_from(&land.wash);
    }
    painted.season = season;
    for handle in &painted.materials {
        let Some(mut material) = materials.get_mut(handle) else { continue };
        material.params = params;
        material.marked = marked(&land.wash);
        for (new, image) in [(&wash, 0), (&fog, 1), (&overlay, 2)] {
            let Some(new) = new else { continue };
            match image {
                0 => material.wash = new.clone(),
                1 => material.fog = new.clone(),
                _ => material.overlay = new.clone(),
            }
        }
    }
}

impl Shared {
    fn new(images: &mut Assets<Image>) -> Self {
        let side = stamps::SHEET * stamps::SIDE;
        let stamps::Sheet { texels, painted } = stamps::sheet();
        Self {
            painted,
            noise: images.add(images::with_copies(&[texture::unevenness()], (256, 256), 4, Beyond::Again)),
            brushwork: images.add(images::with_copies(
                &texture::brushwork(),
                (texture::SIDE, texture::SIDE),
                1,
                Beyond::Again,
            )),
            stamps: images.add(images::with_copies(&[texels], (side, side), 4, Beyond::Edge)),
        }
    }
}

/// True when an overlay marks any hex.
fn marked(wash: &[Wash]) -> bool {
    wash.iter().any(|wash| wash.strength > 0)
}

/// The season whose colors are painted, in parts of a month.
fn season(look: &Look) -> i32 {
    (look.season * REPAINTS) as i32
}

fn wash_image(setting: &Setting, relief: &Relief, look: &Look) -> Image {
    let palette: Vec<_> =
        pigment::covers(&setting.map).into_iter().map(|cover| pigment::wash(cover, look.season)).collect();
    images::with_copies(&[relief.wash(&palette)], (relief.width, relief.height), 4, Beyond::Edge)
}

/// Paints a land that was not there.
fn paint(
    setting: &Arc<Setting>,
    land: &Land,
    shared: &Shared,
    commands: &mut Commands,
    images: &mut Assets<Image>,
    meshes: &mut Assets<Mesh>,
    materials: &mut Assets<LandMaterial>,
) -> Painted {
    let map = &setting.map;
    let relief = Relief::new(map);
    let size = (relief.width, relief.height);
    let covers = pigment::covers(map);
    let texels: Vec<u8> =
        relief.texels.iter().flat_map(|texel| [texel.shade, texel.ink, texel.height, texel.pure]).collect();
    let layers: Vec<u8> = relief
        .kinds
        .iter()
        .map(|kind| covers.get(usize::from(*kind)).map_or(0, |cover| texture::layer(*cover)))
        .collect();
    let ground = LandMaterial {
        params: Params::new(&relief, map.grid(), &land.look),
        wash: images.add(wash_image(setting, &relief, &land.look)),
        relief: images.add(images::with_copies(&[texels], size, 4, Beyond::Edge)),
        layers: images.add(images::plain(layers, size, TextureFormat::R8Uint, 1)),
        noise: shared.noise.clone(),
        brushwork: shared.brushwork.clone(),
        fog: images.add(veil::fog(map.grid(), &land.fog, &relief)),
        overlay: images.add(veil::overlay(map.grid(), &land.wash)),
        stamps: shared.stamps.clone(),
        part: Part::Land,
        marked: marked(&land.wash),
    };
    let materials = Part::ALL.map(|part| materials.add(LandMaterial { part, ..ground.clone() }));
    let courses = ribbons::Courses::new(map);
    let stamps = marks::stamps(&marks::press(map, &relief), &shared.painted);
    let (low, high) = bounds(map.grid());
    let rim = RIM.min((high - low).min_element() / 3.0);
    let rims = [-rim, BORDER, TABLE].map(|out| (low - out, high + out));
    let mut parts = vec![
        (Part::Land, 0, Some(patch(rims[0].0, rims[0].1))),
        (Part::Edge, 0, Some(frame(rims[0], rims[1]))),
        (Part::Table, 0, Some(frame(rims[1], rims[2]))),
    ];
    let upon = [(Part::Ribbons, courses.waters()), (Part::Stamps, stamps), (Part::Ribbons, courses.ways())];
    for (depth, (part, marks)) in upon.into_iter().enumerate() {
        parts.push((part, depth + 1, (!marks.is_empty()).then(|| marks.mesh())));
    }
    let mut entities = Vec::new();
    for (part, depth, mesh) in parts {
        let Some(mesh) = mesh else { continue };
        let drawn = (Mesh2d(meshes.add(mesh)), MeshMaterial2d(materials[part as usize].clone()));
        entities.push(commands.spawn((drawn, Transform::from_xyz(0.0, 0.0, DEPTHS[depth]))).id());
    }
    let (fog, wash) = (land.fog.clone(), land.wash.clone());
    Painted {
        setting: Arc::clone(setting),
        relief,
        entities,
        materials,
        season: season(&land.look),
        fog,
        wash,
    }
}

/// A rectangle.
fn patch(low: Vec2, high: Vec2) -> Mesh {
    let mut marks = marks::Marks::default();
    marks.patch(low, high);
    marks.mesh()
}

/// What lies between an inner and an outer rectangle.
fn frame((inner_low, inner_high): (Vec2, Vec2), (low, high): (Vec2, Vec2)) -> Mesh {
    let mut marks = marks::Marks::default();
    marks.patch(low, Vec2::new(high.x, inner_low.y));
    marks.patch(Vec2::new(low.x, inner_high.y), high);
    marks.patch(Vec2::new(low.x, inner_low.y), Vec2::new(inner_low.x, inner_high.y));
    marks.patch(Vec2::new(inner_high.x, inner_low.y), Vec2::new(high.x, inner_high.y));
    marks.mesh()
}
