//! Where the interface meets Bevy: the window or the off-screen picture, the camera above the ground, scripted input,
//! pictures of the window, the end.

use std::path::PathBuf;
use std::time::Duration;

use bevy::app::ScheduleRunnerPlugin;
use bevy::camera::{CameraUpdateSystems, RenderTarget};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureFormat, TextureUsages};
use bevy::render::view::screenshot::{Screenshot, save_to_disk};
use bevy::transform::TransformSystems;
use bevy::window::{ExitCondition, PrimaryWindow, WindowCloseRequested, WindowResolution};
use bevy::winit::{UpdateMode, WinitPlugin, WinitSettings};
use bevy_egui::{
    EguiContexts, EguiGlobalSettings, EguiInput, EguiInputSet, EguiOutput, EguiPlugin, EguiPostUpdateSet,
    EguiPreUpdateSet, EguiPrimaryContextPass, PrimaryEguiContext,
};

use super::desk::{Desk, Sheet};
use super::ground::{GroundPlugin, Land};
use super::palette;
use super::script::{Script, Shown, Wish};

/// How the window is opened.
pub struct Launch {
    /// What it shows.
    pub desk: Desk,
    /// Its size, points.
    pub size: (u32, u32),
    /// What drives it besides the player.
    pub script: Option<Script>,
    /// Without a window: everything is drawn into a picture that only the script sees.
    pub offscreen: bool,
}

/// The interface, in Bevy's hands.
#[derive(Resource)]
struct Board {
    desk: Desk,
    sheet: Sheet,
    picture: Option<Handle<Image>>,
}

/// The script under way and what it saw.
#[derive(Resource)]
struct Hands {
    script: Option<Script>,
    shown: Shown,
    /// Frames still to be timed, and the times so far, seconds.
    timing: Option<(u32, Vec<f32>)>,
    failed: bool,
}

/// Opens the window and returns when it is closed: true when the script, if there was one, could be followed.
pub fn run(launch: Launch) -> bool {
    let Launch { desk, size, script, offscreen } = launch;
    let mut app = App::new();
    let window = Window {
        title: "Iron Hawk".to_owned(),
        resolution: WindowResolution::new(size.0, size.1),
        resize_constraints: WindowResizeConstraints { min_width: 640.0, min_height: 480.0, ..default() },
        ..default()
    };
    let plugins = DefaultPlugins.build().disable::<bevy::log::LogPlugin>();
    if offscreen {
        let none =
            WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() };
        app.add_plugins(plugins.set(none).disable::<WinitPlugin>());
        app.add_plugins(ScheduleRunnerPlugin::run_loop(Duration::ZERO));
    } else {
        let one = WindowPlugin { primary_window: Some(window), close_when_requested: false, ..default() };
        app.add_plugins(plugins.set(one));
        app.insert_resource(resting());
    }
    let picture = offscreen.then(|| {
        let mut image = Image::new_target_texture(size.0, size.1, TextureFormat::Rgba8UnormSrgb, None);
        image.texture_descriptor.usage |= TextureUsages::COPY_SRC;
        app.world_mut().resource_mut::<Assets<Image>>().add(image)
    });
    app.add_plugins((EguiPlugin::default(), GroundPlugin))
        .insert_resource(ClearColor(palette::SILK.into()))
        .insert_resource(Board { desk, sheet: Sheet::default(), picture })
        .insert_resource(Hands { script, shown: Shown::default(), timing: None, failed: false })
        .add_systems(PreStartup, own_egui_camera)
        .add_systems(Startup, set_up)
        .add_systems(
            PreUpdate,
            move_hands.after(EguiInputSet::WriteEguiEvents).before(EguiPreUpdateSet::BeginPass),
        )
        .add_systems(Update, (close, pace))
        .add_systems(EguiPrimaryContextPass, frame)
        .add_systems(Last, see)
        // The ground moves in the same frame as what is painted over it.
        .configure_sets(
            PostUpdate,
            EguiPostUpdateSet::EndPass.before(TransformSystems::Propagate).before(CameraUpdateSystems),
        );
    app.run();
    !FAILED.load(std::sync::atomic::Ordering::SeqCst)
}

/// Set when a script could not be followed: an app that has run leaves nothing else behind.
static FAILED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Redraws on input, and now and then so that a clock or a slow autosave shows.
fn resting() -> WinitSettings {
    let mode = UpdateMode::reactive(Duration::from_secs(1));
    WinitSettings {
        focused_mode: mode,
        unfocused_mode: UpdateMode::reactive_low_power(Duration::from_secs(2)),
    }
}

fn own_egui_camera(mut settings: ResMut<EguiGlobalSettings>) {
    settings.auto_create_primary_context = false;
}

fn set_up(mut commands: Commands, board: Res<Board>) {
    let lens = OrthographicProjection::default_2d();
    let mut camera =
        commands.spawn((Camera2d, Msaa::Off, PrimaryEguiContext, Projection::Orthographic(lens)));
    if let Some(picture) = &board.picture {
        camera.insert(RenderTarget::Image(picture.clone().into()));
    }
}

