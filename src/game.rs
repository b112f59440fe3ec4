//! A war in progress: the only owner of the world.
//!
//! Seats look and plan; nothing moves until [`Game::end_turn`], which applies every side's orders and resolves the
//! turn step by step. There is no way to the world but these.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use crate::orders::Order;
use crate::seat::View;
use crate::setting::Setting;
use crate::sim;
use crate::sim::army::{Muster, Roll};
use crate::sim::clock::Clock;
use crate::sim::dice::Dice;
use crate::sim::event::{Chronicle, Happened, SimEvent};
use crate::sim::id::{FormationId, SideId};
use crate::sim::refusal::Refusal;
use crate::sim::ruse::Signals;
use crate::sim::victory::{Outcome, Verdict};
use crate::snapshot::{Digest, Snapshot};

/// An order and the thought behind it, as the replay keeps it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Directive {
    /// What.
    pub order: Order,
    /// Why, in one line; empty from a player who gave no reason.
    pub why: String,
}

/// What a turn brought.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnReport {
    /// Which turn.
    pub turn: u32,
    /// Minute of the war at which it began.
    pub minute: u32,
    /// Everything that happened, in order.
    pub events: Vec<Happened>,
    /// The state after it.
    pub digest: Digest,
}

/// Called after every step of a turn with the state and with what happened in the step.
pub type Watcher<'a> = dyn FnMut(Snapshot, &[Happened]) + 'a;

/// A war in progress.
pub struct Game {
    setting: Arc<Setting>,
    world: World,
    schedule: Schedule,
    /// Orders of this turn, by side, in the order given.
    planned: Vec<Vec<Directive>>,
    /// What each side sees this turn, once it has looked.
    views: Vec<Option<Arc<View>>>,
}

impl Game {
    /// A war that stands as the snapshot says.
    pub fn new(setting: Arc<Setting>, start: &Snapshot) -> Self {
        let world = start.rebuild(&setting);
        Self::of_world(setting, world)
    }

    fn of_world(setting: Arc<Setting>, world: World) -> Self {
        let sides = setting.register.sides.len();
        Self {
            setting,
            world,
            schedule: sim::schedule(),
            planned: vec![Vec::new(); sides],
            views: vec![None; sides],
        }
    }

    /// The same war with its formations spawned in reverse order: nothing may depend on it.
    #[doc(hidden)]
    pub fn spawned_backward(setting: Arc<Setting>, start: &Snapshot) -> Self {
        let mut world = World::new();
        start.rebuild_in_order(&setting, &mut world, (0..start.formations.len()).rev());
        Self::of_world(setting, world)
    }

