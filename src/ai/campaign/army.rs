//! Armies of a campaign: fighters and bearers under one head, and what they do as one body.

use super::legs::{along, go};
use super::{Host, Theater};
use crate::ai::mind::{Mind, can_be_told};
use crate::ai::temper::Temper;
use crate::ai::why;
use crate::orders::{Order, SendScouts};
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::CommanderId;
use crate::sim::intent::{Pace, Stance};
use crate::sim::map::Mobility;
use crate::sim::supply::Policy;
use crate::snapshot::FormationState;

/// Most men of a body that raids, and of one that can be spared as a garrison.
const RAID_MEN: u32 = 4_000;
/// Most men of an army that is the garrison of the place where it stands.
const GARRISON_MEN: u32 = 12_000;
/// Share of its first strength that an army must have to be sent out, permille.
const FIT: u32 = 400;
/// Share of an army's mouths behind for which it waits, permille, and how far behind they may be, hexes.
const BEHIND: u32 = 200;
const LOST_HEXES: u32 = 8;
/// Weariness from which an army rests, permille.
const WEARY: u16 = 550;
/// Hours without food from which nobody is waited for, and weariness of men who cannot come up.
const STARVING_H: u32 = 24;
const SPENT: u16 = 850;
/// Worth that suffices against a host, permille of its strength: the others rest.
const ENOUGH: i64 = 3_500;
/// Men who storm a place: at least so many, and so many times the garrison.
const STORM_MEN: u32 = 15_000;
const STORM_TIMES: u32 = 4;

/// One army.
#[derive(Debug, Clone)]
pub(in crate::ai) struct Army {
    /// The thresholds of who leads it.
    pub temper: Temper,
    /// Its living fighters, as places in `view.own`.
    pub fighters: Vec<usize>,
    /// Its living bearers.
    pub train: Vec<usize>,
    /// Where most of its fighters are.
    pub seat: Hex,
    /// Worth of the fighters within a hex of that.
    pub worth: i64,
    /// True where it stands in a place that its side is to keep.
    pub keeps: bool,
    /// The head of its chain of command when the war began.
    pub chief: Option<CommanderId>,
    /// Fighters and bearers at the start.
    pub started: u32,
    pub bearers: u32,
    /// By which armies are told apart.
    pub key: u32,
}

