import { SimulatedBoard } from "../board";
import type { BoardOptions } from "../board-options";
import type { Link, Network } from "../network/network";

/** A peer whose bytes and state the test holds in its hands. */
export class HeldLink implements Link {
  incoming = "";
  written = "";
  ending: "open" | "ended" | "reset" = "open";
  isClosed = false;
  /** How much of what was written reaches the peer. */
  delivers = true;

  read(max: number): string {
    const bytes = this.incoming.slice(0, max);
    this.incoming = this.incoming.slice(max);
    return bytes;
  }
  write(bytes: string): void {
    this.written += bytes;
  }
  deliveredBytes(): number {
    return this.delivers ? this.written.length : 0;
  }
  state(): "open" | "ended" | "reset" {
    return this.incoming === "" ? this.ending : "open";
  }
  close(): void {
    this.isClosed = true;
  }
}

/** A booted NodeMCU board that runs a few lines of Lua. */
export function luaBoard(
  source: string,
  options: Partial<BoardOptions> = {},
): { board: SimulatedBoard; links: HeldLink[] } {
  const links: HeldLink[] = [];
  const network: Network = {
    connect: (host) => {
      if (host === "unknown") return { blockedMs: 0, failure: "unknown host" };
      if (host === "refusing") return { blockedMs: 20, failure: "refused" };
      if (host === "hole") return { blockedMs: 10_000, failure: "timed out" };
      links.push(new HeldLink());
      return { blockedMs: 20, link: links[links.length - 1] };
    },
    nextArrivalMs: () => Infinity,
    settle: async () => {},
  };
  const board = new SimulatedBoard({ engine: "nodemcu", source, network, noiseVolts: 0, ...options });
  board.boot();
  return { board, links };
}

/** The same, with Wi-Fi up when the lines run. */
export async function connectedBoard(
  source: string,
  options: Partial<BoardOptions> = {},
): Promise<ReturnType<typeof luaBoard>> {
  const join =
    options.chip === "esp8266"
      ? `wifi.setmode(wifi.STATION)
        wifi.eventmon.register(wifi.eventmon.STA_GOT_IP, function() ${source} end)
        wifi.sta.config({ ssid = "home", pwd = "p" })`
      : `wifi.mode(wifi.STATION) wifi.start() wifi.sta.config({ ssid = "home", pwd = "p" })
        wifi.sta.on("got_ip", function() ${source} end)
        wifi.sta.connect()`;
  const made = luaBoard(join, options);
  await made.board.run(2_000);
  return made;
}

/** Has lines of Lua run on a board that is up, as if they were typed on its console. */
export async function run(board: SimulatedBoard, source: string): Promise<void> {
  board.typeOnConsole(source);
  await board.run(0);
}
