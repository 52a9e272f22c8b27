import assert from "node:assert/strict";
import { createWifi } from "../../../../firmware/engine/nodemcu/wifi-events";

/** What the events are told to, and what a listener of the firmware heard. */
function station(): {
  wifi: ReturnType<typeof createWifi>;
  gotAddress: () => void;
  disconnected: (reason: number) => void;
  heard: boolean[];
} {
  let events: { gotAddress: () => void; disconnected: (info: { reason: number }) => void } | undefined;
  const wifi = createWifi(
    () => {},
    (gotAddress, disconnected) => {
      events = { gotAddress, disconnected };
    },
    () => -60,
  );
  const heard: boolean[] = [];
  wifi.onChange(() => heard.push(wifi.isConnected()));
  return {
    wifi,
    gotAddress: () => events?.gotAddress(),
    disconnected: (reason) => events?.disconnected({ reason }),
    heard,
  };
}

const LEFT = 8;
const LOST = 200;

describe("the station of NodeMCU, by its events", () => {
  it("is up from its address on, until it is disconnected", () => {
    const { wifi, gotAddress, disconnected, heard } = station();
    wifi.connect("home", "secret");
    assert.equal(wifi.isConnected(), false);
    gotAddress();
    disconnected(LOST);
    assert.deepEqual(heard, [true, false]);
  });

  it("is down from the beginning of an attempt on, and takes the end of the one before for no failure of it", () => {
    const { wifi, gotAddress, disconnected, heard } = station();
    wifi.connect("home", "secret");
    gotAddress();
    wifi.connect("other", "secret");
    assert.equal(wifi.isConnected(), false);
    disconnected(LEFT);
    gotAddress();
    assert.deepEqual(heard, [true, true]);
  });

  it("takes only one disconnection, and only one that it asked for, as old", () => {
    const { wifi, disconnected, heard } = station();
    wifi.connect("home", "secret");
    disconnected(LEFT);
    disconnected(LEFT);
    wifi.connect("home", "secret");
    disconnected(LOST);
    disconnected(LEFT);
    assert.deepEqual(heard, [false, false, false]);
  });

  it("tells everyone who asked, in their order", () => {
    const { wifi, gotAddress, heard } = station();
    wifi.onChange(() => heard.push(false));
    gotAddress();
    assert.deepEqual(heard, [true, false]);
  });
});
