import assert from "node:assert/strict";
import type { SensorConfig } from "../../scripts/lib/board/config";
import { solder } from "./devices";
import { Bh1750 } from "./devices/bh1750";
import { Relay } from "./devices/switch";
import { Veml7700 } from "./devices/veml7700";
import { VirtualTime } from "./virtual-time";
import { Wiring } from "./wiring";

const BUS = { id: "garden", type: "i2c", clock: "D22", data: "D21", hz: 100_000 } as const;
const LIGHT = { id: "sun", type: "bh1750", address: "0x5c", bus: "garden" } as SensorConfig;

describe("soldering a board", () => {
  let wiring: Wiring;

  beforeEach(() => {
    wiring = new Wiring("", new VirtualTime(), { noiseVolts: 0 });
  });

  it("puts each part on its bus, at its address, and gives it by its id and kind", () => {
    const devices = solder({ sensors: [LIGHT], actuators: [] }, wiring.bench([BUS]));
    const part = devices.get(Bh1750, "sun");
    assert.equal(part.address, 0x5c);
    assert.deepEqual(wiring.i2c(22, 21).devices, [part]);
    assert.throws(() => devices.get(Veml7700, "sun"), /"sun" is a Bh1750, and no Veml7700/);
    assert.throws(() => devices.get(Relay, "moon"), /No part "moon" on the board; there are: sun/);
  });

  it("says what is missing: a bus, or the file of a kind", () => {
    assert.throws(() => solder({ sensors: [LIGHT], actuators: [] }, wiring.bench([])), /no i2c bus garden/);
    const unknown = { ...LIGHT, type: "tmp117" } as unknown as SensorConfig;
    assert.throws(
      () => solder({ sensors: [unknown], actuators: [] }, wiring.bench([BUS])),
      /"sun" has a "bus", but there is no model of a tmp117: .*tmp117\.ts is missing/,
    );
  });

  it("leaves out what the chip measures of itself", () => {
    const uptime = { id: "uptime", type: "uptime", periodSeconds: 10 } as SensorConfig;
    const devices = solder({ sensors: [uptime], actuators: [] }, wiring.bench([]));
    assert.throws(() => devices.get(Relay, "uptime"));
  });
});
