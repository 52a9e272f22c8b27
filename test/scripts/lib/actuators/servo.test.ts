import assert from "node:assert/strict";
import type { ServoActuatorConfig } from "../../../../scripts/lib/actuators/servo";
import { checkKinds } from "../../../../scripts/lib/board/checks/kinds";
import { exampleBoard, listing } from "../board/example-board";

function problems(changes: Partial<ServoActuatorConfig>): string[] {
  const found: string[] = [];
  const actuators = [{ id: "flap", type: "servo", pin: "D18", initialValue: 0, ...changes } as const];
  checkKinds(exampleBoard({ actuators: [...actuators] }), listing(found));
  return found;
}

describe("the rules for servos", () => {
  it("allow angles within the range, negative ones, and pulses that get shorter", () => {
    assert.deepEqual(problems({ initialValue: 180, failSafe: { afterSeconds: 9, action: 0 } }), []);
    assert.deepEqual(problems({ initialValue: -90, minAngle: -90, maxAngle: 90 }), []);
    assert.deepEqual(problems({ minMicroseconds: 2000, maxMicroseconds: 1000 }), []);
    assert.deepEqual(problems({ failSafe: { afterSeconds: 9, action: "keep" } }), []);
  });

  it("refuse what the servo cannot do", () => {
    for (const [changes, says] of [
      [{ initialValue: 181 }, /^actuators\.0\.initialValue: expected an angle from 0 to 180, found 181$/],
      [{ initialValue: 10, minAngle: 20 }, /^actuators\.0\.initialValue: expected an angle from 20 to 180, found 10$/],
      [{ failSafe: { afterSeconds: 9, action: -1 } }, /^actuators\.0\.failSafe\.action: expected an angle/],
      [{ minAngle: 180 }, /^actuators\.0: "minAngle" \(180\) has to be below "maxAngle" \(180\)/],
      [{ maxMicroseconds: 1000 }, /^actuators\.0: .* it would never move$/],
    ] as [Partial<ServoActuatorConfig>, RegExp][]) {
      const [problem, ...more] = problems(changes);
      assert.match(problem ?? "", says);
      assert.deepEqual(more, []);
    }
  });
});
