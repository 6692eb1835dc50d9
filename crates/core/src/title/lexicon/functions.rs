//! What people do, as the reason names it.

use super::Function::{self, Adjacent, Other};

pub(in crate::title) const PRODUCT: Function = Function::Product;

// Beside product management: the same teams, another job.
pub(in crate::title) const PRODUCT_MARKETING: Function = Adjacent("product marketing");
pub(in crate::title) const PRODUCT_OPERATIONS: Function = Adjacent("product operations");
pub(in crate::title) const PRODUCT_ANALYSIS: Function = Adjacent("product analysis");
pub(in crate::title) const PRODUCT_STRATEGY: Function = Adjacent("product strategy");
pub(in crate::title) const PRODUCT_COACHING: Function = Adjacent("product coaching");
pub(in crate::title) const PRODUCT_STAFF: Function = Adjacent("support of a product organisation");
pub(in crate::title) const PRODUCT_SPECIALIST: Function = Adjacent("specialist work on a product");

// Outside product: where people come from.
const fn other(name: &'static str) -> Function {
    Other(Some(name))
}
pub(in crate::title) const AGILE: Function = other("agile delivery");
pub(in crate::title) const ANALYSIS: Function = other("analysis");
pub(in crate::title) const ART: Function = other("art and media");
pub(in crate::title) const ASSISTANCE: Function = other("assistance");
pub(in crate::title) const BRAND: Function = other("brand management");
pub(in crate::title) const CATEGORY: Function = other("category management");
pub(in crate::title) const CONSTRUCTION: Function = other("construction and property");
pub(in crate::title) const CONSULTING: Function = other("consulting");
pub(in crate::title) const CRAFT: Function = other("a trade");
pub(in crate::title) const CUSTOMER: Function = other("customer support and success");
pub(in crate::title) const DATA: Function = other("data work");
pub(in crate::title) const DESIGN: Function = other("design");
pub(in crate::title) const DEVELOPMENT: Function = other("product development and R&D");
pub(in crate::title) const ENGINEERING: Function = other("engineering");
pub(in crate::title) const FINANCE: Function = other("finance");
pub(in crate::title) const FOUNDING: Function = other("founding a company");
pub(in crate::title) const GENERAL: Function = other("general management");
pub(in crate::title) const GOVERNMENT: Function = other("politics and public office");
pub(in crate::title) const HEALTH: Function = other("health care");
pub(in crate::title) const HOSPITALITY: Function = other("hospitality");
pub(in crate::title) const INVESTING: Function = other("investing");
pub(in crate::title) const LEGAL: Function = other("law, privacy and compliance");
pub(in crate::title) const LOGISTICS: Function = other("logistics and supply");
pub(in crate::title) const MARKETING: Function = other("marketing");
pub(in crate::title) const OPERATIONS: Function = other("operations");
pub(in crate::title) const PEOPLE: Function = other("people and recruiting");
pub(in crate::title) const PROCUREMENT: Function = other("procurement");
pub(in crate::title) const PRODUCTION: Function = other("production");
pub(in crate::title) const PROGRAMME: Function = other("programme management");
pub(in crate::title) const PROJECT: Function = other("project management");
pub(in crate::title) const QUALITY: Function = other("quality and testing");
pub(in crate::title) const RESEARCH: Function = other("research");
pub(in crate::title) const RETAIL: Function = other("retail");
pub(in crate::title) const SALES: Function = other("sales");
pub(in crate::title) const SECURITY: Function = other("security");
pub(in crate::title) const SHIFTS: Function = other("shift work");
pub(in crate::title) const TEACHING: Function = other("teaching");
pub(in crate::title) const WRITING: Function = other("writing and content");
pub(in crate::title) const TIME: Function = other("a time of day");
