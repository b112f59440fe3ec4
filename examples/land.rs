//! Paints a land into a picture, without a window:
//!
//! ```sh
//! cargo run --example land -- haoshuichuan_1041 --month 10 --hour 17 --zoom 2 --at 24,38 out.png
//! cargo run --example land -- 150x100 --snow 0.7 --frames 60 out.png    # a synthetic land, and how long a frame takes
//! ```
//!
//! `--zoom` is in pixels per unit of the world (a hex is 35 units wide; 0 shows the whole map), `--at` the column and
//! row in the middle. Further: `--size 1280x800`, `--sun`, `--haze`, `--ice`, `--grid` (0 to 1), `--fog 1`,
//! `--overlay 1`, `--contrast 1`, `--grey 1`, `--vignette 1` (painted without the graphics card) and `--shader FILE`,
//! to try a changed shader without building.

use std::error::Error;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use bevy::app::ScheduleRunnerPlugin;
use bevy::asset::RenderAssetUsages;
use bevy::camera::RenderTarget;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured, save_to_disk};
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use ironhawk::gui::geometry;
use ironhawk::gui::ground::{GroundPlugin, Land, Look, Wash, vignette};
use ironhawk::lab::scale::synthetic;
use ironhawk::scenario::{self, shipped::Data};
use ironhawk::setting::Setting;
use ironhawk::sim::hex::Grid;

type Failure = Box<dyn Error>;

/// What was asked for on the command line.
struct Asked {
    land: String,
    out: String,
    options: Vec<(String, String)>,
}

impl Asked {
    fn read() -> Result<Self, Failure> {
        let (mut options, mut words) = (Vec::new(), Vec::new());
        let mut given = std::env::args().skip(1);
        while let Some(word) = given.next() {
            match word.strip_prefix("--") {
                Some(name) => {
                    options.push((name.to_owned(), given.next().ok_or(format!("--{name} needs a value"))?))
                }
                None => words.push(word),
            }
        }
        let [land, out] = words.as_slice() else {
            return Err("usage: land SCENARIO|WIDTHxHEIGHT [--option value] OUT.png".into());
        };
        Ok(Self { land: land.clone(), out: out.clone(), options })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(option, _)| option == name).map(|(_, value)| value.as_str())
    }

    fn number<T: FromStr>(&self, name: &str, otherwise: T) -> Result<T, Failure> {
        let Some(text) = self.text(name) else { return Ok(otherwise) };
        text.parse().map_err(|_| format!("--{name} {text} is not a number").into())
    }

    fn pair<T: FromStr>(&self, name: &str, between: char) -> Result<Option<(T, T)>, Failure> {
        self.text(name)
            .map(|text| pair(text, between).ok_or(format!("--{name} {text} are not two numbers").into()))
            .transpose()
    }
}

fn pair<T: FromStr>(text: &str, between: char) -> Option<(T, T)> {
    let (one, other) = text.split_once(between)?;
    Some((one.parse().ok()?, other.parse().ok()?))
}

#[derive(Resource)]
struct Shot {
    target: Handle<Image>,
    shader: Option<String>,
    out: String,
    frames: u32,
    seen: u32,
    since: Duration,
}

fn main() -> Result<(), Failure> {
    let asked = Asked::read()?;
    let setting = open(&asked.land)?;
    let (width, height) = asked.pair::<u32>("size", 'x')?.unwrap_or((1280, 800));
    if asked.text("vignette").is_some() {
        return paint(&setting, width, height, &asked.out);
    }
    let grid = setting.map.grid();
    let (low, high) = geometry::bounds(grid);
    let zoom = asked.number("zoom", 1.0_f32)?;
    let whole = ((high.x - low.x + 150.0) / width as f32).max((high.y - low.y + 150.0) / height as f32);
    let scale = if zoom > 0.0 { 1.0 / zoom } else { whole };
    let at =
        asked.pair("at", ',')?.map_or((low + high) / 2.0, |(col, row)| geometry::center(Grid::hex(col, row)));
    let hour = asked.number("hour", 12.0_f32)?;
    let daylight = ((hour - 5.0).min(19.0 - hour) / 2.0).clamp(0.0, 1.0);
    let look = Look {
        season: asked.number("month", 5.5_f32)? - 1.0,
        minute_of_day: hour * 60.0,
        sun_up: asked.number("sun", daylight)?,
        snow: asked.number("snow", 0.0)?,
        haze: asked.number("haze", 0.0)?,
        ice: asked.number("ice", 0.0)?,
        grid: asked.number("grid", 0.3)?,
        contrast: asked.text("contrast").is_some(),
        grey: asked.text("grey").is_some(),
    };
    let (fog, wash) =
        (fog(grid, asked.text("fog").is_some()), overlay(grid, asked.text("overlay").is_some()));
    let land = Land { setting: Some(setting), look, fog, wash };
    let shader = asked.text("shader").map(str::to_owned);
    let frames = asked.number("frames", 0_u32)?;
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(RenderPlugin { synchronous_pipeline_compilation: true, ..default() })
            .set(WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() })
            .disable::<WinitPlugin>(),
    )
    .add_plugins(ScheduleRunnerPlugin::run_loop(Duration::ZERO))
    .add_plugins(GroundPlugin)
    .insert_resource(ClearColor(Color::srgb(0.15, 0.112, 0.098)))
    .insert_resource(land);
    let size = Extent3d { width, height, depth_or_array_layers: 1 };
    let mut target = Image::new_fill(
        size,
        TextureDimension::D2,
        &[0; 4],
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::default(),
    );
    target.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT | TextureUsages::COPY_SRC;
    let target = app.world_mut().resource_mut::<Assets<Image>>().add(target);
    app.world_mut().spawn((
        Camera2d,
        Msaa::Off,
        RenderTarget::Image(target.clone().into()),
        Projection::Orthographic(OrthographicProjection { scale, ..OrthographicProjection::default_2d() }),
        Transform::from_translation(at.extend(0.0)),
    ));
    app.insert_resource(Shot { target, shader, out: asked.out, frames, seen: 0, since: Duration::ZERO });
    app.add_systems(Update, shoot).run();
    Ok(())
}

