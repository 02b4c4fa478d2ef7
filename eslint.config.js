import tseslint from 'typescript-eslint'

const source = ['{bin,cli,core,vfs,sandbox,remote}/**/*.{ts,tsx}']
const tests = ['{test,bench}/**/*.{ts,tsx}']
const pure = ['core/{machine,values,log}/**/*.ts']

/** Shapes of code that have no place here; each message says what to write instead. */
const banned = [
  { selector: 'ExportDefaultDeclaration', message: 'export by name' },
  { selector: 'ExportAllDeclaration', message: 'list the names: `export { a, b } from`' },
  { selector: 'TSEnumDeclaration', message: 'use a union of string literals' },
  {
    selector: 'ClassDeclaration[id.name=/(^Base[A-Z]|(Manager|Service|Helper|Util|Utils|Impl)$)/]',
    message: 'name it for what it does',
  },
]
const bannedWhereToolsNeedADefault = banned.filter(({ selector }) => selector !== 'ExportDefaultDeclaration')

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'examples/'] },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A number or a branded string in a message reads well; an object does not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `return fail(message)` is how an early exit reads.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Both misread our style: a variable that a callback changes, and methods of an object made of closures.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // A third of the linter's time, for classes with the same fields and for enums, which we do not write.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Spreading a string into code points is how widths and cuts are counted.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A port is asynchronous whether or not an adapter has something to wait for.
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...banned],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['cli/commands/**/*.ts', '*.config.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedWhereToolsNeedADefault] },
  },
  {
    files: source,
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  {
    // The same code runs inside a Temporal workflow: what the host decides must come in with an event.
    files: pure,
    rules: {
      // A default that swallows the event added tomorrow is a bug in a fold.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'time comes from the entry' },
        { name: 'Intl', message: 'the result depends on the host' },
        { name: 'globalThis', message: 'what the host has is not ours to use here' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'ids come from the command' },
        { property: 'localeCompare', message: 'the order depends on the host; compare with < and >' },
        { property: 'toLocaleString', message: 'the result depends on the host' },
      ],
    },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
