//! The panel beside the map, the pages over it, the line under it.

use bevy_egui::egui::{self, Align, Align2, Context, Layout, RichText, ScrollArea, Ui, vec2};

use super::plan::Plan;
use super::{Phase, Table};
use crate::gui::ask::{Ask, Page, Tool};
use crate::gui::camera::MapView;
use crate::gui::draw;
use crate::gui::draw::overlay::Overlay;
use crate::gui::keys::Action;
use crate::gui::panels::parts::heading;
use crate::gui::panels::{self, Told};
use crate::gui::services::Services;
use crate::gui::theme;
use crate::report::names::{direction, number};
use crate::report::survey;
use crate::sim::clock::DAY;
use crate::sim::hex::Grid;
use crate::sim::id::FormationId;

/// Seconds that a message stays.
const TOAST_S: f64 = 5.0;

impl Table {
    /// The panel beside the map: what is looked at, what is planned or was ordered.
    pub(super) fn side_panel(&mut self, ui: &mut Ui, told: &Told, asked: &mut Vec<Ask>) {
        let planning = matches!(self.phase, Phase::Plan(_));
        let attack = self.attack_hovered();
        self.cards.force.command.water.rest();
        if let Phase::Plan(plan) = &self.phase {
            self.cards.force.command.pace = plan.pace;
            self.cards.planned.redo = plan.can_redo();
        }
        // Cards are close: what decides an order stands on one screen with the orders.
        ui.spacing_mut().item_spacing.y = theme::STEP;
        asked.extend(panels::parts::take_wanted(ui.ctx()).map(Ask::Term));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if let Some((own, target)) = attack {
                card(ui, |ui| {
                    self.cards.forecast.pair = Some((own, target));
                    asked.extend(panels::forecast(ui, told, &mut self.cards.forecast));
                });
            }
            if !told.chosen.is_empty() {
                card(ui, |ui| asked.extend(panels::force(ui, told, &mut self.cards.force)));
            } else if !planning || self.map.looked_at.is_none() {
                card(ui, |ui| asked.extend(panels::digest(ui, told, &mut self.cards.digest)));
            }
            if self.map.looked_at.is_some() {
                card(ui, |ui| asked.extend(panels::place(ui, told, &mut self.cards.place)));
            }
            card(ui, |ui| asked.extend(panels::planned(ui, told, &mut self.cards.planned)));
        });
    }

    /// The enemy under the pointer, and who would attack him.
    fn attack_hovered(&self) -> Option<(crate::sim::id::FormationId, crate::sim::id::FormationId)> {
        let Phase::Plan(plan) = &self.phase else { return None };
        let own = plan.chosen.first()?;
        let target = plan.enemy_at(self.map.hovered?).or_else(|| {
            let watched = self.map.watched?;
            plan.view.report(watched).map(|report| report.about)
        })?;
        Some((*own, target))
    }

    /// The page over the map, if one is open.
    pub(super) fn show_page(&mut self, ctx: &Context, told: &Told, asked: &mut Vec<Ask>) {
        let Some(page) = self.page else { return };
        // Over the map; over the whole window where the map is too low to read a page on it.
        let line = ctx.style_of(ctx.theme()).text_styles.get(&theme::body()).map_or(16.0, |font| font.size);
        let low = self.eye.rect.height() < 22.0 * line;
        let area = if low { ctx.viewport_rect().shrink(theme::STEP) } else { self.eye.rect };
        let size = vec2((area.width() - 48.0).clamp(320.0, 980.0), (area.height() - 72.0).max(240.0));
        let mut open = true;
        egui::Window::new(title(page))
            .id(egui::Id::new(("page", page)))
            .title_bar(false)
            .collapsible(false)
            .resizable(true)
            .default_size(size)
            .max_size(vec2(area.width() - 48.0, area.height() - 72.0))
            .default_pos(area.left_top() + vec2(24.0, 20.0))
            .constrain_to(area)
            .frame(theme::paper_frame(ctx))
            .show(ctx, |ui| {
                theme::on_paper(ui);
                // What the page is and how to leave it stay where they are; the rest scrolls.
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    let close = ui.button("×");
                    close.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, "Close"));
                    if close.clicked() {
                        open = false;
                    }
                    ui.with_layout(Layout::left_to_right(Align::Min), |ui| heading(ui, title(page)));
                });
                let mut content = |ui: &mut Ui| match page {
                    Page::Army => panels::army(ui, told, &mut self.cards.army),
                    Page::Chronicle => panels::chronicle(ui, told, &mut self.cards.chronicle),
                    Page::Objectives => panels::objectives(ui, told, &mut self.cards.objectives),
                    Page::Statistics => panels::statistics(ui, told, &mut self.cards.statistics),
                    Page::Supply => panels::supply(ui, told, &mut self.cards.supply),
                    Page::Battles => panels::battle(ui, told, &mut self.cards.battle),
                    Page::Report => panels::report(ui, told, &mut self.cards.report),
                    Page::Find => panels::find(ui, told, &mut self.cards.find),
                    Page::Legend => {
                        draw::legend(ui);
                        Vec::new()
                    }
                };
                // The chronicle may have thousands of lines and draws only those that show, in a scroll of its own.
                asked.extend(if page == Page::Chronicle {
                    content(ui)
                } else {
                    ScrollArea::vertical().auto_shrink([false, true]).show(ui, content).inner
                });
            });
        if !open {
            self.page = None;
        }
    }

    /// The legend of the overlay, the small map, messages, the line that says what is under the pointer.
    pub(super) fn show_corners(
        &mut self,
        ctx: &Context,
        services: &Services,
        small: Option<egui::TextureId>,
    ) {
        let rect = self.eye.rect;
        self.map.covers.clear();
        if let Some(overlay) = self.map.overlay {
            let lines = self.legend_lines(overlay, services);
            let mut hours_ahead = self.map.hours_ahead;
            let legend = egui::Area::new(egui::Id::new("legend"))
                .pivot(Align2::RIGHT_TOP)
                .fixed_pos(rect.right_top() + vec2(-12.0, 12.0))
                .show(ctx, |ui| {
                    theme::paper_frame(ctx).show(ui, |ui| {
                        theme::on_paper(ui);
                        ui.set_max_width(260.0);
                        draw::overlay::legend(ui, overlay, &self.setting, services.settings.palette, &lines);
                        if overlay == Overlay::Water {
                            Self::water_moments(ui, &mut hours_ahead);
                        }
                    });
                });
            self.map.hours_ahead = hours_ahead;
            self.map.covers.push(legend.response.rect);
        }
        if let Some(small) = small.filter(|_| rect.height() > 420.0 && rect.width() > 500.0) {
            let small = egui::Area::new(egui::Id::new("small map"))
                .pivot(Align2::LEFT_BOTTOM)
                .fixed_pos(rect.left_bottom() + vec2(12.0, -40.0))
                .show(ctx, |ui| {
                    theme::lacquer_frame(ctx).show(ui, |ui| {
                        let scene = self.scene();
                        if let Some(world) =
                            draw::minimap(ui, &scene, &self.eye, small, small_size(&self.eye))
                        {
                            self.eye.look_at(world, false);
                        }
                    });
                });
            self.map.covers.push(small.response.rect);
        }
        self.status(ctx, services);
        self.show_toasts(ctx);
    }

    /// What the legend says of the chosen formation, and how to be rid of the overlay.
    fn legend_lines(&self, overlay: Overlay, services: &Services) -> Vec<String> {
        let mut lines = Vec::new();
        let food = self.map.ranges().and_then(|ranges| ranges.food.as_ref());
        match (overlay, &self.phase) {
            (Overlay::Supply, _) if food.is_some() => lines.extend(food.map(|food| food.words.clone())),
            (Overlay::Supply, Phase::Plan(_)) => {
                lines.push("Choose a formation: what it lives on is said here.".to_owned());
            }
            (Overlay::Reach(_), Phase::Plan(plan)) if plan.one().is_none() => {
                lines.push("Choose one formation: its reach shows then.".to_owned());
            }
            (Overlay::Water, Phase::Show(stage, _)) if stage.playing => {
                lines.push("While the film runs it shows what is.".to_owned());
            }
            (Overlay::Water, _) if self.setting.map.courses().is_empty() => {
                lines.push(
                    "Of this land neither levels nor beds of rivers are known: nothing can be flooded."
                        .to_owned(),
                );
            }
            (Overlay::Water, _) => lines.push(format!(
                "{} goes on to 12, 24 and 48 hours from now, if nobody digs.",
                services.keys.hint(Action::WaterLater)
            )),
            (Overlay::Threat, _) => lines.push(format!(
                "{} shows it as if my men stood nowhere.",
                services.keys.hint(Overlay::FreeThreat.action())
            )),
            _ => {}
        }
        let key = services.keys.hint(overlay.action());
        lines.push(format!("{key} hides it. One at a time: another takes its place."));
        lines
    }

    /// One line at the foot of the map: the tool in hand, the hex under the pointer, the way there.
    fn status(&mut self, ctx: &Context, services: &Services) {
        let rect = self.eye.rect;
        let mut words: Vec<String> = Vec::new();
        if let Phase::Plan(plan) = &self.phase {
            match plan.tool {
                Tool::Select => {}
                tool => {
                    words.push(format!("{}: click a hex; right click or Esc puts it away", tool_words(tool)))
                }
            }
        }
        if let Some(hex) = self.map.hovered {
            let (col, row) = Grid::col_row(hex);
            let map = &self.setting.map;
            let place = self.setting.register.place_at(hex).map(|(_, place)| place.name.latin.clone());
            let ground = format!("{}, {} m ({col}, {row})", map.kind(hex).name, map.height(hex));
            words.push(place.map_or(ground.clone(), |place| format!("{place}: {ground}")));
            let scene = self.scene();
            let through = survey::through(&self.setting, &scene.costs, &scene.clock, hex);
            words.extend(through.map(|men| format!("{} men on foot a day pass here", number(men))));
            if let (Phase::Plan(plan), Some(way)) = (&self.phase, self.map.ways().first()) {
                let km = way.path.len() as f32 * map.hex_m as f32 / 1000.0;
                let arrival = way.times.last().map(|minute| plan.view.clock.moment(*minute));
                let toward = direction(way.from, hex).unwrap_or("here");
                match arrival {
                    Some(arrival) if !way.path.is_empty() => {
                        let minute = way.times.last().copied().unwrap_or_default();
                        words.push(format!(
                            "{km:.0} km {toward}, there on {arrival}, {}",
                            in_turns(plan, minute)
                        ));
                        words.extend(plan.chosen.first().and_then(|id| food_then(plan, *id, minute)));
                    }
                    _ => words.push("no way leads there".to_owned()),
                }
            }
        }
        if words.is_empty() {
            words.push(match &self.phase {
                Phase::Plan(plan) if plan.chosen.is_empty() => format!(
                    "Click a banner to choose it, {} for the next idle one; right click orders a march",
                    services.keys.hint(Action::Next)
                ),
                Phase::Plan(_) if self.map.ranges().is_some_and(|ranges| !ranges.reach.contains(&true)) => {
                    format!(
                        "At this pace it gets nowhere this turn: {} changes the pace; right click orders all the same",
                        services.keys.hint(Action::Pace)
                    )
                }
                Phase::Plan(_) => {
                    "Right click: march there, or attack who is there; the blue line is how far this turn".to_owned()
                }
                Phase::Show(..) => format!(
                    "{} plays and pauses, {} and {} step",
                    services.keys.hint(Action::Play),
                    services.keys.hint(Action::StepBack),
                    services.keys.hint(Action::StepOn)
                ),
                Phase::Curtain(_) => String::new(),
            });
        }
        egui::Area::new(egui::Id::new("status"))
            .pivot(Align2::LEFT_BOTTOM)
            .fixed_pos(rect.left_bottom() + vec2(8.0, -6.0))
            .interactable(false)
            .show(ctx, |ui| {
                theme::lacquer_frame(ctx).inner_margin(egui::Margin::symmetric(8, 2)).show(ui, |ui| {
                    ui.set_max_width((rect.width() - 40.0).max(0.0));
                    ui.label(RichText::new(words.join("  ·  ")).text_style(theme::small()));
                });
            });
    }

    fn show_toasts(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        for (_, since) in &mut self.toasts {
            // What was told before the first frame begins to count with it.
            if *since == 0.0 {
                *since = now;
            }
        }
        self.toasts.retain(|(_, since)| now - since < TOAST_S);
        if self.toasts.is_empty() {
            return;
        }
        ctx.request_repaint_after(std::time::Duration::from_millis(500));
        let at = self.eye.rect.center_top() + vec2(0.0, 14.0);
        egui::Area::new(egui::Id::new("toasts"))
            .pivot(Align2::CENTER_TOP)
            .fixed_pos(at)
            .interactable(false)
            .show(ctx, |ui| {
                for (text, _) in &self.toasts {
                    theme::lacquer_frame(ctx).show(ui, |ui| {
                        ui.set_max_width((self.eye.rect.width() - 80.0).max(200.0));
                        ui.label(text);
                    });
                }
            });
    }
}

