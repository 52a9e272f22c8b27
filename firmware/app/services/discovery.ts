import type { Storage, Timer } from "../../engine/engine";
import { ClientState } from "../../mqtt/record";
import { beginConstants, createConstantStream, sendConstants, type ConstantPackets } from "../../mqtt/constant-packets";
import { elapsedMs } from "../../mqtt/elapsed";
import { publishState } from "../commands/commands";
import { send, type Node } from "../node";
import { beginFarewells, sayFarewells, isAllSaid, readTold, type Telling } from "./told";

/**
 * Tells Home Assistant what the board is (MQTT discovery), in this order:
 *
 *   session ready ──► what is no more ──► discovery messages ──► `online` ──► every state and reading
 *
 * on each new connection, and again, but for the first step, when Home Assistant says that it has come online: then each board
 * waits for a time of its own first, so that not all of them answer at once.
 */

/** How often it is looked whether there is room for more. */
const POLL_MS = 25;
const TICK_MS = 1_000;
/** The longest wait after Home Assistant's birth message, in ticks. */
const LONGEST_WAIT = 10;

/** @param birthTopic topic field: where Home Assistant says online */
export function discover(
  node: Node,
  timer: Timer,
  constants: ConstantPackets,
  birthTopic: string,
  storage: Storage,
  telling: Telling,
): void {
  const client = node.client;
  const told = readTold(storage, telling);
  const stream = createConstantStream(client, constants);
  const ready = client.events.ready;
  /** What `ready` is to be called with; -1 when it is not waiting. */
  let refusedSubscriptions = -1;
  let waitTicks = 0;
  let polledMs = 0;

  const poll = (): void => {
    polledMs = node.engine.clock.nowMs();
    if ((stream.left > 0 || told.isAfter) && client.state === ClientState.Ready) {
      timer.after(POLL_MS, poll);
      const isEnd = told.isAfter;
      if (
        sayFarewells(told, client, storage, telling) &&
        (isEnd || (sendConstants(stream) && (isAllSaid(told) || sayFarewells(told, client, storage, telling))))
      ) {
        announce();
      }
    }
  };
  const announce = (): void => {
    if (refusedSubscriptions >= 0) {
      const refused = refusedSubscriptions;
      refusedSubscriptions = -1;
      ready(refused);
    } else {
      send(node, node.publishStatus, "online");
      for (const output of node.outputs) {
        publishState(node, output);
      }
      for (const sample of node.samplers) {
        sample();
      }
    }
  };
  client.events.ready = (refused) => {
    refusedSubscriptions = refused;
    waitTicks = 0;
    beginFarewells(told);
    beginConstants(stream, true);
    poll();
  };
  client.routes[birthTopic] = (payload, retain) => {
    // A retained one was there before this connection, which has told everything.
    if (payload === "online" && !retain && waitTicks === 0) {
      waitTicks = 1 + Math.floor(Math.random() * LONGEST_WAIT);
    }
  };
  node.engine.clock.every(TICK_MS, () => {
    if (waitTicks > 0 && --waitTicks === 0 && client.state === ClientState.Ready) {
      beginConstants(stream, false);
      poll();
    } else if (elapsedMs(node.engine.clock.nowMs(), polledMs) >= TICK_MS) {
      // An interruption has taken the timer.
      poll();
    }
  });
}
