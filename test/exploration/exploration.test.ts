import assert from "node:assert/strict";
import { explore, retell } from "./explore";
import { FAULTS } from "./faults";
import { WORLDS } from "./worlds";
import { inFullOr } from "../thorough";

describe("every order of what can happen", function () {
  this.timeout(120_000);

  for (const { name, size, depth } of WORLDS) {
    it(`${name}, up to ${inFullOr(depth, depth - 2)} actions: nothing is lost, doubled, out of order or left over`, function () {
      const { states, counterexample } = explore(size, inFullOr(depth, depth - 2));
      this.test!.title += ` (${states.toLocaleString("en")} states)`;
      assert.equal(
        counterexample,
        undefined,
        counterexample && `${counterexample.problem}, after\n${retell(size, counterexample.actions)}`,
      );
    });
  }

  for (const { name, seed } of FAULTS) {
    it(`finds the fault: ${name}`, function () {
      for (const { size, depth } of WORLDS) {
        const { counterexample } = explore(size, inFullOr(depth, depth - 2), seed);
        if (counterexample !== undefined) {
          this.test!.title += ` (${counterexample.actions.length} actions: ${counterexample.problem})`;
          return;
        }
      }
      assert.fail("nothing was found");
    });
  }
});
