//! A trend that a few odd answers cannot make or break: the Theil-Sen slope with Sen's interval.
//!
//! The slope is the median of the slopes between all pairs of points (H. Theil 1950; P. K. Sen, 'Estimates of
//! the regression coefficient based on Kendall's tau', Journal of the American Statistical Association 63,
//! 1968). The interval is Sen's, with the variance corrected for ties on both axes, at 95 %. Checked against
//! `scipy.stats.theilslopes` 1.17.1.

/// Fewer points carry no trend: with five, hardly any order of answers would exclude chance.
pub const LEAST_POINTS: usize = 6;

/// More points are not taken: the number of pairs grows with the square. Twenty years of months.
pub const MOST_POINTS: usize = 240;

/// Half of 5 % to each side of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A slope with its interval, in units of y a unit of x.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// The median of the slopes between all pairs.
    pub slope: f64,
    /// Where the line meets x = 0: the median of y less the slope times the median of x, as scipy's 'separate'.
    pub intercept: f64,
    /// The lower end of the 95 % interval.
    pub low: f64,
    /// The upper end of the 95 % interval.
    pub high: f64,
    /// How many points it rests on.
    pub points: usize,
}

/// Why there is no slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTrend {
    /// Not enough to go by.
    #[error("{points} points, and a trend takes at least {LEAST_POINTS}")]
    TooFew {
        /// How many there are.
        points: usize,
    },
    /// All points are of one moment.
    #[error("all points are of the same day")]
    OneDay,
}

/// Where a series goes, if anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The whole interval lies above zero.
    Rising,
    /// The interval spans zero, or touches it: no trend is claimed.
    None,
    /// The whole interval lies below zero.
    Falling,
}

impl Trend {
    /// Which way it goes, if the interval says so.
    #[must_use]
    pub fn direction(&self) -> Direction {
        if self.low > 0.0 {
            Direction::Rising
        } else if self.high < 0.0 {
            Direction::Falling
        } else {
            Direction::None
        }
    }
}

/// The Theil-Sen slope of y over x. Of more than [`MOST_POINTS`] the last ones count.
pub fn theil_sen(points: &[(f64, f64)]) -> Result<Trend, NoTrend> {
    let points = &points[points.len().saturating_sub(MOST_POINTS)..];
    if points.len() < LEAST_POINTS {
        return Err(NoTrend::TooFew {
            points: points.len(),
        });
    }
    let mut slopes = Vec::with_capacity(points.len() * (points.len() - 1) / 2);
    for (index, (x, y)) in points.iter().enumerate() {
        for (other_x, other_y) in &points[index + 1..] {
            let run = other_x - x;
            if run != 0.0 {
                slopes.push((other_y - y) / run);
            }
        }
    }
    if slopes.is_empty() {
        return Err(NoTrend::OneDay);
    }
    slopes.sort_by(f64::total_cmp);
    let (low, high) = interval(points, slopes.len());
    let slope = median(&slopes);
    let middle = |of: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = points.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        median(&values)
    };
    Ok(Trend {
        slope,
        intercept: middle(|it| it.1) - slope * middle(|it| it.0),
        low: slopes[low],
        high: slopes[high],
        points: points.len(),
    })
}

/// Places of the interval's ends among the sorted slopes: equation 2.6 of Sen, with ties.
fn interval(points: &[(f64, f64)], slopes: usize) -> (usize, usize) {
    let weight = |n: usize| (n * (n - 1) * (2 * n + 5)) as u64;
    let repeated = |values: &mut Vec<f64>| -> u64 {
        values.sort_by(f64::total_cmp);
        let runs = values.chunk_by(|a, b| a.total_cmp(b).is_eq());
        runs.map(|run| weight(run.len())).sum()
    };
    let mut xs: Vec<f64> = points.iter().map(|(x, _)| *x).collect();
    let mut ys: Vec<f64> = points.iter().map(|(_, y)| *y).collect();
    let ties = repeated(&mut xs) + repeated(&mut ys);
    // Ties on both axes can outweigh the whole where almost all answers are the same.
    let variance =
        count(usize::try_from(weight(points.len()).saturating_sub(ties)).unwrap_or(0)) / 18.0;
    let half = Z * variance.sqrt();
    let all = count(slopes);
    let low = place((all - half) / 2.0 - 1.0, slopes);
    let high = place(f64::midpoint(all, half), slopes);
    (low.min(high), low.max(high))
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    } else {
        sorted[middle]
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "at most the square of MOST_POINTS times a small factor"
)]
fn count(number: usize) -> f64 {
    number as f64
}

