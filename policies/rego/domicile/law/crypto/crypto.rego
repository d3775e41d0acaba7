# METADATA
# description: LAW 5 - what each store demands of encryption at rest.
package domicile.law.crypto

import data.domicile.lib.verdict

# METADATA
# title: Sealing in the mainland store
# custom:
#   id: SEAL.CN
#   cite: [PIPL 51(3), CSL(2025) 23(4), NDSMR 9, GB/T 39786-2021]
#   text:
#     en: The record is encrypted with SM4 under keys that exist in the mainland only.
#     zh: 记录以SM4加密，密钥仅存于中国大陆境内。
#     nl: Het record is versleuteld met SM4 onder sleutels die alleen op het Chinese vasteland bestaan.
sealed["CN"] := verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["ENC.SM", "KEY.LOCAL"]})

# METADATA
# title: Sealing in the European store
# custom:
#   id: SEAL.NL
#   cite: [GDPR 32(1)(a)]
#   text:
#     en: The record is encrypted with AES-256 under keys that exist in the EEA only.
#     zh: 记录以AES-256加密，密钥仅存于欧洲经济区内。
#     nl: Het record is versleuteld met AES-256 onder sleutels die alleen in de EER bestaan.
sealed["NL"] := verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["ENC.AES", "KEY.LOCAL"]})

# METADATA
# title: Sealing in the Singapore store
# custom:
#   id: SEAL.SG
#   cite: [PDPA 24]
#   text:
#     en: The record is encrypted with AES-256 under keys that exist in Singapore only.
#     zh: 记录以AES-256加密，密钥仅存于新加坡境内。
#     nl: Het record is versleuteld met AES-256 onder sleutels die alleen in Singapore bestaan.
sealed["SG"] := verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["ENC.AES", "KEY.LOCAL"]})
