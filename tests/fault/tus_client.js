// Uploads a file with tus-js-client: node tus_client.js FILE ENDPOINT COOKIE TICKET [URL]
// Prints as JSON where the upload is and what the last answer said. With STOP_AT it ends after so many bytes.
const fs = require("node:fs");
const tus = require("tus-js-client");

const [path, endpoint, cookie, ticket, url] = process.argv.slice(2);
const stopAt = Number(process.env.STOP_AT ?? Infinity);
const tell = (found) => { console.log(JSON.stringify(found)); process.exit(0); };

const upload = new tus.Upload(fs.createReadStream(path), {
  endpoint,
  uploadUrl: url ?? null,
  uploadSize: fs.statSync(path).size,
  chunkSize: 2 ** 20,
  headers: { Cookie: cookie, "Liuhen-Ticket": ticket },
  metadata: { filename: "卡/film.mp4", lastModified: "1790000000000" },
  retryDelays: Array(60).fill(50),
  onProgress: (sent) => { if (sent >= stopAt) tell({ url: upload.url }); },
  onSuccess: ({ lastResponse }) => tell({
    url: upload.url,
    digest: lastResponse.getHeader("Liuhen-Digest"),
    receipt: lastResponse.getHeader("Liuhen-Receipt"),
  }),
  onError: (problem) => { console.error(String(problem)); process.exit(1); },
});
upload.start();
