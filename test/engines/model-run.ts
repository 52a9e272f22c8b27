import { SimulatedBoard } from "../simulator/board";
import type { Network } from "../simulator/network/network";

/** The address whose connect fails after as many ms as its port says: in the model nothing else makes the engine busy. */
const BUSY_HOST = "busy";

const nowhere: Network = {
  connect: () => ({ blockedMs: 10, failure: "refused" }),
  nextArrivalMs: () => Infinity,
  settle: async () => {},
};

/** Runs a snippet in the model, as `runInEspruino` does in the interpreter, and gives what it passed to `out`. */
export async function runInModel(snippet: string, ms = 300, network: Network = nowhere): Promise<string[]> {
  const source =
    `var out=function(text){print("@"+text+"@")};\n` +
    `var block=function(ms){try{require("net").connect({host:"${BUSY_HOST}",port:ms})}catch(refused){}};\n` +
    `setTimeout(function(){},${ms});\nrequire("Wifi").connect("any",{});\n`;
  const board = new SimulatedBoard({
    source: `${source}setTimeout(function(){${snippet}\n},2500);`,
    network: {
      connect: (host, port, nowMs, tls) =>
        host === BUSY_HOST ? { blockedMs: port, failure: "refused" } : network.connect(host, port, nowMs, tls),
      nextArrivalMs: (nowMs) => network.nextArrivalMs(nowMs),
      settle: () => network.settle(),
    },
  });
  board.boot();
  await board.run(2500 + ms);
  return board.console.flatMap((line) => (/^@.*@$/.test(line) ? [line.slice(1, -1)] : []));
}
