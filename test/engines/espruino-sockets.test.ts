import { strict as assert } from "node:assert";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { Network } from "../simulator/network/network";
import { runInEspruino } from "./espruino-run";
import { runInModel } from "./model-run";

const interpreter = process.env.ESPRUINO;

interface SocketFact {
  readonly name: string;
  /** What the peer sends as soon as it is connected to, and how it goes on. */
  readonly sends: string;
  readonly then: "stays" | "ends" | "resets";
  /** PORT stands for the peer's port. */
  readonly source: string;
  readonly prints: string[];
}

const events = ["end", "close", "error"].map((event) => `s.on("${event}",function(v){out("${event} "+v)});`).join("");
const connect = `var s=require("net").connect({host:"127.0.0.1",port:PORT},function(){out("connected")});`;

const facts: SocketFact[] = [
  {
    name: "a peer that ends brings end and close",
    sends: "",
    then: "ends",
    source: connect + events,
    prints: ["connected", "end undefined", "close false"],
  },
  {
    name: "write gives false, and its argument becomes text",
    sends: "",
    then: "stays",
    source: `${connect}out(s.write(new Uint8Array([65,66])));out(s.dSnd)`,
    prints: ["false", "65,66", "connected"],
  },
  {
    name: "a connect callback with a parameter and a listener keep each other silent",
    sends: "",
    then: "stays",
    source: `${connect.replace("function()", "function(peer)")}s.on("connect",function(){out("listener")});`,
    prints: [],
  },
  {
    name: "a connect callback without a parameter runs beside a listener",
    sends: "",
    then: "stays",
    source: `${connect}s.on("connect",function(){out("listener")});`,
    prints: ["connected", "listener"],
  },
  {
    name: "writing after end throws",
    sends: "",
    then: "stays",
    source: `${connect}s.end();try{s.write("x")}catch(error){out(""+error)}`,
    prints: ["Error: This socket is closed"],
  },
  {
    name: "data comes in pieces of 536 bytes at most",
    sends: "x".repeat(1200),
    then: "stays",
    source: `var s=require("net").connect({host:"127.0.0.1",port:PORT});setTimeout(function(){},1);var t=Date.now()+50;while(Date.now()<t);s.on("data",function(d){out(d.length)})`,
    prints: ["536", "536", "128"],
  },
];

/** A network whose one peer does what the fact says. */
function networkOf({ sends, then }: SocketFact): Network {
  return {
    connect: () => {
      let waiting = sends;
      const link = {
        read: (max: number) => {
          const bytes = waiting.slice(0, max);
          waiting = waiting.slice(max);
          return bytes;
        },
        write: () => {},
        state: () => (waiting !== "" || then === "stays" ? ("open" as const) : ("ended" as const)),
        close: () => {},
      };
      return { blockedMs: 1, link };
    },
    nextArrivalMs: () => Infinity,
    settle: async () => {},
  };
}

describe("facts about Espruino's sockets", () => {
  for (const fact of facts) {
    it(`${fact.name} in the model`, async () => {
      // In the model no time passes while firmware runs, so nothing may wait for it to.
      const source = fact.source.replace("while(Date.now()<t);", "").replace("PORT", "1883");
      const printed = await runInModel(source, 500, networkOf(fact));
      if (fact.then === "ends") assert.deepEqual(printed.slice(-2), fact.prints.slice(-2));
      else assert.deepEqual(printed, fact.prints);
    });
    if (interpreter === undefined) continue;
    it(`${fact.name} in the interpreter`, async () => {
      const server = createServer((socket) => {
        socket.on("error", () => {});
        socket.write(fact.sends);
        if (fact.then === "ends") setTimeout(() => socket.end(), 100);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const { port } = server.address() as AddressInfo;
        assert.deepEqual(await runInEspruino(interpreter, fact.source.replace("PORT", String(port)), 500), fact.prints);
      } finally {
        server.close();
      }
    });
  }
});
