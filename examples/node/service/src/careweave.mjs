// In a program of your own this is the package `careweave`.
export * from '../../../../bindings/node/dist/index.js';
