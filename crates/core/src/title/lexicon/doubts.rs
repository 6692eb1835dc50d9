//! Words that mean more than one job, with what is meant most often and how sure that can be.

use super::{Doubt, Seniority, functions::*};

const PM_ELSEWHERE: &[super::Function] = &[
    PROJECT, PROGRAMME, CONSTRUCTION, AGILE, GOVERNMENT, SHIFTS, PRODUCTION, HOSPITALITY, HEALTH, CRAFT, TIME, ANALYSIS, CONSULTING,
];
