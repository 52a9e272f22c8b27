import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UserError } from "../user-error";

/** Of this computer alone: no other one can reach it. */
const HOST = "127.0.0.1";
/** How many ports are tried, one after the other. */
const ATTEMPTS = 20;

/**
 * Has a server listen on the first port from `first` on that is free, or on any that is, as 0 asks for.
 * @param moves Whether another one than `first` will do
 * @returns the port
 * @throws UserError where it will not
 */
export async function listen(server: Server, first: number, moves = true): Promise<number> {
  for (let port = first; port < Math.min(first + ATTEMPTS, 65_536); port++) {
    if (await takes(server, port)) return portOf(server);
    if (!moves) throw new UserError(`port ${first} is taken; leave --port out for one that is free`);
  }
  await takes(server, 0);
  return portOf(server);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** @returns false where another program has the port, or only the system's own may */
function takes(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      server.off("listening", listening);
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    };
    const listening = (): void => {
      server.off("error", failed);
      resolve(true);
    };
    server.once("error", failed).once("listening", listening).listen(port, HOST);
  });
}
