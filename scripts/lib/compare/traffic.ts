/** What went one way. */
export interface Flow {
  /** Above TCP, and above the records of TLS where there are any: what both sides wrote. */
  bytes: number;
  /** Of what was read at once, in full Ethernet frames. Two writes that follow each other at once may be read as one. */
  segments: number;
}

/** What went through a relay so far. */
export interface Traffic {
  /** From clients to the server. */
  up: Flow;
  down: Flow;
  /** Connections. */
  opened: number;
  /** Connections that have ended, in both directions. */
  closed: number;
}

export function noTraffic(): Traffic {
  return { up: { bytes: 0, segments: 0 }, down: { bytes: 0, segments: 0 }, opened: 0, closed: 0 };
}

/** What came from `earlier` to `later`. */
export function between(earlier: Traffic, later: Traffic): Traffic {
  const flow = (way: "up" | "down"): Flow => ({
    bytes: later[way].bytes - earlier[way].bytes,
    segments: later[way].segments - earlier[way].segments,
  });
  return {
    up: flow("up"),
    down: flow("down"),
    opened: later.opened - earlier.opened,
    closed: later.closed - earlier.closed,
  };
}
