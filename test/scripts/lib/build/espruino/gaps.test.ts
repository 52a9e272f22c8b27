import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import ts from "typescript";
import {
  MISSING_GLOBALS,
  MISSING_METHODS,
  MISSING_PROPERTIES,
  MISSING_STATICS,
} from "../../../../../scripts/lib/build/espruino/gaps";
import { runInEspruino } from "../../../../engines/espruino-run";

const interpreter = process.env.ESPRUINO ?? "";
const itWithEspruino = interpreter === "" ? it.skip : it;

/** An instance of each interface of the language's library. */
const instances: Record<string, string> = {
  Array: "[1]",
  ArrayBuffer: "new ArrayBuffer(2)",
  Boolean: "true",
  DataView: "new DataView(new ArrayBuffer(8))",
  Date: "new Date(0)",
  Error: "new Error('m')",
  Float32Array: "new Float32Array(2)",
  Function: "function(a){}",
  Number: "1.5",
  Object: "{}",
  Promise: "Promise.resolve(1)",
  RegExp: "/a/",
  String: "'a'",
  Uint8Array: "new Uint8Array(2)",
};

/** Names that cannot be told from a program's own without its types: `error.name`, `pattern.global`, `bytes.slice`. */
const TOO_COMMON = [
  "Array.lastIndexOf",
  "ArrayBuffer.slice",
  "Error.name",
  "Float32Array.lastIndexOf",
  "Function.arguments",
  "Function.caller",
  "Object.constructor",
  "RegExp.compile",
  "RegExp.global",
  "Uint8Array.lastIndexOf",
];

interface Probe {
  name: string;
  expression: string;
}

const missing: Probe[] = [
  ...[...MISSING_GLOBALS].map((name) => ({ name, expression: name })),
  ...[...MISSING_STATICS].flatMap(([object, names]) =>
    [...names].map((name) => ({ name: `${object}.${name}`, expression: `${object}.${name}` })),
  ),
  ...[...MISSING_METHODS, ...MISSING_PROPERTIES].flatMap((name) =>
    Object.values(instances).map((instance) => ({ name: `.${name}`, expression: `(${instance}).${name}` })),
  ),
];

/** Every value that the library of ES5 declares. */
function es5(): Probe[] {
  const path = require.resolve("typescript/lib/lib.es5.d.ts");
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022);
  const probes: Probe[] = [];
  const add = (name: string, expression = name): void => void probes.push({ name, expression });
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) add(statement.name.text);
    if (ts.isVariableStatement(statement)) {
      statement.declarationList.declarations.forEach(({ name }) => add(name.getText(source)));
    }
    if (ts.isInterfaceDeclaration(statement)) {
      const owner = statement.name.text.replace(/Constructor$/, "");
      const isStatic = owner !== statement.name.text || owner === "Math" || owner === "JSON";
      const instance = isStatic ? owner : instances[owner];
      for (const { name } of instance === undefined ? [] : statement.members) {
        if (name === undefined || !ts.isIdentifier(name)) continue;
        add(isStatic ? `${owner}.${name.text}` : `${statement.name.text}.${name.text}`, `(${instance}).${name.text}`);
      }
    }
  }
  return probes;
}

/** The names of the probes that the interpreter knows nothing of. */
async function absent(probes: readonly Probe[]): Promise<string[]> {
  const lines = probes.map(({ name, expression }) => `p(${JSON.stringify(name)},function(){return ${expression}})`);
  const probe = "function p(n,f){var v;try{v=f()}catch(e){}if(v===undefined)out(n)}";
  return runInEspruino(interpreter, [probe, ...lines].join("\n"), 0);
}

function isKnown(name: string): boolean {
  const [object, member] = name.split(".");
  if (member === undefined || MISSING_GLOBALS.has(object)) return MISSING_GLOBALS.has(object);
  const isMissing = MISSING_STATICS.get(object)?.has(member) === true;
  return isMissing || MISSING_METHODS.has(member) || MISSING_PROPERTIES.has(member) || TOO_COMMON.includes(name);
}

describe("what the check says Espruino lacks", () => {
  itWithEspruino("is absent from the interpreter", async () => {
    assert.deepEqual((await absent(missing)).sort(), missing.map(({ name }) => name).sort());
  });

  itWithEspruino("is all that is absent of what the compiler lets pass", async () => {
    const unknown = (await absent(es5())).filter((name) => !isKnown(name));
    assert.deepEqual(unknown, []);
  });
});
