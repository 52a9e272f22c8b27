import { dissolveRecords, replaceConstantFields } from "../../../../../../scripts/lib/build/espruino/shape/records";
import { expectKept, expectPass, type Pass } from "./shaped";

const dissolve: Pass = ({ program, variables, names }) => dissolveRecords(program, variables, names);
const constants: Pass = ({ program, variables }) => replaceConstantFields(program, variables);

describe("dissolving records", () => {
  it("makes a variable of each field", () => {
    expectPass(
      dissolve,
      "const part = { count: 1, run: undefined }; engine.on(() => { part.count++; part.late = part.run; });",
      "let part_count = 1; let part_run = undefined; let part_late; engine.on(() => { part_count++; part_late = part_run; });",
    );
  });

  for (const [why, text] of [
    ["it is handed over", "const part = { count: 1 }; engine.on(() => { part.count++; }); engine.keep(part);"],
    ["it is in another record", "const part = { count: 1 }; engine.keep({ part });"],
    ["a field is looked up by a key", "const part = { 'a': 1 }; engine.on((key) => { engine.log(part[key]); });"],
    ["a function makes one each time", "engine.on(() => { const part = { count: 1 }; part.count++; });"],
    [
      "the name is given another record",
      "let part = { count: 1 }; engine.on(() => { part.count++; part = { count: 2 }; });",
    ],
    ["a field is deleted", "const part = { count: 1 }; engine.on(() => { delete part.count; });"],
    ["a key is in quotes, as the engine's are", "const part = { 'count': 1 }; engine.on(() => { part.count++; });"],
    ["it has a method", "const part = { run() { engine.log(1); } }; engine.on(() => part.run());"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(dissolve, text));
  }
});

describe("replacing fields that never change", () => {
  it("puts in their values, and nothing for a field that is not there", () => {
    expectPass(
      constants,
      "const part = { limit: 5 }; engine.on(() => { engine.log(part.limit, part.none); });",
      "const part = { limit: 5 }; engine.on(() => { engine.log(5, void 0); });",
    );
  });

  for (const [why, text] of [
    ["the field is set", "const part = { limit: 5 }; engine.on(() => { part.limit = 6; engine.log(part.limit); });"],
    [
      "the same field is set through another name",
      "const part = { limit: 5 }; engine.keep(part); engine.on((other) => { other.limit = 6; engine.log(part.limit); });",
    ],
    [
      "a record that is handed over may have got the field",
      "const part = { limit: 5 }; engine.keep(part); engine.log(part.none);",
    ],
    ["it is what is counted up", "const part = { limit: 5 }; engine.on(() => { part.limit++; });"],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(constants, text));
  }
});
