import assert from "node:assert/strict";
import { run } from "../lua-board";
import { luaBoard } from "./board";

const LISTEN = `for _, event in ipairs({ "STA_CONNECTED", "STA_DISCONNECTED", "STA_GOT_IP" }) do
    wifi.eventmon.register(wifi.eventmon[event], function(info) print(event, info.IP or info.reason or info.channel) end)
  end`;
const JOIN = `${LISTEN} wifi.setmode(wifi.STATION) wifi.sta.config({ ssid = "home", pwd = "secret12" })`;
const UP = ["STA_CONNECTED\t6", "STA_GOT_IP\t192.168.1.50"];

describe("wifi on the ESP8266", () => {
  it("joins as soon as it is configured, and tells of the address", async () => {
    const { board } = luaBoard(JOIN, { accessPoint: { rssi: -71 } });
    await board.run(3_000);
    assert.deepEqual(board.console, UP);
    await run(board, "print(wifi.sta.getip()) print(wifi.sta.status() == wifi.STA_GOTIP, wifi.sta.getrssi())");
    assert.deepEqual(board.console.slice(2), ["192.168.1.50\t255.255.255.0\t192.168.1.1", "true\t-71"]);
  });

  it("does not with auto = false until it is told to", async () => {
    const { board } = luaBoard(
      `${LISTEN} wifi.setmode(wifi.STATION) wifi.sta.config({ ssid = "home", pwd = "secret12", auto = false })`,
    );
    await board.run(10_000);
    assert.deepEqual(board.console, []);
    await run(board, "wifi.sta.connect()");
    await board.run(3_000);
    assert.deepEqual(board.console, UP);
  });

  it("tells the reason when it fails, each time, and tries again by itself until it is told to leave", async () => {
    const { board } = luaBoard(JOIN, { accessPoint: { ssid: "home", password: "other" } });
    await board.run(6_000);
    assert.deepEqual(board.console, ["STA_DISCONNECTED\t15", "STA_DISCONNECTED\t15"]);
    await run(board, "wifi.sta.disconnect()");
    await board.run(20_000);
    assert.equal(board.console.length, 2);
  });

  it("comes back by itself after the network was away, with auto = false too", async () => {
    const { board } = luaBoard(
      `${LISTEN} wifi.setmode(wifi.STATION) wifi.sta.config({ ssid = "home", auto = false }) wifi.sta.connect()`,
    );
    await board.run(3_000);
    board.accessPoint.up = false;
    await board.run(10_000);
    assert.equal(board.console[2], "STA_DISCONNECTED\t200");
    assert.equal(board.console[3], "STA_DISCONNECTED\t201");
    board.accessPoint.up = true;
    await board.run(10_000);
    assert.deepEqual(board.console.slice(-2), UP);
  });

  it("joins by itself at boot with what is kept in flash, unless that was refused", async () => {
    for (const [save, told] of [
      ["", UP],
      [", save = false", []],
    ] as const) {
      const { board } = luaBoard(
        `${LISTEN} if not file.exists("once") then
          file.putcontents("once", "")
          wifi.setmode(wifi.STATION) wifi.sta.config({ ssid = "home", pwd = "secret12"${save} })
        end`,
      );
      await board.run(3_000);
      assert.deepEqual(board.console, UP);
      board.console.length = 0;
      board.reboot();
      await board.run(3_000);
      assert.deepEqual(board.console, told);
    }
  });

  it("leaves when told, and says so", async () => {
    const { board } = luaBoard(JOIN);
    await board.run(3_000);
    await run(board, "wifi.sta.disconnect() print(wifi.sta.getip(), wifi.sta.status(), wifi.sta.getrssi())");
    assert.deepEqual(board.console.slice(2), ["nil\t0", "STA_DISCONNECTED\t8"]);
  });

  it("takes an address of its own, and a host name", async () => {
    const { board } = luaBoard(
      `${JOIN} wifi.sta.setip({ ip = "10.0.0.7", netmask = "255.0.0.0", gateway = "10.0.0.1" })
      print(wifi.sta.sethostname("mote-1"), wifi.sta.gethostname(), pcall(wifi.sta.sethostname, "-no"))`,
    );
    board.accessPoint.hasDhcp = false;
    await board.run(3_000);
    assert.deepEqual(board.console, [
      "true\tmote-1\tfalse\tbad argument #1 (Invalid hostname)",
      UP[0],
      "STA_GOT_IP\t10.0.0.7",
    ]);
  });

  it("refuses what is no configuration", () => {
    const { board } = luaBoard(
      `wifi.setmode(wifi.STATION)
      for _, config in ipairs({ 1, {}, { ssid = true }, { ssid = "a", auto = 1 }, { ssid = string.rep("a", 33) } }) do
        print(select(2, pcall(wifi.sta.config, config)))
      end
      print(select(2, pcall(wifi.eventmon.register, 11, print)))`,
    );
    assert.deepEqual(board.console, [
      "bad argument #1 (config table not found!)",
      "bad argument #1 (ssid required)",
      "bad argument #1 (ssid:not string)",
      "bad argument #1 (auto:not boolean)",
      "bad argument #1 (ssid: length:0-32)",
      "valid wifi events:0-10",
    ]);
  });

  it("lists the networks that it hears", async () => {
    const { board } = luaBoard(
      "wifi.setmode(wifi.STATION) wifi.sta.getap(function(list) for name, what in pairs(list) do print(name, what) end end)",
      { accessPoint: { rssi: -71 } },
    );
    await board.run(3_000);
    assert.deepEqual(board.console, ["home\t3,-71,02:00:00:00:00:01,6"]);
  });
});
