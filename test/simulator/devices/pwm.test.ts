import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { Lamp } from "./light";
import { DimmedLoad } from "./pwm";

for (const Model of [DimmedLoad, Lamp]) {
  describe(`the model ${Model.name}`, () => {
    it("has power for a part of the time, and none where nobody drives it, or unplugged", () => {
      const pin = new SimulatedPin(33, new VirtualTime(), () => 0);
      const load = new Model(pin);
      assert.deepEqual([load.duty, load.hz], [0, 0]);
      pin.output(0.25, 5_000);
      assert.deepEqual([load.duty, load.hz], [0.25, 5_000]);
      load.isUnplugged = true;
      assert.deepEqual([load.duty, load.hz], [0, 0]);
      load.isUnplugged = false;
      pin.reset();
      assert.deepEqual([load.duty, load.hz], [0, 0]);
    });
  });
}
