//! What people do, as the reason names it.

use super::Function::{self, Adjacent, Other};

pub(crate) const PRODUCT: Function = Function::Product;

// Beside product management: the same teams, another job.
pub(super) const PRODUCT_MARKETING: Function = Adjacent("product marketing");
pub(super) const PRODUCT_OPERATIONS: Function = Adjacent("product operations");
pub(super) const PRODUCT_ANALYSIS: Function = Adjacent("product analysis");
pub(super) const PRODUCT_STRATEGY: Function = Adjacent("product strategy");
pub(super) const PRODUCT_COACHING: Function = Adjacent("product coaching");
pub(super) const PRODUCT_STAFF: Function = Adjacent("support of a product organisation");
pub(super) const PRODUCT_SPECIALIST: Function = Adjacent("specialist work on a product");

// Outside product: where people come from.
const fn other(name: &'static str) -> Function {
    Other(Some(name))
}
pub(super) const AGILE: Function = other("agile delivery");
pub(super) const ANALYSIS: Function = other("analysis");
pub(super) const ART: Function = other("art and media");
pub(super) const ASSISTANCE: Function = other("assistance");
pub(super) const BRAND: Function = other("brand management");
pub(super) const CATEGORY: Function = other("category management");
pub(super) const CONSTRUCTION: Function = other("construction and property");
pub(super) const CONSULTING: Function = other("consulting");
pub(super) const CRAFT: Function = other("a trade");
pub(super) const CUSTOMER: Function = other("customer support and success");
pub(super) const DATA: Function = other("data work");
pub(super) const DESIGN: Function = other("design");
pub(super) const DEVELOPMENT: Function = other("product development and R&D");
pub(super) const ENGINEERING: Function = other("engineering");
pub(super) const FINANCE: Function = other("finance");
pub(super) const FOUNDING: Function = other("founding a company");
pub(super) const GENERAL: Function = other("general management");
pub(super) const GOVERNMENT: Function = other("politics and public office");
pub(super) const HEALTH: Function = other("health care");
pub(super) const HOSPITALITY: Function = other("hospitality");
pub(super) const INVESTING: Function = other("investing");
pub(super) const LEGAL: Function = other("law, privacy and compliance");
pub(super) const LOGISTICS: Function = other("logistics and supply");
pub(super) const MARKETING: Function = other("marketing");
pub(super) const OPERATIONS: Function = other("operations");
pub(super) const PEOPLE: Function = other("people and recruiting");
pub(super) const PROCUREMENT: Function = other("procurement");
pub(super) const PRODUCTION: Function = other("production");
pub(super) const PROGRAMME: Function = other("programme management");
pub(super) const PROJECT: Function = other("project management");
pub(super) const QUALITY: Function = other("quality and testing");
pub(super) const RESEARCH: Function = other("research");
pub(super) const RETAIL: Function = other("retail");
pub(super) const SALES: Function = other("sales");
pub(super) const SECURITY: Function = other("security");
pub(super) const SHIFTS: Function = other("shift work");
pub(super) const TEACHING: Function = other("teaching");
pub(super) const WRITING: Function = other("writing and content");
pub(crate) const TIME: Function = other("a time of day");
