//! The choice against exhaustive search: every set of plays, and for small cases every way to lay it into weeks.

use std::collections::HashSet;

use super::{
    case::{Candidate, Case, Step},
    choose::choose,
    lay::{cannot_fit, fits, lay},
};

/// A small generator, so that every run tries the same cases (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, from: u32, to: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        from + u32::try_from(self.0 >> 33).unwrap() % (to - from + 1)
    }
}

struct Size {
    plays: u32,
    weeks: u32,
    hours: u32,
    rate: u32,
    length: u32,
}

fn case(dice: &mut Dice, size: &Size) -> Case {
    let skills = dice.roll(1, 4) as usize;
    let plays = (0..dice.roll(1, size.plays) as usize).map(|place| {
        let before = place > 0 && dice.roll(0, 2) == 0;
        let grows = (0..dice.roll(1, 3)).map(|_| {
            let skill = dice.roll(0, u32::try_from(skills).unwrap() - 1) as usize;
            (skill, u8::try_from(dice.roll(1, 5)).unwrap())
        });
        let mut grows: Vec<(usize, u8)> = grows.collect();
        grows.sort_unstable();
        grows.dedup_by_key(|(skill, _)| *skill);
        Candidate {
            rate: dice.roll(1, size.rate),
            weeks: dice.roll(1, size.length),
            opens: usize::from(dice.roll(0, 5) == 0),
            after: if before {
                vec![dice.roll(0, u32::try_from(place).unwrap() - 1) as usize]
            } else {
                Vec::new()
            },
            grows,
            must: false,
        }
    });
    let plays = plays.collect();
    let hours = (0..dice.roll(2, size.weeks))
        .map(|_| dice.roll(1, size.hours))
        .collect();
    let skills = (0..skills).map(|_| {
        let lowest = u8::try_from(dice.roll(1, 4)).unwrap();
        let mut weight = dice.roll(1, 6);
        let steps = (lowest..=5).take(dice.roll(0, 3) as usize).map(|level| {
            let step = Step { level, weight };
            weight = (weight / 2).max(1);
            step
        });
        steps.collect()
    });
    let skills = skills.collect();
    Case {
        hours,
        plays,
        skills,
    }
}

/// Whether the chosen plays can be laid into weeks in any way at all, by trying all.
fn layable(case: &Case, chosen: &[usize]) -> bool {
    fn deal(
        case: &Case,
        chosen: &[usize],
        week: usize,
        left: &mut Vec<u32>,
        tried: &mut HashSet<(usize, Vec<u32>)>,
    ) -> bool {
        if left.iter().all(|it| *it == 0) {
            return true;
        }
        if week == case.hours.len() || !tried.insert((week, left.clone())) {
            return false;
        }
        let start = left.clone();
        give(case, chosen, week, 0, case.hours[week], &start, left, tried)
    }
    #[expect(
        clippy::too_many_arguments,
        reason = "a search by hand, for tests only"
    )]
    fn give(
        case: &Case,
        chosen: &[usize],
        week: usize,
        job: usize,
        free: u32,
        start: &[u32],
        left: &mut Vec<u32>,
        tried: &mut HashSet<(usize, Vec<u32>)>,
    ) -> bool {
        if job == chosen.len() {
            return deal(case, chosen, week + 1, &mut left.clone(), tried);
        }
        let play = &case.plays[chosen[job]];
        let done = |before: &usize| {
            let at = chosen.iter().position(|it| it == before).unwrap();
            start[at] == 0
        };
        let ready = play.opens <= week && play.after.iter().all(done);
        let most = if ready {
            play.rate.min(start[job]).min(free)
        } else {
            0
        };
        (0..=most).any(|hours| {
            left[job] = start[job] - hours;
            let fits = give(
                case,
                chosen,
                week,
                job + 1,
                free - hours,
                start,
                left,
                tried,
            );
            left[job] = start[job];
            fits
        })
    }
    let mut left = chosen
        .iter()
        .map(|place| case.plays[*place].total())
        .collect();
    deal(case, chosen, 0, &mut left, &mut HashSet::new())
}

fn subsets(case: &Case) -> impl Iterator<Item = Vec<usize>> + '_ {
    let plays = case.plays.len();
    (0..1_u32 << plays).filter_map(move |set| {
        let chosen: Vec<usize> = (0..plays).filter(|place| set >> place & 1 == 1).collect();
        (case.with_before(&chosen).len() == chosen.len()).then_some(chosen)
    })
}

