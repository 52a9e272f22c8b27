import { publishOwedStates, publishState, routeCommands } from "./app/commands/commands";
import type { NodeConfig } from "./app/config";
import {
  createConnection,
  type Connection,
  failed,
  isCalm,
  isSettled,
  tellOfClose,
  tick,
} from "./app/connection/connection";
import { note, report } from "./app/diagnostics";
import { countDropped, createNode, publishOnline, type Node } from "./app/node";
import { noteOnline, takeOther, tellLess, tellWatched, watchStatus } from "./app/connection/subscriptions";
import { payDebts } from "./app/readings/owed";
import type { Engine } from "./engine/engine";
import { ClientState, type ClientEvents, type Routes } from "./mqtt/record";

const TICK_MS = 1_000;
/** While all is well, the connection is looked at as seldom as this, … */
const CALM_MS = 10_000;
/** … or this, where a ping is due so soon that it has no seconds to spare, or acknowledgements have a deadline. */
const SHORT_CALM_MS = 5_000;
const SHORT_KEEP_ALIVE_SECONDS = 40;

/**
 * Starts the node. The build calls it with the engine and the board file's constants; it never ends.
 * @returns the node, for the sensors and what else the board asks for: nothing of the network has happened yet
 */
export function start(engine: Engine, config: NodeConfig): Node {
  const routes: Routes = {};
  const events: ClientEvents = {
    message: (topic, payload) => takeOther(node, topic, payload),
    lessGranted: (filterField, qos) => tellLess(node, filterField, qos),
    failed: (failure) => failed(connection, failure),
    accepted: () => tellOfClose(node),
    ready: (refusedSubscriptions) => {
      engine.chip.log("online");
      node.diagnostics.connects++;
      publishOnline(node);
      for (const output of node.outputs) {
        publishState(node, output);
      }
      for (const sample of node.samplers) {
        sample();
      }
      // Last, so that nothing less takes the place of a node that cannot be commanded.
      noteOnline(node, refusedSubscriptions);
    },
    subscribed: (refusedSubscriptions) => tellWatched(node, refusedSubscriptions),
  };
  const node = createNode(engine, config, events, routes);
  routeCommands(node, routes);
  const connection = createConnection(node);
  engine.chip.onError((message, stack) => {
    if (engine.chip.isClosing(message)) {
      countDropped(node);
    } else {
      node.diagnostics.errors++;
      note(node.diagnostics, "error", "");
    }
    engine.chip.log(message + stack);
  });
  engine.clock.every(TICK_MS, () => {
    // One short condition, since this is all that happens in most seconds of a node's life.
    if (node.isRestless || node.diagnostics.isDue) {
      keepHouse(connection);
    }
  });
  const isShort = config.mqtt.keepAliveSeconds < SHORT_KEEP_ALIVE_SECONDS || node.outbox !== undefined;
  engine.clock.every(isShort ? SHORT_CALM_MS : CALM_MS, () => keepHouse(connection));
  engine.chip.log("mote " + config.name);
  tick(connection, engine.clock.nowMs());
  return node;
}

/** Whatever is owed or overdue. Once a second while something is; see `Node.isRestless`. */
function keepHouse(connection: Connection): void {
  const node = connection.node;
  const nowMs = node.engine.clock.nowMs();
  tick(connection, nowMs);
  for (const watch of node.watchers) {
    watch();
  }
  if (node.isOnlineDue && node.client.state === ClientState.Ready) {
    publishOnline(node);
  }
  const isStill = isCalm(connection);
  if (
    node.watchedSession !== node.diagnostics.connects &&
    isStill &&
    !connection.isWatchDenied &&
    isSettled(connection, nowMs)
  ) {
    watchStatus(node);
  }
  publishOwedStates(node);
  payDebts(node);
  report(node.diagnostics, node.client, node.engine.chip);
  node.isRestless = !isStill || node.isOnlineDue || node.isShort;
}