fn open(land: &str) -> Result<Arc<Setting>, Failure> {
    if let Some((width, height)) = pair(land, 'x') {
        return Ok(Arc::clone(synthetic(width, height, 2, 1).game().setting()));
    }
    let (setting, _) =
        scenario::open(land, &Data::built_in(), 1).map_err(|problems| format!("{problems:?}"))?;
    Ok(Arc::new(setting))
}

/// Waits for the shader, then counts frames, then takes the picture.
fn shoot(
    mut commands: Commands,
    mut shot: ResMut<Shot>,
    mut shaders: ResMut<Assets<bevy::shader::Shader>>,
    assets: Res<AssetServer>,
    time: Res<Time<Real>>,
) {
    const WARM: u32 = 12;
    shot.seen += 1;
    if shot.seen == 4
        && let Some(path) = &shot.shader
    {
        let known = assets.get_handle::<bevy::shader::Shader>("embedded://ironhawk/gui/ground/land.wgsl");
        match (std::fs::read_to_string(path), known) {
            (Ok(text), Some(known)) => {
                let changed = bevy::shader::Shader::from_wgsl(text, path.clone());
                drop(shaders.insert(&known, changed));
            }
            (text, _) => eprintln!("{path}: {:?}", text.err()),
        }
    }
    if shot.seen == WARM {
        shot.since = time.elapsed();
    }
    if shot.seen == WARM + shot.frames {
        let (out, since, frames) = (shot.out.clone(), shot.since, shot.frames);
        commands.spawn(Screenshot::image(shot.target.clone())).observe(save_to_disk(out)).observe(
            move |_: On<ScreenshotCaptured>, time: Res<Time<Real>>, mut exit: MessageWriter<AppExit>| {
                if frames > 0 {
                    let took = time.elapsed() - since;
                    println!(
                        "{:.1} ms a frame, mean of {frames}",
                        took.as_secs_f64() * 1000.0 / f64::from(frames + 1)
                    );
                }
                exit.write(AppExit::Success);
            },
        );
    }
}

/// Two eyes on the map, for a trial.
fn fog(grid: Grid, some: bool) -> Vec<u8> {
    let (width, height) = (i32::from(grid.width), i32::from(grid.height));
    let eyes = [Grid::hex(width / 3, height * 2 / 3), Grid::hex(width / 2, height * 4 / 5)];
    let seen = |index| eyes.iter().any(|eye| eye.unsigned_distance_to(grid.at(index)) < 9);
    (0..grid.len()).map(|index| if !some || seen(index) { 255 } else { 0 }).collect()
}

/// Every pattern once, for a trial.
fn overlay(grid: Grid, some: bool) -> Vec<Wash> {
    let colors = [
        [196, 62, 44],
        [58, 72, 132],
        [214, 168, 60],
        [40, 120, 90],
        [124, 40, 60],
        [98, 132, 158],
        [90, 60, 110],
    ];
    let patch = |index: usize| {
        let (col, row) = Grid::col_row(grid.at(index));
        let which = (col / 9 + row / 8 * 3) % 8;
        let color = colors.get(which as usize).copied();
        color.map_or(Wash::default(), |color| Wash { color, strength: 200, pattern: which as u8 })
    };
    (0..grid.len()).map(|index| if some { patch(index) } else { Wash::default() }).collect()
}

fn paint(setting: &Setting, width: u32, height: u32, out: &str) -> Result<(), Failure> {
    let painted = vignette(setting, width as usize, height as usize);
    let bytes: Vec<u8> = painted.pixels.iter().flat_map(|pixel| pixel.to_array()).collect();
    let size = Extent3d { width, height, depth_or_array_layers: 1 };
    let usage = RenderAssetUsages::default();
    let image = Image::new(size, TextureDimension::D2, bytes, TextureFormat::Rgba8UnormSrgb, usage);
    Ok(image.try_into_dynamic()?.save(out)?)
}
