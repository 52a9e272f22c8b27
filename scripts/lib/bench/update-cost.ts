import { readFileSync } from "node:fs";
import { generate } from "mqtt-packet";
import type { Board } from "../board/config";
import { partBytes } from "../board/update-bytes";
import type { BoardBuild } from "../build/types";
import { flashedFiles } from "../flash/espruino/flashed-files";
import { SECRETS_FILE } from "../program/secrets";
import { versionIn } from "../program/version";
import { updateKey } from "../update/takes-updates";
import { imageOf, NO_NONCE, signOffer, signPart, type Image } from "../update/sign-update";
import type { AppRunner } from "./app-runner";
import { ANALOG } from "./apps";
import { countFromStorage } from "./callgrind";
import { runFromStorage } from "./interpreter";

/** What a node takes for a part of a program that comes in over the air. */
export interface UpdateCost {
  /** Bytes of a part. */
  partBytes: number;
  /** Machine instructions for one part, by what is done with it. */
  instructions: {
    /** It is taken in, and is none that was asked for. */
    received: number;
    /** Its MAC is worked out besides, and proves to be false. */
    checked: number;
    /** It is written besides, and the next one asked for. */
    taken: number;
  };
  /** Variables in use, connected: with nothing under way, and while the next part is asked for from within the last one's message. */
  variables: { atRest: number; taking: number };
}

/** The difference between so many parts and so many is what parts take. A node works out no more than 20 false MACs at once. */
const FEW = 4;
const MANY = 16;
/** Larger than the parts that are given, so that no last one is among them. */
const SPARE_BYTES = 1_000;

type Kind = "nothing" | "other" | "forged" | "right";

/** @param board One that takes updates. @param build What was built of it */
export async function updateCost(runner: AppRunner, board: Board, build: BoardBuild): Promise<UpdateCost> {
  const program = readFileSync(build.bundlePath, "latin1");
  const bytes = partBytes(board);
  const image = imageOf(Buffer.from(program, "latin1").subarray(0, MANY * bytes + SPARE_BYTES));
  const files = {
    ...Object.fromEntries(flashedFiles(program)),
    [SECRETS_FILE]: build.secrets,
    ...messages(board, program, image, bytes),
  };
  const count = async (kind: Kind, parts: number): Promise<number> => {
    const boot0 = runner.standIns(1, ANALOG) + deliver(kind, parts);
    const { instructions, output } = await countFromStorage(runner.interpreter, { ".boot0": boot0, ...files });
    check(kind, parts, output);
    return instructions;
  };
  const each = async (kind: Kind): Promise<number> =>
    ((await count(kind, MANY)) - (await count(kind, FEW))) / (MANY - FEW);
  const nothing = await each("nothing");
  return {
    partBytes: bytes,
    instructions: {
      received: (await each("other")) - nothing,
      checked: (await each("forged")) - nothing,
      taken: (await each("right")) - nothing,
    },
    variables: await variables(runner, files),
  };
}

/** What is given to the node, as files that the script reads: what a socket gives is a string of its own too. */
function messages(board: Board, program: string, image: Image, bytes: number): Record<string, string> {
  const key = updateKey(board);
  const { name, engine, chip, topics } = board;
  const version = versionIn(program);
  const offer = { name, engine, chip, counter: 7, image, nonce: NO_NONCE, version, text: "" };
  const packet = (payload: Buffer | string): string =>
    generate({ cmd: "publish", topic: topics.update, payload, qos: 0, retain: false, dup: false }).toString("latin1");
  const files: Record<string, string> = {
    offer: packet(signOffer(key, { ...offer, when: "now", isAgain: false })),
  };
  for (let i = 0; i < MANY; i++) {
    const right = signPart(key, image, i * bytes, bytes);
    files[`right${i}`] = packet(right);
    // The first one's place, so that nothing but the MAC is wrong.
    const forged = signPart(key, image, 0, bytes);
    forged[forged.length - 1] ^= 1;
    files[`forged${i}`] = packet(forged);
    files[`other${i}`] = packet(signPart(key, image, bytes, bytes));
    files[`nothing${i}`] = files[`right${i}`];
  }
  return files;
}

/** How long a node is left alone behind its session. */
const SETTLE_MS = 3_000;

/**
 * A script for ".boot0" that stands in for the broker: it takes what the node writes, answers what has to be answered, and gives it the
 * offer and so many messages in one turn of the interpreter, so that nothing is counted that passes between them.
 * @param looks Whether it looks at the variables in use, for which garbage is collected each time
 */
function deliver(kind: Kind, parts: number, looks = false): string {
  return `
(function(){
  var storage = require("Storage"), heard = {}, wants = 0, most = 0, rest = 0, looks = ${looks};
  function give(bytes){ heard.data(bytes); }
  function later(bytes){ setTimeout(give, 1, bytes); }
  function run(){
    var i, bytes;
    rest = looks && process.memory().usage;
    give(storage.read("offer") + "");
    // In the same turn: no timer has it asked for once more meanwhile.
    for (i = 0; i < ${parts}; i++) {
      bytes = storage.read(${JSON.stringify(kind)} + i) + "";
      ${kind === "nothing" ? "" : "give(bytes);"}
    }
    print("@wants " + wants);
    print("@memory " + rest + " " + most);
    quit();
  }
  require("net").connect = function(options, connected){
    setTimeout(connected, 1);
    return {
      on: function(event, f){ heard[event] = f; },
      end: function(){},
      removeAllListeners: function(){},
      write: function(bytes){
        var type = bytes.charCodeAt(0) & 240, at = bytes.charCodeAt(1) < 128 ? 2 : 3;
        if (type == 16) later("\\x20\\x02\\0\\0");
        if (type == 128) {
          // One code for each topic.
          var codes = "";
          for (var i = at + 2; i < bytes.length; i += bytes.charCodeAt(i + 1) + 3) codes += "\\0";
          later("\\x90" + String.fromCharCode(codes.length + 2) + bytes.substr(at, 2) + codes);
          if (!wants) { wants = 1; setTimeout(run, ${SETTLE_MS}); }
        }
        if (type == 192) later("\\xd0\\0");
        if (bytes.indexOf("/want") > 0) {
          wants++;
          if (looks) most = Math.max(most, process.memory().usage);
        }
        return true;
      }
    };
  };
})();
`;
}

/** @throws Error where the node did something else with what it was given */
function check(kind: Kind, parts: number, output: string): void {
  const [, wants] = /@wants (\d+)/.exec(output) ?? [];
  // One counts the session, and one is for the offer.
  const expected = 2 + (kind === "right" ? parts : 0);
  if (Number(wants) !== expected)
    throw new Error(`${wants} questions for ${kind} parts, and not ${expected}: ${output.slice(-300)}`);
}

async function variables(
  { interpreter, standIns }: AppRunner,
  files: Readonly<Record<string, string>>,
): Promise<UpdateCost["variables"]> {
  const output = await runFromStorage(interpreter, [interpreter], {
    ".boot0": standIns(1, ANALOG) + deliver("right", FEW, true),
    ...files,
  });
  const [, atRest, taking] = /@memory (\d+) (\d+)/.exec(output) ?? [];
  if (taking === undefined) throw new Error(`no look at memory was told: ${output.slice(-300)}`);
  return { atRest: Number(atRest), taking: Number(taking) };
}
