import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { importsBelow, importsOf, sourceFiles, type Import } from "./imports";

const root = resolve(__dirname, "..");

const ENGINE = /^firmware\/engine\/engine$/;
/** What engines on one chip have in common: words for what the chip says. */
const CHIP = /^firmware\/engine\/esp32-resets$/;
const CONFIG = /^firmware\/config(\/|$)/;
const PACKAGE = /^(?!\.|firmware|scripts|test|boards)/;

/** Who may import whom: the first row that fits the importing file holds. */
const RULES: { from: RegExp; may: RegExp[] }[] = [
  { from: /^firmware\/mqtt\//, may: [/^firmware\/mqtt\//] },
  { from: ENGINE, may: [] },
  { from: CHIP, may: [] },
  // "net", "Wifi" and so on are modules of the interpreter.
  {
    from: /^firmware\/engine\/espruino\//,
    may: [
      ENGINE,
      CHIP,
      CONFIG,
      /^firmware\/engine\/espruino\//,
      /^(net|dgram|Wifi|TelnetServer|Storage|crypto|tls|neopixel)$/,
    ],
  },
  { from: /^firmware\/engine\/nodemcu\//, may: [ENGINE, CHIP, CONFIG, /^firmware\/engine\/nodemcu\//] },
  { from: /^firmware\/sensors\//, may: [ENGINE, CONFIG, /^firmware\/sensors\//] },
  { from: /^firmware\/actuators\//, may: [ENGINE, CONFIG, /^firmware\/actuators\//] },
  {
    from: /^firmware\/app\//,
    may: [
      ENGINE,
      /^firmware\/app\//,
      /^firmware\/mqtt\//,
      /^firmware\/(sensors\/(sensor|part)|actuators\/(actuator|alarms))$/,
    ],
  },
  { from: /^firmware\/main$/, may: [/^firmware\//] },
  { from: CONFIG, may: [CONFIG] },
  {
    from: /^scripts\/(simulate|test-espruino)$/,
    may: [CONFIG, PACKAGE, /^scripts\/lib\//, /^test\/(simulator|engines)\//],
  },
  {
    from: /^scripts\/bench$/,
    may: [PACKAGE, /^scripts\/lib\//, /^test\/(engines\/espruino-runner|simulator\/lua\/vm)$/],
  },
  { from: /^scripts\/explore$/, may: [PACKAGE, /^scripts\/lib\//, /^test\/exploration\//] },
  { from: /^scripts\//, may: [CONFIG, PACKAGE, /^scripts\/lib\//] },
  // Lua itself is nobody's model: the build compiles with the machine that the simulator runs.
  { from: /^test\/simulator\/lua\/wasm$/, may: [PACKAGE, /^test\/simulator\/lua\//, /^scripts\/lib\/lua\/puc-lua$/] },
  { from: /^test\/simulator\//, may: [ENGINE, CONFIG, PACKAGE, /^test\/simulator\//] },
  { from: /^test\/engines\//, may: [CONFIG, PACKAGE, /^test\/(simulator|engines|vectors)\//, /^scripts\/lib\//] },
  { from: /^test\//, may: [/^/] },
];

function forbidden(imports: Import[]): string[] {
  return imports
    .filter(({ from, to }) => !RULES.find((rule) => rule.from.test(from))?.may.some((allowed) => allowed.test(to)))
    .map(({ from, to, line }) => `${from}.ts:${line} imports ${to}`);
}

/** Names that only the firmware's Espruino folder may utter: what its globals.d.ts declares. */
function engineGlobals(): Set<string> {
  const path = "firmware/engine/espruino/globals.d.ts";
  const source = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true);
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      names.add(statement.name.text);
    } else if (ts.isVariableStatement(statement)) {
      statement.declarationList.declarations.forEach((declaration) => names.add(declaration.name.getText()));
    }
  }
  return names;
}

/** The identifiers of a file that are neither properties nor declared in it. */
function freeNames(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isProperty =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        ((ts.isPropertyAssignment(parent) || ts.isTypeElement(parent) || ts.isParameter(parent)) &&
          parent.name === node);
      if (!isProperty) names.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

describe("architecture", () => {
  for (const folder of ["firmware", "scripts", "test"]) {
    it(`${folder}/ imports only what its rooms may import`, () => {
      const imports = importsBelow(root, folder);
      assert.ok(imports.length > 10);
      assert.deepEqual(forbidden(imports), []);
    });
  }

  it("a forbidden import is found, whatever its form", () => {
    for (const [path, text] of [
      ["firmware/mqtt/client.ts", 'import { start } from "../main";'],
      ["firmware/mqtt/client.ts", 'import type { Engine } from "../engine/engine";'],
      ["firmware/app/node.ts", 'export * from "../engine/espruino/clock";'],
      ["firmware/app/node.ts", 'import { analog } from "../sensors/analog";'],
      ["firmware/sensors/x.ts", 'import fs from "node:fs";'],
      ["firmware/engine/engine.ts", 'let x: import("../config").Board;'],
      ["firmware/main.ts", 'import { loadBoard } from "../scripts/lib/load-board";'],
      ["scripts/build.ts", 'import { SimulatedBoard } from "../test/simulator/board";'],
      ["scripts/lib/entry.ts", 'const x = require("../../firmware/mqtt/packet");'],
      ["test/simulator/board.ts", 'const x = import("../../firmware/mqtt/packet");'],
    ]) {
      assert.equal(forbidden(importsOf(path, text)).length, 1, `${path}: ${text}`);
    }
  });

  it("only firmware/engine/espruino names Espruino's globals", () => {
    const globals = engineGlobals();
    assert.ok(globals.has("digitalWrite") && globals.has("E"));
    for (const path of sourceFiles(root, "firmware").filter((each) => !each.startsWith("firmware/engine/espruino/"))) {
      const named = freeNames(path, readFileSync(join(root, path), "utf8")).filter((name) => globals.has(name));
      assert.deepEqual(named, [], path);
    }
  });

  it("every file under firmware/ is on the way from some board's program, or part of the MQTT client's library", () => {
    const imports = importsBelow(root, "firmware");
    const entry = sourceFiles(root, "scripts/lib/entry")
      .map((path) => readFileSync(join(root, path), "utf8"))
      .join("");
    // What scripts/lib/entry/ can import: "main", "sensors/analog", an engine's "clock" …
    const reached = sourceFiles(root, "firmware")
      .map((path) => path.replace(/\.ts$/, ""))
      .filter((path) => {
        const name = path.replace("firmware/", "").replace(/^engine\/(espruino|nodemcu(\/esp\w+)?)\//, "");
        return entry.includes(`"${name}"`);
      });
    for (let i = 0; i < reached.length; i++) {
      for (const { from, to } of imports) {
        if (from === reached[i] && !reached.includes(to)) reached.push(to);
      }
    }
    const unreached = sourceFiles(root, "firmware")
      .map((path) => path.replace(/\.ts$/, ""))
      .filter((path) => !path.endsWith(".d") && !CONFIG.test(path) && !reached.includes(path))
      .filter((path) => !path.startsWith("firmware/mqtt/"));
    assert.deepEqual(unreached, []);
  });

  it("the top level holds what it holds", () => {
    const tracked = execFileSync("git", ["ls-tree", "--name-only", "HEAD"], { cwd: root, encoding: "utf8" });
    const visible = tracked
      .trim()
      .split("\n")
      .filter((name) => !name.startsWith("."));
    const allowed = [
      "LICENSE",
      "README.md",
      "boards",
      "firmware",
      "package-lock.json",
      "package.json",
      "scripts",
      "test",
      "tsconfig.json",
    ];
    assert.deepEqual(visible.sort(), allowed);
  });
});
