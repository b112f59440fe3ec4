//! One described column on its march: day by day what it eats and carries, what it loses and of what, and where it ends.

use serde::{Deserialize, Serialize};

use crate::game::Game;
use crate::orders::{self, Halt, March, Order, Ration};
use crate::report::survey;
use crate::scenario::land::{self, Land};
use crate::scenario::problems::suggest;
use crate::scenario::rules::RuleBook;
use crate::scenario::shipped::Data;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::{Fate, Posture};
use crate::sim::clock::{DAY, Date};
use crate::sim::hex::{Grid, Hex};
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::intent::{Intention, Pace};
use crate::sim::register::PlaceKind;
use crate::sim::supply::{Diet, Policy, SHENG_PER_SHI};
use crate::snapshot::FormationState;

/// The side of the column; there is no other.
const OWN: SideId = SideId(0);
/// Who is ahead of the last waits for him, after so many minutes at the latest.
const WATCH: u32 = 120;
/// Hours without food that count as hunger: less is a supper that came late.
const HUNGER_H: u32 = 12;
/// Longest march that is reckoned, days.
const LONGEST: u32 = 400;

/// A described column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about.
    pub title: String,
    /// Id of the map.
    #[serde(default = "theatre")]
    pub map: String,
    /// The day on which it sets out, at eight in the morning.
    pub start: String,
    /// Days that are told.
    pub days: u32,
    /// Its bodies; they march together.
    pub column: Vec<Body>,
    /// Ids of places: where it starts, where it passes and where it goes; and how many days it stays there.
    pub route: Vec<(String, u32)>,
    /// How hard it marches.
    #[serde(default)]
    pub pace: Pace,
    /// How food is dealt out.
    #[serde(default)]
    pub policy: Ladle,
    /// Days of food that bearers keep for their way home.
    #[serde(default)]
    pub keep_days: u8,
    /// Whether men look for food in the country.
    #[serde(default)]
    pub forages: bool,
    /// Grain in places that are the column's own, shi.
    #[serde(default)]
    pub stores: Vec<(String, u32)>,
    /// Bearers who go to and fro behind it.
    #[serde(default)]
    pub convoys: Vec<Convoy>,
}

/// How food is dealt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ladle {
    /// Full rations.
    #[default]
    Full,
    /// Half rations.
    Half,
    /// Full rations, and the beasts when there is nothing else.
    Beasts,
}

/// One body of the column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Men.
    pub men: u32,
    /// Kind of troops, by id.
    pub troop: String,
    /// Days of food with it.
    pub days: u32,
    /// Pack animals.
    #[serde(default)]
    pub pack: u32,
}

/// Bearers between two places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Convoy {
    /// Men.
    pub men: u32,
    /// Pack animals.
    #[serde(default)]
    pub pack: u32,
    /// Where they load.
    pub from: String,
    /// Where they unload.
    pub to: String,
    /// The day on which they are cut off, if they are.
    #[serde(default)]
    pub cut_on_day: Option<u32>,
}

fn theatre() -> String {
    "theatre".to_owned()
}

/// One evening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evening {
    /// Days since it set out.
    pub day: u32,
    /// The date.
    pub date: String,
    /// Where it is: the nearest place, and how far away, kilometers.
    pub near: (String, u32),
    /// Kilometers still to go to the end of the route; 0 at it.
    pub to_go_km: u32,
    /// Men with the column, and of them fit to fight or carry.
    pub men: (u32, u32),
    /// Grain eaten this day, by men and beasts, sheng.
    pub eaten: u64,
    /// Grain carried, sheng.
    pub carried: u64,
    /// Hours since the hungriest body had anything.
    pub hungry_h: u32,
    /// Condition of the beasts, permille, of the worst; 1000 without beasts.
    pub condition: u16,
    /// Men gone since the start, by what became of them.
    pub gone: Vec<(&'static str, u32)>,
    /// Weather and temperature there.
    pub weather: String,
}

/// What came of a march.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diary {
    /// Evening by evening.
    pub evenings: Vec<Evening>,
    /// The day on which the first had had nothing to eat for half a day.
    pub hungry_on: Option<u32>,
    /// The day on which it came to the end of its route.
    pub arrived_on: Option<u32>,
    /// Grain that convoys brought to places, sheng.
    pub brought: u64,
}

/// Lets the column march.
///
/// # Errors
/// What in the description does not fit the map and the rules, and the likely fix.
pub fn column(case: &Case, data: &Data, seed: u64) -> Result<Diary, String> {
    let book = RuleBook::read(data).map_err(|problems| problems.to_string())?;
    let source = match data.map(&case.map, None) {
        Some(Ok(source)) => source,
        Some(Err(problem)) => return Err(problem.headline()),
        None => return Err(unknown("map", &case.map, data.maps().iter().map(String::as_str))),
    };
    let (land, problems) = land::read(&source, &book);
    let land = land.ok_or_else(|| problems.to_string())?;
    let march = Marching::of(case, &book, land, seed)?;
    Ok(march.tell(case))
}

