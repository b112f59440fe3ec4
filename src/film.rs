//! A turn step by step: what the window plays back, what a watcher of a recorded war sees, and what reports are
//! written from.

use std::fmt;
use std::path::PathBuf;

use crate::game::{Directive, Game, TurnReport};
use crate::sim::event::Happened;
use crate::snapshot::Snapshot;

/// The war after one step, and what happened in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The state after the step.
    pub snapshot: Snapshot,
    /// What happened in it, in order.
    pub events: Vec<Happened>,
}

/// A turn step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnFilm {
    /// Its number, from 1.
    pub turn: u32,
    /// By side: the orders given before it, with reasons.
    pub orders: Vec<Vec<Directive>>,
    /// First the state in which the orders were given, without events; then the state after each step.
    pub frames: Vec<Frame>,
}

impl TurnFilm {
    /// A turn that has not been played: its first state and nothing else.
    pub fn unplayed(start: Snapshot) -> Self {
        let turn = start.clock.turn;
        Self { turn, orders: Vec::new(), frames: vec![Frame { snapshot: start, events: Vec::new() }] }
    }

    /// Its last step; 0 for a turn that has not been played.
    pub fn last_step(&self) -> u32 {
        self.frames.len().saturating_sub(1) as u32
    }

    /// The frame of a step, the last one if there are not so many.
    pub fn frame(&self, step: u32) -> &Frame {
        &self.frames[step.min(self.last_step()) as usize]
    }

    /// The state in which the orders were given.
    pub fn start(&self) -> &Snapshot {
        &self.frames[0].snapshot
    }

    /// The state after its last step.
    pub fn end(&self) -> &Snapshot {
        &self.frame(u32::MAX).snapshot
    }

    /// What happened in it, step by step: the number of the step, the frames before and after it.
    pub fn steps(&self) -> impl Iterator<Item = (u32, &Frame, &Frame)> {
        self.frames.windows(2).zip(1..).map(|(pair, step)| (step, &pair[0], &pair[1]))
    }
}

impl Game {
    /// As [`Game::end_turn`], and keeps every step of it.
    pub fn film_turn(&mut self) -> (TurnReport, TurnFilm) {
        let sides = self.setting().register.side_ids();
        let orders = sides.map(|side| self.planned(side).to_vec()).collect();
        let mut film = TurnFilm { orders, ..TurnFilm::unplayed(self.snapshot()) };
        let report = self.end_turn_seen(&mut |snapshot, events| {
            film.frames.push(Frame { snapshot, events: events.to_vec() });
        });
        (report, film)
    }
}

/// A moment of a recorded war: a turn, and how many of its steps are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The turn, from 1.
    pub turn: u32,
    /// Steps of it that are over; 0 is the state in which its orders were given.
    pub step: u32,
}

impl Moment {
    /// The beginning of a war.
    pub const START: Self = Self { turn: 1, step: 0 };

    /// Takes a link apart into file and moment, such as `war.hawk#turn=17&step=4`. The step may be left out, and so may
    /// the whole moment.
    ///
    /// # Errors
    /// What is wrong with the part after `#turn=`, in words.
    pub fn parse_link(link: &str) -> Result<(PathBuf, Self), String> {
        let Some((file, moment)) = link.rsplit_once("#turn=") else {
            return Ok((PathBuf::from(link), Self::START));
        };
        let (turn, step) = moment.split_once("&step=").unwrap_or((moment, "0"));
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u32>().ok().filter(|_| digits)
        };
        match (number(turn), number(step)) {
            (Some(turn), Some(step)) if turn > 0 => Ok((PathBuf::from(file), Self { turn, step })),
            _ => Err(format!("`#turn={moment}` is no moment; write it as #turn=17&step=4")),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#turn={}&step={}", self.turn, self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_it_is_written() {
        let moment = Moment { turn: 17, step: 4 };
        let link = format!("wars/first #1.hawk{moment}");
        assert_eq!(link, "wars/first #1.hawk#turn=17&step=4");
        assert_eq!(Moment::parse_link(&link), Ok((PathBuf::from("wars/first #1.hawk"), moment)));
        assert_eq!(Moment::parse_link("a.hawk"), Ok((PathBuf::from("a.hawk"), Moment::START)));
        let turn_only = Moment { turn: 3, step: 0 };
        assert_eq!(Moment::parse_link("a.hawk#turn=3"), Ok((PathBuf::from("a.hawk"), turn_only)));
        for wrong in
            ["a#turn=", "a#turn=0", "a#turn=+1", "a#turn=1&step=", "a#turn=99999999999", "a#turn=1&x=2"]
        {
            let error = Moment::parse_link(wrong).expect_err(wrong);
            assert!(error.contains("#turn=17&step=4"), "{error}");
        }
    }
}
