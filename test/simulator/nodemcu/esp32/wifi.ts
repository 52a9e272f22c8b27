import { isIPv4 } from "node:net";
import type { AccessPoint } from "../../access-point";
import type { Air } from "../../air";
import type { HostValue, LuaFunction, LuaTable, LuaValue } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, callback, integer, Slot, table, text, typeName } from "../arguments";
import type { NodeMcu } from "../engine";

const MAC_OF_ACCESS_POINT = "02:00:00:00:00:01";
const DEFAULT_HOSTNAME = "espressif";
const MOST_HOSTNAME = 32;
const ADDRESS = { ip: "192.168.1.50", netmask: "255.255.255.0", gw: "192.168.1.1" };
const MODES = { NULLMODE: 0, STATION: 1, SOFTAP: 2, STATIONAP: 3 } as const;
const WPA2 = 3;
const SCAN_MS = 2000;
/** ESP-IDF's wifi_err_reason_t. */
const REASONS = { left: 8, lost: 200, "not found": 201, "wrong password": 15 } as const;
/** ESP-IDF's error codes, as the texts of errors carry them. */
const NOT_STARTED = 0x3002;
const NO_SUCH_INTERFACE = 0x3004;
const MODE = 0x3005;
const CONNECTING = 0x3007;
const WRONG_SSID = 0x300a;
const INVALID_PARAMETERS = 0x5001;

const EVENTS = ["start", "stop", "connected", "disconnected", "authmode_changed", "got_ip"] as const;
type Event = (typeof EVENTS)[number];

/** The module `wifi` of branch dev-esp32 as station. Nothing reconnects by itself, and nothing tells the signal's strength but a scan. */
export class Wifi {
  readonly module: { readonly [name: string]: HostValue };
  readonly #points: readonly AccessPoint[];
  /** The one that is tried or joined. */
  #point: AccessPoint;
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #engine: NodeMcu;
  readonly #callbacks = Object.fromEntries(EVENTS.map((event) => [event, new Slot()])) as Record<Event, Slot>;
  #mode: number = MODES.NULLMODE;
  #isStarted = false;
  #config = { ssid: "", pwd: "" };
  #state: "idle" | "connecting" | "joined" = "idle";
  #hostname = DEFAULT_HOSTNAME;
  #staticAddress: typeof ADDRESS | undefined;
  #next: { cancel(): void } | undefined;
  #loss: { cancel(): void } | undefined;

