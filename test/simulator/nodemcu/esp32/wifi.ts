import { isIPv4 } from "node:net";
import { MAC_OF_ACCESS_POINT } from "../../access-point";
import type { HostValue, LuaFunction, LuaTable, LuaValue } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import { REASONS, Station } from "../../station";
import { badArgument, callback, integer, optionalInteger, Slot, table, text, typeName } from "../arguments";
import type { NodeMcu } from "../engine";
import { stationMac, type Hardware } from "../hardware";

const DEFAULT_HOSTNAME = "espressif";
const MOST_HOSTNAME = 32;
const MODES = { NULLMODE: 0, STATION: 1, SOFTAP: 2, STATIONAP: 3 } as const;
const WPA2 = 3;
const SCAN_MS = 2000;
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
  readonly #hardware: Hardware;
  readonly #engine: NodeMcu;
  readonly #station: Station;
  readonly #callbacks = Object.fromEntries(EVENTS.map((event) => [event, new Slot()])) as Record<Event, Slot>;
  #mode: number = MODES.NULLMODE;
  #isStarted = false;
  #config = { ssid: "", pwd: "" };
  #channel = 0;

  constructor(hardware: Hardware, engine: NodeMcu) {
    this.#hardware = hardware;
    this.#engine = engine;
    const network = (): { ssid: string; bssid: string } => ({ ssid: this.#config.ssid, bssid: MAC_OF_ACCESS_POINT });
    const station = (this.#station = new Station(hardware, {
      associated: () => this.#emit("connected", { ...network(), channel: station.point.channel, auth: WPA2 }),
      gotAddress: (address) => this.#emit("got_ip", { ...address }),
      dropped: (reason) => this.#emit("disconnected", { ...network(), reason: REASONS[reason].code }),
    }));
    station.hostname = DEFAULT_HOSTNAME;
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
        if (station.state === "joined") station.drop("left");
        else station.leave();
        this.#isStarted = false;
        this.#emit("stop", {});
      },
      sta: this.#functions(),
    };
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#station.stop();
    this.#isStarted = false;
  }

  #functions(): { readonly [name: string]: HostValue } {
    return {
      config: (config) => {
        if ((this.#mode & MODES.STATION) === 0) throw new LuaError(`failed to set wifi config, code ${MODE}`);
        const fields = table(config, 1);
        const pwd = fields.get("pwd");
        this.#channel = optionalInteger(fields.get("channel"), -1, 0);
        this.#config = { ssid: text(fields.get("ssid"), -1).slice(0, 32), pwd: pwd === undefined ? "" : text(pwd, -1) };
      },
      connect: () => this.#connect(),
      disconnect: () => {
        if (!this.#isStarted) throw new LuaError(`disconnect failed, code ${NOT_STARTED}`);
        if (this.#station.state !== "idle") this.#station.drop("left");
      },
      getconfig: () => this.#config,
      getmac: () => {
        if ((this.#mode & MODES.STATION) === 0) throw new LuaError(`failed to get mac, code ${NO_SUCH_INTERFACE}`);
        return stationMac(this.#hardware);
      },
      sethostname: (name) => {
        const hostname = text(name, 1);
        if (hostname.length > MOST_HOSTNAME) {
          throw new LuaError(`failed to set hostname, code ${INVALID_PARAMETERS}`);
        }
        this.#station.hostname = hostname;
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
    if (this.#station.state !== "idle") fail(CONNECTING);
    this.#station.connect(this.#config.ssid, this.#config.pwd, this.#channel);
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
    if (this.#station.address !== undefined) this.#engine.restartNow();
    this.#station.address = { ip, netmask, gw };
  }

  #scan(config: LuaValue, run: LuaValue): void {
    table(config, 1);
    const told = callback(run, 2);
    if (!this.#isStarted) throw new LuaError(`failed to start scan, code ${NOT_STARTED}`);
    this.#hardware.time.after(SCAN_MS, () => {
      const { up, ssid, rssi, channel } = this.#station.point;
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
