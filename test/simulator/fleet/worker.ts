import { setTimeout } from "node:timers/promises";
import { FleetNode } from "./fleet-node";
import { wallMs, type ConnectionEvent, type Order, type Share, type Word } from "./protocol";

/**
 * A process that runs a share of a fleet's boards. It ends with the process that began it, whatever becomes of that one; Ctrl-C, which
 * the terminal sends to both, is the other's affair.
 */

/** How often connections are told of. */
const TELL_MS = 100;

let share: Share | undefined;
let nodes: FleetNode[] = [];
let events: ConnectionEvent[] = [];
let connections = 0;
let startedCpu = process.cpuUsage();

function tell(word: Word): void {
  process.send?.(word);
}

function tellConnections(): void {
  if (events.length > 0) tell({ tell: "connections", events });
  events = [];
}

function fail(error: unknown): void {
  tell({ tell: "failed", problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

function prepare(given: Share): void {
  share = given;
  let startMs = performance.now();
  let startBytes = process.memoryUsage.rss();
  nodes = given.nodes.map(({ serial }, node) => {
    const made: FleetNode = new FleetNode(given, serial, (broker) => {
      const connection = ++connections;
      return (what) => events.push({ node, broker, connection, what, atMs: wallMs(), made: made.readings });
    });
    // The first one brings with it what all share.
    if (node === 0 && given.nodes.length > 1) {
      startMs = performance.now();
      startBytes = process.memoryUsage.rss();
    }
    return made;
  });
  const many = Math.max(1, nodes.length - 1);
  tell({
    tell: "ready",
    bootMs: (performance.now() - startMs) / many,
    bytes: (process.memoryUsage.rss() - startBytes) / many,
  });
}

function begin(atMs: number): void {
  startedCpu = process.cpuUsage();
  nodes.forEach((node, index) => {
    const inMs = atMs - wallMs() + (share?.nodes[index]?.afterMs ?? 0);
    void setTimeout(Math.max(0, inMs))
      .then(() => node.run())
      .catch(fail);
  });
  setInterval(tellConnections, TELL_MS);
}

function count(): void {
  tellConnections();
  const { user, system } = process.cpuUsage(startedCpu);
  tell({
    tell: "counted",
    readings: nodes.map((node) => node.readings),
    lagMs: Math.max(0, ...nodes.map(({ pace }) => pace.worstLagMs)),
    cpuMs: (user + system) / 1000,
    errors: nodes.flatMap(({ board }) => board.uncaught),
  });
}

function obey(order: Order): void {
  switch (order.do) {
    case "prepare":
      return prepare(order.share);
    case "begin":
      return begin(order.atMs);
    case "address": {
      const address = share?.addresses[order.broker];
      if (address !== undefined) address.state = order.state;
      return;
    }
    case "latency":
      return nodes.forEach((node) => (node.latencyMs = order.ms));
    case "wifi": {
      const away = new Set(order.away);
      return nodes.forEach((node, index) => (node.hasWifi = !away.has(index)));
    }
    case "count":
      return count();
    case "cut":
      nodes.forEach((node) => node.cut());
      return tellConnections();
  }
}

process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => process.exit());
process.on("message", (order: Order) => {
  try {
    obey(order);
  } catch (error) {
    fail(error);
  }
});
