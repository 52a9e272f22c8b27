import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { buildBoard, keptBuilds } from "../../../../scripts/lib/build/build";
import { KeptBuilds } from "../../../../scripts/lib/build/kept-builds";
import { exampleBoard } from "../board/example-board";

const root = resolve(__dirname, "../../../..");

/** What an expression about KeptBuilds gives in a process that begins now. */
function inAnotherProcess(expression: string): string {
  const module = JSON.stringify(join(root, "scripts/lib/build/kept-builds.ts"));
  const script = `const { KeptBuilds } = require(${module}); process.stdout.write(String(${expression}));`;
  const runTypeScript = join(root, ".config/run-typescript.cjs");
  return execFileSync(process.execPath, ["-r", runTypeScript, "-e", script], { encoding: "utf8" });
}

describe("builds that are kept", () => {
  let folder: string;
  let kept: KeptBuilds;
  const keptIn = (name: string): string => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-kept-"));
    mkdirSync(keptIn("firmware/app"), { recursive: true });
    writeFileSync(keptIn("firmware/main.ts"), "start();");
    writeFileSync(keptIn("firmware/app/node.ts"), "run();");
    writeFileSync(keptIn("package-lock.json"), "{}");
    kept = new KeptBuilds(keptIn("builds"), [keptIn("firmware"), keptIn("package-lock.json")]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("come back as they were made, to every process", () => {
    const made = { files: { "bundle.js": "\u00ff\u0000é" }, bytes: 3 };
    const key = kept.key(["espruino", "program"]);
    assert.equal(kept.read(key), undefined);
    kept.write(key, made);
    const other = new KeptBuilds(kept.folder, kept.sources);
    assert.deepEqual(other.read(other.key(["espruino", "program"])), made);
  });

  const CHANGES: Record<string, () => readonly string[] | void> = {
    "the program's text": () => ["espruino", "another program"],
    "the engine": () => ["nodemcu", "program"],
    "where one text ends and the next begins": () => ["espruinop", "rogram"],
    "a file of the firmware": () => writeFileSync(keptIn("firmware/app/node.ts"), "run( );"),
    "a new file": () => writeFileSync(keptIn("firmware/app/new.ts"), ""),
    "a file's name": () => {
      rmSync(keptIn("firmware/app/node.ts"));
      writeFileSync(keptIn("firmware/app/mode.ts"), "run();");
    },
    "text that moves from one file to the next": () => {
      writeFileSync(keptIn("firmware/app/node.ts"), "run();s");
      writeFileSync(keptIn("firmware/main.ts"), "tart();");
    },
    "a file that is gone": () => rmSync(keptIn("firmware/app/node.ts")),
    "the lock file": () => writeFileSync(keptIn("package-lock.json"), "{ }"),
    "the version of Node.js": () => {
      Object.defineProperty(process, "version", { value: "v99.0.0" });
    },
  };
  for (const [what, change] of Object.entries(CHANGES)) {
    it(`are not taken after a change of ${what}`, () => {
      const { version } = process;
      const before = kept.key(["espruino", "program"]);
      assert.equal(kept.key(["espruino", "program"]), before);
      try {
        const program = change();
        assert.notEqual(kept.key(Array.isArray(program) ? program : ["espruino", "program"]), before);
      } finally {
        Object.defineProperty(process, "version", { value: version });
      }
    });
  }

  const MAKER_CHANGES: Record<string, () => void> = {
    "a script that builds": () => writeFileSync(keptIn("scripts/lib/build.ts"), "build( );"),
    "what a script that builds imports": () => writeFileSync(keptIn("scripts/lib/deep/part.ts"), "part( );"),
    "the lock file, which names the compilers": () => writeFileSync(keptIn("package-lock.json"), "{ }"),
  };
  for (const [what, change] of Object.entries(MAKER_CHANGES)) {
    it(`are not taken by the next process after a change of ${what}`, () => {
      mkdirSync(keptIn("scripts/lib/deep"), { recursive: true });
      writeFileSync(keptIn("scripts/lib/build.ts"), "build();");
      writeFileSync(keptIn("scripts/lib/deep/part.ts"), "part();");
      const makers = [keptIn("scripts/lib"), keptIn("package-lock.json")];
      const key = (): string => inAnotherProcess(`new KeptBuilds("", [], ${JSON.stringify(makers)}).key([])`);
      const own = new KeptBuilds("", [], makers);
      const before = own.key([]);
      assert.equal(key(), before);
      change();
      assert.notEqual(key(), before);
      // This one goes on with the scripts that it has loaded, and what it makes is theirs.
      assert.equal(own.key([]), before);
    });
  }

  it("are nothing when only a part of one is there", () => {
    kept.write("key", { bytes: 1 });
    const [name] = readdirSync(kept.folder);
    writeFileSync(join(kept.folder, name), readFileSync(join(kept.folder, name), "utf8").slice(0, -1));
    assert.equal(kept.read("key"), undefined);
  });

  it("are nothing when another program left something else there", () => {
    kept.write("key", { bytes: 1 });
    const [name] = readdirSync(kept.folder);
    rmSync(join(kept.folder, name));
    mkdirSync(join(kept.folder, name));
    assert.equal(kept.read("key"), undefined);
  });

  it("are made anew over one that is broken", () => {
    kept.write("key", { bytes: 1 });
    const [name] = readdirSync(kept.folder);
    writeFileSync(join(kept.folder, name), "");
    kept.write("key", { bytes: 2 });
    assert.deepEqual(kept.read("key"), { bytes: 2 });
  });

  it("are remembered by the process, and by no other, where that cannot be written", () => {
    const nowhere = new KeptBuilds(keptIn("package-lock.json/builds"), []);
    const made = { bytes: 1 };
    nowhere.write("key", made);
    made.bytes = 2;
    assert.deepEqual(nowhere.read("key"), { bytes: 1 });
    assert.deepEqual(new KeptBuilds(nowhere.folder, []).read("key"), { bytes: 1 });
    const told = inAnotherProcess(`new KeptBuilds(${JSON.stringify(nowhere.folder)}, []).read("key") ?? "nothing"`);
    assert.equal(told, "nothing");
  });

  it("are so many at the most where a process remembers them", () => {
    const nowhere = new KeptBuilds(keptIn("package-lock.json/builds"), []);
    for (let i = 0; i <= 50; i++) nowhere.write(String(i), i);
    assert.equal(nowhere.read("0"), undefined);
    assert.equal(nowhere.read("1"), 1);
    assert.equal(nowhere.read("50"), 50);
  });

  it("are so many at the most, and those stay that were used last", () => {
    kept.write("first", 1);
    const [name] = readdirSync(kept.folder);
    for (let i = 0; i < 820; i++) {
      writeFileSync(join(kept.folder, `${i}.json`), String(i));
      utimesSync(join(kept.folder, `${i}.json`), 1_000 + i, 1_000 + i);
    }
    utimesSync(join(kept.folder, name), 1, 1);
    assert.equal(kept.read("first"), 1);
    new KeptBuilds(kept.folder, []).write("last", 2);
    assert.equal(kept.read("0"), undefined);
    assert.equal(kept.read("819"), 819);
    assert.equal(kept.read("first"), 1);
    assert.equal(readdirSync(kept.folder).length, 800);
  });
});

describe("what decides on a build", function () {
  this.timeout(60_000);

  it("is the firmware and its settings, the scripts that build, and the packages", () => {
    const { sources, makers } = keptBuilds(root);
    const fromRoot = (paths: readonly string[]): string[] => paths.map((path) => relative(root, path));
    assert.deepEqual(fromRoot(sources), ["firmware", "tsconfig.json"]);
    assert.deepEqual(fromRoot(makers), [join("scripts", "lib"), "package-lock.json"]);
  });

  it("no secret is: boards that differ in them alone have one build", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-kept-"));
    try {
      const build = async (mark: string): Promise<[program: string, secrets: string]> => {
        const board = exampleBoard({
          sensors: [],
          actuators: [],
          wifi: { ssid: `home ${mark}`, password: `hush-hush ${mark}` },
          broker: { urls: [`mqtt://${mark}.lan`], username: `user-${mark}`, password: mark },
        });
        const { bundlePath, secrets } = await buildBoard(board, root, folder);
        const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
        assert.ok(!files.some((text) => text.includes(mark)));
        return [readFileSync(bundlePath, "latin1"), secrets];
      };
      const [first, others] = [await build("swordfish"), await build("a-longer-swordfish")];
      assert.equal(first[0], others[0]);
      assert.notEqual(first[1], others[1]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("a build of changed firmware is another one, and of firmware that was changed back the first", async () => {
    const project = mkdtempSync(join(tmpdir(), "mote-kept-"));
    try {
      cpSync(join(root, "firmware"), join(project, "firmware"), { recursive: true });
      cpSync(join(root, "tsconfig.json"), join(project, "tsconfig.json"));
      const build = async (): Promise<string> => {
        const { bundlePath } = await buildBoard(exampleBoard({ sensors: [], actuators: [] }), project);
        return readFileSync(bundlePath, "latin1");
      };
      const path = join(project, "firmware/app/backoff.ts");
      const text = readFileSync(path, "utf8");
      const first = await build();
      writeFileSync(
        path,
        text.replace(/\d+/, (digits) => String(Number(digits) + 1)),
      );
      assert.notEqual(await build(), first);
      writeFileSync(path, text);
      assert.equal(await build(), first);
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
