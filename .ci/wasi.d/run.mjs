// Runs a WASI module with the folder it is called in: node run.mjs MODULE ARGUMENTS
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [, , module, ...args] = process.argv;
const wasi = new WASI({ version: "preview1", args: ["cohort", ...args], preopens: { "/": process.cwd() }, returnOnExit: true });
const { instance } = await WebAssembly.instantiate(await readFile(module), wasi.getImportObject());
process.exitCode = wasi.start(instance);
