//! Words that mean more than one job: what is meant most often, how sure that can be, and why not surer.

use super::{
    Doubt, Function, Seniority,
    functions::{
        AGILE, CONSTRUCTION, CONSULTING, CRAFT, FINANCE, GOVERNMENT, HEALTH, HOSPITALITY, LEGAL,
        LOGISTICS, MARKETING, PEOPLE, PROCUREMENT, PRODUCT, PRODUCT_SPECIALIST, PRODUCTION,
        PROGRAMME, PROJECT, SECURITY, SHIFTS, TIME,
    },
};

/// What `PM` and its kin are short for in other trades.
const OTHER_PMS: &[Function] = &[
    PROJECT,
    PROGRAMME,
    CONSTRUCTION,
    AGILE,
    GOVERNMENT,
    SHIFTS,
    PRODUCTION,
    HOSPITALITY,
    HEALTH,
    CRAFT,
    TIME,
];
/// Whose chief a `CPO` may be.
const OTHER_CPOS: &[Function] = &[
    PEOPLE,
    PROCUREMENT,
    LEGAL,
    LOGISTICS,
    GOVERNMENT,
    FINANCE,
    SECURITY,
];

pub(super) static PM: Doubt = Doubt {
    function: PRODUCT,
    seniority: None,
    means: "product manager",
    cap: 65,
    why: "‘PM’ is as often a project manager.",
    elsewhere: OTHER_PMS,
    firms: true,
};
pub(super) static APM: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Junior),
    means: "associate product manager",
    cap: 70,
    why: "‘APM’ is an assistant project manager in other trades.",
    elsewhere: OTHER_PMS,
    firms: true,
};
pub(super) static SPM: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Senior),
    means: "senior product manager",
    cap: 60,
    why: "‘SPM’ is a senior project manager elsewhere.",
    elsewhere: OTHER_PMS,
    firms: true,
};
pub(super) static GPM: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Group),
    means: "group product manager",
    cap: 55,
    why: "‘GPM’ is a group programme manager in some companies.",
    elsewhere: OTHER_PMS,
    firms: false,
};
pub(super) static PMT: Doubt = Doubt {
    function: PRODUCT,
    seniority: None,
    means: "product manager, technical",
    cap: 65,
    why: "Few companies use ‘PMT’, and not all for this.",
    elsewhere: OTHER_PMS,
    firms: true,
};
pub(super) static TPM: Doubt = Doubt {
    function: PROGRAMME,
    seniority: None,
    means: "technical programme manager",
    cap: 60,
    why: "A few companies mean a technical product manager by ‘TPM’.",
    elsewhere: &[],
    firms: false,
};
pub(super) static CPO: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Chief),
    means: "chief product officer",
    cap: 70,
    why: "‘CPO’ may also be the chief people, procurement or privacy officer.",
    elsewhere: OTHER_CPOS,
    firms: true,
};
pub(super) static OWNER: Doubt = Doubt {
    function: PRODUCT,
    seniority: None,
    means: "product owner",
    cap: 55,
    why: "‘Product owner’ is a product manager’s job in one company and a role in a team’s process in the next.",
    elsewhere: &[],
    firms: false,
};
pub(super) static PO: Doubt = Doubt {
    function: PRODUCT,
    seniority: None,
    means: "product owner",
    cap: 45,
    why: "‘PO’ is short for other things too, and not every product owner does a product manager’s job.",
    elsewhere: &[PROCUREMENT, GOVERNMENT, LOGISTICS, SECURITY],
    firms: false,
};
pub(super) static CHIEF_OWNER: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Principal),
    means: "the first among several product owners",
    cap: 45,
    why: "A chief product owner works across teams on one product, and is not the chief product officer.",
    elsewhere: &[],
    firms: false,
};
pub(super) static CHIEF_MANAGER: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Principal),
    means: "a very experienced product manager",
    cap: 45,
    why: "A chief product manager is seldom the chief product officer.",
    elsewhere: &[],
    firms: false,
};
pub(super) static ASSOCIATE: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Junior),
    means: "a beginner in product",
    cap: 50,
    why: "Companies use it for very different work.",
    elsewhere: &[],
    firms: false,
};
pub(super) static GROUP: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Group),
    means: "group product manager",
    cap: 50,
    why: "‘Product group’ may also be a range of goods.",
    elsewhere: &[],
    firms: false,
};
pub(super) static LINE: Doubt = Doubt {
    function: PRODUCT,
    seniority: None,
    means: "manager of a product line",
    cap: 70,
    why: "In industry and retail a product line is often run as a business rather than developed.",
    elsewhere: &[],
    firms: false,
};
/// French, Spanish and Italian consumer goods: ‘chef de produit’.
pub(super) static GOODS_MANAGER: Doubt = Doubt {
    function: PRODUCT,
    seniority: None,
    means: "product manager",
    cap: 70,
    why: "In consumer goods this is often a marketing job.",
    elsewhere: &[],
    firms: false,
};
pub(super) static SPECIALIST: Doubt = Doubt {
    function: PRODUCT_SPECIALIST,
    seniority: None,
    means: "specialist work on a product",
    cap: 55,
    why: "It may be sales, support or product work.",
    elsewhere: &[],
    firms: false,
};
pub(super) static DEVELOPMENT: Doubt = Doubt {
    function: super::functions::DEVELOPMENT,
    seniority: None,
    means: "product development and R&D",
    cap: 65,
    why: "Some companies mean product management by product development.",
    elsewhere: &[],
    firms: false,
};
/// ‘Growth lead’, ‘head of growth’.
pub(super) static GROWTH: Doubt = Doubt {
    function: MARKETING,
    seniority: None,
    means: "growth marketing",
    cap: 55,
    why: "Growth belongs to marketing in one company and to product in the next.",
    elsewhere: &[],
    firms: false,
};
pub(super) static CONSULTANT: Doubt = Doubt {
    function: CONSULTING,
    seniority: None,
    means: "consulting on products",
    cap: 60,
    why: "A product consultant may also be a product manager for hire.",
    elsewhere: &[],
    firms: false,
};
/// ‘Responsable produit’, ‘Produktverantwortlicher’.
pub(super) static RESPONSIBLE: Doubt = Doubt {
    function: PRODUCT,
    seniority: None,
    means: "responsible for a product",
    cap: 60,
    why: "It may be the person who manages the product, or the one who leads those who do.",
    elsewhere: &[],
    firms: false,
};
/// ‘Responsable de la gestion de produits’.
pub(super) static LEADS_MANAGERS: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Head),
    means: "head of product management",
    cap: 50,
    why: "It may also be one product manager among several.",
    elsewhere: &[],
    firms: false,
};
/// ‘Produktleiter’, ‘productleider’.
pub(super) static PRODUCT_LEAD: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Lead),
    means: "product lead",
    cap: 45,
    why: "It may be anything from a product manager to the head of product.",
    elsewhere: &[],
    firms: false,
};
/// ‘Produktchef’.
pub(super) static PRODUCT_BOSS: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Head),
    means: "head of product",
    cap: 50,
    why: "It is said of heads of product and of chief product officers alike.",
    elsewhere: &[],
    firms: false,
};
/// Canadian French: ‘gestionnaire principal de produits’.
pub(super) static PRINCIPAL_IN_FRENCH: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Senior),
    means: "senior product manager",
    cap: 55,
    why: "‘Principal’ in Canadian French is mostly what English calls senior.",
    elsewhere: &[],
    firms: false,
};
/// Brazil: ‘coordenador de produto’.
pub(super) static COORDINATES: Doubt = Doubt {
    function: PRODUCT,
    seniority: Some(Seniority::Lead),
    means: "first line of leadership in product",
    cap: 45,
    why: "It leads a few people in one company and none in the next.",
    elsewhere: &[],
    firms: false,
};
