import type { Node } from "../node";

export interface Network {
  ssid: string;
  /** "" where it is open. */
  password: string;
}

/**
 * Lets a node that was just started choose among Wi-Fi networks, in order of preference; the first is the one of its
 * configuration, for which it knows of no other. Each attempt to join goes through all of them: the next one is tried as soon as
 * the engine says that one failed, and where it says nothing, with the next attempt. After a loss the first one comes first.
 * @param networks at least two
 * @returns tells the name of the one that was joined last
 */
export function chooseNetwork(node: Node, networks: Network[]): () => string {
  const wifi = node.engine.wifi;
  /** The one that is tried or was tried last. */
  let current = 0;
  /** How many this attempt may still try. */
  let left = networks.length - 1;
  let joined = "";
  const next = (): void => {
    current = (current + 1) % networks.length;
    const network = networks[current];
    node.engine.chip.log("joining network " + (current + 1));
    wifi.connect(network.ssid, network.password);
  };
  wifi.onChange(() => {
    if (wifi.isConnected()) {
      joined = networks[current].ssid;
      current = networks.length - 1;
      left = 0;
    } else if (left > 0) {
      left--;
      next();
    }
  });
  node.engine.wifi = {
    connect: () => {
      left = networks.length - 1;
      next();
    },
    isConnected: wifi.isConnected,
    signalStrength: wifi.signalStrength,
    onChange: wifi.onChange,
  };
  return () => joined;
}
