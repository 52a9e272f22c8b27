import tseslint from "typescript-eslint";
import { noOrDefault } from "./no-or-default.mjs";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", ".cache/"] },
  ...tseslint.configs.recommended,
  {
    plugins: { mote: { rules: { "no-or-default": noOrDefault } } },
    rules: {
      "mote/no-or-default": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression[operator='||=']",
          message: '`||=` replaces 0, false and "" too: use `??=` or an explicit test.',
        },
      ],
      "prefer-const": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
    },
  },
  // The interpreter's own modules ("net", "Wifi") come through its require.
  { files: ["firmware/engine/espruino/*.ts"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  // What is loaded before TypeScript can be.
  { files: [".config/*.cjs", "scripts/mote.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
