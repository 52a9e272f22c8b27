import type { Tcp } from "../../engine";
import { createTcp as create } from "../tcp";
import { guarded } from "./guarded";

const transport = net;
export { transport as net };

/**
 * The stack goes on with a connection after it was closed here, and calls what may be collected by then: what it may call is kept
 * until two more were opened.
 * @param capacityBytes as of every chip's
 */
export function createTcp(capacityBytes: number, opener: typeof net): Tcp {
  const kept: NodeMcuSocket[] = [];
  const createConnection = (type: number): NodeMcuSocket => {
    const opened = opener.createConnection(type);
    kept[0] = kept[1] ?? opened;
    kept[1] = opened;
    return opened;
  };
  return create(capacityBytes, { TCP: opener.TCP, createConnection }, guarded);
}
