//! Rest, fear and rallying, seen from outside.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{MakeCamp, Order};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::Posture;
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::Grid;
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::Intention;
use ironhawk::sim::register::Temperament;

#[test]
fn a_day_in_camp_rests_more_than_a_day_under_arms_and_hunger_spoils_it() {
    let after = |camp: bool, food: u32, tempo: (u32, u32)| {
        let mut sketch = Sketch::plain(3, 3);
        sketch.tempo = tempo;
        let tired = sketch.levy(Levy::at('A').fatigue(500).days(food));
        let mut game = sketch.game();
        if camp {
            let order = Order::MakeCamp(MakeCamp { formation: tired, fires: true });
            game.submit(SideId(0), order, "").expect("nobody is near");
        }
        for _ in 0..DAY / tempo.0 {
            game.end_turn();
        }
        game.snapshot().formations[tired.index()].fatigue.permille()
    };
    let camp = after(true, 5, (60, 15));
    assert!((300..=330).contains(&camp), "a fifth of all strength comes back: {camp}");
    assert!(camp.abs_diff(after(true, 5, (720, 60))) <= 5, "in steps of any length");
    assert!(after(false, 5, (60, 15)) > camp);
    assert!(after(true, 0, (60, 15)) > 500, "without food there is no rest");
}

#[test]
fn order_returns_out_of_the_fight_but_not_to_the_weary() {
    let after = |fatigue: u16| {
        let mut sketch = Sketch::plain(3, 3);
        sketch.tempo = (720, 60);
        let shaken = sketch.levy(Levy::at('A').cohesion(300).fatigue(fatigue));
        let mut game = sketch.game();
        game.end_turn();
        game.snapshot().formations[shaken.index()].cohesion.permille()
    };
    assert!(after(0) >= 990);
    assert!((500..800).contains(&after(800)), "{}", after(800));
}

/// A routed formation on a plain, with an enemy so many hexes away; answers after how many hours it stood again.
fn rally(ability: u8, enemy_at: i32) -> Option<u32> {
    let mut sketch = Sketch::plain(30, 1);
    sketch.lasts_minutes = 4 * DAY;
    let beaten = Levy::in_hex(Grid::hex(0, 0)).cohesion(100).led(Temperament::Steady, ability);
    let beaten = sketch.levy(beaten);
    sketch.levy(Levy::in_hex(Grid::hex(enemy_at, 0)).side(1).stance(ironhawk::sim::intent::Stance::Hold));
    let (setting, mut start) = sketch.build();
    start.formations[beaten.index()].posture = Posture::Routed;
    start.formations[beaten.index()].intention = Intention::Flee;
    let mut game = Game::new(Arc::new(setting), &start);
    let told: Vec<_> = (0..48).flat_map(|_| game.end_turn().events).collect();
    let rallied = told.iter().find(|told| matches!(told.event, SimEvent::Rallied { .. }))?;
    let end = &game.snapshot().formations[beaten.index()];
    assert_eq!(
        (end.id, end.posture, end.intention.clone()),
        (FormationId(0), Posture::Formed, Intention::Stay)
    );
    Some(rallied.minute / 60 - 7)
}

#[test]
fn the_beaten_stand_again_when_no_enemy_is_near() {
    assert!(rally(5, 25).is_some_and(|hours| hours < 48));
    assert_eq!(rally(9, 3), None, "the enemy is upon them");
}
