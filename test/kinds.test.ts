import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { ACTUATORS } from "../scripts/lib/actuators/registry";
import { exampleBoard, exampleEntry } from "../scripts/lib/board/reference/example";
import { describeBoard } from "../scripts/lib/desk/describe";
import type { DeskControl } from "../scripts/lib/desk/protocol";
import { FILTERS } from "../scripts/lib/filters/registry";
import type { Kind } from "../scripts/lib/kind";
import { RULES } from "../scripts/lib/rules/registry";
import { SENSORS } from "../scripts/lib/sensors/registry";
import { importsBelow, sourceFiles } from "./imports";

const root = resolve(__dirname, "..");

/** The files of a kind are called after it: freeMemory is free-memory.ts, calibrate_linear is calibrate-linear.ts. */
function fileName(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll("_", "-");
}

/** What of a kind is not there, for a person to make. */
function missing(what: string, paths: readonly string[]): string[] {
  return paths.filter((path) => !existsSync(join(root, path))).map((path) => `${what} has no ${path}`);
}

/** Whether something is soldered to the chip for it. */
function isSoldered({ pins, bus }: { pins?: Kind<unknown>["pins"]; bus?: unknown }): boolean {
  return bus !== undefined || Object.keys(pins ?? {}).length > 0;
}

describe("each kind has files of its name", () => {
  for (const sensor of SENSORS) {
    it(`the sensor "${sensor.type}": driver, descriptor, tests${isSoldered(sensor) ? " and model" : ""}`, () => {
      const name = fileName(sensor.type);
      const model = isSoldered(sensor) ? [`test/simulator/devices/${name}.ts`] : [];
      const test = isSoldered(sensor) ? [`test/firmware/sensors/${name}.test.ts`] : [];
      assert.deepEqual(
        missing(sensor.type, [`firmware/sensors/${name}.ts`, `scripts/lib/sensors/${name}.ts`, ...test, ...model]),
        [],
      );
    });
  }

  for (const actuator of ACTUATORS) {
    it(`the actuator "${actuator.type}": driver, descriptor, tests${isSoldered(actuator) ? " and model" : ""}`, () => {
      const name = fileName(actuator.type);
      const model = isSoldered(actuator) ? [`test/simulator/devices/${name}.ts`] : [];
      const files = [`firmware/actuators/${name}.ts`, `scripts/lib/actuators/${name}.ts`];
      assert.deepEqual(missing(actuator.type, [...files, `test/firmware/actuators/${name}.test.ts`, ...model]), []);
    });
  }

  for (const { type } of RULES) {
    it(`the rule "${type}": driver, descriptor and tests`, () => {
      const name = fileName(type);
      const files = [`firmware/app/rules/${name}.ts`, `scripts/lib/rules/${name}.ts`];
      assert.deepEqual(missing(type, [...files, `test/firmware/app/rules/${name}.test.ts`]), []);
    });
  }

  for (const { name, driver } of FILTERS) {
    it(`the filter "${name}": driver and descriptor`, () => {
      const files = [`firmware/filters/${driver ?? fileName(name)}.ts`, `scripts/lib/filters/${fileName(name)}.ts`];
      assert.deepEqual(missing(name, files), []);
    });
  }

  it("and a row in the reference", () => {
    const reference = readFileSync(join(root, "boards/README.md"), "utf8");
    const kinds = [...[...SENSORS, ...ACTUATORS, ...RULES].map(({ type }) => type), ...FILTERS.map(({ name }) => name)];
    assert.deepEqual(
      kinds.filter((kind) => !new RegExp(`^#+ .*\`${kind}\``, "m").test(reference)),
      [],
    );
  });

  it("and nothing else knows it but one line of the index", () => {
    const index = /^scripts\/lib\/(sensors|actuators|rules|filters)\/kinds$/;
    const descriptor = new RegExp(
      `^scripts/lib/((sensors|actuators|rules)/(${[...SENSORS, ...ACTUATORS, ...RULES].map(({ type }) => fileName(type)).join("|")})|` +
        `filters/(${FILTERS.map(({ name }) => fileName(name)).join("|")}))$`,
    );
    const known = importsBelow(root, "scripts").filter(({ from, to }) => descriptor.test(to) && !index.test(from));
    assert.deepEqual(
      known.map(({ from, to }) => `${from} imports ${to}`),
      [],
    );
  });
});

/** What a control says besides its kind has to hold for. */
function isWhole(control: DeskControl): boolean {
  switch (control.kind) {
    case "angle":
    case "number":
    case "climate":
      return control.from < control.to;
    case "choice":
      return control.choices.length > 1;
    case "press":
      return control.payload !== "";
    default:
      return true;
  }
}

describe("each kind says how it is shown at a desk", () => {
  for (const actuator of ACTUATORS) {
    it(`the actuator "${actuator.type}" by a control of its own`, () => {
      const { actuators = [], ...on } = actuator.exampleOn ?? {};
      const board = exampleBoard({ ...on, actuators: [...actuators, exampleEntry(actuator)] });
      const shown = describeBoard(board, "simulated").actuators.find(({ id }) => id === actuator.type);
      assert.ok(shown !== undefined);
      // A command that is typed is for what no control fits.
      assert.notEqual(shown.control.kind, "text");
      assert.ok(isWhole(shown.control), JSON.stringify(shown.control));
    });
  }

  for (const rule of RULES) {
    it(`the rule "${rule.type}" by a sentence`, () => {
      const board = exampleBoard({ ...rule.exampleOn, rules: [{ type: rule.type, ...rule.exampleEntry }] });
      const [{ text, about }] = describeBoard(board, "simulated").rules;
      const { values, actuators } = describeBoard(board, "simulated");
      const named = [...values, ...actuators].filter(({ id }) => about.includes(id));
      assert.ok(named.length >= 1, about.join(", "));
      for (const { name } of named) assert.ok(text.includes(name), `${text}: of ${name}`);
      assert.match(text, /^[^\n]*[^\s.]$/);
      assert.doesNotMatch(text, /undefined|NaN|object/);
    });
  }
});

describe("what descriptors make programs of", () => {
  it("is a file of the firmware with that file's types", () => {
    const wrong: string[] = [];
    let seen = 0;
    for (const path of sourceFiles(root, "scripts/lib")) {
      const source = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true);
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && node.expression.getText() === "firmware") {
          const [type] = node.typeArguments ?? [];
          const [file] = node.arguments;
          const [, typed] = /^typeof import\("(?:\.\.\/)+firmware\/(.+)"\)$/.exec(type?.getText() ?? "") ?? [];
          seen++;
          if (!ts.isStringLiteral(file) || file.text !== typed) wrong.push(`${path}: ${node.getText()}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    assert.ok(seen > 50, `${seen}`);
    assert.deepEqual(wrong, []);
  });
});
