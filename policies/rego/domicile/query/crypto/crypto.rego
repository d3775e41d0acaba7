# METADATA
# description: The query `crypto` - whether a cipher suite may seal a region's store (LAW 5).
package domicile.query.crypto

import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.law.crypto as limits

suite := facts.given.suite

region := facts.given.region

infrastructure if facts.tenant.ciio == true

decision := verdict.answer([finding | some finding in findings], {})

permit(meta, must) := verdict.finding(meta, {"stage": 4, "effect": "ALLOW", "need": "NONE", "must": must})

refuse(meta, need) := verdict.finding(meta, {"stage": 2, "effect": "DENY", "need": need})

# METADATA
# title: Commercial cryptography of the mainland
# custom:
#   id: CRYPTO.SM
#   cite: [CC Regs 41, GB/T 39786-2021, Crypto Law 8]
#   text:
#     en: The mainland store is sealed with SM2, SM3 and SM4.
#     zh: 大陆存储使用SM2、SM3、SM4商用密码算法加密。
#     nl: De opslag op het vasteland wordt verzegeld met SM2, SM3 en SM4.
findings contains permit(rego.metadata.rule(), ["ENC.SM", "KEY.LOCAL"]) if {
	region == "CN"
	suite == "SM"
}

# METADATA
# title: Infrastructure operators need certified modules
# custom:
#   id: CRYPTO.CERTIFIED
#   cite: [CC Regs 38-39, Crypto Law 27]
#   text:
#     en: An operator of critical information infrastructure uses certified modules only, assessed before going live and every year.
#     zh: 关键信息基础设施运营者须使用经检测认证的商用密码产品，并在投入运行前及每年进行评估。
#     nl: Een exploitant van vitale infrastructuur gebruikt alleen gecertificeerde modules, beoordeeld vóór ingebruikname en elk jaar.
findings contains refuse(rego.metadata.rule(), "CRYPTO.CERTIFIED") if {
	region == "CN"
	infrastructure
	not certified
}

certified if facts.given.certified_module == true

# METADATA
# title: Certified modules are assessed
# custom:
#   id: CRYPTO.ASSESSED
#   cite: [CC Regs 38-39, Crypto Law 27]
#   text:
#     en: The certified module is assessed before going live and every year.
#     zh: 经认证的商用密码产品在投入运行前及每年须进行安全性评估。
#     nl: De gecertificeerde module wordt vóór ingebruikname en elk jaar beoordeeld.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["CRYPTO.ASSESSMENT", "CRYPTO.CERTIFIED"],
}) if {
	region == "CN"
	infrastructure
}

# METADATA
# title: AES in the mainland below level 3
# custom:
#   id: CRYPTO.AES.CN
#   cite: [Crypto Law 8, CC Regs 41]
#   text:
#     en: Below protection level 3 no law names an algorithm, so AES may seal the mainland store.
#     zh: 等级保护三级以下，法律未指定算法，大陆存储可使用AES。
#     nl: Onder beschermingsniveau 3 noemt geen wet een algoritme; AES mag de opslag op het vasteland verzegelen.
findings contains permit(rego.metadata.rule(), ["ENC.AES", "KEY.LOCAL"]) if {
	region == "CN"
	suite == "AES"
	facts.tenant.mlps < limits.mlps_sm_from
}

# METADATA
# title: AES is refused from level 3
# custom:
#   id: CRYPTO.MLPS
#   cite: [CC Regs 41, GB/T 39786-2021]
#   text:
#     en: From protection level 3, for infrastructure operators, and where the level is unknown, the SM suite is needed.
#     zh: 等级保护三级及以上、关键信息基础设施运营者或等级不明的，须使用SM系列算法。
#     nl: Vanaf beschermingsniveau 3, voor vitale infrastructuur en bij een onbekend niveau is de SM-suite nodig.
findings contains refuse(rego.metadata.rule(), "ENC.SM") if {
	region == "CN"
	suite == "AES"
	not lightly_protected
}

lightly_protected if {
	facts.tenant.mlps < limits.mlps_sm_from
	not infrastructure
}

# METADATA
# title: AES in Europe and Singapore
# custom:
#   id: CRYPTO.AES
#   cite: [GDPR 32, PDPA 24]
#   text:
#     en: The store is sealed with AES-256, the state of the art.
#     zh: 存储使用AES-256加密，符合现有技术水平。
#     nl: De opslag wordt verzegeld met AES-256, de stand van de techniek.
findings contains permit(rego.metadata.rule(), ["ENC.AES", "KEY.LOCAL"]) if {
	region in {"NL", "SG"}
	suite == "AES"
}

# METADATA
# title: SM4 outside the mainland
# custom:
#   id: CRYPTO.ABROAD
#   cite: [GDPR 32, SOG-IS agreed mechanisms]
#   text:
#     en: The SM suite is not among the mechanisms agreed outside the mainland.
#     zh: SM系列算法不在境外认可的密码机制之列。
#     nl: De SM-suite hoort niet bij de buiten het vasteland aanvaarde mechanismen.
findings contains refuse(rego.metadata.rule(), "ENC.AES") if {
	region in {"NL", "SG"}
	suite == "SM"
}
