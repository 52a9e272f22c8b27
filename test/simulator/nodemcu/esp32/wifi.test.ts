import assert from "node:assert/strict";
import { luaBoard, run } from "../lua-board";

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

  it("asks the DHCP server with its name, which outlives the radio's start, and gets no address where there is none", async () => {
    const { board } = luaBoard(
      `print(pcall(wifi.sta.sethostname, string.rep("n", 33))) wifi.sta.sethostname("shed") ${JOIN}`,
    );
    assert.equal(board.console.shift(), "false\tfailed to set hostname, code 20481");
    board.accessPoint.hasDhcp = false;
    await board.run(20_000);
    assert.equal(board.accessPoint.hostnameTold, "shed");
    assert.deepEqual(board.console, ["true", "start\tnil", "connected\t6"]);
  });

  it("takes an address of its own once: a second time it restarts", async () => {
    const setip = `wifi.sta.setip({ ip = "10.0.0.5", netmask = "255.255.255.0", gateway = "10.0.0.1" })`;
    const { board } = luaBoard(
      `print(pcall(wifi.sta.setip, { ip = "10.0.0.5", netmask = "255.255.255.0" }))
      print(pcall(wifi.sta.setip, { ip = "10.0.0", netmask = "255.255.255.0", gateway = "10.0.0.1" }))
      print(select(2, node.bootreason())) ${setip} ${JOIN}`,
    );
    board.accessPoint.hasDhcp = false;
    await board.run(3_000);
    assert.match(board.console.shift() ?? "", /^false\t.*string expected/);
    assert.equal(board.console.shift(), "false\tCould not parse IP address, aborting");
    assert.deepEqual(board.console, ["8", "true", "start\tnil", "connected\t6", "got_ip\t10.0.0.5"]);
    board.console.length = 0;
    await run(board, setip);
    assert.equal(board.console[2], "19");
  });

  it("tries the strongest of the networks that have the name", async () => {
    const { board } = luaBoard(JOIN, {
      accessPoint: { ssid: "home", password: "other" },
      otherAccessPoints: [{ ssid: "home", password: "secret12", rssi: -40, channel: 11 }],
    });
    await board.run(3_000);
    assert.deepEqual(board.console.slice(2), ["connected\t11", "got_ip\t192.168.1.50"]);
  });
});
