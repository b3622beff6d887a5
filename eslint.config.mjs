import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'test/output', 'node_modules', 'public', 'coverage', '.guest', '**/grammar/*.js', '**/*.mjs', '**/generated/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['./tsconfig.pure.json', './tsconfig.page.json', './tsconfig.test.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      // Code points are what terminals and shells count in.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/only-throw-error': 'error',
      // Routines that never wait are still routines: their caller must not care.
      'require-yield': 'off',
      'no-control-regex': 'off',
    },
  },
  { files: ['test/**', 'bin/**', '**/*.test.ts', '**/*.test.tsx', '**/*.testing.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off' } },
);
