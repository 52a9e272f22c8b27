import { strict as assert } from "node:assert";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { Link, Network } from "../simulator/network/network";
import { runInEspruino } from "./espruino-run";
import type { PeerAct, SocketFact } from "./espruino-sockets-facts";
import { socketFacts } from "./espruino-sockets-facts";
import { runInModel } from "./model-run";

const interpreter = process.env.ESPRUINO;
const RUN_MS = 500;

/** The peer of a fact, on the model's clock. */
class ActingPeer implements Link {
  received = "";
  readonly #acts: PeerAct[];
  readonly #openedMs: number;
  #sent = "";
  #ending: "open" | "ended" | "reset" = "open";

  constructor(acts: readonly PeerAct[], openedMs: number) {
    this.#acts = [...acts];
    this.#openedMs = openedMs;
  }

  read(max: number, nowMs: number): string {
    for (let act = this.#acts[0]; act !== undefined && this.#openedMs + act.atMs <= nowMs; act = this.#acts[0]) {
      this.#acts.shift();
      if (act.does === "sends") this.#sent += act.bytes;
      else this.#ending = act.does === "ends" ? "ended" : "reset";
    }
    const bytes = this.#sent.slice(0, max);
    this.#sent = this.#sent.slice(max);
    return bytes;
  }

  write(bytes: string): void {
    this.received += bytes;
  }

  state(): "open" | "ended" | "reset" {
    return this.#sent === "" ? this.#ending : "open";
  }

  close(): void {
    this.#acts.length = 0;
  }

  get nextMs(): number {
    return this.#acts.length === 0 ? Infinity : this.#openedMs + this.#acts[0].atMs;
  }
}

async function inModel(fact: SocketFact): Promise<{ printed: string[]; peerGot: string }> {
  let peer: ActingPeer | undefined;
  const network: Network = {
    connect: (_host, _port, nowMs) => ({ blockedMs: 1, link: (peer = new ActingPeer(fact.peer, nowMs + 1)) }),
    nextArrivalMs: () => peer?.nextMs ?? Infinity,
    settle: async () => {},
  };
  const printed = await runInModel(fact.source.replace("PORT", "1883"), RUN_MS, network);
  return { printed, peerGot: peer?.received ?? "" };
}

async function inInterpreter(executable: string, fact: SocketFact): Promise<{ printed: string[]; peerGot: string }> {
  let peerGot = "";
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => (peerGot += bytes.toString("latin1")));
    const perform = (act: PeerAct): unknown => {
      if (act.does === "sends") return socket.write(act.bytes);
      return act.does === "ends" ? socket.end() : socket.resetAndDestroy();
    };
    for (const act of fact.peer) {
      if (act.atMs === 0) perform(act);
      else setTimeout(() => perform(act), act.atMs);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return { printed: await runInEspruino(executable, fact.source.replace("PORT", String(port)), RUN_MS), peerGot };
  } finally {
    server.close();
  }
}

describe("facts about Espruino's sockets", () => {
  const check = (fact: SocketFact, { printed, peerGot }: { printed: string[]; peerGot: string }): void => {
    assert.deepEqual(printed, fact.prints);
    if (fact.peerGets !== undefined) assert.equal(peerGot, fact.peerGets);
  };
  for (const fact of socketFacts) {
    it(`${fact.name} in the model`, async () => check(fact, await inModel(fact)));
    if (interpreter === undefined) continue;
    it(`${fact.name} in the interpreter`, async () => check(fact, await inInterpreter(interpreter, fact)));
  }
});
