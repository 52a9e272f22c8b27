import { threadConditions } from "../../../../../../scripts/lib/build/espruino/shape/threading";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => threadConditions(program, variables);

describe("threading conditions", () => {
  for (const [before, after] of [
    ["if ((x ? (a(), 0) : b()) >= 2) c();", "if (x) { a(); } else if (b() >= 2) c();"],
    ["if ((x ? (a(), d(), 'ok') : b()) === 'no') { c(); }", "if (x) { a(), d(); } else if (b() === 'no') { c(); }"],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["the condition holds on the short way too", "if ((x ? (a(), 2) : b()) >= 2) c();"],
    ["what the short way gives is not known", "if ((x ? (a(), y) : b()) >= 2) c();"],
    ["something happens otherwise", "if ((x ? (a(), 0) : b()) >= 2) c(); else d();"],
    ["what comes after the choice is not known", "if ((x ? (a(), 0) : b()) >= y) c();"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
