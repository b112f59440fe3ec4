//! A turn being planned: who is chosen, what has been ordered, what could be taken back, who is still idle.
//!
//! It decides nothing about the war: orders go to [`Game::submit`] and come back by [`Game::take_back`].

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::game::{Directive, Game};
use crate::gui::ask::Tool;
use crate::gui::scene::Scene;
use crate::orders::{Attack, Halt, Join, MakeCamp, March, Order, SendScouts, Stand};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::refusal::Refusal;
use crate::snapshot::FormationState;

/// How near a fresh report wakes a formation that was told to stand fast, meters.
const THREAT_M: u32 = 8_000;

/// A turn being planned by one side.
pub struct Plan {
    /// What the side knows.
    pub view: Arc<View>,
    /// What its map shows.
    pub scene: Arc<Scene>,
    /// Who is chosen.
    pub chosen: BTreeSet<FormationId>,
    /// What the next click means.
    pub tool: Tool,
    /// Pace of the next march.
    pub pace: Pace,
    /// Taken back, newest last.
    redo: Vec<Directive>,
    /// Formations in the order in which they are gone round.
    round: Vec<FormationId>,
    /// Told to stand fast until threatened.
    pub resting: BTreeSet<FormationId>,
}

impl Plan {
    /// The beginning of a side's planning. `resting` are those told to stand fast in earlier turns.
    pub fn new(game: &mut Game, side: SideId, resting: &BTreeSet<FormationId>) -> Self {
        let view = game.view(side);
        let scene = Arc::new(Scene::seen(game.setting(), &view));
        let resting = resting.iter().copied().filter(|id| !is_threatened(&view, *id)).collect();
        let round = view.own.iter().filter(|own| own.is_alive()).map(|own| own.id).collect();
        Self {
            scene,
            chosen: BTreeSet::new(),
            tool: Tool::Select,
            pace: Pace::Ordinary,
            redo: Vec::new(),
            round,
            resting,
            view,
        }
    }

    /// Whose plan it is.
    pub fn side(&self) -> SideId {
        self.view.side
    }

    /// Gives an order. What had been taken back is forgotten then.
    ///
    /// # Errors
    /// The gate's refusal; then nothing has changed.
    pub fn give(&mut self, game: &mut Game, order: Order) -> Result<(), Refusal> {
        let id = order.formation();
        game.submit(self.side(), order, "")?;
        self.redo.clear();
        self.resting.remove(&id);
        Ok(())
    }

    /// Takes the last order back; answers it.
    pub fn undo(&mut self, game: &mut Game) -> Option<Order> {
        let back = game.take_back(self.side())?;
        let order = back.order.clone();
        self.redo.push(back);
        Some(order)
    }

    /// Gives the order last taken back again; answers it.
    pub fn redo(&mut self, game: &mut Game) -> Option<Order> {
        let Directive { order, why } = self.redo.pop()?;
        // It was legal before it was taken back, and planning changes nothing that the gate looks at.
        game.submit(self.side(), order.clone(), &why).ok()?;
        Some(order)
    }

    /// Takes back all orders from number `keep` on; answers how many.
    pub fn undo_to(&mut self, game: &mut Game, keep: usize) -> usize {
        let mut taken = 0;
        while game.planned(self.side()).len() > keep && self.undo(game).is_some() {
            taken += 1;
        }
        taken
    }

    /// How many orders can be given again.
    pub fn can_redo(&self) -> usize {
        self.redo.len()
    }

    /// The formation that is chosen alone.
    pub fn one(&self) -> Option<FormationId> {
        if self.chosen.len() == 1 { self.chosen.first().copied() } else { None }
    }

    /// The chosen formations that still stand, by rising key.
    pub fn chosen_states(&self) -> impl Iterator<Item = &FormationState> {
        self.chosen.iter().filter_map(|id| self.view.formation(*id)).filter(|own| own.is_alive())
    }

    /// Chooses one formation and no other.
    pub fn choose(&mut self, id: FormationId) {
        self.chosen = BTreeSet::from([id]);
        self.tool = Tool::Select;
    }

    /// Chooses one more, or no longer.
    pub fn toggle(&mut self, id: FormationId) {
        if !self.chosen.remove(&id) {
            self.chosen.insert(id);
        }
    }

    /// A click on a stack: the next of its own formations after the one chosen, the first if none is.
    pub fn cycle(&mut self, hex: Hex) -> Option<FormationId> {
        let stack: Vec<FormationId> =
            self.scene.stack(hex).iter().filter(|body| body.known.is_some()).map(|body| body.id).collect();
        let now = self.one().and_then(|one| stack.iter().position(|id| *id == one));
        let next = *stack.get(now.map_or(0, |now| (now + 1) % stack.len().max(1)))?;
        self.choose(next);
        Some(next)
    }

