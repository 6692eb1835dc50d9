//! The tables of an export, by the headings that real ones have.

use super::stem;
use crate::roles;

/// What Windward does with a table, most useful first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// Its rows are roles.
    Roles,
    /// It has the name.
    Profile,
    /// Its rows are items of another kind.
    Items,
    /// Its rows are people.
    Connections,
    /// It says something about a career that a record has no place for.
    Career,
    /// It says nothing about a career.
    None,
}

/// One table of a LinkedIn export.
#[derive(Debug)]
pub(crate) struct Known {
    /// The file's name without its ending.
    pub(crate) name: &'static str,
    pub(crate) used: Use,
    /// Headings, folded; empty where the name alone has to do.
    headings: &'static [&'static str],
}

/// Every table that is told by its name or headings. Those not listed here are left alone too.
const ALL: [Known; 27] = [
    known_as(
        "Positions",
        Use::Roles,
        &[
            "company name",
            "title",
            "description",
            "location",
            "started on",
            "finished on",
        ],
    ),
    known_as(
        "Profile",
        Use::Profile,
        &[
            "first name",
            "last name",
            "maiden name",
            "address",
            "birth date",
            "headline",
            "summary",
            "industry",
            "zip code",
            "geo location",
            "twitter handles",
            "websites",
            "instant messengers",
        ],
    ),
    known_as(
        "Connections",
        Use::Connections,
        &[
            "first name",
            "last name",
            "url",
            "email address",
            "company",
            "position",
            "connected on",
        ],
    ),
    known_as(
        "Education",
        Use::Items,
        &[
            "school name",
            "start date",
            "end date",
            "notes",
            "degree name",
            "activities",
        ],
    ),
    known_as("Skills", Use::Items, &["name"]),
    known_as(
        "Certifications",
        Use::Items,
        &[
            "name",
            "url",
            "authority",
            "started on",
            "finished on",
            "license number",
        ],
    ),
    known_as(
        "Projects",
        Use::Items,
        &["title", "description", "url", "started on", "finished on"],
    ),
    known_as("Languages", Use::Career, &["name", "proficiency"]),
    known_as("Courses", Use::Items, &["name", "number"]),
    known_as("Honors", Use::Items, &["title", "description", "issued on"]),
    known_as(
        "Publications",
        Use::Career,
        &["name", "published on", "description", "publisher", "url"],
    ),
    known_as(
        "TestScores",
        Use::Career,
        &["tested on", "name", "description", "score"],
    ),
    known_as("Patents", Use::Career, &[]),
    known_as(
        "Organizations",
        Use::Career,
        &[
            "name",
            "position",
            "description",
            "started on",
            "finished on",
        ],
    ),
    known_as(
        "Volunteering",
        Use::Items,
        &[
            "company name",
            "role",
            "cause",
            "started on",
            "finished on",
            "description",
        ],
    ),
    known_as(
        "Recommendations_Received",
        Use::Items,
        &[
            "first name",
            "last name",
            "company",
            "job title",
            "text",
            "creation date",
            "status",
        ],
    ),
    known_as("Recommendations_Given", Use::None, &[]),
    known_as(
        "Saved Jobs",
        Use::None,
        &["saved date", "job url", "job title", "company name"],
    ),
    known_as(
        "Job Applications",
        Use::None,
        &[
            "application date",
            "contact email",
            "contact phone number",
            "company name",
            "job title",
            "job url",
            "resume name",
            "question and answers",
        ],
    ),
    known_as(
        "Contacts",
        Use::None,
        &[
            "source",
            "firstname",
            "lastname",
            "companies",
            "title",
            "emails",
            "phonenumbers",
            "createdat",
            "addresses",
            "sites",
            "instantmessagehandles",
            "fullname",
            "birthday",
            "location",
            "bookmarkedat",
            "profiles",
        ],
    ),
    known_as(
        "Invitations",
        Use::None,
        &[
            "from",
            "to",
            "sent at",
            "message",
            "direction",
            "inviterprofileurn",
            "inviteeprofileurn",
        ],
    ),
    known_as(
        "messages",
        Use::None,
        &[
            "conversation id",
            "conversation title",
            "from",
            "sender profile url",
        ],
    ),
    known_as(
        "Email Addresses",
        Use::None,
        &["email address", "confirmed", "primary", "updated on"],
    ),
    known_as("PhoneNumbers", Use::None, &["extension", "number", "type"]),
    known_as(
        "Company Follows",
        Use::None,
        &["organization", "followed on"],
    ),
    known_as("Ad_Targeting", Use::None, &[]),
    known_as(
        "Learning",
        Use::None,
        &["content title", "content description", "content type"],
    ),
];

