import { publishOwedStates, publishState, routeCommands } from "./app/commands/commands";
import type { NodeConfig } from "./app/config";
import { createConnection, failed, tick, tellOfClose } from "./app/connection/connection";
import { note, report } from "./app/diagnostics";
import { createNode, publishOnline, type Node } from "./app/node";
import { noteOnline, takeOther, tellLess, tellWatched, watchStatus } from "./app/connection/subscriptions";
import { payDebts } from "./app/readings/owed";
import type { Engine } from "./engine/engine";
import { elapsedMs } from "./mqtt/elapsed";
import { ClientState, type ClientEvents, type Routes } from "./mqtt/record";

const TICK_MS = 1_000;
/** When a connection has stood so long, the node looks what the broker says of it: most late wills have come by then. */
const WATCH_MS = 30_000;

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
    stands: () => tellOfClose(node),
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
    node.diagnostics.errors++;
    note(node.diagnostics, "error", "");
    engine.chip.log(message + stack);
  });
  engine.clock.every(TICK_MS, (nowMs) => {
    tick(connection, nowMs);
    if (node.isOnlineDue && node.client.state === ClientState.Ready) {
      publishOnline(node);
    }
    if (!connection.isWatchDenied && elapsedMs(nowMs, connection.sinceMs) >= WATCH_MS) {
      watchStatus(node);
    }
    publishOwedStates(node);
    payDebts(node);
    report(node.diagnostics, node.client, engine.chip);
  });
  engine.chip.log("mote " + config.name);
  tick(connection, engine.clock.nowMs());
  return node;
}
