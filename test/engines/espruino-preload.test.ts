import assert from "node:assert/strict";
import { createContext, runInContext } from "node:vm";
import { espruinoPreload, type EspruinoSurroundings } from "./espruino-preload";

/** Where the datagrams of a bundle end that asks a host of its board file's for the time. */
function asked(surroundings: Partial<EspruinoSurroundings>): string[] {
  const sent: string[] = [];
  const modules: Record<string, object> = {
    net: {},
    tls: {},
    dgram: {
      createSocket: () => ({
        send: (_bytes: string, port: number, host: string) => sent.push(`${host}:${port}`),
      }),
    },
  };
  const context = createContext({
    Modules: { addCached: () => {} },
    E: {},
    process: {},
    print: () => {},
    require: (name: string) => modules[name],
    setTimeout: () => {},
    setInterval: () => {},
    getTime: () => 0,
  });
  runInContext(`var global = this;${espruinoPreload({ brokerPort: 1883, ...surroundings })}`, context);
  runInContext('require("dgram").createSocket("udp4").send("?", 123, "time.example")', context);
  return sent;
}

describe("what stands in for an ESP32 in Espruino for Linux", () => {
  it("lets no datagram out to a host that a board file names: a test's own server gets them, or nobody", () => {
    assert.deepEqual(asked({ timePort: 1123 }), ["127.0.0.1:1123"]);
    assert.deepEqual(asked({}), []);
  });
});
