import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { circles } from "./circles";
import { importsBelow, importsOf, sourceFiles, type Import } from "./imports";

const root = resolve(__dirname, "..");

/** Files directly in firmware/engine: the interface, and words for what the chip says on every engine. */
const ENGINE = /^firmware\/engine\/[^/]+$/;
/** What a board file says, by its types alone. */
const CONFIG = /^scripts\/lib\/(board\/config(\/.*)?|(sensors|actuators|filters|rules)\/.*)$/;
/** What passes between a desk and who sits at it, by its types alone. */
const DESK = /^scripts\/lib\/desk\/(desk|protocol)$/;
/** What a terminal and a page say of a report. */
const REPORT_WORDS = /^scripts\/lib\/desk\/report-words$/;
/** npm packages, with what they lack put right. */
const WRAPPED = /^scripts\/lib\/packages\//;
const PACKAGE = /^(?!\.|firmware|scripts|test|boards)/;

/** A room and what its files may import; of `types` nothing but the types. */
interface Room {
  from: RegExp;
  may: RegExp[];
  types?: RegExp[];
  /** The same for people. */
  allowed: string;
}

/** Who may import whom: the first row that fits the importing file holds. */
const ROOMS: readonly Room[] = [
  { from: /^firmware\/mqtt\//, may: [/^firmware\/mqtt\//], allowed: "its own folder alone: the client is sans-I/O" },
  { from: ENGINE, may: [], allowed: "nothing" },
  {
    from: /^firmware\/engine\/espruino\//,
    may: [
      ENGINE,
      /^firmware\/engine\/espruino\//,
      // Modules of the interpreter.
      /^(net|dgram|Wifi|TelnetServer|Storage|Flash|crypto|tls|neopixel)$/,
    ],
    allowed: "firmware/engine/*.ts, its own folder and the interpreter's modules",
  },
  {
    from: /^firmware\/engine\/nodemcu\//,
    may: [ENGINE, /^firmware\/engine\/nodemcu\//],
    allowed: "firmware/engine/*.ts and its own folder",
  },
  ...["sensors", "filters", "actuators"].map((folder) => ({
    from: new RegExp(`^firmware/${folder}/`),
    may: [ENGINE, new RegExp(`^firmware/${folder}/`)],
    allowed: "firmware/engine/*.ts and its own folder",
  })),
  {
    from: /^firmware\/app\//,
    may: [
      ENGINE,
      /^firmware\/app\//,
      /^firmware\/mqtt\//,
      /^firmware\/(sensors\/(sensor|part)|actuators\/(actuator|alarms))$/,
    ],
    allowed:
      "firmware/mqtt/, its own folder, and what stands between it and its drivers: engine/*.ts, sensors/{sensor,part}, actuators/{actuator,alarms}",
  },
  { from: /^firmware\/main$/, may: [/^firmware\//], allowed: "all of firmware/" },
  {
    from: /^scripts\/lib\/page\/browser\//,
    may: [/^scripts\/lib\/page\/browser\//, /^(preact(\/.*)?|uplot)$/, REPORT_WORDS],
    types: [/^scripts\/lib\/desk\/protocol$/],
    allowed:
      "its own folder, preact, uplot, the words of reports, and types of scripts/lib/desk/protocol: it runs in a browser",
  },
  { from: REPORT_WORDS, may: [], allowed: "nothing: it runs in a browser too" },
  {
    from: /^scripts\/lib\//,
    may: [PACKAGE, /^scripts\/lib\//],
    types: [/^firmware\//],
    allowed: "scripts/lib/, packages, and of firmware/ types",
  },
  {
    from: /^scripts\/(build|simulate|test-espruino|bench|explore|fleet)$/,
    may: [PACKAGE, /^scripts\/lib\//, /^test\/(simulator|engines|exploration)\//],
    allowed: "scripts/lib/, packages, and what it runs boards with: test/{simulator,engines,exploration}/",
  },
  {
    from: /^scripts\/compare-protocols$/,
    may: [PACKAGE, /^scripts\/lib\//, /^test\/(simulator|protocols)\//],
    allowed: "scripts/lib/, packages, and the servers that it starts: test/{simulator,protocols}/",
  },
  {
    from: /^boards\//,
    may: [/^boards\//],
    types: [/^firmware\/app\/program\/program$/],
    allowed: "files beside it, and the types of firmware/app/program/program.ts",
  },
  { from: /^scripts\//, may: [PACKAGE, /^scripts\/lib\//], allowed: "scripts/lib/ and packages" },
  {
    from: /^test\/simulator\/desk\/(?!.*\.test$)/,
    may: [PACKAGE, /^test\/simulator\//, /^scripts\/lib\/(desk\/|user-error$)/],
    types: [CONFIG],
    allowed:
      "test/simulator/, packages, scripts/lib/{desk,user-error}, with which it tells people of a board, and types of board files",
  },
  {
    from: /^test\/simulator\/fleet\/(?!.*\.test$)/,
    may: [PACKAGE, /^test\/simulator\//, /^scripts\/lib\/user-error$/],
    types: [CONFIG],
    allowed: "test/simulator/, packages, scripts/lib/user-error, with which it tells people, and types of board files",
  },
  {
    from: /^test\/simulator\/(?!.*\.test$)/,
    may: [ENGINE, PACKAGE, WRAPPED, /^test\/simulator\//],
    types: [CONFIG, DESK],
    allowed: "firmware/engine/*.ts, its own folder, packages, and types of board files; never the firmware's client",
  },
  {
    from: /^test\/engines\//,
    may: [PACKAGE, /^test\/(simulator|engines|vectors)\//, /^test\/thorough\b/, /^scripts\/lib\//],
    allowed: "packages, scripts/lib/, test/{simulator,engines,vectors}/ and test/thorough.ts",
  },
  { from: /^test\//, may: [/^/], allowed: "anything" },
];

function forbidden(imports: Import[]): string[] {
  return imports.flatMap(({ from, to, line, isType }) => {
    const room = ROOMS.find((each) => each.from.test(from));
    const allowed = [...(room?.may ?? []), ...(isType ? (room?.types ?? []) : [])];
    return allowed.some((each) => each.test(to))
      ? []
      : [`${from}.ts:${line} imports ${to}${isType ? " (types)" : ""}; it may import ${room?.allowed ?? "nothing"}`];
  });
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

  it("programs of boards import only what is beside them, and types of what they are given", () => {
    assert.deepEqual(forbidden(importsBelow(root, "boards")), []);
  });

  it("a forbidden import is found, whatever its form", () => {
    for (const [path, text] of [
      ["firmware/mqtt/client.ts", 'import { start } from "../main";'],
      ["boards/aquarium.ts", 'import { createNode } from "../firmware/app/node";'],
      ["boards/aquarium.ts", 'import * as program from "../firmware/app/program/program";'],
      ["firmware/mqtt/client.ts", 'import type { Engine } from "../engine/engine";'],
      ["firmware/app/node.ts", 'export * from "../engine/espruino/clock";'],
      ["firmware/app/node.ts", 'import { analog } from "../sensors/analog";'],
      ["firmware/sensors/x.ts", 'import fs from "node:fs";'],
      ["firmware/engine/engine.ts", 'let x: import("../app/node").Node;'],
      ["firmware/main.ts", 'import { loadBoard } from "../scripts/lib/board/load";'],
      ["scripts/flash.ts", 'import { SimulatedBoard } from "../test/simulator/board";'],
      ["scripts/lib/program/mqtt.ts", 'const x = require("../../../firmware/mqtt/packet");'],
      ["scripts/lib/sensors/x.ts", 'import { analog } from "../../../firmware/sensors/analog";'],
      ["scripts/lib/page/browser/app.tsx", 'import { readFileSync } from "node:fs";'],
      ["scripts/lib/page/browser/app.tsx", 'import { servePage } from "../server";'],
      ["scripts/lib/page/browser/app.tsx", 'import { render } from "react";'],
      ["scripts/lib/desk/report-words.ts", 'import { printable } from "../cli/printable";'],
      ["test/simulator/board.ts", 'import { channelsOf } from "../../scripts/lib/sensors/channels";'],
      ["test/simulator/board.ts", 'const x = import("../../firmware/mqtt/packet");'],
    ]) {
      assert.equal(forbidden(importsOf(path, text)).length, 1, `${path}: ${text}`);
    }
  });

  for (const folder of ["firmware", "scripts", "test"]) {
    it(`no file under ${folder}/ imports one that leads back to it, by types neither`, () => {
      const imports = importsBelow(root, folder);
      assert.ok(imports.length > 10);
      assert.deepEqual(
        circles(imports).map((circle) => [...circle, circle[0]].join(" imports ")),
        [],
      );
    });
  }

  it("a circle is found, whatever its length, and a way that ends is none", () => {
    const ways = (...pairs: [string, string][]): Import[] =>
      pairs.map(([from, to]) => ({ from, to, line: 1, isType: true }));
    assert.deepEqual(circles(ways(["a", "b"], ["b", "c"], ["a", "c"])), []);
    assert.deepEqual(circles(ways(["a", "a"])), [["a"]]);
    assert.deepEqual(circles(ways(["x", "a"], ["a", "b"], ["b", "c"], ["c", "a"], ["b", "d"])), [["a", "b", "c"]]);
    assert.deepEqual(circles(ways(["a", "b"], ["b", "a"], ["c", "d"], ["d", "c"])), [
      ["a", "b"],
      ["c", "d"],
    ]);
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
    const entry = ["program", "sensors", "actuators", "filters", "rules"]
      .flatMap((folder) => sourceFiles(root, `scripts/lib/${folder}`))
      .map((path) => readFileSync(join(root, path), "utf8"))
      .join("");
    // What programs are made of: "main", "sensors/analog", an engine's "clock" …
    const reached = sourceFiles(root, "firmware")
      .map((path) => path.replace(/\.ts$/, ""))
      .filter((path) => {
        const name = path.replace("firmware/", "").replace(/^engine\/(espruino|nodemcu)(\/esp\w+)?\//, "");
        return entry.includes(`"${name}"`);
      });
    for (let i = 0; i < reached.length; i++) {
      for (const { from, to } of imports) {
        if (from === reached[i] && !reached.includes(to)) reached.push(to);
      }
    }
    const unreached = sourceFiles(root, "firmware")
      .map((path) => path.replace(/\.ts$/, ""))
      .filter((path) => !path.endsWith(".d") && !reached.includes(path))
      .filter((path) => !path.startsWith("firmware/mqtt/"));
    assert.deepEqual(unreached, []);
  });

  // Most of these programs are only compiled where an interpreter is there to run them.
  it("the programs that tests write import modules that exist", () => {
    const named = sourceFiles(root, "test").flatMap((path) =>
      Array.from(readFileSync(join(root, path), "utf8").matchAll(/\$\{firmware\}(\/[\w/-]+)["'`]/g), ([, name]) => ({
        path,
        file: `firmware${name}.ts`,
      })),
    );
    assert.ok(named.length > 10, "they are found");
    assert.deepEqual(
      named.filter(({ file }) => !existsSync(join(root, file))),
      [],
    );
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
