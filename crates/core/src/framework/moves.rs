use super::{Framework, Move, RungId};

/// Steps from one rung to another over moves that people really make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route<'a> {
    /// The moves in order; empty when one is there already.
    pub steps: Vec<&'a Move>,
}

/// No ladder needs a longer way than this, and the search is exponential in it.
const LONGEST: usize = 8;

/// Every way from `from` (`None`: from outside product) to `to` that visits no rung twice, shortest first.
///
/// At most 8 steps and 64 routes; ladders with more ways than that are cut at the longest. Moves within a
/// rung are left out: they change the place, not the rung.
#[must_use]
pub fn routes<'a>(framework: &'a Framework, from: Option<&RungId>, to: &RungId) -> Vec<Route<'a>> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<&Move>> = vec![Vec::new()];
    for _ in 0..=LONGEST {
        let mut longer = Vec::new();
        for path in open {
            let here = path.last().map_or(from, |step| Some(&step.to));
            if here == Some(to) {
                found.push(Route { steps: path });
                continue;
            }
            let next = framework.moves.iter().filter(|step| {
                step.from.as_ref() == here
                    && Some(&step.to) != from
                    && path.iter().all(|earlier| earlier.to != step.to)
                    && here != Some(&step.to)
            });
            longer.extend(next.map(|step| [path.as_slice(), &[step]].concat()));
        }
        open = longer;
        open.truncate(4096);
    }
    found.truncate(64);
    found
}