#[test]
fn nothing_better_exists_in_small_cases_however_it_is_laid() {
    let mut dice = Dice(0x5eed_0001);
    let size = Size {
        plays: 5,
        weeks: 4,
        hours: 3,
        rate: 2,
        length: 3,
    };
    let mut proven = 0;
    for number in 0..400 {
        let case = case(&mut dice, &size);
        let choice = choose(&case);
        assert!(choice.layout.holds(&case), "{number}: {case:?}");
        let worth = subsets(&case)
            .filter(|it| layable(&case, it))
            .map(|it| case.value(&it));
        let best = worth.max().unwrap();
        assert!(
            choice.value <= best && best <= choice.bound,
            "{number}: {choice:?} {best} {case:?}"
        );
        proven += u32::from(choice.is_proven());
    }
    assert!(proven >= 392, "{proven} of 400 are proven");
}

#[test]
fn nothing_better_exists_in_larger_cases_that_the_layer_can_lay() {
    let mut dice = Dice(0x5eed_0002);
    let size = Size {
        plays: 12,
        weeks: 13,
        hours: 4,
        rate: 6,
        length: 10,
    };
    let mut proven = 0;
    for number in 0..60 {
        let case = case(&mut dice, &size);
        let choice = choose(&case);
        let there: u32 = case.hours.iter().sum();
        let worth = subsets(&case).filter(|it| case.total(it) <= there && fits(&case, it));
        let worth = worth.map(|it| (case.value(&it), there - case.total(&it)));
        let (best, spare) = worth.max().unwrap();
        assert!(best <= choice.bound, "{number}: {choice:?} {best} {case:?}");
        if choice.is_proven() {
            assert_eq!(choice.value, best, "{number}: {case:?}");
            let used = case.total(&choice.layout.chosen);
            assert_eq!(
                there - used,
                spare,
                "{number}: of equals the one with the fewest hours: {case:?}"
            );
        }
        proven += u32::from(choice.is_proven());
    }
    assert!(proven >= 57, "{proven} of 60 are proven");
}

#[test]
fn what_is_proven_not_to_fit_does_not_and_what_is_laid_holds() {
    let mut dice = Dice(0x5eed_0003);
    let size = Size {
        plays: 4,
        weeks: 4,
        hours: 3,
        rate: 3,
        length: 3,
    };
    let mut missed = 0;
    let mut tried = 0;
    for _ in 0..300 {
        let case = case(&mut dice, &size);
        for chosen in subsets(&case) {
            let can = layable(&case, &chosen);
            assert!(!(can && cannot_fit(&case, &chosen)), "{chosen:?} {case:?}");
            let laid = lay(&case, &chosen);
            assert_eq!(laid.is_some(), fits(&case, &chosen));
            if let Some(laid) = &laid {
                assert!(can && laid.holds(&case), "{laid:?} {case:?}");
            }
            missed += u32::from(can && laid.is_none());
            tried += u32::from(can);
        }
    }
    assert!(
        missed * 50 <= tried,
        "{missed} of {tried} that can be laid were not"
    );
}

#[test]
fn a_play_takes_one_step_and_the_modest_ones_take_the_low_ones() {
    let play = |level| Candidate {
        rate: 1,
        weeks: 1,
        opens: 0,
        after: Vec::new(),
        grows: vec![(0, level)],
        must: false,
    };
    let case = Case {
        hours: vec![3; 3],
        plays: vec![play(4), play(3), play(2)],
        skills: vec![vec![
            Step {
                level: 3,
                weight: 5,
            },
            Step {
                level: 4,
                weight: 5,
            },
        ]],
    };
    assert_eq!(case.takers(&[0, 1, 2], 0), [1, 0]);
    assert_eq!(
        (case.value(&[0]), case.value(&[2]), case.value(&[0, 1])),
        (5, 0, 10)
    );
    assert_eq!(
        choose(&case).layout.chosen.len(),
        2,
        "the third would add nothing"
    );
}

#[test]
fn a_layout_that_breaks_a_rule_does_not_hold() {
    let play = |after: Vec<usize>| Candidate {
        rate: 2,
        weeks: 2,
        opens: 0,
        after,
        grows: vec![(0, 5)],
        must: true,
    };
    let case = Case {
        hours: vec![2; 4],
        plays: vec![play(Vec::new()), play(vec![0])],
        skills: vec![Vec::new()],
    };
    let good = lay(&case, &[0, 1]).unwrap();
    assert_eq!(good.hours, [[2, 2, 0, 0], [0, 0, 2, 2]]);
    let broken = |hours: [[u32; 4]; 2]| {
        let mut layout = good.clone();
        layout.hours = hours.map(|it| it.to_vec()).to_vec();
        !layout.holds(&case)
    };
    assert!(
        broken([[2, 2, 0, 0], [0, 1, 2, 1]]),
        "begun before what it builds on was done"
    );
    assert!(broken([[0, 0, 2, 2], [2, 2, 0, 0]]), "the wrong way round");
    assert!(broken([[2, 2, 0, 0], [0, 0, 2, 0]]), "not finished");
    assert!(
        broken([[4, 0, 0, 0], [0, 0, 2, 2]]),
        "squeezed, and over the hours of the week"
    );
}
