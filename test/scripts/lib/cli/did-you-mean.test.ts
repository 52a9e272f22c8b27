import assert from "node:assert/strict";
import { nearest } from "../../../../scripts/lib/cli/did-you-mean";

const PARTS = ["bmp280", "bme280", "bme680", "sht3x", "aht20", "aht10", "hcsr04", "bh1750", "ds18b20", "digital"];

describe("what was probably meant", () => {
  it("is what is spelt alike", () => {
    for (const [written, meant] of [
      ["bmpe280", "bmp280"],
      ["BME280", "bme280"],
      ["bme-280", "bme280"],
      ["hc-sr04", "hcsr04"],
      ["HC_SR04", "hcsr04"],
      ["SHT3X", "sht3x"],
      ["ds18d20", "ds18b20"],
      ["digitl", "digital"],
      ["digitla", "digital"],
    ]) {
      assert.equal(nearest(written, PARTS), meant, written);
    }
    assert.equal(nearest("max_on_seconds", ["minimumOffSeconds", "maxOnSeconds"]), "maxOnSeconds");
    assert.equal(nearest("strat", ["start", "build"]), "start");
  });

  it("is no other part whose name is like it: digits are not spelt, they count", () => {
    for (const written of ["bmp180", "bme688", "sht40", "aht21", "bh1745", "hcsr501", "bme28"]) {
      assert.equal(nearest(written, PARTS), undefined, written);
    }
    assert.equal(nearest("0x46", ["0x44", "0x45"]), undefined);
    assert.equal(nearest("lamp3", ["lamp1", "lamp2"]), undefined);
    assert.equal(nearest("D21", ["D12"]), undefined);
  });

  it("is nothing where there is nothing, or nothing near", () => {
    assert.equal(nearest("pin", []), undefined);
    assert.equal(nearest("pin", ["pin"]), undefined);
    assert.equal(nearest("thermometer", PARTS), undefined);
  });
});
