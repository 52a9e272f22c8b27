import { SimulatedBoard } from "../simulator/board";
import type { Network } from "../simulator/network/network";

const nowhere: Network = {
  connect: () => ({ blockedMs: 10, failure: "refused" }),
  nextArrivalMs: () => Infinity,
  settle: async () => {},
};

/** Runs a snippet in the model, as `runInEspruino` does in the interpreter, and gives what it passed to `out`. */
export async function runInModel(snippet: string, ms = 300, network: Network = nowhere): Promise<string[]> {
  const source = `var out=function(text){print("@"+text+"@")};\nsetTimeout(function(){},${ms});\nrequire("Wifi").connect("any",{});\n`;
  const board = new SimulatedBoard({ source: `${source}setTimeout(function(){${snippet}\n},2500);`, network });
  board.boot();
  await board.run(2500 + ms);
  return board.console.flatMap((line) => (/^@.*@$/.test(line) ? [line.slice(1, -1)] : []));
}