const fn known_as(name: &'static str, used: Use, headings: &'static [&'static str]) -> Known {
    Known {
        name,
        used,
        headings,
    }
}

impl Known {
    /// Whether a line is its heading.
    pub(crate) fn heads(&self, headings: &[String]) -> bool {
        self.headings.is_empty() || self.share(headings) >= 0.5
    }

    /// How many of its headings are among these, from 0 to 1.
    pub(crate) fn share(&self, headings: &[String]) -> f64 {
        let there = self
            .headings
            .iter()
            .filter(|it| headings.iter().any(|heading| heading == *it));
        match self.headings.len() {
            0 => 0.0,
            // Both are below 20.
            all => {
                f64::from(u8::try_from(there.count()).unwrap_or(u8::MAX))
                    / f64::from(u8::try_from(all).unwrap_or(1))
            }
        }
    }

    /// The table of this name.
    pub(crate) fn named(file_name: &str) -> Option<&'static Self> {
        let stem = stem(file_name);
        ALL.iter().find(|it| super::stem(it.name) == stem)
    }

    /// The table that has most of these headings, if it has at least six in ten of its own. What could be anybody's
    /// table of roles has to have more: a title and a description alone are no honours.
    pub(crate) fn headed(headings: &[String]) -> Option<&'static Self> {
        // One heading may be of anything: then only the file's name tells.
        let several = ALL.iter().filter(|it| it.headings.len() > 1);
        let shares = several.map(|it| (it.share(headings), it));
        let best = shares.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        let enough = if roles::is_heading(headings) {
            best.0 > 0.8
        } else {
            best.0 >= 0.6
        };
        enough.then_some(best.1)
    }
}

/// The table that a file is: by its headings, where they are clear, otherwise by its name.
pub(crate) fn known(file_name: &str, headings: &[String]) -> Option<&'static Known> {
    let named = Known::named(file_name).filter(|it| it.heads(headings));
    named.or_else(|| Known::headed(headings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn split(headings: &str) -> Vec<String> {
        headings.split(',').map(fold).collect()
    }

    #[test]
    fn a_table_is_known_by_its_headings_whatever_its_name() {
        for (headings, name) in [
            (
                "Company Name,Title,Description,Location,Started On,Finished On",
                "Positions",
            ),
            (
                "Title,Description,Location,Started On,Finished On",
                "Positions",
            ),
            ("Title,Description,Url,Started On,Finished On", "Projects"),
            (
                "First Name,Last Name,Email Address,Company,Position,Connected On",
                "Connections",
            ),
            ("Saved Date,Job Url,Job Title,Company Name", "Saved Jobs"),
            (
                "Name,Url,Authority,Started On,Finished On,License Number",
                "Certifications",
            ),
            (
                "Company Name,Role,Cause,Started On,Finished On,Description",
                "Volunteering",
            ),
        ] {
            assert_eq!(
                known("x.csv", &split(headings)).map(|it| it.name),
                Some(name),
                "{headings}"
            );
        }
        for roles in [
            "Title,Company,From,To,Notes",
            "Title,Company,From,To,Description",
            "Title,Description,Started On,Finished On",
        ] {
            assert!(known("x.csv", &split(roles)).is_none(), "{roles}");
        }
    }

    #[test]
    fn a_name_decides_between_tables_that_are_alike() {
        let headings = split("Title,Description,Started On,Finished On");
        let name = |file: &str| known(file, &headings).map(|it| it.name);
        assert_eq!(name("Positions (2).csv"), Some("Positions"));
        assert_eq!(name("Projects.csv"), Some("Projects"));
    }
}
