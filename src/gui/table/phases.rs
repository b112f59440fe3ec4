//! How one phase follows the other: the curtain, the resolution, the plan, the end.

use std::sync::Arc;

use bevy_egui::egui::{self, Context};

use super::plan::Plan;
use super::{Phase, Purpose, Stage, Table};
use crate::ai::Level;
use crate::film::Moment;
use crate::gui::ask::Page;
use crate::gui::screens::Seat;
use crate::gui::services::Services;
use crate::gui::theme;
use crate::replay::ReplayError;
use crate::sim::id::SideId;

impl Table {
    /// How many people play.
    pub(super) fn humans(&self) -> Vec<SideId> {
        let seats = self.playing.as_ref().map_or(&[][..], |playing| &playing.seats);
        let humans = seats.iter().enumerate().filter(|(_, seat)| **seat == Seat::Human);
        humans.map(|(index, _)| SideId(index as u8)).collect()
    }

    /// A side's player sits down: first he sees the turn that was resolved, then he plans.
    pub(super) fn sit_down(&mut self, side: SideId, services: &Services) -> Result<(), ReplayError> {
        if self.humans().len() > 1 && !matches!(self.phase, Phase::Curtain(at) if at == side) {
            self.draw_curtain(side);
            return Ok(());
        }
        self.unveil(side, services)
    }

    /// Between two players: what the one looked at is no business of the other.
    pub(super) fn draw_curtain(&mut self, side: SideId) {
        (self.map.watched, self.map.followed) = (None, None);
        (self.map.looked_at, self.map.cursor) = (None, None);
        (self.page, self.dialog) = (None, None);
        self.toasts.clear();
        self.phase = Phase::Curtain(side);
    }

    /// Behind the curtain: the resolution if there was one, otherwise the plan.
    pub(super) fn unveil(&mut self, side: SideId, services: &Services) -> Result<(), ReplayError> {
        let hot_seat = self.humans().len() > 1;
        self.show_to(side, services)?;
        if hot_seat {
            self.look_at_own(true);
        }
        Ok(())
    }

    fn show_to(&mut self, side: SideId, services: &Services) -> Result<(), ReplayError> {
        let last = self.film.turns();
        if last == 0 || self.map.shown_turn.get(&side) == Some(&last) {
            self.begin_plan(side);
            return Ok(());
        }
        self.map.shown_turn.insert(side, last);
        let mut stage = Stage::new(Arc::clone(&self.film), Some(side), Moment { turn: last, step: 0 })?;
        stage.set_speed_percent(services.settings.speed_percent);
        stage.play_until(Moment { turn: last, step: u32::MAX });
        self.phase = Phase::Show(stage, Purpose::Resolution(side));
        Ok(())
    }

    pub(super) fn begin_plan(&mut self, side: SideId) {
        let Some(playing) = &mut self.playing else { return };
        let resting = self.resting.entry(side).or_default();
        let plan = Plan::new(&mut playing.game, side, resting);
        resting.clone_from(&plan.resting);
        // The turn begins with what the last one brought, not with what was looked at before.
        (self.map.looked_at, self.map.watched) = (None, None);
        self.phase = Phase::Plan(plan);
    }

    /// The side has planned. The next player sits down, or the turn is resolved.
    pub(super) fn end_planning(&mut self, services: &Services) -> Result<(), ReplayError> {
        let Phase::Plan(plan) = &self.phase else { return Ok(()) };
        let side = plan.side();
        self.resting.insert(side, plan.resting.clone());
        self.page = None;
        let next = self.humans().into_iter().find(|human| *human > side);
        match next {
            Some(next) => self.sit_down(next, services),
            None => self.resolve(services),
        }
    }

    /// Artificial commanders plan, the turn is resolved, kept, and shown to the first player.
    pub(super) fn resolve(&mut self, services: &Services) -> Result<(), ReplayError> {
        let Some(playing) = &mut self.playing else { return Ok(()) };
        let latest = playing.turn();
        self.film = Arc::new(self.film.gone_on(playing.recorder.replay(), Some(latest)));
        if let Some(autosaver) = &playing.autosaver {
            autosaver.keep(playing.recorder.save(&playing.game));
        }
        let over = playing.game.outcome().is_some();
        match self.humans().first().copied() {
            Some(first) if !over => self.sit_down(first, services),
            first => self.show_end(first.filter(|_| self.humans().len() == 1), services),
        }
    }

