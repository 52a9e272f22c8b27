import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadBoard } from "../../../../../scripts/lib/board/load";
import { BoardError } from "../../../../../scripts/lib/board/problem";

describe("what a board file says of its brokers", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mote-connection-"));
    mkdirSync(join(root, "boards"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** The errors, or the warnings where there is none. */
  function said(broker: object, more: object = {}, environment: Record<string, string> = {}): string[] {
    const wifi = { ssid: "home", password: "correct horse" };
    const board = { name: "shed", engine: "espruino", chip: "esp32", wifi, broker, ...more };
    writeFileSync(join(root, "boards/shed.json"), JSON.stringify(board));
    try {
      return loadBoard("shed", { environment, names: Object.keys(environment), root }).warnings.map(
        ({ message }) => message,
      );
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
    }
  }

  for (const host of ["raspberrypi.local", "Broker.LOCAL", "a.b.local"]) {
    it(`refuses the name ${host}, which nobody finds for the chip, and says what to write`, () => {
      for (const platform of [{}, { engine: "nodemcu" }, { engine: "nodemcu", chip: "esp8266" }]) {
        const [message = "", ...others] = said({ urls: [`mqtt://${host}:1884`] }, platform);
        assert.match(message, /names that end in \.local \(mDNS\): write the IPv4 address/);
        assert.deepEqual(others, []);
      }
      const [time = ""] = said({ urls: ["mqtt://broker.lan"] }, { time: { server: host } });
      assert.match(time, /\.local/);
    });
  }

  it("takes names that only look so", () => {
    for (const host of ["local", "local.example", "broker.locals", "mylocal"]) {
      assert.deepEqual(said({ urls: [`mqtt://${host}`] }), [], host);
    }
  });

  for (const [url, pattern] of [
    ["mqtt://broker.lan:8883", /^port 8883 is for mqtts:\/\/ mostly: write mqtts:\/\/.* without TLS$/],
    ["mqtts://broker.lan:1883", /^port 1883 is for mqtt:\/\/ mostly: write mqtt:\/\/.* for TLS$/],
    ["mqtt://broker.lan:9001", /^port 9001 is for MQTT over WebSocket mostly/],
    ["mqtts://broker.lan:8084", /^port 8084 is for MQTT over WebSocket mostly/],
  ] as const) {
    it(`warns of ${url}`, () => {
      assert.equal(said({ urls: [url] }).filter((message) => pattern.test(message)).length, 1);
    });
  }

  it("warns of no port that fits, nor of one that says nothing", () => {
    for (const url of [
      "mqtt://broker.lan",
      "mqtt://broker.lan:1883",
      "mqtt://broker.lan:1234",
      "mqtts://broker.lan:8883",
    ]) {
      assert.deepEqual(
        said({ urls: [url] }).filter((message) => message.startsWith("port")),
        [],
        url,
      );
    }
  });

  for (const host of [
    "0a1b2c.s1.eu.hivemq.cloud",
    "abc-ats.iot.eu-central-1.amazonaws.com",
    "x1.ala.eu-central-1.emqxsl.com",
    "hub.azure-devices.net",
  ]) {
    it(`warns that Espruino's TLS cannot work with ${host}, and does not show a secret address`, () => {
      const of = (url: string, environment = {}): string[] =>
        said({ urls: [url] }, {}, environment).filter((message) => /server name of TLS \(SNI\)/.test(message));
      assert.equal(of(`mqtts://${host}`).length, 1);
      assert.equal(of(`mqtts://${host.toUpperCase()}:443`).length, 1);
      assert.equal(of(`mqtt://${host}`).length, 0);
      const [message = ""] = of("mqtts://${MQTT_HOST}", { MQTT_HOST: host });
      assert.ok(message !== "" && !message.includes(host));
    });
  }

  it("refuses signed commands on a broker without retained messages", () => {
    const [message = ""] = said(
      { urls: ["mqtt://broker.lan"], retain: false },
      { commands: { signingKey: "0123456789abcdef0123456789abcdef" } },
    );
    assert.match(message, /signed commands need retained messages/);
  });
});