/// Gives the interface what the script does in this frame.
fn move_hands(
    mut hands: ResMut<Hands>,
    mut board: ResMut<Board>,
    mut input: Single<&mut EguiInput, With<PrimaryEguiContext>>,
    mut commands: Commands,
    mut images: ResMut<Assets<Image>>,
    mut window: Option<Single<&mut Window, With<PrimaryWindow>>>,
    time: Res<Time<Real>>,
) {
    if let Some((left, times)) = &mut hands.timing {
        times.push(time.delta_secs());
        *left = left.saturating_sub(1);
        if *left > 0 {
            return;
        }
        report_times(times, &board.desk);
        hands.timing = None;
    }
    let Hands { script: Some(script), shown, .. } = &mut *hands else { return };
    match script.next(shown) {
        Ok(Some(Wish::Input(events, held))) => {
            input.events.push(bevy_egui::egui::Event::ModifiersChanged(held));
            input.events.extend(events);
            input.focused = true;
        }
        Ok(Some(Wish::Picture(path))) => keep_picture(&mut commands, &board, path),
        Ok(Some(Wish::Measure(frames))) => {
            board.desk.forget_costs();
            hands.timing = Some((frames, Vec::new()));
        }
        Ok(Some(Wish::Resize(width, height))) => {
            if let Some(window) = &mut window {
                window.resolution.set(width as f32, height as f32);
            }
            if let Some(mut image) = board.picture.as_ref().and_then(|picture| images.get_mut(picture)) {
                image.resize(Extent3d { width, height, depth_or_array_layers: 1 });
            }
        }
        Ok(Some(Wish::Quit)) | Ok(None) => {
            hands.script = None;
            board.desk.leave();
        }
        Err(why) => {
            eprintln!("the script stops: {why}");
            hands.script = None;
            hands.failed = true;
            FAILED.store(true, std::sync::atomic::Ordering::SeqCst);
            keep_picture(&mut commands, &board, PathBuf::from("script-stopped.png"));
            board.desk.leave();
        }
    }
}

fn report_times(times: &mut [f32], desk: &Desk) {
    times.sort_by(f32::total_cmp);
    let (count, sum) = (times.len().max(1), times.iter().sum::<f32>());
    let at = |permille: usize| times.get(count * permille / 1000).copied().unwrap_or_default() * 1000.0;
    eprintln!(
        "{count} frames: mean {:.1} ms, median {:.1} ms, p95 {:.1} ms; interface alone {:.2} ms a frame",
        sum / count as f32 * 1000.0,
        at(500),
        at(950),
        desk.mean_cost_ms()
    );
}

fn keep_picture(commands: &mut Commands, board: &Board, path: PathBuf) {
    let shot = match &board.picture {
        Some(picture) => Screenshot::image(picture.clone()),
        None => Screenshot::primary_window(),
    };
    commands.spawn(shot).observe(save_to_disk(path));
}

/// One frame of the interface; then the ground and the camera follow it.
fn frame(
    mut contexts: EguiContexts,
    mut board: ResMut<Board>,
    mut land: ResMut<Land>,
    camera: Single<(&mut Transform, &mut Projection), With<PrimaryEguiContext>>,
    mut commands: Commands,
    mut exit: MessageWriter<AppExit>,
) -> Result {
    let ctx = contexts.ctx_mut()?.clone();
    let board = &mut *board;
    board.sheet = board.desk.frame(&ctx);
    let sheet = &mut board.sheet;
    for path in sheet.pictures.drain(..) {
        let shot = match &board.picture {
            Some(picture) => Screenshot::image(picture.clone()),
            None => Screenshot::primary_window(),
        };
        commands.spawn(shot).observe(save_to_disk(path));
    }
    let (mut transform, mut projection) = camera.into_inner();
    if let Some(shown) = &sheet.land {
        shown.lay(&mut land);
        let middle = ctx.viewport_rect().center();
        let world = shown.eye.to_world(middle);
        // Bevy counts in points of the window, the interface in its own, which the player may have made larger.
        let scale = shown.eye.scale / ctx.zoom_factor();
        if transform.translation.truncate() != world {
            transform.translation = world.extend(0.0);
        }
        if let Projection::Orthographic(lens) = &mut *projection
            && lens.scale != scale
        {
            lens.scale = scale;
        }
    } else if land.setting.is_some() {
        land.setting = None;
    }
    if sheet.leave {
        exit.write(AppExit::Success);
    }
    Ok(())
}

/// Keeps what was shown for the script's next deed.
fn see(
    mut hands: ResMut<Hands>,
    board: Res<Board>,
    mut contexts: EguiContexts,
    output: Query<&EguiOutput, With<PrimaryEguiContext>>,
) -> Result {
    if hands.script.is_none() {
        return Ok(());
    }
    // Switched on here, so that a window without script or screen reader does not pay for it.
    contexts.ctx_mut()?.enable_accesskit();
    let tree = output.single().ok().and_then(|output| output.platform_output.accesskit_update.clone());
    hands.shown =
        Shown { tree, eye: board.sheet.land.as_ref().map(|land| land.eye), moving: board.sheet.moving };
    Ok(())
}

/// The window's own close button asks the desk.
fn close(mut asked: MessageReader<WindowCloseRequested>, mut board: ResMut<Board>) {
    if asked.read().count() > 0 {
        board.desk.ask_to_leave();
    }
}

/// Redraws all the time while something moves or a script runs, and only on input otherwise.
fn pace(
    board: Res<Board>,
    hands: Res<Hands>,
    settings: Option<ResMut<WinitSettings>>,
    window: Query<(), With<PrimaryWindow>>,
) {
    let Some(mut settings) = settings.filter(|_| !window.is_empty()) else { return };
    let lively = board.sheet.moving || hands.script.is_some() || hands.timing.is_some();
    let wanted = if lively { WinitSettings::continuous() } else { resting() };
    if settings.focused_mode != wanted.focused_mode {
        *settings = wanted;
    }
}
