import { availableParallelism } from "node:os";

export default {
  require: ["./.config/run-typescript.cjs", "./test/conformance/hook.ts"],
  timeout: 20_000,
  // Of runs with --parallel; by itself mocha would leave one core out.
  jobs: availableParallelism(),
};