/// A rank, rounded half to even as the reference does, within the list.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the list before"
)]
fn place(rank: f64, slopes: usize) -> usize {
    rank.round_ties_even().clamp(0.0, count(slopes - 1)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(x: &[f64], y: &[f64]) -> Trend {
        let points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
        theil_sen(&points).unwrap()
    }

    /// Figures printed by `scipy.stats.theilslopes(y, x, 0.95)` of scipy 1.17.1.
    #[test]
    fn agrees_with_the_reference() {
        let cases: [(&[f64], &[f64], [f64; 3]); 4] = [
            (
                &[0., 30., 61., 92., 120., 150., 181.],
                &[4., 4., 3., 3., 3., 2., 2.],
                [-0.011_235_955_056_179_775, -0.016_666_666_666_666_666, 0.0],
            ),
            (
                &[0., 1., 2., 3., 4., 5., 6., 7., 8., 9.],
                &[3., 4., 3., 2., 4., 3., 5., 3., 4., 3.],
                [0.0, -0.2, 0.333_333_333_333_333_3],
            ),
            (
                &[1., 2., 4., 7., 7., 9., 12., 15.],
                &[2.5, 2.0, 3.0, 5.5, 5.0, 6.5, 8.0, 11.0],
                [0.607_142_857_142_857_1, 0.5, 0.727_272_727_272_727_3],
            ),
            (
                &[
                    0., 31., 59., 90., 120., 151., 181., 212., 243., 273., 304., 334.,
                ],
                &[5., 5., 4., 5., 4., 4., 3., 4., 3., 3., 2., 2.],
                [
                    -0.008_333_333_333_333_333,
                    -0.012_295_081_967_213_115,
                    -0.005_524_861_878_453_038_4,
                ],
            ),
        ];
        for (x, y, expected) in cases {
            let trend = of(x, y);
            for (mine, theirs) in [trend.slope, trend.low, trend.high].iter().zip(expected) {
                assert!((mine - theirs).abs() < 1e-12, "{trend:?} {expected:?}");
            }
        }
    }

    #[test]
    fn claims_nothing_on_five_points_on_one_day_or_around_zero() {
        let falling: Vec<(f64, f64)> = (0..5).map(|x| (f64::from(x), f64::from(-x))).collect();
        assert_eq!(theil_sen(&falling), Err(NoTrend::TooFew { points: 5 }));
        assert_eq!(theil_sen(&[(1.0, 3.0); 8]), Err(NoTrend::OneDay));
        let flat = of(&[0., 1., 2., 3., 4., 5., 6.], &[3., 3., 3., 3., 3., 3., 3.]);
        assert_eq!(flat.direction(), Direction::None);
        let touching = of(
            &[0., 30., 61., 92., 120., 150., 181.],
            &[4., 4., 3., 3., 3., 2., 2.],
        );
        assert_eq!(touching.direction(), Direction::None, "it touches zero");
        let steady = of(
            &[0., 1., 2., 3., 4., 5., 6.],
            &[5., 4.5, 4., 3.5, 3., 2.5, 2.],
        );
        assert_eq!(steady.direction(), Direction::Falling);
    }

    proptest! {
        #[test]
        fn the_slope_lies_within_its_interval_and_turns_with_the_data(
            ys in proptest::collection::vec(1u8..=5, LEAST_POINTS..60),
        ) {
            let points: Vec<(f64, f64)> = ys.iter().enumerate().map(|(x, y)| (count(x), f64::from(*y))).collect();
            let turned: Vec<(f64, f64)> = points.iter().map(|(x, y)| (*x, -y)).collect();
            let (one, other) = (theil_sen(&points).unwrap(), theil_sen(&turned).unwrap());
            prop_assert!(one.low <= one.slope && one.slope <= one.high);
            prop_assert!((one.slope + other.slope).abs() < 1e-9);
        }
    }
}
