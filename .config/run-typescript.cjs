/**
 * Has Node.js run the project's TypeScript. ts-node makes JavaScript of a file once; that is kept until the file, the settings or the
 * compiler change. A command then starts without loading TypeScript at all.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const root = resolve(__dirname, "..");
const folder = join(root, "node_modules/.cache/typescript");
/** All that decides what becomes of a file, besides its text and place. */
const settings = [
  readFileSync(join(root, "tsconfig.json"), "utf8"),
  ...["ts-node", "typescript"].map((name) => require(`${name}/package.json`).version),
  process.version,
].join("\n");

let compiler;

function compiled(path) {
  const text = readFileSync(path, "utf8");
  // It ends the kept file, so that one which was written in part is not taken.
  const key = `\n//${hash(settings + path + text)}\n`;
  const kept = join(folder, `${hash(path)}.js`);
  try {
    const code = readFileSync(kept, "utf8");
    if (code.endsWith(key)) return code;
  } catch {
    // It was never compiled.
  }
  compiler ??= require("ts-node").create({ projectSearchDir: root });
  const code = compiler.compile(text, path) + key;
  keep(kept, code);
  return code;
}

/** Where the folder cannot be written, the file is compiled again the next time. */
function keep(path, code) {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, code);
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Nothing is lost.
  }
}

function hash(text) {
  return createHash("sha1").update(text).digest("hex");
}

process.setSourceMapsEnabled(true);
require.extensions[".ts"] = (module, path) => module._compile(compiled(path), path);