fn unknown<'a>(what: &str, found: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = suggest(found, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("no {what} `{found}`{hint}")
}

/// A march under way.
struct Marching {
    game: Game,
    land: Land,
    column: Vec<FormationId>,
    convoys: Vec<FormationId>,
    /// Hexes of the route and days of stay.
    route: Vec<(Hex, u32)>,
}

impl Marching {
    fn of(case: &Case, book: &RuleBook, land: Land, seed: u64) -> Result<Self, String> {
        let first_day = Date::parse(&case.start)?;
        let at = |id: &str| {
            let place = land.places.iter().find(|place| place.id == id);
            let known = land.places.iter().map(|place| place.id.as_str());
            place.map(|place| Grid::hex(place.at.0, place.at.1)).ok_or_else(|| unknown("place", id, known))
        };
        let troop = |id: &str| {
            let known = || book.troops.kinds.iter().map(|(known, _)| known.as_str());
            if known().any(|known| known == id) { Ok(()) } else { Err(unknown("troops", id, known())) }
        };
        let route: Vec<(Hex, u32)> =
            case.route.iter().map(|(id, days)| Ok((at(id)?, *days))).collect::<Result<_, String>>()?;
        let Some((from, _)) = route.first().copied() else {
            return Err("the route has no places".to_owned());
        };
        if case.column.is_empty() {
            return Err("the column has no bodies".to_owned());
        }
        if !(1..=LONGEST).contains(&case.days) {
            return Err(format!("{} days; expected 1 to {LONGEST}", case.days));
        }
        let mut sketch = Sketch::plain(2, 2);
        (sketch.map, sketch.rules, sketch.seed) = (land.map.clone(), book.rules.clone(), seed);
        (sketch.first_day, sketch.start_minute, sketch.tempo) = (first_day, 8 * 60, (WATCH, WATCH));
        sketch.lasts_minutes = (case.days + 1) * DAY;
        let mut places: Vec<(&str, PlaceId)> = Vec::new();
        for (id, shi) in &case.stores {
            places.push((
                id,
                sketch.place(at(id)?, PlaceKind::Fort, Some(0), shi.saturating_mul(SHENG_PER_SHI)),
            ));
        }
        let ends = case.convoys.iter().flat_map(|convoy| [&convoy.from, &convoy.to]);
        for id in ends {
            if !places.iter().any(|(known, _)| known == id) {
                places.push((id, sketch.place(at(id)?, PlaceKind::Fort, Some(0), 0)));
            }
        }
        let most = 5_000_000;
        let mut column = Vec::new();
        for body in &case.column {
            troop(&body.troop)?;
            let (men, days) = (body.men.clamp(1, most), body.days.min(LONGEST));
            let levy = Levy::in_hex(from).troop(&body.troop).men(men).days(days).pack(body.pack.min(most));
            column.push(sketch.levy(levy.posture(Posture::Column)));
        }
        let mut convoys = Vec::new();
        for convoy in &case.convoys {
            let levy = Levy::in_hex(at(&convoy.from)?).troop("porter").men(convoy.men.clamp(1, most)).days(1);
            convoys.push(sketch.levy(levy.pack(convoy.pack.min(most))));
        }
        let (setting, mut start) = sketch.build();
        let rules = &setting.rules;
        if !land.climates.is_empty() {
            let (clock, dice) = (&start.clock, start.dice);
            start.sky = rules.climate.begin(&setting.map, land.climates.clone(), clock, dice, &rules.weather);
        }
        let mut game = Game::new(std::sync::Arc::new(setting), &start);
        let policy = match case.policy {
            Ladle::Full => Policy::Full,
            Ladle::Half => Policy::Half,
            Ladle::Beasts => Policy::Beasts,
        };
        for id in &column {
            let bears = game.view(OWN).formation(*id).is_some_and(|one| game.view(OWN).troop(one).bears());
            let keep_days = if bears { case.keep_days } else { 0 };
            let diet = Diet { forages: case.forages, ..Diet::of(policy, keep_days) };
            let order = Order::Ration(Ration { formation: *id, diet });
            game.submit(OWN, order, "").map_err(|refusal| refusal.to_string())?;
        }
        for (id, convoy) in convoys.iter().zip(&case.convoys) {
            let place =
                |id: &str| places.iter().find(|(known, _)| *known == id).map_or(PlaceId(0), |(_, at)| *at);
            let order = orders::Haul { formation: *id, from: place(&convoy.from), to: place(&convoy.to) };
            game.submit(OWN, Order::Haul(order), "")
                .map_err(|refusal| format!("the convoy: No, {refusal}"))?;
        }
        Ok(Self { game, land, column, convoys, route })
    }

