import assert from "node:assert/strict";
import type { BoardFile } from "../../../../../scripts/lib/board/config";
import { networksOf } from "../../../../../scripts/lib/board/facts";
import { checkWifi } from "../../../../../scripts/lib/board/checks/wifi";
import { programOf } from "../../../../../scripts/lib/program/compose";
import { oneLine } from "../../program/one-line";
import { exampleBoard, exampleDraft } from "../example-board";

type Wifi = NonNullable<BoardFile["wifi"]>;

const HOME = { ssid: "home", password: "correct horse" };
const SHED = { ssid: "shed", password: "" };

/** What is said of a board with this Wi-Fi and these brokers, as `place: message`. */
function problems(wifi: Wifi, urls = ["mqtt://192.168.1.10"]): string[] {
  const found: string[] = [];
  checkWifi(exampleDraft({ wifi, broker: { urls } }, found));
  return found;
}

function program(wifi: Wifi): string {
  return oneLine(programOf(exampleBoard({ wifi }), "firmware"));
}

describe("the Wi-Fi of a board file", () => {
  it("is one network, or several in order", () => {
    assert.deepEqual(networksOf(HOME), [HOME]);
    assert.deepEqual(networksOf({ networks: [SHED, HOME] }), [SHED, HOME]);
    assert.deepEqual([problems(HOME), problems({ networks: [HOME, SHED] })], [[], []]);
    assert.deepEqual(problems({ ...HOME, networks: [SHED] }), [
      'wifi.networks: give either "networks", or one network as "ssid" and "password"',
    ]);
    assert.deepEqual(problems({ ssid: "home" }), ['wifi: "password" is missing']);
  });

  it("is held to what Wi-Fi can be, each network", () => {
    const long = { ssid: "é".repeat(17), password: "short" };
    const found = problems({ networks: [HOME, long] });
    assert.match(found[0], /^wifi\.networks\.1\.ssid: expected at most 32 bytes/);
    assert.match(found[1], /^wifi\.networks\.1\.password: expected 8 to 63/);
  });

  it("has a host name that is one, with the address in it too", () => {
    for (const hostname of ["shed", "shed-{mac}", "a".repeat(32)])
      assert.deepEqual(problems({ ...HOME, hostname }), []);
    for (const hostname of ["-shed", "shed_1", "shed.lan", "größe"]) {
      assert.match(problems({ ...HOME, hostname }).join(), /^wifi\.hostname: a host name holds letters/);
    }
    assert.match(problems({ ...HOME, hostname: `${"a".repeat(21)}{mac}` }).join(), /at most 32 characters/);
  });

  it("has an address that can be, with a warning of what the engine does with it", () => {
    const of = (ip: string, gateway = "192.168.1.1", netmask?: string): string[] =>
      problems({ ...HOME, address: { ip, gateway, ...(netmask === undefined ? {} : { netmask }) } });
    assert.deepEqual(
      of("192.168.1.50").map((text) => text.slice(0, 30)),
      ["wifi.address: Espruino 2v29 ke"],
    );
    assert.equal(of("10.1.2.3", "10.9.9.9", "255.0.0.0").length, 1);
    for (const [ip, gateway, netmask, says] of [
      ["192.168.1", "192.168.1.1", undefined, /^wifi\.address\.ip: expected an IPv4 address/],
      ["192.168.1.50", "192.168.2.1", undefined, /^wifi\.address\.gateway: the router is in another network/],
      ["192.168.1.255", "192.168.1.1", undefined, /^wifi\.address\.ip: this is the address of/],
      ["192.168.1.0", "192.168.1.1", undefined, /^wifi\.address\.ip: this is the address of/],
      ["192.168.1.1", "192.168.1.1", undefined, /^wifi\.address\.ip: this is the address of/],
      ["192.168.1.50", "192.168.1.1", "255.0.255.0", /^wifi\.address\.netmask: a netmask is ones/],
    ] as const) {
      assert.match(of(ip, gateway, netmask)[0], says);
    }
    assert.match(
      problems({ ...HOME, address: { ip: "192.168.1.50", gateway: "192.168.1.1" } }, ["mqtt://broker.lan"])[0],
      /^broker\.urls\.0: write the broker's IPv4 address/,
    );
  });

  it("costs a board what it asks for", () => {
    assert.match(program(HOME), /wifi: wifi, tcp:/);
    assert.doesNotMatch(program(HOME), /station|chooseNetwork|reportAddress/);
    const all = program({
      networks: [HOME, SHED],
      hostname: "shed",
      address: { ip: "192.168.1.50", gateway: "192.168.1.1" },
    });
    assert.match(
      all,
      /wifi: withHostname\(withAddress\(wifi, { ip: "192.168.1.50", netmask: "255.255.255.0", gw: "192.168.1.1" }\), "shed"\),/,
    );
    assert.match(all, /chooseNetwork\(node, 2\);/);
    assert.match(all, /reportAddress\(node, "192.168.1.50", currentAddress\);/);
  });
});
