import assert from "node:assert/strict";
import { luaBoard } from "../lua-board";

const JOIN = `wifi.mode(wifi.STATION) wifi.start() wifi.sta.config({ ssid = "home", pwd = "secret12" })
  for _, event in ipairs({ "start", "connected", "disconnected", "got_ip" }) do
    wifi.sta.on(event, function(name, info) print(name, info.ip or info.reason or info.channel) end)
  end
  function join() print(pcall(wifi.sta.connect)) end
  join()`;

describe("NodeMCU's wifi", () => {
  it("joins, and tells of the address", async () => {
    const { board } = luaBoard(JOIN);
    await board.run(3_000);
    assert.deepEqual(board.console, ["true", "start\tnil", "connected\t6", "got_ip\t192.168.1.50"]);
  });

  it("tells the reason when it fails or is lost, and does not try again by itself", async () => {
    const { board } = luaBoard(JOIN, { accessPoint: { ssid: "home", password: "other" } });
    await board.run(20_000);
    assert.deepEqual(board.console.slice(2), ["disconnected\t15"]);
    const { board: second } = luaBoard(JOIN);
    await second.run(3_000);
    second.accessPoint.up = false;
    await second.run(60_000);
    second.accessPoint.up = true;
    await second.run(60_000);
    assert.deepEqual(second.console.slice(4), ["disconnected\t200"]);
  });

  it("refuses to connect before it is started, without a network, or while it is at it", () => {
    const { board } = luaBoard(
      `print(pcall(wifi.sta.config, { ssid = "x" }))
      wifi.mode(wifi.STATION)
      print(pcall(wifi.sta.connect))
      wifi.start()
      print(pcall(wifi.sta.connect))
      wifi.sta.config({ ssid = "home", pwd = "p" })
      wifi.sta.connect()
      print(pcall(wifi.sta.connect))
      print(pcall(wifi.sta.on, "lost", print))`,
    );
    assert.deepEqual(board.console, [
      "false\tfailed to set wifi config, code 12293",
      "false\tconnect failed, code 12290",
      "false\tconnect failed, code 12298",
      "false\tconnect failed, code 12295",
      "false\tunknown event: lost",
    ]);
  });

  it("leaves when told, and scans", async () => {
    const { board } = luaBoard(
      `${JOIN}
      tmr.create():alarm(3000, tmr.ALARM_SINGLE, function()
        wifi.sta.scan({}, function(err, list) print(err, #list, list[1].rssi) wifi.sta.disconnect() end)
      end)`,
      { accessPoint: { rssi: -71 } },
    );
    await board.run(6_000);
    assert.deepEqual(board.console.slice(4), ["nil\t1\t-71", "disconnected\t8"]);
  });
});
