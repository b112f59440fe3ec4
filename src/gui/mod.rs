//! The window: a war on its map, watched turn by turn.
//!
//! It owns a [`Game`](crate::game::Game) like any other caller and draws what a seat may see. It decides nothing.

pub mod ask;
pub mod camera;
mod display;
pub mod draw;
pub mod fonts;
pub mod geometry;
pub mod glossary;
pub mod ground;
pub mod keys;
mod land;
mod old_panels;
pub mod palette;
pub mod panels;
pub mod scene;
pub mod screens;
pub mod services;
mod table;
pub mod theme;

use bevy::prelude::*;
use bevy::window::WindowResolution;
use bevy_egui::{EguiGlobalSettings, EguiPlugin, EguiPrimaryContextPass, PrimaryEguiContext};

pub use display::find as find_display;
pub use table::Table;

/// Opens the window on a war and returns when it is closed.
///
/// # Errors
/// Says why no window can be opened: no display, no graphics driver.
pub fn open(table: Table) -> Result<(), String> {
    display::find()?;
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(table)));
    outcome.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("an unknown reason");
        format!("the window could not be kept open: {text}")
    })
}

fn run(table: Table) {
    let window = Window {
        title: format!("Iron Hawk: {}", table.title()),
        resolution: WindowResolution::new(1280, 800),
        ..default()
    };
    App::new()
        .add_plugins(
            DefaultPlugins
                .set(WindowPlugin { primary_window: Some(window), ..default() })
                .disable::<bevy::log::LogPlugin>(),
        )
        .add_plugins(EguiPlugin::default())
        .insert_resource(ClearColor(palette::SILK.into()))
        .insert_resource(bevy::winit::WinitSettings::desktop_app())
        .insert_resource(table)
        .insert_resource(old_panels::Shown::default())
        .add_systems(PreStartup, own_egui_camera)
        .add_systems(Startup, set_up)
        .add_systems(Update, (table::play_on, move_camera).chain())
        .add_systems(EguiPrimaryContextPass, old_panels::show)
        .run();
}

fn own_egui_camera(mut settings: ResMut<EguiGlobalSettings>) {
    settings.auto_create_primary_context = false;
}

fn set_up(
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<ColorMaterial>>,
    table: Res<Table>,
) {
    let setting = table.setting();
    let grid = setting.map.grid();
    let corner = land::center(crate::sim::hex::Grid::hex(0, 0));
    let far = land::center(crate::sim::hex::Grid::hex(i32::from(grid.width) - 1, i32::from(grid.height) - 1));
    let middle = (corner + far) / 2.0;
    let scale = ((far.x - corner.x) / 900.0).max((corner.y - far.y) / 700.0).max(0.3);
    commands.spawn((
        Camera2d,
        Msaa::Off,
        PrimaryEguiContext,
        Projection::Orthographic(OrthographicProjection { scale, ..OrthographicProjection::default_2d() }),
        Transform::from_translation((middle + Vec2::new(180.0 * scale, 0.0)).extend(0.0)),
    ));
    let white = materials.add(ColorMaterial::from(Color::WHITE));
    for (mesh, z) in [(land::ground(setting), 0.0), (land::lines(setting), 1.0)] {
        let drawn = (Mesh2d(meshes.add(mesh)), MeshMaterial2d(white.clone()));
        commands.spawn((drawn, Transform::from_xyz(0.0, 0.0, z)));
    }
}

/// Zooms about the cursor with the wheel, pans with the arrow keys or the right button.
fn move_camera(
    camera: Single<(&Camera, &GlobalTransform, &mut Transform, &mut Projection)>,
    window: Single<&Window>,
    wheel: Res<bevy::input::mouse::AccumulatedMouseScroll>,
    motion: Res<bevy::input::mouse::AccumulatedMouseMotion>,
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    shown: Res<old_panels::Shown>,
) {
    let (camera, global, mut transform, mut projection) = camera.into_inner();
    let Projection::Orthographic(lens) = &mut *projection else { return };
    let cursor = window.cursor_position().filter(|at| shown.map_holds(*at));
    if let Some(cursor) = cursor
        && wheel.delta.y != 0.0
        && let Ok(under) = camera.viewport_to_world_2d(global, cursor)
    {
        let old = lens.scale;
        lens.scale = (old * if wheel.delta.y > 0.0 { 0.87 } else { 1.15 }).clamp(0.25, 6.0);
        let here = transform.translation.truncate();
        transform.translation = (under + (here - under) * (lens.scale / old)).extend(0.0);
    }
    if buttons.pressed(MouseButton::Right) {
        let drag = Vec2::new(-motion.delta.x, motion.delta.y) * lens.scale;
        transform.translation += drag.extend(0.0);
    }
    let step = 24.0 * lens.scale;
    for (key, way) in [
        (KeyCode::ArrowLeft, Vec2::NEG_X),
        (KeyCode::ArrowRight, Vec2::X),
        (KeyCode::ArrowUp, Vec2::Y),
        (KeyCode::ArrowDown, Vec2::NEG_Y),
    ] {
        if keys.pressed(key) {
            transform.translation += (way * step).extend(0.0);
        }
    }
}