/// In which turn a minute comes, counting the one that is planned as the first.
fn in_turns(plan: &Plan, minute: u32) -> String {
    match plan.view.clock.turns_until(minute) {
        1 => "this turn".to_owned(),
        turns => format!("in turn {}", plan.view.clock.turn + turns - 1),
    }
}

/// What a formation will have to eat at a minute to come, if it finds nothing on its way.
fn food_then(plan: &Plan, id: FormationId, minute: u32) -> Option<String> {
    let known = plan.scene.body(id)?.known.as_ref()?;
    let days = minute.saturating_sub(plan.view.clock.minute).saturating_mul(10).div_ceil(DAY);
    Some(match known.food_tenths.checked_sub(days).filter(|tenths| *tenths > 0 && !known.hungry) {
        Some(tenths) => format!("food for {}.{} days then", tenths / 10, tenths % 10),
        None => "hungry by then".to_owned(),
    })
}

/// A sheet of paper as wide as the panel.
fn card(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    theme::show_paper(ui, |ui| {
        ui.set_width(ui.available_width().max(0.0));
        content(ui);
    });
    ui.add_space(theme::STEP);
}

fn title(page: Page) -> &'static str {
    match page {
        Page::Army => "Order of battle",
        Page::Chronicle => "Chronicle",
        Page::Objectives => "Objectives",
        Page::Statistics => "Statistics",
        Page::Supply => "Supply",
        Page::Battles => "Battles",
        Page::Report => "Report of the war",
        Page::Legend => "Legend",
        Page::Find => "Find",
    }
}

fn tool_words(tool: Tool) -> &'static str {
    match tool {
        Tool::Select => "Choose",
        Tool::March => "March",
        Tool::Attack => "Attack",
        Tool::Feign => "Feign flight",
        Tool::Scouts => "Scouts",
    }
}

/// Size of the small map: as the land, 190 points at its longer side.
fn small_size(eye: &MapView) -> egui::Vec2 {
    let (low, high) = eye.bounds();
    let size = high - low;
    vec2(size.x, size.y) * (190.0 / size.x.max(size.y).max(1.0))
}