    /// The last order of this turn that says what a formation does: march, attack, halt, camp.
    pub fn ordered<'a>(&self, game: &'a Game, id: FormationId) -> Option<&'a Order> {
        let own = game.planned(self.side()).iter().rev().map(|directive| &directive.order);
        own.filter(|order| order.formation() == id).find(|order| is_deed(order))
    }

    /// True when a formation was given any order this turn.
    pub fn has_order(&self, game: &Game, id: FormationId) -> bool {
        game.planned(self.side()).iter().any(|directive| directive.order.formation() == id)
    }

    /// True when a formation could do something and neither has been told to nor is at it.
    pub fn is_idle(&self, game: &Game, id: FormationId) -> bool {
        let Some(own) = self.view.formation(id).filter(|own| own.is_alive()) else { return false };
        can_act(own)
            && self.view.troop(own).fights
            && own.intention == Intention::Stay
            && !matches!(own.stance, Stance::Ambush { .. })
            && !self.resting.contains(&id)
            && !self.has_order(game, id)
    }

    /// The next idle formation after the one chosen, or the one before; the view of the round stands in
    /// [`Plan::wait`] and [`Plan::rest`].
    pub fn next_idle(&mut self, game: &Game, back: bool) -> Option<FormationId> {
        let count = self.round.len();
        let now = self.one().and_then(|one| self.round.iter().position(|id| *id == one));
        let order = (1..=count).map(|step| match (now, back) {
            (Some(now), false) => (now + step) % count,
            (Some(now), true) => (now + count - step) % count,
            (None, false) => step - 1,
            (None, true) => count - step,
        });
        let next = order.map(|at| self.round[at]).find(|id| self.is_idle(game, *id))?;
        self.choose(next);
        Some(next)
    }

    /// Puts the chosen formations at the end of the round; answers the next idle one.
    pub fn wait(&mut self, game: &Game) -> Option<FormationId> {
        let waiting = self.chosen.clone();
        let next = self.next_idle(game, false);
        let (later, mut sooner): (Vec<_>, Vec<_>) =
            self.round.iter().copied().partition(|id| waiting.contains(id));
        sooner.extend(later);
        self.round = sooner;
        next
    }

    /// The chosen formations stand fast: they leave the round until an enemy comes near. Answers the next idle one.
    pub fn rest(&mut self, game: &Game) -> Option<FormationId> {
        self.resting.extend(self.chosen.iter().copied());
        self.next_idle(game, false)
    }

    /// All own formations under the same commander as the chosen one.
    pub fn choose_army(&mut self) {
        let superior = |own: &FormationState| {
            let led = own.led.0.and_then(|id| self.view.commander(id));
            led.map(|commander| commander.superior.unwrap_or(commander.id))
        };
        let heads: BTreeSet<_> = self.chosen_states().filter_map(superior).collect();
        let all = self.view.own.iter().filter(|own| own.is_alive());
        let army =
            all.filter(|own| heads.is_empty() || superior(own).is_some_and(|head| heads.contains(&head)));
        let army: Vec<FormationId> = army.map(|own| own.id).collect();
        self.chosen.extend(army);
    }

    /// The quickest way of an own formation to a hex, around enemies that it knows of.
    pub fn path(&self, id: FormationId, to: Hex) -> Option<Vec<Hex>> {
        let own = self.view.formation(id).filter(|own| own.is_alive())?;
        let map = self.view.map();
        let grid = map.grid();
        let held: BTreeSet<usize> = (self.view.belief.reports.values())
            .filter(|report| report.at != to)
            .filter_map(|report| grid.index(report.at))
            .collect();
        let mobility = self.view.troop(own).mobility;
        let limit = 100 * 86_400;
        let most = usize::from(self.view.rules().movement.longest_path);
        let free =
            self.view.costs().path(mobility, own.place.hex(), to, limit, |index| held.contains(&index));
        let way = free.or_else(|| self.view.costs().path(mobility, own.place.hex(), to, limit, |_| false));
        way.filter(|path| !path.is_empty() && path.len() <= most)
    }

    /// The reported enemy in a hex that an attack would go for: the freshest, then the strongest.
    pub fn enemy_at(&self, hex: Hex) -> Option<FormationId> {
        let here = self.view.belief.reports.values().filter(|report| report.at == hex);
        here.max_by_key(|report| (report.minute, report.men, report.about)).map(|report| report.about)
    }

    /// What a command to a hex means for the chosen formations: attack who is there, or march there.
    pub fn commands_to(&self, hex: Hex) -> Vec<Order> {
        let target = self.enemy_at(hex);
        self.chosen_states()
            .filter_map(|own| match target {
                Some(target) if self.view.troop(own).fights => {
                    Some(Order::Attack(Attack { formation: own.id, target, pace: self.pace }))
                }
                _ => self.march(own.id, hex),
            })
            .collect()
    }

    /// A march of a formation to a hex.
    pub fn march(&self, id: FormationId, to: Hex) -> Option<Order> {
        let path = self.path(id, to)?;
        Some(Order::March(March { formation: id, path, pace: self.pace }))
    }

    /// What a click with the tool in hand means for the chosen formations.
    pub fn tool_orders(&self, hex: Hex) -> Vec<Order> {
        let target = self.enemy_at(hex);
        self.chosen_states()
            .filter_map(|own| {
                let formation = own.id;
                match self.tool {
                    Tool::Select => None,
                    Tool::March => self.march(formation, hex),
                    Tool::Attack => {
                        target.map(|target| Order::Attack(Attack { formation, target, pace: self.pace }))
                    }
                    Tool::Feign => Some(Order::Stand(Stand { formation, stance: Stance::Feign { to: hex } })),
                    Tool::Scouts => Some(Order::SendScouts(SendScouts { formation, to: hex })),
                }
            })
            .collect()
    }

    /// The marches and attacks of the chosen formations that were ordered or are under way, at the pace in hand.
    pub fn repaced(&self, game: &Game) -> Vec<Order> {
        let pace = self.pace;
        let again = self.chosen_states().filter_map(|own| {
            let formation = own.id;
            match (self.ordered(game, formation), &own.intention) {
                (Some(Order::March(march)), _) => Some(Order::March(March { pace, ..march.clone() })),
                (Some(Order::Attack(attack)), _) => Some(Order::Attack(Attack { pace, ..attack.clone() })),
                (Some(_), _) => None,
                (None, Intention::March { path, .. }) if !path.is_empty() => {
                    Some(Order::March(March { formation, path: path.clone(), pace }))
                }
                (None, Intention::Attack { target, .. }) => {
                    Some(Order::Attack(Attack { formation, target: *target, pace }))
                }
                (None, _) => None,
            }
        });
        again.filter(|order| order.check(&self.view).is_ok()).collect()
    }

    /// Halt for all who are chosen.
    pub fn halts(&self) -> Vec<Order> {
        self.chosen_states().map(|own| Order::Halt(Halt { formation: own.id })).collect()
    }

    /// Camp for all who are chosen.
    pub fn camps(&self, fires: bool) -> Vec<Order> {
        self.chosen_states().map(|own| Order::MakeCamp(MakeCamp { formation: own.id, fires })).collect()
    }

    /// A stance for all who are chosen.
    pub fn stances(&self, stance: Stance) -> Vec<Order> {
        self.chosen_states().map(|own| Order::Stand(Stand { formation: own.id, stance })).collect()
    }

    /// The chosen formations join whom they can where they stand: the strongest whom the gate allows.
    pub fn joins(&self) -> Option<Vec<Order>> {
        let joins = self.chosen_states().filter_map(|own| {
            let others = self.view.own_at(own.place.hex()).filter(|other| !self.chosen.contains(&other.id));
            let joins =
                others.map(|other| (other.roll.under_arms(), Join { formation: own.id, into: other.id }));
            let legal = joins
                .map(|(men, join)| (men, Order::Join(join)))
                .filter(|(_, join)| join.check(&self.view).is_ok());
            legal.max_by_key(|(men, _)| *men).map(|(_, join)| join)
        });
        Some(joins.collect::<Vec<_>>()).filter(|joins| !joins.is_empty())
    }

    /// The stance that follows the one a formation has or was told to take this turn.
    pub fn next_stance(&self, game: &Game) -> Option<Stance> {
        const ROUND: [Stance; 5] =
            [Stance::Fight, Stance::Hold, Stance::Avoid, Stance::Screen, Stance::Pursue];
        let own = self.chosen_states().next()?;
        let told = game.planned(self.side()).iter().rev().find_map(|directive| match &directive.order {
            Order::Stand(stand) if stand.formation == own.id => Some(stand.stance),
            _ => None,
        });
        let now = told.unwrap_or(own.stance);
        let at = ROUND.iter().position(|stance| *stance == now).map_or(0, |at| (at + 1) % ROUND.len());
        Some(ROUND[at])
    }
}

/// True for an order that says what a formation does, not how it stands or what else it sends.
fn is_deed(order: &Order) -> bool {
    matches!(order, Order::March(_) | Order::Halt(_) | Order::MakeCamp(_) | Order::Attack(_))
}

/// True when a formation can be told anything now.
pub fn can_act(own: &FormationState) -> bool {
    own.posture != Posture::Routed && !own.will.is_carried_away()
}

fn is_threatened(view: &View, id: FormationId) -> bool {
    let Some(own) = view.formation(id) else { return false };
    let reach = THREAT_M / view.map().hex_m.max(1);
    let fresh = view.clock.minute.saturating_sub(6 * 60);
    let mut reports = view.belief.reports.values().filter(|report| report.minute >= fresh);
    reports.any(|report| report.at.unsigned_distance_to(own.place.hex()) <= reach)
}

#[cfg(test)]
mod tests;
