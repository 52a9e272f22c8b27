import type { SimulatedPin } from "../pins";
import type { VirtualTime } from "../virtual-time";

/** The edges of a pin from now on, with their times in ms. */
export function edgesOf(watched: SimulatedPin, time: VirtualTime): [number, boolean][] {
  const edges: [number, boolean][] = [];
  watched.onEdge((level) => edges.push([time.nowMs, level]));
  return edges;
}