    /// The war is over: its last turn is shown, then everything may be seen.
    pub(super) fn show_end(&mut self, eyes: Option<SideId>, services: &Services) -> Result<(), ReplayError> {
        let last = self.film.turns();
        let mut stage = Stage::new(Arc::clone(&self.film), eyes, Moment { turn: last, step: 0 })?;
        stage.free = true;
        stage.set_speed_percent(services.settings.speed_percent);
        stage.play_until(Moment { turn: last, step: u32::MAX });
        self.phase = Phase::Show(stage, Purpose::Watching);
        self.map.report_at_end = true;
        Ok(())
    }

    /// A film has come to where it stops: the plan follows a resolution, the report the end of a war.
    pub(super) fn show_done(&mut self) {
        match &self.phase {
            Phase::Show(_, Purpose::Resolution(side)) => {
                let side = *side;
                self.begin_plan(side);
            }
            Phase::Show(_, Purpose::Watching) if std::mem::take(&mut self.map.report_at_end) => {
                self.page = Some(Page::Report);
            }
            _ => {}
        }
    }

    /// Looks back at what was, through the planner's own eyes; or back from there to the plan.
    pub(super) fn review(&mut self, services: &Services) -> Result<(), ReplayError> {
        if matches!(self.phase, Phase::Show(_, Purpose::Review(_))) {
            if let Some(plan) = self.aside.take() {
                self.phase = Phase::Plan(plan);
            }
            return Ok(());
        }
        let Phase::Plan(plan) = &self.phase else { return Ok(()) };
        if self.film.turns() == 0 {
            return Ok(());
        }
        let side = plan.side();
        let at = Moment { turn: self.film.turns(), step: 0 };
        let mut stage = Stage::new(Arc::clone(&self.film), Some(side), at)?;
        stage.set_speed_percent(services.settings.speed_percent);
        let before = std::mem::replace(&mut self.phase, Phase::Show(stage, Purpose::Review(side)));
        if let Phase::Plan(plan) = before {
            self.aside = Some(plan);
        }
        Ok(())
    }

    /// Plays on from the turn shown, as a new war with a record of its own; what was watched is left as it is.
    pub(super) fn play_from_here(&mut self, side: SideId, services: &Services) -> Result<(), ReplayError> {
        let Phase::Show(stage, Purpose::Watching) = &self.phase else { return Ok(()) };
        let replay = Arc::clone(stage.film().replay());
        let turn = stage.at().turn.min(replay.turns().max(1));
        let (game, recorder) = replay.branch(turn)?;
        let seats = (0..self.setting.register.sides.len()).map(|index| {
            let told =
                replay.seats().get(index).map_or(Seat::Ai(Level::Doctrine), |words| Seat::of_words(words));
            match told {
                _ if index == side.index() => Seat::Human,
                Seat::Human => Seat::Ai(Level::Doctrine),
                ai => ai,
            }
        });
        let seats: Vec<Seat> = seats.collect();
        let (eye, film) = (self.eye, Arc::clone(&self.film));
        let recorder = recorder.with_seats(seats.iter().map(|seat| seat.words()).collect());
        *self = Self::play(game, recorder, seats, services)?;
        (self.eye, self.film) = (eye, Arc::new(film.gone_on(self.record(), None)));
        self.toast(
            format!("A new branch from turn {turn}: you play; the record you watched is untouched"),
            0.0,
        );
        Ok(())
    }

    /// To where the film stops by itself, and what follows.
    pub(super) fn skip(&mut self) {
        if let Phase::Show(stage, _) = &mut self.phase
            && let Err(error) = stage.skip()
        {
            self.fault(&error);
        }
        self.show_done();
    }

    /// Between two players at one screen.
    pub(super) fn curtain(&mut self, ctx: &Context, services: &Services) {
        let Phase::Curtain(side) = self.phase else { return };
        let name = self.setting.register.side(side).name.latin.clone();
        let mut ready = false;
        egui::Modal::new(egui::Id::new("curtain")).frame(theme::paper_frame(ctx)).show(ctx, |ui| {
            theme::on_paper(ui);
            ui.set_width(380.0);
            ui.label(egui::RichText::new(format!("{name} sits down")).text_style(theme::heading()));
            ui.add_space(8.0);
            ui.label("The others look away. What this side knows is shown next.");
            ui.add_space(12.0);
            ready = theme::primary(ui, "▶", "I am here", true).clicked();
        });
        if ready && let Err(error) = self.unveil(side, services) {
            self.fault(&error);
        }
    }
}