    /// Puts the war back to a snapshot of the same setting, with nothing planned.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.world = snapshot.rebuild(&self.setting);
        // A schedule belongs to the world in which it first ran.
        self.schedule = sim::schedule();
        self.forget_plans();
    }

    /// The stage.
    pub fn setting(&self) -> &Arc<Setting> {
        &self.setting
    }

    /// The hour.
    pub fn clock(&self) -> &Clock {
        self.world.resource::<Clock>()
    }

    /// How it ended, once it has.
    pub fn outcome(&self) -> Option<Outcome> {
        self.world.resource::<Verdict>().outcome
    }

    /// The whole state, for replays, reports and referees. Players and AI get [`Game::view`].
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.world)
    }

    /// How many formations have men with them.
    pub fn living(&self) -> usize {
        let muster = self.world.resource::<Muster>();
        let ids = (0..muster.len() as u16).filter_map(|id| muster.entity(FormationId(id)));
        ids.filter(|id| self.world.get::<Roll>(*id).is_some_and(|roll| roll.mouths() > 0)).count()
    }

    /// What a side knows at the start of this turn. It does not change while orders are planned.
    pub fn view(&mut self, side: SideId) -> Arc<View> {
        let (world, setting) = (&self.world, &self.setting);
        let view = self.views[side.index()].get_or_insert_with(|| Arc::new(View::of(side, world, setting)));
        Arc::clone(view)
    }

    /// The seed of chance.
    pub fn seed(&self) -> u64 {
        self.world.resource::<Dice>().seed
    }

    /// Gives an order.
    ///
    /// # Errors
    /// The reason why not; then nothing has changed.
    pub fn submit(&mut self, side: SideId, order: Order, why: &str) -> Result<(), Refusal> {
        let view = self.view(side);
        order.check(&view)?;
        order.check_beside(self.planned(side).iter().map(|given| &given.order), &view)?;
        self.planned[side.index()].push(Directive { order, why: why.to_owned() });
        Ok(())
    }

    /// Gives all orders that a commander planned on this very view, each with its reason. They have passed the gate
    /// there; one that is refused all the same is his own loss.
    pub fn give(&mut self, side: SideId, orders: Vec<(Order, String)>) {
        for (order, why) in orders {
            let passed = self.submit(side, order, &why);
            debug_assert!(passed.is_ok(), "{passed:?}");
        }
    }

    /// Takes the last order of this turn back; answers it.
    pub fn take_back(&mut self, side: SideId) -> Option<Directive> {
        self.planned[side.index()].pop()
    }

    /// The orders a side has given this turn.
    pub fn planned(&self, side: SideId) -> &[Directive] {
        &self.planned[side.index()]
    }

    /// Applies all orders and resolves the turn. In a war that is over it does nothing but report.
    pub fn end_turn(&mut self) -> TurnReport {
        self.resolve(None)
    }

    /// As [`Game::end_turn`], and after every step calls `seen` with the state and with what happened in it. What is
    /// told while orders are applied is part of the first step; the last state is that of the next turn's beginning.
    pub fn end_turn_seen(&mut self, seen: &mut Watcher) -> TurnReport {
        self.resolve(Some(seen))
    }

    fn resolve(&mut self, mut seen: Option<&mut Watcher>) -> TurnReport {
        let (turn, minute) = (self.clock().turn, self.clock().minute);
        if self.outcome().is_none() {
            self.world.resource_mut::<Chronicle>().begin_step(minute, 0);
            for directive in std::mem::take(&mut self.planned).into_iter().flatten() {
                directive.order.apply(&mut self.world);
            }
            let tempo = self.clock().tempo();
            let steps = (tempo.turn_minutes / tempo.step_minutes.max(1)).max(1);
            let mut told = 0;
            for step in 0..steps {
                self.resolve_step(step);
                let last = step + 1 == steps || self.outcome().is_some();
                if last {
                    self.world.resource_mut::<Signals>().ordered.clear();
                    self.world.resource_mut::<Clock>().turn += 1;
                }
                if let Some(seen) = &mut seen {
                    let events = self.world.resource::<Chronicle>().events();
                    seen(self.snapshot(), &events[told..]);
                    told = events.len();
                }
                if last {
                    break;
                }
            }
        }
        self.forget_plans();
        let events = self.world.resource_mut::<Chronicle>().drain();
        TurnReport { turn, minute, events, digest: self.snapshot().digest() }
    }

    /// One step: its phases run at the minute at which it begins, and then the minute is over.
    fn resolve_step(&mut self, step: u32) {
        let mut clock = self.world.resource_mut::<Clock>();
        clock.step = step;
        let (minute, length) = (clock.minute, clock.step_minutes());
        self.world.resource_mut::<Chronicle>().begin_step(minute, step);
        self.schedule.run(&mut self.world);
        self.world.resource_mut::<Clock>().minute += length;
    }

    fn forget_plans(&mut self) {
        let sides = self.setting.register.sides.len();
        self.planned = vec![Vec::new(); sides];
        self.views = vec![None; sides];
    }

    /// Names of all types that are part of the world; for the test that none is forgotten by the snapshot.
    #[doc(hidden)]
    pub fn component_names(&self) -> Vec<String> {
        self.world.components().iter_registered().map(|info| info.name().to_string()).collect()
    }

    /// Events of a kind told so far this turn; for tests.
    #[doc(hidden)]
    pub fn told(&self, kind: impl Fn(&SimEvent) -> bool) -> usize {
        self.world.resource::<Chronicle>().events().iter().filter(|told| kind(&told.event)).count()
    }
}