    fn tell(mut self, case: &Case) -> Diary {
        let mut diary = Diary { evenings: Vec::new(), hungry_on: None, arrived_on: None, brought: 0 };
        let (mut next, mut stays) = (0, self.route[0].1);
        let mut eaten_before = self.bodies().iter().map(|one| u64::from(one.rations.eaten())).sum::<u64>();
        for day in 1..=case.days {
            for (id, convoy) in self.convoys.iter().zip(&case.convoys) {
                if convoy.cut_on_day == Some(day) {
                    // Who is cut off stays where he is; a refusal means that there is nobody left to be told.
                    let _ = self.game.submit(OWN, Order::Halt(Halt { formation: *id }), "");
                }
            }
            let at_stage = |march: &Self, next: usize| {
                let stage = march.route[next].0;
                march.bodies().iter().all(|one| one.place.hex() == stage || !one.is_alive())
            };
            let stay = stays > 0 && at_stage(&self, next);
            stays -= u32::from(stay);
            for _ in 0..DAY / WATCH {
                if !stay && stays == 0 && next + 1 < self.route.len() && at_stage(&self, next) {
                    next += 1;
                    stays = self.route[next].1;
                }
                if !stay {
                    self.march(self.route[next].0, case.pace);
                }
                self.game.end_turn();
            }
            let evening = self.evening(day, &mut eaten_before);
            if evening.hungry_h >= HUNGER_H && diary.hungry_on.is_none() {
                diary.hungry_on = Some(day);
            }
            if evening.to_go_km == 0 && diary.arrived_on.is_none() {
                diary.arrived_on = Some(day);
            }
            diary.evenings.push(evening);
        }
        let snapshot = self.game.snapshot();
        let stored = |id: &FormationId| u64::from(snapshot.formations[id.index()].rations.stored());
        diary.brought = self.convoys.iter().map(stored).sum();
        diary
    }

    fn bodies(&self) -> Vec<FormationState> {
        let formations = self.game.snapshot().formations;
        self.column.iter().map(|id| formations[id.index()].clone()).collect()
    }

    /// Sends all on, but for those ahead of the last: who is alone has nobody to feed him.
    fn march(&mut self, to: Hex, pace: Pace) {
        let view = self.game.view(OWN);
        let living: Vec<FormationState> =
            self.bodies().into_iter().filter(FormationState::is_alive).collect();
        let far = |one: &FormationState| one.place.hex().unsigned_distance_to(to);
        let last = living.iter().map(far).max().unwrap_or(0);
        for one in &living {
            let order = if last > far(one) {
                Order::Halt(Halt { formation: one.id })
            } else {
                if matches!(one.intention, Intention::March { .. }) || far(one) == 0 {
                    continue;
                }
                let mobility = view.troop(one).mobility;
                let path = view.costs().path(mobility, one.place.hex(), to, u32::MAX / 2, |_| false);
                let mut path = path.unwrap_or_default();
                path.truncate(usize::from(view.rules().movement.longest_path));
                Order::March(March { formation: one.id, path, pace })
            };
            // Who is too tired or has no way stays, and the diary shows it.
            let _ = self.game.submit(OWN, order, "");
        }
    }

    fn evening(&self, day: u32, eaten_before: &mut u64) -> Evening {
        let bodies = self.bodies();
        let living = || bodies.iter().filter(|one| one.is_alive());
        let snapshot = self.game.snapshot();
        let end = self.route.last().map_or(Hex::ZERO, |(hex, _)| *hex);
        let here = living()
            .map(|one| one.place.hex())
            .max_by_key(|hex| hex.unsigned_distance_to(end))
            .unwrap_or(end);
        let km = |hexes: u32| hexes * self.land.map.hex_m / 1000;
        let near = self.land.places.iter().min_by_key(|place| {
            (Grid::hex(place.at.0, place.at.1).unsigned_distance_to(here), place.id.as_str())
        });
        let near = near.map_or((String::new(), 0), |place| {
            (place.name.clone(), km(Grid::hex(place.at.0, place.at.1).unsigned_distance_to(here)))
        });
        let eaten: u64 = bodies.iter().map(|one| u64::from(one.rations.eaten())).sum();
        let gone = Fate::ALL
            .into_iter()
            .skip_while(|fate| *fate != Fate::Sick)
            .map(|fate| (fate.words(), bodies.iter().map(|one| one.roll.count(fate)).sum::<u32>()));
        let weather = survey::weather(self.game.setting(), &snapshot.sky, &snapshot.clock, here);
        let today = eaten - (*eaten_before).min(eaten);
        *eaten_before = eaten;
        Evening {
            day,
            date: snapshot.clock.date().to_string(),
            near,
            to_go_km: km(here.unsigned_distance_to(end)),
            men: (
                living().map(|one| one.roll.mouths()).sum(),
                living().map(|one| one.roll.under_arms()).sum(),
            ),
            eaten: today,
            carried: living().map(|one| u64::from(one.rations.sheng())).sum(),
            hungry_h: living().map(|one| one.rations.hungry_hours()).max().unwrap_or(0),
            condition: living().map(|one| one.condition.permille()).min().unwrap_or(1000),
            gone: gone.filter(|(_, men)| *men > 0).collect(),
            weather,
        }
    }
}
