import { isIPv4 } from "node:net";
import type { Air } from "../../air";
import type { HostValue, LuaError } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { callback, text } from "../arguments";
import type { Tasks } from "../tasks";

/** How long a server takes to answer. */
const LOOK_UP_MS = 10;
/** lwIP asks after 0, 1, 2 and 4 s, and gives up 3 s later. An answer that says "no such name" is no answer to it (dns.c). */
const UNANSWERED_MS = 7000;

/** lwIP's look-up of names. In the simulator's network hosts have names and no addresses: it gives each an address when asked. */
export class Names {
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #hosts = new Map<string, string>();

  constructor(air: Air, time: VirtualTime) {
    this.#air = air;
    this.#time = time;
  }

  /** @param isKnown Whether somebody knows the name. */
  resolve(host: string, isKnown: boolean, found: (address: string | undefined) => void): void {
    const isAnswered = isKnown && this.#air.isUp;
    this.#time.after(isAnswered ? LOOK_UP_MS : UNANSWERED_MS, () =>
      found(isAnswered ? this.addressOf(host) : undefined),
    );
  }

  addressOf(host: string): string {
    if (isIPv4(host)) return host;
    const known = [...this.#hosts].find(([, name]) => name === host);
    const address = known?.[0] ?? `203.0.113.${this.#hosts.size + 1}`;
    this.#hosts.set(address, host);
    return address;
  }

  /** Whom an address that was found belongs to. */
  hostAt(address: string): string {
    return this.#hosts.get(address) ?? address;
  }

  /** The table `net.dns`. @param panic As for sockets: nothing is around its callbacks. */
  module(tasks: Tasks, panic: (error: LuaError) => void): { readonly [name: string]: HostValue } {
    return {
      resolve: (hostValue, run) => {
        const host = text(hostValue, 1);
        const told = callback(run, 2);
        const tell = (address: string | undefined): void => {
          tasks.callUnprotected(undefined, panic, told, undefined, address);
          told.release();
        };
        if (isIPv4(host)) tell(host);
        else this.resolve(host, true, (address) => tasks.interrupt(() => tell(address)));
      },
      // Whichever it is, it is the network that answers.
      setdnsserver: () => {},
      getdnsserver: () => "192.168.1.1",
    };
  }
}
