//! # Things given twice
//!
//! The `ron` crate lets the last of two equal map keys win in silence. Here the second one is a problem, and so is a
//! field given twice; the message names both places.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::literal::{Number, number, unquote};
use super::parse::Parser;
use super::text::quote;
use super::tree::{Kind, Node, leading_word};

/// Reports what is given twice directly inside a struct or map that has just been read.
pub(super) fn check_duplicates(parser: &mut Parser<'_>, container: usize) {
    let mut keys: Vec<(u64, u32)> = Vec::new();
    let mut at = container + 1;
    while at < parser.nodes.len() {
        keys.push((key_hash(parser, at), at as u32));
        at = parser.nodes[at].next as usize;
    }
    keys.sort_unstable();
    for pair in keys.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let (first, second) = (parser.nodes[pair[0].1 as usize], pair[1].1 as usize);
        let (name, span) = match parser.nodes[second].kind {
            Kind::Entry => ("key", span(&parser.nodes[second + 1])),
            _ => ("field", name_span(parser, &parser.nodes[second])),
        };
        let place = parser.source.position(first.start as usize);
        parser.report(
            span.clone(),
            format!("the {name} {} is given twice", quote(&parser.text[span])),
            format!("it was first given at {}:{}", place.line, place.col),
        );
        if parser.stopped {
            return;
        }
    }
}

/// A number that is the same for keys that mean the same however they are written: `0x10` and `16`, `(1,2)` and `(1, 2)`.
/// At 64 bits, two different keys of one file will not be taken for one.
fn key_hash(parser: &Parser<'_>, item: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    if parser.nodes[item].kind != Kind::Entry {
        parser.text[name_span(parser, &parser.nodes[item])].hash(&mut hasher);
        return hasher.finish();
    }
    let key = item + 1;
    for at in key..parser.nodes[key].next as usize {
        let node = &parser.nodes[at];
        (node.kind as u8, node.next as usize - at).hash(&mut hasher);
        let written = &parser.text[span(node)];
        match node.kind {
            Kind::Text | Kind::Letter => unquote(written).hash(&mut hasher),
            Kind::Number => match number(written) {
                Ok(Number::Whole(Some(value))) => value.hash(&mut hasher),
                _ => written.hash(&mut hasher),
            },
            Kind::Word | Kind::Broken => written.hash(&mut hasher),
            _ => leading_word(written).hash(&mut hasher),
        }
    }
    hasher.finish()
}

fn span(node: &Node) -> Range<usize> {
    node.start as usize..node.end as usize
}

fn name_span(parser: &Parser<'_>, field: &Node) -> Range<usize> {
    let start = field.start as usize;
    start..start + leading_word(&parser.text[start..]).len()
}
