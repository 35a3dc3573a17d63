// The rest of n8n's style is Prettier's default.
module.exports = { printWidth: 100, singleQuote: true, useTabs: true };
