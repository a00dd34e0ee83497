import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What the content security policy and Trusted Types would block at run time is refused here first. */
const forbiddenSinks = ['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((property) => ({
  property,
  message: 'Build elements with h(): strings never become markup on this page.',
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'eslint.config.js'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-restricted-properties': ['error', ...forbiddenSinks],
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'Tokens and text stay in memory; nothing is kept in web storage.' },
        { name: 'sessionStorage', message: 'Tokens and text stay in memory; nothing is kept in web storage.' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
);