  /** @param mac The station's own address. */
  constructor(points: readonly AccessPoint[], air: Air, time: VirtualTime, engine: NodeMcu, mac: string) {
    this.#points = points;
    this.#point = points[0];
    this.#air = air;
    this.#time = time;
    this.#engine = engine;
    this.module = {
      ...MODES,
      AUTH_OPEN: 0,
      AUTH_WEP: 1,
      AUTH_WPA_PSK: 2,
      AUTH_WPA2_PSK: WPA2,
      mode: (mode) => {
        const wanted = integer(mode, 1);
        if (wanted < MODES.NULLMODE || wanted > MODES.STATIONAP) throw new LuaError(`invalid wifi mode ${wanted}`);
        this.#mode = wanted;
      },
      getmode: () => this.#mode,
      start: () => {
        if (this.#isStarted) return;
        this.#isStarted = true;
        this.#emit("start", {});
      },
      stop: () => {
        if (!this.#isStarted) return;
        if (this.#state === "joined") this.#drop("left");
        this.#leave();
        this.#isStarted = false;
        this.#emit("stop", {});
      },
      sta: this.#station(mac),
    };
    for (const each of points) {
      each.onChange(() => {
        if (this.#point === each) this.#heardOrNot();
      });
    }
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#next?.cancel();
    this.#loss?.cancel();
    this.#isStarted = false;
    for (const each of this.#points) each.onChange(() => {});
  }

  #station(mac: string): { readonly [name: string]: HostValue } {
    return {
      config: (config) => {
        if ((this.#mode & MODES.STATION) === 0) throw new LuaError(`failed to set wifi config, code ${MODE}`);
        const fields = table(config, 1);
        const pwd = fields.get("pwd");
        this.#config = { ssid: text(fields.get("ssid"), -1).slice(0, 32), pwd: pwd === undefined ? "" : text(pwd, -1) };
      },
      connect: () => this.#connect(),
      disconnect: () => {
        if (!this.#isStarted) throw new LuaError(`disconnect failed, code ${NOT_STARTED}`);
        if (this.#state !== "idle") this.#drop("left");
      },
      getconfig: () => this.#config,
      getmac: () => {
        if ((this.#mode & MODES.STATION) === 0) throw new LuaError(`failed to get mac, code ${NO_SUCH_INTERFACE}`);
        return mac;
      },
      sethostname: (name) => {
        const hostname = text(name, 1);
        if (hostname.length > MOST_HOSTNAME) {
          throw new LuaError(`failed to set hostname, code ${INVALID_PARAMETERS}`);
        }
        this.#hostname = hostname;
        return true;
      },
      setip: (address) => this.#setAddress(table(address, 1)),
      on: (event, run) => {
        const slot = this.#callbacks[text(event, 1) as Event];
        if (run !== undefined && !(run instanceof Callback)) {
          throw badArgument(2, `function expected, got ${typeName(run)}`);
        }
        if (slot === undefined) throw new LuaError(`unknown event: ${String(event)}`);
        slot.set(run as LuaFunction | undefined);
      },
      scan: (config, run) => this.#scan(config, run),
    };
  }

  #connect(): void {
    const fail = (code: number): never => {
      throw new LuaError(`connect failed, code ${code}`);
    };
    if (!this.#isStarted) fail(NOT_STARTED);
    if (this.#config.ssid === "") fail(WRONG_SSID);
    if (this.#state !== "idle") fail(CONNECTING);
    this.#state = "connecting";
    const named = this.#points.filter(({ ssid }) => ssid === undefined || ssid === this.#config.ssid);
    this.#point = named.sort((a, b) => Number(b.up) - Number(a.up) || b.rssi - a.rssi)[0] ?? this.#points[0];
    this.#next = this.#time.after(this.#point.associationMs, () => {
      const answer = this.#point.answer(this.#config.ssid, this.#config.pwd);
      if (answer === "accepted") this.#join();
      else this.#drop(answer);
    });
  }

  #join(): void {
    this.#state = "joined";
    const { channel } = this.#point;
    this.#emit("connected", { ssid: this.#config.ssid, bssid: MAC_OF_ACCESS_POINT, channel, auth: WPA2 });
    this.#awaitAddress();
  }

  #setAddress(settings: LuaTable): void {
    const [ip, netmask, gw] = [
      ["ip", "IP address"],
      ["netmask", "Netmask"],
      ["gateway", "Gateway address"],
    ].map(([key, what]) => {
      const address = text(settings.get(key), -1);
      if (!isIPv4(address)) throw new LuaError(`Could not parse ${what}, aborting`);
      return address;
    });
    // The DHCP client, once stopped, is not stopped again: the runtime takes that for an impossible error.
    if (this.#staticAddress !== undefined) this.#engine.restartNow();
    this.#staticAddress = { ip, netmask, gw };
  }

  #awaitAddress(): void {
    if (this.#staticAddress === undefined) {
      this.#point.hostnameTold = this.#hostname;
      if (!this.#point.hasDhcp) return;
    }
    this.#next = this.#time.after(this.#point.addressMs, () => {
      this.#next = undefined;
      this.#air.change("up", this.#time.nowMs);
      this.#emit("got_ip", this.#staticAddress ?? ADDRESS);
    });
  }

  /** The access point went or came. The station learns that it went from beacons that fail to come. */
  #heardOrNot(): void {
    if (this.#state !== "joined") return;
    this.#loss?.cancel();
    if (!this.#point.up) {
      this.#next?.cancel();
      if (!this.#air.isDown) this.#air.change("unheard", this.#time.nowMs);
      this.#loss = this.#time.after(this.#point.beaconTimeoutMs, () => this.#drop("lost"));
    } else if (!this.#air.isDown) this.#air.change("up", this.#time.nowMs);
    else this.#awaitAddress();
  }

  #leave(): void {
    this.#next?.cancel();
    this.#loss?.cancel();
    this.#state = "idle";
    this.#air.change("down", this.#time.nowMs);
  }

  #drop(why: keyof typeof REASONS): void {
    this.#leave();
    this.#emit("disconnected", { ssid: this.#config.ssid, bssid: MAC_OF_ACCESS_POINT, reason: REASONS[why] });
  }

  #scan(config: LuaValue, run: LuaValue): void {
    table(config, 1);
    const told = callback(run, 2);
    if (!this.#isStarted) throw new LuaError(`failed to start scan, code ${NOT_STARTED}`);
    this.#time.after(SCAN_MS, () => {
      const { up, ssid, rssi, channel } = this.#point;
      const found = { ssid: ssid ?? "home", bssid: MAC_OF_ACCESS_POINT, channel, rssi, auth: WPA2, bandwidth: "HT20" };
      const list = new Map<LuaValue, HostValue>(up ? [[1, found]] : []);
      this.#engine.tasks.post("medium", () => {
        this.#engine.tasks.attempt(() => told.call(undefined, list as unknown as LuaTable));
        told.release();
      });
    });
  }

  #emit(event: Event, info: { readonly [name: string]: HostValue }): void {
    this.#engine.tasks.post("medium", () => {
      const run = this.#callbacks[event].held;
      if (run !== undefined) this.#engine.tasks.call(run, event, info);
    });
  }
}
