//! What Noor's roles rest on: a degree that had nothing to do with product, a certificate, a course, a bakery.

use super::{Sample, text};
use crate::record::{Award, Certificate, Education, Training, Volunteering};

impl Sample<'_> {
    /// Months are counted back, as those of the roles are.
    pub(super) fn background(&mut self) {
        let [school_from, school_to, master_from, master_to] =
            [-206, -170, -169, -146].map(|months| Some(self.month(months)));
        self.act.add(Education {
            school: "University of Bergen".to_owned(),
            degree: text("BA, Linguistics"),
            from: school_from,
            to: school_to,
            note: text("How people say what they want, and what they mean by it. It never left."),
            ..Education::default()
        });
        self.act.add(Education {
            school: "Delft University of Technology".to_owned(),
            degree: text("MSc, Industrial Design"),
            from: master_from,
            to: master_to,
            grade: text("8 of 10"),
            ..Education::default()
        });
        let (given, expires) = (Some(self.month(-14)), Some(self.month(22)));
        self.act.add(Certificate {
            name: "Finance for those who are not in it".to_owned(),
            issuer: text("Harbour Evening School"),
            on: given,
            until: expires,
            number: text("F-2207"),
            ..Certificate::default()
        });
        let ended = Some(self.month(-62));
        self.act.add(Training {
            title: "Statistics for online experiments".to_owned(),
            provider: text("Brightwater, in house"),
            on: ended,
            note: text("Six Thursdays. The only course I have used every week since."),
            ..Training::default()
        });
        let (from, to) = (Some(self.month(-55)), Some(self.month(-49)));
        self.act.add(Volunteering {
            title: "Accounts and the shop window".to_owned(),
            organisation: text("My sister’s bakery"),
            cause: text("family"),
            from,
            to,
            note: text("Put the price of bread up once, with a sign that said why. Nobody left."),
            ..Volunteering::default()
        });
        let since = Some(self.month(-20));
        self.act.add(Volunteering {
            title: "Mentor".to_owned(),
            organisation: text("First in Product, an association"),
            cause: text("people who come from support"),
            from: since,
            ..Volunteering::default()
        });
        let given = Some(self.month(-8));
        self.act.add(Award {
            title: "Colleague of the year, by the sales team".to_owned(),
            issuer: text("Tidepool"),
            on: given,
            note: text("For a price change that nobody had to apologise for."),
            ..Award::default()
        });
    }
}
