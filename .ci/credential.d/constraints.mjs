// What the JSON schema of Open Badges 3.0 asks of the classes that a credential
// made here has (classes.json: required properties, types, and the kind of each
// property), as a schema of its own, and each of these constraints broken alone:
//
//	node constraints.mjs schema.json [ob_v3p0_achievementcredential_schema.json] <credentials
//
// A broken constraint must be refused by that schema, by ours, and by the
// standard's own file where it is at hand; unchanged credentials by none. Ours may
// ask for more, and no property of ours is unknown to the standard.
import { readFileSync } from 'node:fs'
import Ajv2019 from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'

const classes = JSON.parse(readFileSync(new URL('classes.json', import.meta.url), 'utf8'))
const extension = { type: 'string', pattern: '(ext:)[a-z|A-Z|0-9|.|-|_]+' }
const names = {
  achievementType: `Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree Certificate
    CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree Diploma DoctoralDegree Fieldwork
    GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate QualityAssuranceCredential
    MasterCertificate MasterDegree MicroCredential ResearchDoctorate SecondarySchoolDiploma`,
  resultType: `GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion RubricCriterionLevel
    RubricScore ScaledScore Status`,
  status: 'Completed Enrolled Failed InProgress OnHold Provisional Withdrew'
}
const contexts = [
  { enum: ['https://www.w3.org/ns/credentials/v2'] },
  { type: 'string', pattern: '^https://purl\\.imsglobal\\.org/spec/ob/v3p0/context(-3\\.\\d\\.\\d)*\\.json$' }
]

// kind returns the schema of a property.
function kind (k, types) {
  if (Array.isArray(k)) return { type: 'array', items: kind(k[0]) }
  switch (k) {
    case 'text': return { type: 'string' }
    case 'number': return { type: 'number' }
    case 'instant': return { type: 'string', format: 'date-time' }
    case 'language': return { type: 'string', pattern: '^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$' }
    case 'types': return { allOf: types.map(t => ({ type: 'array', minItems: 1, contains: { enum: t }, items: { type: 'string' } })) }
    case 'context': return { type: 'array', minItems: 2, items: contexts, additionalItems: { oneOf: [{ type: 'string' }, { type: 'object' }] } }
    case 'text or Profile': return { oneOf: [{ type: 'string' }, { $ref: '#/$defs/Profile' }] }
  }
  if (k.startsWith('name of ')) {
    const one = { type: 'string', enum: names[k.slice(8)].split(/\s+/) }
    return k === 'name of status' ? one : { oneOf: [one, extension] }
  }
  return { $ref: '#/$defs/' + k }
}

const standard = { $schema: 'https://json-schema.org/draft/2019-09/schema', $ref: '#/$defs/AchievementCredential', $defs: {} }
for (const [name, c] of Object.entries(classes)) {
  standard.$defs[name] = {
    type: 'object', required: c.required,
    properties: Object.fromEntries(Object.entries(c.properties).map(([p, k]) => [p, kind(k, c.types)]))
  }
}

const read = file => JSON.parse(readFileSync(file, 'utf8'))
const [ours, official] = [read(process.argv[2]), process.argv[3]]
const schemas = [['the standard', standard], ['ours', ours], ...(official ? [['the official file', read(official)]] : [])].map(([name, schema]) => {
  const ajv = new Ajv2019({ strict: false })
  addFormats(ajv)
  return [name, ajv.compile(schema)]
})

let failed = false
const complain = text => { console.error(text); failed = true }

// Every property of ours is one of the standard, and what the standard requires
// ours does.
const named = { '': 'AchievementCredential', profile: 'Profile', subject: 'AchievementSubject', achievement: 'Achievement', description: 'ResultDescription', level: 'RubricCriterionLevel', result: 'Result', evidence: 'Evidence' }
for (const [def, name] of Object.entries(named)) {
  const mine = def ? ours.$defs[def] : ours
  for (const p of Object.keys(mine.properties)) if (!(p in classes[name].properties)) complain(`${name}.${p} is not of the standard`)
  for (const p of classes[name].required) if (!mine.required.includes(p)) complain(`ours does not require ${name}.${p}`)
}

// broken yields each constraint of a value of a kind, and a value that breaks it
// alone.
function * broken (value, k, types) {
  if (Array.isArray(k)) {
    yield ['a list', { 0: value[0] }]
    for (let i = 0; i < value.length; i++) {
      for (const [what, v] of broken(value[i], k[0])) yield [`[${i}] ${what}`, value.with(i, v)]
    }
    return
  }
  switch (k) {
    case 'text': return yield ['text', 17]
    case 'number': return yield ['a number', '17']
    case 'instant': yield ['text', 17]; return yield ['a date and a time', '2026-03-04']
    case 'language': yield ['text', 17]; return yield ['a language tag', 'English']
    case 'types':
      yield ['a list', types[0][0]]
      yield ['at least one', []]
      yield ['texts', [...value, 17]]
      for (const t of types) yield [`one of ${t}`, [...value.filter(v => !t.includes(v)), 'Other']]
      return
    case 'context':
      yield ['a list', value[0]]
      yield ['at least two', value.slice(0, 1)]
      yield ['the first', ['https://www.w3.org/2018/credentials/v1', value[1]]]
      yield ['the second', [value[0], 'https://w3id.org/openbadges/v2']]
      return yield ['addresses or maps', [...value, 17]]
    case 'text or Profile':
      yield ['text or an object', 17]
      return yield * broken(value, 'Profile')
  }
  if (k.startsWith('name of ')) {
    yield ['text', 17]
    return yield ['one of the names', 'Other']
  }
  yield ['an object', 17]
  const c = classes[k]
  for (const p of c.required) {
    const { [p]: _, ...rest } = value
    yield [`${k}.${p} required`, rest]
  }
  for (const [p, v] of Object.entries(value)) {
    if (!(p in c.properties)) complain(`${k}.${p} is not of the standard`)
    else for (const [what, b] of broken(v, c.properties[p], c.types)) yield [`${k}.${p} ${what}`.replace(/ (\w+\.)/g, ' $1'), { ...value, [p]: b }]
  }
}

const kinds = new Set()
let n = 0
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const credential = JSON.parse(line)
  for (const [name, validate] of schemas) if (!validate(credential)) complain(`${name} refuses: ${JSON.stringify(validate.errors[0])}`)
  for (const [what, changed] of broken(credential, 'AchievementCredential')) {
    n++
    kinds.add(what.replace(/\[\d+\] /g, '').split(' ').slice(-4).join(' '))
    for (const [name, validate] of schemas) if (validate(changed)) complain(`${name} does not refuse: ${what}`)
  }
}
if (failed || n < 500) process.exit(1)
console.log(`${n} broken constraints of ${kinds.size} kinds are refused by ${schemas.map(s => s[0]).join(' and by ')}`)
