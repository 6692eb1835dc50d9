//! Who saw it and can say so, and whether they were asked.

use std::{cmp::Reverse, collections::HashMap};

use super::{flags::pieces, lines::Lined};
use crate::{
    id::ItemId,
    order::InOrder,
    record::{Case, Contact, Of, Vouch, Voucher},
    views::facts::Facts,
};

/// Somebody who can vouch.
#[derive(Debug, Clone)]
pub struct Vouching<'a> {
    /// Their name, as evidence or the case names them.
    pub name: &'a str,
    /// Their contact, where exactly one has that name.
    pub contact: Option<ItemId>,
    /// For how many expectations they saw something.
    pub expectations: usize,
    /// How many pieces of the case they saw.
    pub pieces: usize,
    /// What was said of them in the case.
    pub said: Option<&'a Voucher>,
}

impl Vouching<'_> {
    /// Whether they were asked, and what they said.
    #[must_use]
    pub fn answer(&self) -> Vouch {
        self.said.map_or(Vouch::NotAsked, |it| it.answer)
    }
}

/// A name as it is compared: what stands before a comma, whatever its case.
#[must_use]
pub fn folded(name: &str) -> String {
    let name = name.split(',').next().unwrap_or_default();
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// The name without what stands beside it: ‘Ines Duarte’ of ‘Ines Duarte, finance’.
#[must_use]
pub fn short(name: &str) -> &str {
    name.split(',').next().unwrap_or(name).trim()
}

/// Everybody who can vouch for something in a case, those who saw the most first.
#[must_use]
pub fn vouching<'a>(facts: &Facts<'a>, it: &'a Case, lines: &[Lined<'a>]) -> Vec<Vouching<'a>> {
    let mut found: Vec<Vouching<'a>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut place = |name: &'a str, found: &mut Vec<Vouching<'a>>| {
        let known = folded(name);
        if known.is_empty() {
            return None;
        }
        Some(*places.entry(known).or_insert_with(|| {
            found.push(Vouching {
                name: name.trim(),
                contact: None,
                expectations: 0,
                pieces: 0,
                said: None,
            });
            found.len() - 1
        }))
    };
    for of in pieces(facts, it, lines) {
        let seen: &'a [String] = &of.it.witnesses;
        for name in seen {
            if let Some(place) = place(name, &mut found) {
                found[place].pieces += 1;
            }
        }
    }
    for line in lines {
        let mut counted = Vec::new();
        for name in line.pieces.iter().flat_map(|it| &it.of.it.witnesses) {
            if let Some(place) = place(name, &mut found)
                && !counted.contains(&place)
            {
                counted.push(place);
                found[place].expectations += 1;
            }
        }
    }
    for voucher in &it.vouchers {
        if let Some(place) = place(&voucher.whom, &mut found) {
            found[place].said = Some(voucher);
        }
    }
    resolve(facts, &mut found);
    found.order_by_key(|it| Reverse((it.expectations, it.pieces)));
    found
}

/// Finds the contacts of that name. Two of one name are nobody.
fn resolve(facts: &Facts<'_>, found: &mut [Vouching<'_>]) {
    if found.is_empty() {
        return;
    }
    let mut named: HashMap<String, Option<ItemId>> = HashMap::new();
    for of in facts.record.all::<Contact>() {
        let of: Of<'_, Contact> = of;
        named
            .entry(folded(&of.it.name))
            .and_modify(|it| *it = None)
            .or_insert(Some(of.id));
    }
    for it in found {
        it.contact = named.get(&folded(it.name)).copied().flatten();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_name_does_not_make_another_person() {
        assert_eq!(folded("Ines  Duarte, finance"), folded("ines duarte"));
        assert_eq!(short("Ines Duarte, finance"), "Ines Duarte");
        assert_eq!(folded(" , x"), "");
    }
}
