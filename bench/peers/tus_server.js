// The official tus server, as its documentation sets it up: node tus_server.js PORT FOLDER
const { Server } = require("@tus/server");
const { FileStore } = require("@tus/file-store");

const [port, directory] = process.argv.slice(2);
new Server({ path: "/files", datastore: new FileStore({ directory }) }).listen({ host: "127.0.0.1", port: Number(port) });
