// Holds the schemas against documents; see .ci/schema.
import { readFileSync, readdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { basename, join } from "node:path";
import Ajv from "ajv/dist/2020.js";

const [, , top, work, count] = process.argv;
const ajv = new Ajv({ allErrors: false, strict: true, strictRequired: false, strictTypes: false });
const read = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));
const schema = {};
for (const name of ["course", "entry", "policy", "scheme", "plan", "grouping"]) schema[name] = ajv.compile(read(work, `${name}.schema.json`));

let failures = 0;
const fail = (text) => {
  failures++;
  console.log(text);
};
const passes = (name, value, what) => {
  if (!schema[name](value)) fail(`${what}: the schema of ${name} refuses it: ${ajv.errorsText(schema[name].errors)}`);
};
const accepted = (document) => spawnSync(join(work, "cohort"), ["check", "-"], { input: JSON.stringify(document) }).status === 0;

// Documents, their parts, and journals before and after they are recorded.
const courses = {};
for (const file of readdirSync(join(top, "examples/courses")).filter((f) => f.endsWith(".json"))) {
  const name = basename(file, ".json");
  const course = (courses[name] = read(top, "examples/courses", file));
  passes("course", course, file);
  passes("course", { $schema: "https://example.org/course.json", ...course }, `${file} with $schema`);
  for (const [part, of] of Object.entries({ grading: "scheme", admission: "policy", schedule: "plan", grouping: "grouping" }))
    if (course[part]) passes(of, course[part], `${file}, ${part}`);
}
let entries = 0;
for (const dir of [join(top, "examples/courses/journals"), join(work, "recorded"), join(top, "course/testdata/runs")])
  for (const file of readdirSync(dir).filter((f) => f.endsWith(".jsonl") && !f.endsWith(".states.jsonl")))
    for (const [i, line] of readFileSync(join(dir, file), "utf8").trim().split("\n").entries()) {
      passes("entry", JSON.parse(line), `${file}: [${i}]`);
      entries++;
    }

// change returns a document with the value at a pointer replaced or removed.
function change(document, pointer, value) {
  const copy = structuredClone(document);
  const keys = pointer.split("/").slice(1).map((k) => k.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop();
  let at = copy;
  for (const key of keys) at = at[key];
  if (value !== undefined) at[last] = value;
  else if (Array.isArray(at)) at.splice(Number(last), 1);
  else delete at[last];
  return copy;
}

// Broken documents: refused by both; and what only the command can tell.
const broken = read(top, ".ci/schema.d/broken.json");
for (const { of, at, to } of broken.both) {
  const document = change(courses[of], at, to);
  if (schema.course(document)) fail(`broken ${of} ${at} ${JSON.stringify(to)}: the schema accepts it`);
  if (accepted(document)) fail(`broken ${of} ${at} ${JSON.stringify(to)}: the command accepts it`);
}
for (const { of, at, to } of broken.only_check) {
  const document = change(courses[of], at, to);
  if (!schema.course(document)) fail(`${of} ${at} ${JSON.stringify(to)}: the schema refuses it, too`);
  if (accepted(document)) fail(`${of} ${at} ${JSON.stringify(to)}: the command accepts it`);
}
if (broken.both.length < 100) fail(`only ${broken.both.length} broken documents`);

// Random changes: what the command accepts, the schema accepts.
let seed = 20250101;
const random = (n) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n;
const values = [undefined, "", " ", "x", "0", "1", "-1", "100", "0.5", "1e3", 0, 1, -1, 2, 100, 1000000, true, false, [], {}, "2025-01-01", "2025-01-01T10:00", "09:00", "fr", "women", "\u00fcber", "a\nb"];
function pointers(value, path, list) {
  if (path) list.push(path);
  if (value && typeof value === "object") for (const key of Object.keys(value)) pointers(value[key], `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, list);
  return list;
}
const names = Object.keys(courses);
let kept = 0;
for (let i = 0; i < Number(count); i++) {
  const name = names[random(names.length)];
  const list = pointers(courses[name], "", []);
  const at = list[random(list.length)];
  const document = change(courses[name], at, values[random(values.length)]);
  if (!accepted(document)) continue;
  kept++;
  passes("course", document, `${name} changed at ${at}`);
}
console.log(`${names.length} documents and ${entries} entries pass; ${broken.both.length} broken ones are refused; ${broken.only_check.length} only by the command; ${kept} of ${count} random changes are accepted by both`);
process.exit(failures ? 1 : 0);