impl Army {
    /// All members.
    pub fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.fighters.iter().chain(&self.train).copied()
    }

    /// Fighting men with it.
    pub fn men(&self, mind: &Mind) -> u32 {
        self.fighters.iter().map(|index| mind.own(*index).roll.mouths()).sum()
    }

    /// True for a few riders on their own.
    pub fn is_raid(&self, mind: &Mind) -> bool {
        let rides = |index: &usize| mind.view.troop(mind.own(*index)).mobility == Mobility::Horse;
        self.train.is_empty() && self.men(mind) <= RAID_MEN && self.fighters.iter().all(rides)
    }

    /// True for bearers with a guard.
    pub fn is_convoy(&self) -> bool {
        self.bearers > 2 * self.started
    }

    /// True for a few men in a place that is to be kept: they do not leave it.
    pub fn is_garrison(&self, mind: &Mind) -> bool {
        self.keeps && self.started <= GARRISON_MEN && self.men(mind) > 0
    }

    /// True when it is strong enough to be sent somewhere.
    pub fn can_go_out(&self, mind: &Mind) -> bool {
        let men = self.men(mind);
        !self.is_raid(mind)
            && !self.is_convoy()
            && men > RAID_MEN
            && u64::from(men) * 1000 >= u64::from(self.started) * u64::from(FIT)
    }

    /// True when most of its men have eaten nothing for so many hours.
    pub fn is_hungry(&self, mind: &Mind, hours: u32) -> bool {
        let mouths = |those: &mut dyn Iterator<Item = &usize>| -> u32 {
            those.map(|index| mind.own(*index).roll.mouths()).sum()
        };
        let starve = |index: &&usize| mind.own(**index).rations.hungry_hours() >= hours;
        2 * mouths(&mut self.fighters.iter().filter(starve)) > mouths(&mut self.fighters.iter())
    }

    /// True when its fighters live on their beasts.
    pub fn eats_beasts(&self, mind: &Mind) -> bool {
        let policy = |index: &usize| mind.own(*index).rations.diet().policy;
        self.fighters.iter().any(|index| policy(index) == Policy::Beasts)
    }

    /// True when most of its men are too tired to go on.
    pub fn is_weary(&self, mind: &Mind) -> bool {
        let weary = self.fighters.iter().filter(|index| mind.own(**index).fatigue.permille() >= WEARY);
        2 * weary.count() > self.fighters.len()
    }

    /// The pace of the whole: that of its slowest.
    pub fn mobility(&self, mind: &Mind) -> Mobility {
        let near =
            |index: &usize| mind.own(*index).place.hex().unsigned_distance_to(self.seat) <= mind.stages(1);
        let all = self.members().filter(near).map(|index| mind.view.troop(mind.own(index)).mobility);
        let slow = |mobility: &Mobility| match mobility {
            Mobility::Train => 3,
            Mobility::Foot => 2,
            Mobility::Hill => 1,
            Mobility::Horse => 0,
        };
        all.max_by_key(slow).unwrap_or(Mobility::Foot)
    }

    /// True when a host can be come at within so many hexes of marching.
    pub fn can_reach(&self, mind: &mut Mind, host: &Host, hexes: u32) -> bool {
        let mobility = self.mobility(mind);
        let path = mind.ways.straight(mind.view, mobility, self.seat, &[host.at]);
        path.is_some_and(|path| path.len() as u32 <= hexes + u32::from(hexes > 1))
    }

    /// The own odds against hosts, permille: all friends within a hex of it against all who stand within a hex of
    /// them.
    pub fn odds(&self, mind: &Mind, hosts: &[Host], host: &Host) -> i64 {
        let near_m = mind.stages(1) * mind.view.map().hex_m;
        let own = mind.friends_near(self.seat, near_m).max(self.worth);
        let theirs = hosts.iter().filter(|other| {
            other.at == host.at || !other.walled && other.at.unsigned_distance_to(host.at) <= mind.stages(1)
        });
        own * 1000 / theirs.map(|other| other.strength).sum::<i64>().max(1)
    }

    /// All fighters who are near go for a host; bearers stay where they are. True when any of them goes.
    pub fn attack(&self, mind: &mut Mind, host: &Host, why: impl Fn() -> String) -> bool {
        let (mut goes, mut sent, mut men) = (false, 0, 0);
        let mut order = self.fighters.clone();
        if host.walled {
            // A storm is for as many as find room below the walls, those with ladders first and of them the freshest; the
            // others relieve them.
            order.sort_by_key(|index| {
                let own = mind.own(*index);
                (own.park.ladders == 0, own.fatigue.permille() / 100)
            });
        } else {
            // Riders first, and no more than are needed.
            order.sort_by_key(|index| mind.view.troop(mind.own(*index)).mobility != Mobility::Horse);
        }
        for index in order {
            let enough = if host.walled {
                men >= STORM_MEN.max(STORM_TIMES * host.men)
            } else {
                sent * 1000 >= host.strength * ENOUGH
            };
            if enough {
                break;
            }
            let own = mind.own(index);
            let near = own.place.hex().unsigned_distance_to(host.at) <= mind.stages(4);
            if mind.busy[index] || !near || !mind.view.troop(own).fights || own.fatigue.permille() >= 800 {
                continue;
            }
            if mind.attack(index, host.chief, Pace::Ordinary, &why) {
                (goes, sent, men) = (true, sent + mind.worth[index], men + own.roll.under_arms());
            }
        }
        if goes {
            self.rest(mind, || "wait while the others fight".to_owned());
        }
        goes
    }

    /// The way home, if no host stands beside its first hex; else a hex beside that is further from them all. `None`
    /// where there is neither.
    pub fn way_out(
        &self,
        mind: &Mind,
        theater: &Theater,
        home: &super::stomach::Way,
    ) -> Option<super::stomach::Way> {
        let hosts = theater.hosts.iter().filter(|host| !host.runs && host.men >= 1_000);
        let near =
            |hex: Hex| hosts.clone().map(|host| host.at.unsigned_distance_to(hex)).min().unwrap_or(u32::MAX);
        if home.path.first().is_some_and(|next| near(*next) > 1) {
            return Some(home.clone());
        }
        let view = mind.view;
        let mobility = self.mobility(mind);
        let open =
            view.map().grid().neighbors(self.seat).filter(|(side, to)| {
                view.costs().seconds(mobility, self.seat, *side).is_some() && near(*to) > 1
            });
        let to = open.map(|(_, to)| to).max_by_key(|to| (near(*to), to.x, to.y))?;
        Some(super::stomach::Way { path: vec![to], days: 1, first: 1 })
    }

    /// Its fighters go somewhere each on his own.
    pub fn send(&self, mind: &mut Mind, to: Hex, why: &dyn Fn() -> String) {
        for index in self.fighters.iter().copied() {
            if !mind.busy[index] {
                go(mind, index, to, why);
            }
        }
    }

    /// Everybody camps, and the fighters stand if they are attacked.
    pub fn rest(&self, mind: &mut Mind, why: impl Fn() -> String) {
        for index in self.members() {
            let own = mind.own(index);
            if mind.busy[index] || own.engaged.is_in_contact() {
                continue;
            }
            if own.stance != Stance::Hold && mind.view.troop(own).fights {
                mind.stand(index, Stance::Hold, || "hold: nobody is sought here".to_owned());
            }
            if own.place.hex().unsigned_distance_to(self.seat) <= self.apart(mind) {
                mind.camp(index, true, &why);
            } else {
                let seat = self.seat;
                go(mind, index, seat, &|| format!("to the army: {}", why()));
            }
        }
    }

    /// The first of its formations that stands where it is led from.
    pub fn at_seat<'a>(&self, mind: &Mind<'a>) -> Option<&'a FormationState> {
        self.members().map(|index| mind.own(index)).find(|own| own.place.hex() == self.seat)
    }

    /// The army goes one day's stage along a way as one body, and those behind come up; it waits for them if they are
    /// many.
    pub fn march(&self, mind: &mut Mind, way: &super::stomach::Way, why: impl Fn() -> String) {
        if self.waits(mind) {
            self.rest(mind, || format!("wait for those behind ({})", why()));
            return;
        }
        let Some(stage) = way.path.get(way.first.saturating_sub(1)).copied() else {
            self.rest(mind, why);
            return;
        };
        self.leave_garrison(mind);
        for index in self.members() {
            if mind.busy[index] {
                continue;
            }
            let own = mind.own(index);
            let fights = mind.view.troop(own).fights;
            if own.engaged.is_in_contact() && fights && self.holds_off(mind, index) {
                continue;
            }
            if own.stance != Stance::Hold {
                mind.stand(index, Stance::Hold, || "march: fight only who bars the way".to_owned());
            }
            if own.place.hex() == self.seat {
                along(mind, index, &way.path[..way.first.max(1)], &why);
            } else {
                go(mind, index, stage, &|| format!("come up: {}", why()));
            }
        }
    }

    /// True when fighters of other armies stand where it is led from.
    pub fn others_hold(&self, mind: &Mind) -> bool {
        let ours = |id| self.fighters.iter().any(|index| mind.own(*index).id == id);
        mind.view.own_at(self.seat).any(|one| mind.view.troop(one).fights && !ours(one.id))
    }

    /// Before an army leaves a place that its side is to keep, its weakest foot stays there, if others do not.
    pub fn leave_garrison(&self, mind: &mut Mind) {
        if !self.keeps {
            return;
        }
        let here = |index: &usize| mind.own(*index).place.hex() == self.seat;
        let fellows: Vec<usize> = self.fighters.iter().copied().filter(here).collect();
        let is_foot = |index: &usize| mind.view.troop(mind.own(*index)).mobility != Mobility::Horse;
        let weakest =
            fellows.iter().copied().filter(is_foot).min_by_key(|index| (mind.worth[*index], *index));
        let Some(index) = weakest.filter(|_| !self.others_hold(mind) && fellows.len() > 1) else { return };
        mind.stand(index, Stance::Hold, || "garrison: hold what was taken".to_owned());
        mind.camp(index, true, || "garrison: hold what was taken".to_owned());
    }

    /// Who is at blows beats off the weaker; the best of the army is its rear guard against the stronger.
    fn holds_off(&self, mind: &mut Mind, index: usize) -> bool {
        let here = mind.own(index).place.hex();
        let beside = |foe: &crate::ai::foes::Foe| foe.at.unsigned_distance_to(here) <= 1;
        let foe = (0..mind.foes.len())
            .filter(|foe| beside(&mind.foes[*foe]))
            .max_by_key(|foe| mind.foes[*foe].worth);
        let Some(foe) = foe else { return false };
        let (worth, theirs) = (mind.worth[index], mind.foes[foe].worth);
        if worth * 2 >= theirs * 3 {
            return mind.attack(index, foe, Pace::Ordinary, || {
                format!("beat them off: {}", why::odds(worth, theirs))
            });
        }
        let best = self.fighters.iter().copied().filter(|one| mind.own(*one).engaged.is_in_contact());
        let is_best = best.max_by_key(|one| (mind.worth[*one], *one)) == Some(index);
        if is_best {
            mind.stand(index, Stance::Hold, || "rear guard: hold till the others are away".to_owned());
            mind.halt(index, || "rear guard: hold till the others are away".to_owned());
        }
        is_best
    }

    /// How far from its seat a body may be and still be with the army, hexes: as far as the middle of a hex of twelve
    /// kilometers is from its rim.
    fn apart(&self, mind: &Mind) -> u32 {
        mind.stages(1) / 2
    }

    /// True while too many are behind who can still come up.
    fn waits(&self, mind: &Mind) -> bool {
        if self.is_hungry(mind, STARVING_H) {
            return false; // who waits starves
        }
        let (mut behind, mut all) = (0, 0);
        for index in self.members() {
            let own = mind.own(index);
            let far = own.place.hex().unsigned_distance_to(self.seat);
            let spent = mind.view.troop(own).bears() && own.rations.is_spent();
            if own.posture == Posture::Routed
                || far > mind.stages(LOST_HEXES)
                || spent
                || own.fatigue.permille() >= SPENT
            {
                continue;
            }
            all += own.roll.mouths();
            behind += if far > self.apart(mind) { own.roll.mouths() } else { 0 };
        }
        u64::from(behind) * 1000 > u64::from(all) * u64::from(BEHIND)
    }

    /// Horse look at the next hexes toward its aim.
    pub fn look_ahead(&self, mind: &mut Mind, aim: Option<Hex>) {
        let Some(aim) = aim else { return };
        let reach = mind.view.rules().sighting.scouts_m / mind.view.map().hex_m.max(1);
        if reach == 0 {
            return;
        }
        let mobility = self.mobility(mind);
        let Some(path) = mind.ways.straight(mind.view, mobility, self.seat, &[aim]) else { return };
        let mut hexes: Vec<Hex> = path.into_iter().take(reach as usize).collect();
        let riders = self.fighters.clone().into_iter().filter(|index| {
            let own = mind.own(*index);
            own.place.hex() == self.seat
                && own.scouts.out.is_none()
                && can_be_told(own)
                && mind.view.troop(own).mobility == Mobility::Horse
        });
        for index in riders.collect::<Vec<_>>() {
            let Some(to) = hexes.pop() else { return };
            let formation = mind.own(index).id;
            let km = why::km(mind.meters(self.seat, to));
            mind.add(Order::SendScouts(SendScouts { formation, to }), || {
                format!("scouts: what is {km} ahead")
            });
        }
    }
}
