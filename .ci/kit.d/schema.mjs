// Validates the files of vectors by their schema, and checks that broken ones are
// refused.
import { readFileSync, readdirSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const dir = process.argv[2]
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false })
addFormats(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(`${dir}/schema.json`, 'utf8')))

const changes = {
  'no family': f => { delete f.family },
  'an unknown family': f => { f.family = 'letters' },
  'no vectors': f => { f.vectors = [] },
  'a member that is not known': f => { f.vectors[0].wanted = {} },
  'no id': f => { delete f.vectors[0].id },
  'an id of another form': f => { f.vectors[0].id = 'Above 80' },
  'no rule': f => { delete f.vectors[0].rule },
  'no harm': f => { delete f.vectors[0].harm },
  'no input': f => { delete f.vectors[0].input },
  'an input that is text': f => { f.vectors[0].input = JSON.stringify(f.vectors[0].input) },
  'an empty input': f => { f.vectors[0].input = {} },
  'an answer and a refusal': f => { f.vectors.find(v => v.want).refuse = true },
  'neither': f => { delete f.vectors.find(v => v.want).want },
  'a refusal that is false': f => { const v = f.vectors.find(v => v.want); delete v.want; v.refuse = false },
  'an empty answer': f => { f.vectors.find(v => v.want).want = {} }
}
let failed = false
let n = 0
for (const name of readdirSync(dir).filter(name => name !== 'schema.json')) {
  const text = readFileSync(`${dir}/${name}`, 'utf8')
  if (!validate(JSON.parse(text))) {
    console.error(name, validate.errors.slice(0, 3))
    failed = true
  }
  n += JSON.parse(text).vectors.length
  for (const [what, change] of Object.entries(changes)) {
    const file = JSON.parse(text)
    change(file)
    if (validate(file)) {
      console.error(`${name}: not refused: ${what}`)
      failed = true
    }
  }
}
if (failed) process.exit(1)
console.log(`${n} vectors are valid by their schema; each of ${Object.keys(changes).length} breaks of each file is refused`)
