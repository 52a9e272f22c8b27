import type { Node } from "../node";

/**
 * Lets a node that was just started choose among Wi-Fi networks, in order of preference: it knows of the first alone. Each attempt to
 * join goes through all of them: the next one is tried as soon as the engine says that one failed, and where it says nothing, with
 * the next attempt. After a loss the first one comes first.
 * @param networks How many there are, at least two
 * @returns tells which one was joined last, by its index
 */
export function chooseNetwork(node: Node, networks: number): () => number {
  const wifi = node.engine.wifi;
  /** The one that is tried or was tried last. */
  let current = 0;
  /** How many this attempt may still try. */
  let left = networks - 1;
  let joined = 0;
  const next = (): void => {
    current = (current + 1) % networks;
    node.engine.chip.log("joining network " + (current + 1));
    wifi.connect(node.config.secret("ssid", current), node.config.secret("password", current));
  };
  wifi.onChange(() => {
    if (wifi.isConnected()) {
      joined = current;
      current = networks - 1;
      left = 0;
    } else if (left > 0) {
      left--;
      next();
    }
  });
  node.engine.wifi = {
    connect: () => {
      left = networks - 1;
      next();
    },
    isConnected: wifi.isConnected,
    signalStrength: wifi.signalStrength,
    onChange: wifi.onChange,
  };
  return () => joined;
}
