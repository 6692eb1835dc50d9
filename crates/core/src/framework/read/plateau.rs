//! `[[plateau]]`: when each sign is told. All of it may be absent; a sign that is not named keeps the shipped rule.

use super::{Fields, Reader};
use crate::framework::{Basis, Sign, SignRule};

pub(super) fn rules(reader: &mut Reader, top: &mut Fields<'_>) -> Vec<SignRule> {
    let mut rules = SignRule::shipped();
    if !top.has("plateau") {
        return rules;
    }
    let mut seen = Vec::new();
    let read = top.each(
        reader,
        "plateau",
        "a sign of ‘plateau’",
        |reader, fields| {
            let rule = rule(reader, fields);
            if seen.contains(&rule.sign) {
                let message = format!("the sign ‘{}’ has a rule already", rule.sign.word());
                reader.fault(fields.span_of("sign"), message, None);
            }
            seen.push(rule.sign);
            rule
        },
    );
    for rule in read {
        if let Some(shipped) = rules.iter_mut().find(|it| it.sign == rule.sign) {
            *shipped = rule;
        }
    }
    rules
}

fn rule(reader: &mut Reader, fields: &mut Fields<'_>) -> SignRule {
    let sign = fields.word(reader, "sign", Sign::LongOnRung, Sign::WORDS);
    let threshold = fields.integer(reader, "threshold", 1..=1_000);
    let months = match (fields.has("months"), sign.looks_back()) {
        (true, true) => fields.small(reader, "months", 1..=120),
        (true, false) => {
            let message = format!("the sign ‘{}’ takes no ‘months’", sign.word());
            reader.fault(
                fields.span_of("months"),
                message,
                Some("remove it".to_owned()),
            );
            fields.small(reader, "months", 1..=120)
        }
        (false, _) => SignRule::MONTHS,
    };
    let least = fields.small(reader, "least", 1..=100);
    if sign == Sign::Falling
        && fields.has("least")
        && usize::from(least) < crate::stats::trend::LEAST_POINTS
    {
        let message = format!("no trend is claimed on {least} check-ins");
        let help = format!("at least {}", crate::stats::trend::LEAST_POINTS);
        reader.fault(fields.span_of("least"), message, Some(help));
    }
    SignRule {
        sign,
        threshold: threshold.and_then(|it| u16::try_from(it).ok()).unwrap_or(1),
        months,
        least,
        basis: fields.word(reader, "basis", Basis::Judgement, Basis::WORDS),
        why: fields.text(reader, "why"),
    }
}
